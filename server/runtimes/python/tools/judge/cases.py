"""Finds the tests of a module and runs them one by one. Every run yields (name, status, error or None)."""

import inspect
import unittest

from judge.assertions import hold_methods


class Outcome(unittest.TestResult):
    """The first thing that went wrong in one test."""

    def __init__(self):
        super().__init__()
        self.error = None
        self.skipped_because = None
        self.unexpected = False

    def addError(self, test, err):
        self.error = self.error or err[1]

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.error = self.error or err[1]

    def addSkip(self, test, reason):
        self.skipped_because = reason

    def addExpectedFailure(self, test, err):
        pass

    def addUnexpectedSuccess(self, test):
        self.unexpected = True


def has_tests(module):
    return bool(case_classes(module)) or bool(plain_tests(module))


def case_classes(module):
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, unittest.TestCase) and value.__module__ == module.__name__
    ]


def run_module(module):
    for kind in case_classes(module):
        yield from run_class(kind, vars(module))
    for name, function in plain_tests(module):
        yield name, *attempt(function)


def run_class(kind, names):
    """Methods run in the order in which they are written, with `setUpModule` and `setUpClass` before them."""
    methods = list(dict.fromkeys(name for base in reversed(kind.__mro__) for name in vars(base) if name.startswith("test")))
    methods = [name for name in methods if callable(getattr(kind, name))]
    broken = first_error([names.get("setUpModule"), kind.setUpClass])
    for method in methods:
        name = f"{kind.__name__} > {method}"
        if broken is not None:
            yield name, "failed", broken
            continue
        case = kind(method)
        hold_methods(case)
        outcome = Outcome()
        try:
            case.run(outcome)
        except BaseException as error:
            outcome.error = outcome.error or error
        yield name, *judged(outcome)
    first_error([kind.tearDownClass, kind.doClassCleanups, names.get("tearDownModule")])


def judged(outcome):
    if outcome.error is not None:
        return "failed", outcome.error
    if outcome.unexpected:
        return "failed", AssertionError("This test was expected to fail and passed")
    return ("passed", None) if outcome.skipped_because is None else ("skipped", None)


def plain_tests(module):
    """Functions `test_…` and classes `Test…` without a base, as pytest finds them."""
    found = []
    for name, value in vars(module).items():
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if name.startswith("test") and inspect.isfunction(value):
            found.append((name, value))
        elif name.startswith("Test") and isinstance(value, type) and not issubclass(value, unittest.TestCase):
            found.extend((f"{name} > {method}", bound(value, method)) for method in vars(value) if method.startswith("test"))
    return found


def bound(kind, method):
    def call():
        instance = kind()
        for step in ("setup_method", method, "teardown_method"):
            if step == method or hasattr(instance, step):
                getattr(instance, step)()

    return call


def attempt(function):
    try:
        function()
        return "passed", None
    except unittest.SkipTest:
        return "skipped", None
    except BaseException as error:
        return "failed", error


def first_error(steps):
    for step in steps:
        if step is not None:
            _, error = attempt(step)
            if error is not None:
                return error
    return None
