import unittest

from meeting_rooms import assign_rooms


class MeetingRoomsInDepthTest(unittest.TestCase):
    def test_the_lowest_free_room_is_taken(self):
        meetings = [
            ("a", "09:00", "12:00"),
            ("b", "09:00", "13:00"),
            ("c", "09:00", "14:00"),
            ("d", "13:00", "15:00"),
            ("e", "13:30", "15:00"),
        ]
        self.assertEqual(assign_rooms(meetings), {"a": 1, "b": 2, "c": 3, "d": 1, "e": 2})

    def test_same_start_shorter_first_then_by_name(self):
        meetings = [("z", "09:00", "10:00"), ("y", "09:00", "09:30"), ("x", "09:00", "10:00")]
        self.assertEqual(assign_rooms(meetings), {"y": 1, "x": 2, "z": 3})

    def test_a_meeting_of_no_length_takes_no_room(self):
        meetings = [("a", "09:00", "10:00"), ("blink", "09:30", "09:30"), ("b", "09:30", "10:00")]
        self.assertEqual(assign_rooms(meetings), {"a": 1, "blink": None, "b": 2})

    def test_midnight_is_an_end_only(self):
        self.assertEqual(assign_rooms([("night", "23:00", "24:00")]), {"night": 1})
        with self.assertRaises(ValueError):
            assign_rooms([("never", "24:00", "24:00")])

    def test_times_that_are_none(self):
        for time in ["9:00", "09:60", "25:00", "24:01", "09-00", "09:00 ", " 09:00", "09:00\n", "", "nine"]:
            with self.subTest(time=time), self.assertRaises(ValueError):
                assign_rooms([("a", "00:00", time)])

    def test_other_digits_are_no_digits(self):
        with self.assertRaises(ValueError):
            assign_rooms([("a", "00:00", "\u0660\u0669:\u0660\u0660")])

    def test_the_same_name_twice(self):
        with self.assertRaises(ValueError):
            assign_rooms([("a", "09:00", "10:00"), ("a", "11:00", "12:00")])

    def test_the_list_is_not_changed(self):
        meetings = [("b", "10:00", "11:00"), ("a", "09:00", "10:00")]
        assign_rooms(meetings)
        self.assertEqual(meetings, [("b", "10:00", "11:00"), ("a", "09:00", "10:00")])

    def test_many_meetings(self):
        meetings = [(f"m{i}", f"{i % 22:02}:{i % 60:02}", f"{i % 22 + 2:02}:00") for i in range(60_000)]
        rooms = assign_rooms(meetings)
        self.assertEqual(len(rooms), 60_000)
        self.assertEqual(min(rooms.values()), 1)
