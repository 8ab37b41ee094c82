from typing import NamedTuple


class CycleError(ValueError):
    """Tasks wait for each other; `cycle` tells which."""


class Plan(NamedTuple):
    starts: dict
    finish: int
    critical: list


def plan(tasks, workers):
    return Plan({}, 0, [])
