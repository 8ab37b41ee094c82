"""Runs a file that needs pytest itself (fixtures, parametrize) where pytest is installed.

The workspace is the candidate's: its `conftest.py`, its settings and its plugins are left out.
"""

import importlib.util
import os
import re

NEEDS_PYTEST = re.compile(r"^\s*(?:import|from)\s+pytest\b", re.MULTILINE)


def wants_pytest(source):
    return bool(NEEDS_PYTEST.search(source)) and importlib.util.find_spec("pytest") is not None


class Recorder:
    def __init__(self, tell, problem, failure_text):
        self.tell, self.problem, self.failure_text = tell, problem, failure_text
        self.errors = {}

    def pytest_runtest_makereport(self, item, call):
        if call.excinfo is not None and item.nodeid not in self.errors:
            self.errors[item.nodeid] = call.excinfo.value

    def pytest_runtest_logreport(self, report):
        name = " > ".join(report.nodeid.split("::")[1:])
        if report.when == "call" or (report.when == "setup" and not report.passed):
            status = {"passed": "passed", "failed": "failed", "skipped": "skipped"}[report.outcome]
            self.tell(name, status, report.duration * 1000, self.errors.get(report.nodeid) if status == "failed" else None)
        elif report.failed:
            self.problem(f"{name} failed while it was taken down.")

    def pytest_collectreport(self, report):
        if report.failed:
            self.problem(str(report.longrepr)[-2000:])


def run_pytest(paths, tell, problem, failure_text):
    import pytest

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    options = ["-c", os.devnull, "--rootdir=.", "--noconftest", "-p", "no:cacheprovider", "-q", "--no-header", "--tb=no"]
    pytest.main([*options, *paths], plugins=[Recorder(tell, problem, failure_text)])
