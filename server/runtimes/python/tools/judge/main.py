"""Reads the tests, closes the doors, lets the solution in, and reports."""

import ast
import json
import os
import sys
import time

from judge.assertions import ExplainAsserts, equality_assertion, guard_equalities
from judge.cases import has_tests, run_module
from judge.guard import forbid_inspection
from judge.messages import failure_text
from judge.report import open_report
from judge.with_pytest import run_pytest, wants_pytest


def main(arguments, load, tests, tools, stdlib):
    if len(arguments) != 1:
        sys.exit("usage: python3 harness.py <report>, with a nonce and a list of test files on standard input")
    report = open_report(arguments[0], sys.stdin.buffer.readline().strip())
    paths = json.loads(sys.stdin.buffer.readline())
    now, leave, flush = time.perf_counter, os._exit, (sys.stdout.flush, sys.stderr.flush)
    names = {}

    def tell(name, status, ms, error):
        count = names[name] = names.get(name, 0) + 1
        line = {"name": name if count == 1 else f"{name} ({count})", "status": status, "ms": round(ms, 3)}
        report(**line, **({"message": failure_text(error)} if error is not None else {}))

    def problem(text):
        report(problem=text)

    sources = {path: read(path) for path in paths}
    with_pytest = [path for path in paths if wants_pytest(sources[path])]
    plain = [path for path in paths if path not in with_pytest]
    for path in plain:
        # A solution must not be able to read the answers out of the tests. This is the run's own copy.
        os.unlink(path)
    guard_equalities(is_foreign(stdlib))
    prepare(plain, sources, tests, problem, is_foreign(stdlib))
    sys.path.insert(0, os.getcwd())
    forbid_inspection(tools, stdlib) if not with_pytest else None

    for path in plain:
        name = module_name(path)
        if name not in tests:
            continue
        try:
            module = load(name)
        except BaseException as error:
            problem(f"{path} could not be loaded. {failure_text(error)}")
            continue
        if not has_tests(module):
            continue
        started = now()
        for name, status, error in run_module(module):
            tell(name, status, (now() - started) * 1000, error)
            started = now()
    if with_pytest:
        run_pytest(with_pytest, tell, problem, failure_text)
    report(end=True)
    for step in flush:
        step()
    leave(0)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def prepare(paths, sources, tests, problem, is_foreign_file):
    """Compiles the tests, so that `load` finds them by their module name."""
    for path in paths:
        try:
            tree = ExplainAsserts().visit(ast.parse(sources[path], path))
            code = compile(tree, os.path.abspath(path), "exec", dont_inherit=True)
        except SyntaxError as error:
            problem(f"{path} could not be loaded. {failure_text(error)}")
            continue
        tests[module_name(path)] = (os.path.abspath(path), code)
    names = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
    names["__assert_equal__"] = equality_assertion(is_foreign_file)


def module_name(path):
    return os.path.splitext(os.path.basename(path))[0]


def is_foreign(stdlib):
    """Files whose classes may lie: whatever isn't the standard library's."""
    return lambda path: not path.startswith((stdlib, "<frozen "))
