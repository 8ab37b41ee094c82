class LedgerError(ValueError):
    """A command or query that the ledger refuses."""


class Ledger:
    def __init__(self):
        self.events = ()

    @classmethod
    def replay(cls, events):
        raise NotImplementedError

    def open(self, account, at):
        raise NotImplementedError

    def deposit(self, account, amount, at):
        raise NotImplementedError

    def withdraw(self, account, amount, at):
        raise NotImplementedError

    def transfer(self, source, target, amount, at):
        raise NotImplementedError

    def close(self, account, at):
        raise NotImplementedError

    def undo(self, event_id, at):
        raise NotImplementedError

    def balance(self, account, at=None):
        raise NotImplementedError

    def statement(self, account):
        raise NotImplementedError
