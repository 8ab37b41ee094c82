import unittest

from meeting_rooms import assign_rooms


class ClosedRoomsInDepthTest(unittest.TestCase):
    def test_a_room_that_was_passed_over_is_free_for_the_next(self):
        meetings = [("long", "09:00", "12:00"), ("short", "09:30", "10:00")]
        self.assertEqual(assign_rooms(meetings, [(1, "11:00", "11:30")]), {"long": 2, "short": 1})

    def test_several_rooms_are_closed(self):
        closed = [(1, "09:00", "10:00"), (2, "09:59", "12:00"), (4, "00:00", "24:00")]
        self.assertEqual(assign_rooms([("a", "09:00", "10:00"), ("b", "09:00", "10:00")], closed), {"a": 3, "b": 5})

    def test_closures_overlap_and_come_in_any_order(self):
        closed = [(1, "12:00", "13:00"), (1, "08:00", "09:30"), (1, "09:00", "10:00")]
        meetings = [("a", "09:45", "10:15"), ("b", "10:15", "12:00"), ("c", "12:30", "12:45")]
        self.assertEqual(assign_rooms(meetings, closed), {"a": 2, "b": 1, "c": 2})

    def test_a_closure_of_no_length_closes_nothing(self):
        self.assertEqual(assign_rooms([("a", "09:00", "10:00")], [(1, "09:30", "09:30")]), {"a": 1})

    def test_a_meeting_of_no_length_takes_no_room(self):
        self.assertEqual(assign_rooms([("blink", "09:00", "09:00")], [(1, "08:00", "10:00")]), {"blink": None})

    def test_rooms_that_are_none(self):
        for room in [0, -1, True, 1.0, "1", None]:
            with self.subTest(room=room), self.assertRaises(ValueError):
                assign_rooms([], [(room, "09:00", "10:00")])

    def test_times_that_are_none(self):
        for start, end in [("10:00", "09:00"), ("9:00", "10:00"), ("24:00", "24:00"), ("09:00", "24:01")]:
            with self.subTest(start=start, end=end), self.assertRaises(ValueError):
                assign_rooms([], [(1, start, end)])

    def test_midnight_is_an_end(self):
        self.assertEqual(assign_rooms([("night", "23:00", "24:00")], [(1, "22:00", "24:00")]), {"night": 2})

    def test_neither_list_is_changed(self):
        meetings, closed = [("b", "10:00", "11:00"), ("a", "09:00", "10:00")], [(2, "09:00", "10:00"), (1, "09:00", "10:00")]
        assign_rooms(meetings, closed)
        self.assertEqual(meetings, [("b", "10:00", "11:00"), ("a", "09:00", "10:00")])
        self.assertEqual(closed, [(2, "09:00", "10:00"), (1, "09:00", "10:00")])

    def test_many_meetings_and_closures(self):
        meetings = [(f"m{i}", f"{i % 22:02}:{i % 60:02}", f"{i % 22 + 2:02}:00") for i in range(2_000)]
        closed = [(i % 40 + 1, f"{i % 23:02}:00", f"{i % 23:02}:30") for i in range(2_000)]
        rooms = assign_rooms(meetings, closed)
        self.assertEqual(len(rooms), 2_000)
