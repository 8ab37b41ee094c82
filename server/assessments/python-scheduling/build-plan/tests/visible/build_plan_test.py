import unittest

from build_plan import CycleError, plan


class BuildPlanTest(unittest.TestCase):
    def test_nothing_to_build(self):
        result = plan({}, workers=1)
        self.assertEqual((result.starts, result.finish, result.critical), ({}, 0, []))

    def test_the_example_of_the_instructions(self):
        tasks = {
            "fetch": (2, []),
            "compile": (5, ["fetch"]),
            "lint": (1, ["fetch"]),
            "package": (1, ["compile", "lint"]),
        }
        result = plan(tasks, workers=2)
        self.assertEqual(result.starts, {"fetch": 0, "compile": 2, "lint": 2, "package": 7})
        self.assertEqual(result.finish, 8)
        self.assertEqual(result.critical, ["fetch", "compile", "package"])

    def test_one_worker_does_the_weightiest_first(self):
        result = plan({"a": (1, []), "b": (3, []), "c": (2, [])}, workers=1)
        self.assertEqual(result.starts, {"b": 0, "c": 3, "a": 5})
        self.assertEqual(result.finish, 6)

    def test_equal_weights_go_by_name(self):
        self.assertEqual(plan({"z": (1, []), "a": (1, [])}, workers=1).starts, {"a": 0, "z": 1})

    def test_a_task_that_does_not_exist(self):
        with self.assertRaises(ValueError):
            plan({"a": (1, ["b"])}, workers=1)

    def test_a_circle(self):
        with self.assertRaises(CycleError) as caught:
            plan({"a": (1, ["b"]), "b": (1, ["a"])}, workers=1)
        self.assertEqual(sorted(caught.exception.cycle), ["a", "b"])
