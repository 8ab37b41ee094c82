"""Runs Python test files and reports each test, signed, in a file of its own.

Usage: python3 harness.py <report>, with two lines on standard input: the run's nonce and the paths of the test files as JSON.
Touches no file of the workspace before it has read them, so it may be started before the files are there.

The judge and the unittest that the tests see are loaded a second time, apart from `sys.modules` and with builtins of
their own, so that a solution that patches `unittest`, `builtins` or `json` patches nothing that its verdict depends on.
"""

import builtins
import os
import sys
from importlib.machinery import SourceFileLoader
from types import ModuleType

TOOLS = os.path.dirname(os.path.abspath(__file__))
STDLIB = os.path.dirname(os.path.abspath(os.__file__))
PRIVATE_ROOTS = {"judge": TOOLS, "unittest": STDLIB, "contextlib": STDLIB}


def private_import():
    """An import function whose modules are its own where their root is private or a test file, and the usual ones otherwise."""
    usual = builtins.__import__
    space = dict(vars(builtins))
    modules = {}
    tests = {}
    join, is_file, is_folder = os.path.join, os.path.isfile, os.path.isdir

    def is_private(name):
        return name in tests or name.partition(".")[0] in PRIVATE_ROOTS

    def load(name):
        if name in modules:
            return modules[name]
        parent, _, child = name.rpartition(".")
        if parent:
            load(parent)
        module = ModuleType(name)
        code = test_code(name, module) if name in tests else file_code(name, parent, module)
        modules[name] = module
        try:
            exec(code, module.__dict__)
        except BaseException:
            del modules[name]
            raise
        if parent:
            setattr(modules[parent], child, module)
        return module

    def test_code(name, module):
        path, code = tests[name]
        module.__dict__.update(__builtins__=space, __file__=path, __package__="")
        return code

    def file_code(name, parent, module):
        stem = join(PRIVATE_ROOTS[name.partition(".")[0]], *name.split("."))
        is_package = is_folder(stem)
        path = join(stem, "__init__.py") if is_package else stem + ".py"
        if not is_package and not is_file(path):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        module.__dict__.update(__builtins__=space, __file__=path, __package__=name if is_package else parent)
        if is_package:
            module.__path__ = [stem]
        return SourceFileLoader(name, path).get_code(name)

    def import_(name, globals=None, locals=None, fromlist=(), level=0):
        full = name
        if level:
            package = (globals or {}).get("__package__") or ""
            base = package.rsplit(".", level - 1)[0] if level > 1 else package
            full = f"{base}.{name}" if name else base
        if not is_private(full):
            return usual(name, globals, locals, fromlist, level)
        module = load(full)
        if not fromlist:
            return module if level else load(full.partition(".")[0])
        for item in fromlist:
            if item != "*" and not hasattr(module, item):
                load(f"{full}.{item}")
        return module

    space["__import__"] = import_
    return load, tests


def start():
    load, tests = private_import()
    main = load("judge.main").main
    # From here on `__main__` is an empty module: the solution finds nothing of ours by name.
    sys.modules["__main__"] = ModuleType("__main__")
    main(sys.argv[1:], load, tests, TOOLS, STDLIB)


start()
