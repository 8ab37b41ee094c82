import json
import unittest

from event_ledger import Ledger, LedgerError


class EventLedgerInDepthTest(unittest.TestCase):
    def setUp(self):
        self.ledger = Ledger()
        self.ledger.open("ada", at=1)
        self.ledger.open("bob", at=1)
        self.ledger.deposit("ada", 100, at=2)

    def refuses(self, command):
        before = (self.ledger.events, self.ledger.balance("ada"), self.ledger.balance("bob"))
        with self.assertRaises(LedgerError):
            command()
        self.assertEqual((self.ledger.events, self.ledger.balance("ada"), self.ledger.balance("bob")), before)

    def test_the_error_is_a_value_error(self):
        self.assertTrue(issubclass(LedgerError, ValueError))

    def test_amounts_that_are_none(self):
        for amount in [0, -1, 1.5, 1.0, "1", None, True]:
            with self.subTest(amount=amount):
                self.refuses(lambda: self.ledger.deposit("ada", amount, at=3))
                self.refuses(lambda: self.ledger.transfer("ada", "bob", amount, at=3))

    def test_time_never_runs_backwards(self):
        self.refuses(lambda: self.ledger.deposit("ada", 1, at=1))
        self.ledger.deposit("ada", 1, at=2)

    def test_unknown_accounts(self):
        self.refuses(lambda: self.ledger.deposit("eve", 1, at=3))
        self.refuses(lambda: self.ledger.transfer("ada", "eve", 1, at=3))
        self.refuses(lambda: self.ledger.transfer("eve", "ada", 1, at=3))
        self.refuses(lambda: self.ledger.balance("eve"))
        self.refuses(lambda: self.ledger.statement("eve"))

    def test_a_transfer_is_whole_or_not_at_all(self):
        self.refuses(lambda: self.ledger.transfer("ada", "bob", 101, at=3))
        self.refuses(lambda: self.ledger.transfer("ada", "ada", 1, at=3))

    def test_opening_twice(self):
        self.refuses(lambda: self.ledger.open("ada", at=3))

    def test_closing(self):
        self.refuses(lambda: self.ledger.close("ada", at=3))
        self.ledger.close("bob", at=3)
        self.refuses(lambda: self.ledger.deposit("bob", 1, at=4))
        self.refuses(lambda: self.ledger.close("bob", at=4))
        self.refuses(lambda: self.ledger.open("bob", at=4))
        self.assertEqual(self.ledger.balance("bob"), 0)

    def test_before_it_was_opened_an_account_has_nothing(self):
        self.assertEqual(self.ledger.balance("ada", at=0), 0)

    def test_undoing_a_transfer(self):
        transfer = self.ledger.transfer("ada", "bob", 60, at=3)
        self.ledger.undo(transfer, at=4)
        self.assertEqual((self.ledger.balance("ada"), self.ledger.balance("bob")), (100, 0))
        self.assertEqual(self.ledger.balance("bob", at=3), 60)

    def test_an_undo_that_cannot_be_paid(self):
        transfer = self.ledger.transfer("ada", "bob", 60, at=3)
        self.ledger.withdraw("bob", 1, at=4)
        self.refuses(lambda: self.ledger.undo(transfer, at=5))

    def test_what_cannot_be_undone(self):
        withdrawal = self.ledger.withdraw("ada", 10, at=3)
        undo = self.ledger.undo(withdrawal, at=4)
        for event_id in [withdrawal, undo, 1, 0, -1, 99, None, "3"]:
            with self.subTest(event_id=event_id):
                self.refuses(lambda: self.ledger.undo(event_id, at=5))

    def test_an_undo_may_not_touch_a_closed_account(self):
        transfer = self.ledger.transfer("ada", "bob", 5, at=3)
        self.ledger.withdraw("bob", 5, at=3)
        self.ledger.close("bob", at=3)
        self.refuses(lambda: self.ledger.undo(transfer, at=4))

    def test_the_log_cannot_be_changed_from_outside(self):
        events = self.ledger.events
        self.assertIsInstance(events, tuple)
        for event in events:
            event.clear()
        self.assertEqual(self.ledger.balance("ada"), 100)
        self.assertEqual(self.ledger.events[2]["type"], "deposit")

    def test_a_statement_cannot_either(self):
        self.ledger.statement("ada").clear()
        self.assertEqual(self.ledger.statement("ada"), [(3, 100, 100)])

    def test_a_round_trip_through_json(self):
        transfer = self.ledger.transfer("ada", "bob", 60, at=3)
        self.ledger.undo(transfer, at=7)
        copy = Ledger.replay(json.loads(json.dumps(self.ledger.events)))
        self.assertEqual(copy.events, self.ledger.events)
        self.assertEqual(copy.statement("bob"), self.ledger.statement("bob"))
        self.assertEqual(copy.balance("bob", at=6), 60)
        with self.assertRaises(LedgerError):
            copy.undo(transfer, at=8)
        self.assertEqual(copy.deposit("bob", 1, at=8), len(self.ledger.events) + 1)

    def test_events_that_cannot_have_happened(self):
        good = json.loads(json.dumps(self.ledger.events))
        broken = [
            good[1:],
            [good[0], good[0]],
            [good[0], {**good[1], "at": 0}],
            [*good, {"id": 4, "type": "magic", "at": 9}],
            [*good[:2], {**good[2], "id": 7}],
        ]
        for number, events in enumerate(broken):
            with self.subTest(number=number), self.assertRaises(LedgerError):
                Ledger.replay(events)

    def test_overdrawn_history_is_refused(self):
        self.ledger.withdraw("ada", 40, at=3)
        events = [dict(event) for event in self.ledger.events]
        for key, value in events[3].items():
            if value == 40:
                events[3][key] = 4000
        with self.assertRaises(LedgerError):
            Ledger.replay(events)
