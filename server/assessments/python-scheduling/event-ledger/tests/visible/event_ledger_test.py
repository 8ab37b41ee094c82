import unittest

from event_ledger import Ledger, LedgerError


class EventLedgerTest(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.ledger.open("ada", at=1)

    def test_a_new_account_is_empty(self):
        self.assertEqual(self.ledger.balance("ada"), 0)

    def test_deposit_and_withdraw(self):
        self.ledger.deposit("ada", 100, at=2)
        self.ledger.withdraw("ada", 30, at=5)
        self.assertEqual(self.ledger.balance("ada"), 70)

    def test_a_balance_in_the_past(self):
        self.ledger.deposit("ada", 100, at=2)
        self.ledger.withdraw("ada", 30, at=5)
        self.assertEqual(self.ledger.balance("ada", at=4), 100)
        self.assertEqual(self.ledger.balance("ada", at=5), 70)

    def test_too_little_money(self):
        self.ledger.deposit("ada", 10, at=2)
        with self.assertRaises(LedgerError):
            self.ledger.withdraw("ada", 11, at=3)
        self.assertEqual(len(self.ledger.events), 2)

    def test_transfer(self):
        self.ledger.open("bob", at=1)
        self.ledger.deposit("ada", 50, at=2)
        self.ledger.transfer("ada", "bob", 20, at=3)
        self.assertEqual((self.ledger.balance("ada"), self.ledger.balance("bob")), (30, 20))

    def test_undo(self):
        deposit = self.ledger.deposit("ada", 50, at=2)
        undo = self.ledger.undo(deposit, at=3)
        self.assertEqual(self.ledger.balance("ada"), 0)
        self.assertEqual(self.ledger.statement("ada"), [(deposit, 50, 50), (undo, -50, 0)])

    def test_replay(self):
        self.ledger.deposit("ada", 50, at=2)
        copy = Ledger.replay(self.ledger.events)
        self.assertEqual(copy.balance("ada"), 50)
        self.assertEqual(copy.events, self.ledger.events)

    def test_ids_count_up(self):
        self.assertEqual([self.ledger.deposit("ada", 1, at=2), self.ledger.deposit("ada", 1, at=2)], [2, 3])
