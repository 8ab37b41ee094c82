"""The assertions that tests use, made proof against objects that lie about their equality."""

import ast
import unittest

from judge.equality import believable

EQUALITIES = (
    "assertEqual assertListEqual assertTupleEqual assertDictEqual assertSetEqual assertSequenceEqual "
    "assertMultiLineEqual assertAlmostEqual assertCountEqual"
).split()


def guard_equalities(is_foreign_file):
    """Afterwards every `assert…Equal` of the tests' TestCase also asks whether the equality can be believed."""
    for name in EQUALITIES:
        setattr(unittest.TestCase, name, guarded(getattr(unittest.TestCase, name), is_foreign_file))


def guarded(original, is_foreign_file):
    def check(self, first, second, *rest, **options):
        original(self, first, second, *rest, **options)
        if not believable(first, second, is_foreign_file):
            self.fail(f"{type(first).__name__} and {type(second).__name__} are equal only because one of them says so")

    check.__name__ = original.__name__
    return check


def hold_methods(case):
    """Gives a test case its own methods by name, so that replacing them on the class changes nothing."""
    for kind in reversed(type(case).__mro__):
        for name, value in vars(kind).items():
            if kind.__module__.partition(".")[0] == "unittest" and type(value) is type(hold_methods) and not name.startswith("__"):
                case.__dict__.setdefault(name, getattr(case, name))


class ExplainAsserts(ast.NodeTransformer):
    """`assert left == right` says both values when it fails, and believes no lying object."""

    def visit_Assert(self, node):
        test = node.test
        if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)):
            return node
        message = node.msg or ast.Constant(value=None)
        call = ast.Call(ast.Name("__assert_equal__", ast.Load()), [test.left, test.comparators[0], message], [])
        return ast.fix_missing_locations(ast.copy_location(ast.Expr(call), node))


def equality_assertion(is_foreign_file):
    def assert_equal(left, right, message):
        if not left == right:
            raise AssertionError(message if message is not None else f"{left!r} is not {right!r}")
        if not believable(left, right, is_foreign_file):
            raise AssertionError(f"{left!r} equals {right!r} only because one of them says so")

    return assert_equal
