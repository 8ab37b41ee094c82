import unittest

from meeting_rooms import assign_rooms


class ClosedRoomsTest(unittest.TestCase):
    def test_a_closed_room_is_passed_over(self):
        self.assertEqual(assign_rooms([("a", "09:00", "10:00")], [(1, "09:30", "09:45")]), {"a": 2})

    def test_the_example_of_the_instructions(self):
        meetings = [("standup", "09:00", "09:15"), ("review", "09:10", "10:00")]
        closed = [(1, "08:00", "09:05"), (2, "09:30", "12:00")]
        self.assertEqual(assign_rooms(meetings, closed), {"standup": 2, "review": 1})

    def test_a_closure_that_only_touches_is_in_nobodys_way(self):
        closed = [(1, "08:00", "09:00"), (1, "10:00", "11:00")]
        self.assertEqual(assign_rooms([("a", "09:00", "10:00")], closed), {"a": 1})

    def test_without_closures_it_is_as_before(self):
        meetings = [("a", "09:00", "10:00"), ("b", "09:30", "10:30")]
        self.assertEqual(assign_rooms(meetings), {"a": 1, "b": 2})

    def test_a_room_that_is_none(self):
        with self.assertRaises(ValueError):
            assign_rooms([], [(0, "09:00", "10:00")])
