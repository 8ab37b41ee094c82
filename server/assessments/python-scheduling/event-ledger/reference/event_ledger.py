class LedgerError(ValueError):
    """A command or query that the ledger refuses."""


FIELDS = {
    "open": ("account",),
    "deposit": ("account", "amount"),
    "withdraw": ("account", "amount"),
    "transfer": ("source", "target", "amount"),
    "close": ("account",),
    "undo": ("event_id",),
}


class Ledger:
    def __init__(self):
        self._events = []
        self._open = {}
        self._lines = {}
        self._undone = set()

    @property
    def events(self):
        return tuple(dict(event) for event in self._events)

    @classmethod
    def replay(cls, events):
        ledger = cls()
        for event in events:
            try:
                kind = event["type"]
                fields = {name: event[name] for name in FIELDS[kind]}
                same_id = event["id"] == len(ledger._events) + 1
                at = event["at"]
            except (KeyError, TypeError) as error:
                raise LedgerError(f"no event of ours: {event!r}") from error
            if not same_id:
                raise LedgerError("event ids are out of order")
            ledger._append(kind, at, **fields)
        return ledger

    def open(self, account, at):
        return self._append("open", at, account=account)

    def deposit(self, account, amount, at):
        return self._append("deposit", at, account=account, amount=amount)

    def withdraw(self, account, amount, at):
        return self._append("withdraw", at, account=account, amount=amount)

    def transfer(self, source, target, amount, at):
        return self._append("transfer", at, source=source, target=target, amount=amount)

    def close(self, account, at):
        return self._append("close", at, account=account)

    def undo(self, event_id, at):
        return self._append("undo", at, event_id=event_id)

    def balance(self, account, at=None):
        balance = 0
        for event_id, _, after in self._known(account):
            if at is not None and self._events[event_id - 1]["at"] > at:
                break
            balance = after
        return balance

    def statement(self, account):
        return list(self._known(account))

    def _append(self, kind, at, **fields):
        if not is_integer(at):
            raise LedgerError("a time is an integer")
        if self._events and at < self._events[-1]["at"]:
            raise LedgerError("time runs backwards")
        event = {"id": len(self._events) + 1, "type": kind, "at": at, **fields}
        changes = self._changes(event)
        for account, change in changes:
            self._require_open(account)
            if self.balance(account) + change < 0:
                raise LedgerError(f"{account} has too little money")
        self._apply(event, changes)
        return event["id"]

    def _changes(self, event):
        """What the event adds to which balances, after the checks of its own kind."""
        kind = event["type"]
        if kind == "open":
            self._require_name(event["account"])
            if event["account"] in self._open:
                raise LedgerError(f"{event['account']} was opened before")
            return []
        if kind == "close":
            self._require_open(event["account"])
            if self.balance(event["account"]) != 0:
                raise LedgerError(f"{event['account']} still has money")
            return []
        if kind == "undo":
            return self._undo_changes(event["event_id"])
        return money_moved(event)

    def _undo_changes(self, event_id):
        if not is_integer(event_id) or not 1 <= event_id <= len(self._events):
            raise LedgerError("there is no such event")
        event = self._events[event_id - 1]
        if event["type"] not in ("deposit", "withdraw", "transfer"):
            raise LedgerError(f"an event of type {event['type']} can't be undone")
        if event_id in self._undone:
            raise LedgerError("this event was undone before")
        return [(account, -change) for account, change in money_moved(event)]

    def _apply(self, event, changes):
        kind = event["type"]
        if kind == "open":
            self._open[event["account"]] = True
            self._lines[event["account"]] = []
        elif kind == "close":
            self._open[event["account"]] = False
        elif kind == "undo":
            self._undone.add(event["event_id"])
        for account, change in changes:
            self._lines[account].append((event["id"], change, self.balance(account) + change))
        self._events.append(event)

    def _known(self, account):
        self._require_name(account)
        if account not in self._lines:
            raise LedgerError(f"there is no account {account!r}")
        return self._lines[account]

    def _require_open(self, account):
        self._require_name(account)
        if not self._open.get(account):
            raise LedgerError(f"{account!r} is not open")

    def _require_name(self, account):
        if not isinstance(account, str):
            raise LedgerError("an account's name is a string")


def money_moved(event):
    amount = event["amount"]
    if not is_integer(amount) or amount <= 0:
        raise LedgerError("an amount is a positive integer")
    if event["type"] == "deposit":
        return [(event["account"], amount)]
    if event["type"] == "withdraw":
        return [(event["account"], -amount)]
    if event["source"] == event["target"]:
        raise LedgerError("source and target are the same")
    return [(event["source"], -amount), (event["target"], amount)]


def is_integer(value):
    return isinstance(value, int) and not isinstance(value, bool)
