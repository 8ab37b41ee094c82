import unittest

from meeting_rooms import assign_rooms


class MeetingRoomsTest(unittest.TestCase):
    def test_no_meetings(self):
        self.assertEqual(assign_rooms([]), {})

    def test_one_meeting(self):
        self.assertEqual(assign_rooms([("standup", "09:00", "09:15")]), {"standup": 1})

    def test_meetings_that_overlap(self):
        meetings = [("a", "09:00", "10:00"), ("b", "09:30", "10:30")]
        self.assertEqual(assign_rooms(meetings), {"a": 1, "b": 2})

    def test_a_room_is_free_when_its_meeting_ends(self):
        meetings = [("standup", "09:00", "09:15"), ("review", "09:10", "10:00"), ("lunch", "10:00", "11:00")]
        self.assertEqual(assign_rooms(meetings), {"standup": 1, "review": 2, "lunch": 1})

    def test_the_order_of_the_list_does_not_matter(self):
        meetings = [("late", "15:00", "16:00"), ("early", "08:00", "15:30")]
        self.assertEqual(assign_rooms(meetings), {"early": 1, "late": 2})

    def test_a_meeting_that_ends_before_it_starts(self):
        with self.assertRaises(ValueError):
            assign_rooms([("odd", "10:00", "09:00")])
