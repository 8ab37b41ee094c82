import random
import unittest

from build_plan import CycleError, plan


class BuildPlanInDepthTest(unittest.TestCase):
    def test_a_worker_is_never_idle_while_a_task_is_ready(self):
        tasks = {"long": (10, []), "s1": (2, []), "s2": (2, []), "s3": (2, ["s1"])}
        self.assertEqual(plan(tasks, workers=2).starts, {"long": 0, "s1": 0, "s2": 2, "s3": 4})

    def test_weight_counts_what_comes_after(self):
        tasks = {"heavy": (5, []), "first": (1, []), "then": (9, ["first"])}
        self.assertEqual(plan(tasks, workers=1).starts, {"first": 0, "then": 1, "heavy": 10})

    def test_everything_that_finishes_now_counts_before_the_next_start(self):
        tasks = {"a": (3, []), "b": (3, []), "minor": (1, []), "major": (8, ["a", "b"])}
        self.assertEqual(plan(tasks, workers=2).starts, {"a": 0, "b": 0, "major": 3, "minor": 3})

    def test_tasks_of_no_duration_need_a_worker_for_no_time(self):
        tasks = {"work": (4, []), "mark": (0, []), "after": (2, ["mark"])}
        result = plan(tasks, workers=1)
        self.assertEqual(result.starts, {"work": 0, "mark": 4, "after": 4})
        self.assertEqual(result.finish, 6)

    def test_a_chain_of_no_duration_is_over_at_once(self):
        tasks = {"a": (0, []), "b": (0, ["a"]), "c": (0, ["b"]), "d": (1, ["c"])}
        result = plan(tasks, workers=1)
        self.assertEqual(result.starts, {"a": 0, "b": 0, "c": 0, "d": 0})
        self.assertEqual(result.finish, 1)

    def test_more_workers_than_tasks(self):
        self.assertEqual(plan({"a": (2, []), "b": (3, [])}, workers=50).starts, {"a": 0, "b": 0})

    def test_a_need_named_twice_is_one_need(self):
        self.assertEqual(plan({"a": (1, []), "b": (1, ["a", "a"])}, workers=1).starts, {"a": 0, "b": 1})

    def test_critical_does_not_depend_on_workers(self):
        tasks = {"a": (1, []), "b": (1, []), "c": (1, []), "d": (2, [])}
        self.assertEqual(plan(tasks, workers=1).critical, ["d"])

    def test_critical_prefers_fewer_tasks(self):
        tasks = {"a": (1, []), "b": (1, ["a"]), "c": (2, ["b"]), "x": (2, []), "y": (2, ["x"])}
        self.assertEqual(plan(tasks, workers=2).critical, ["x", "y"])

    def test_critical_prefers_the_alphabet_among_equals(self):
        tasks = {"m": (1, []), "z": (3, ["m"]), "k": (3, ["m"]), "n": (4, [])}
        self.assertEqual(plan({**tasks, "n": (2, [])}, workers=2).critical, ["m", "k"])
        self.assertEqual(plan(tasks, workers=2).critical, ["n"])

    def test_critical_leaves_out_tasks_that_add_nothing(self):
        tasks = {"zero": (0, []), "work": (3, ["zero"]), "end": (0, ["work"])}
        self.assertEqual(plan(tasks, workers=1).critical, ["work"])

    def test_critical_of_nothing_but_marks(self):
        self.assertEqual(plan({"b": (0, []), "a": (0, ["b"])}, workers=1).critical, ["a"])

    def test_workers_that_are_none(self):
        for workers in [0, -1, 1.5, "2", None, True]:
            with self.subTest(workers=workers), self.assertRaises(ValueError):
                plan({}, workers)

    def test_a_circle_is_named_in_order(self):
        tasks = {"start": (1, []), "a": (1, ["b", "start"]), "b": (1, ["c"]), "c": (1, ["a"]), "late": (1, ["a"])}
        with self.assertRaises(CycleError) as caught:
            plan(tasks, workers=1)
        cycle = caught.exception.cycle
        self.assertEqual(sorted(cycle), ["a", "b", "c"])
        for name, needed in zip(cycle, cycle[1:] + cycle[:1]):
            self.assertIn(needed, tasks[name][1])

    def test_a_task_that_needs_itself(self):
        with self.assertRaises(CycleError) as caught:
            plan({"a": (1, ["a"])}, workers=1)
        self.assertEqual(caught.exception.cycle, ["a"])
        self.assertIsInstance(caught.exception, ValueError)

    def test_a_long_chain(self):
        tasks = {f"t{i:05}": (1, [f"t{i - 1:05}"] if i else []) for i in range(20_000)}
        result = plan(tasks, workers=3)
        self.assertEqual(result.finish, 20_000)
        self.assertEqual(len(result.critical), 20_000)

    def test_random_builds_keep_the_rules(self):
        source = random.Random(7)
        for _ in range(150):
            names = [f"t{i}" for i in range(source.randint(1, 14))]
            tasks = {name: (source.randint(0, 4), source.sample(names[:i], min(i, source.randint(0, 3)))) for i, name in enumerate(names)}
            workers = source.randint(1, 3)
            result = plan(tasks, workers)
            ends = {name: result.starts[name] + tasks[name][0] for name in names}
            self.assertEqual(max(ends.values()), result.finish)
            for name in names:
                ready = max((ends[other] for other in tasks[name][1]), default=0)
                self.assertGreaterEqual(result.starts[name], ready)
                for moment in range(ready, result.starts[name]):
                    busy = sum(result.starts[other] <= moment < ends[other] for other in names)
                    self.assertEqual(busy, workers)
