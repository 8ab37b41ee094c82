import heapq
from typing import NamedTuple


class CycleError(ValueError):
    """Tasks wait for each other; `cycle` tells which."""

    def __init__(self, cycle):
        super().__init__("tasks wait for each other: " + " -> ".join(cycle))
        self.cycle = cycle


class Plan(NamedTuple):
    starts: dict
    finish: int
    critical: list


def plan(tasks, workers):
    if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
        raise ValueError("workers must be a positive integer")
    needs = {name: list(dict.fromkeys(wanted)) for name, (_, wanted) in tasks.items()}
    for name, wanted in needs.items():
        for other in wanted:
            if other not in tasks:
                raise ValueError(f"{name} needs {other}, which doesn't exist")
    durations = {name: duration for name, (duration, _) in tasks.items()}
    users = {name: [] for name in tasks}
    for name, wanted in needs.items():
        for other in wanted:
            users[other].append(name)
    order = topological(needs, users)
    weights, lengths = {}, {}
    for name in reversed(order):
        weight, fewest = max(((weights[user], -lengths[user]) for user in users[name]), default=(0, 0))
        weights[name] = durations[name] + weight
        lengths[name] = 1 if weight == 0 else 1 - fewest
    starts, finish = simulate(needs, users, durations, weights, workers)
    return Plan(starts, finish, critical_chain(users, durations, weights, lengths))


def topological(needs, users):
    missing = {name: len(wanted) for name, wanted in needs.items()}
    order = [name for name, count in missing.items() if count == 0]
    for name in order:
        for user in users[name]:
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    if len(order) < len(needs):
        raise CycleError(find_cycle(needs, {name for name, count in missing.items() if count > 0}))
    return order


def find_cycle(needs, stuck):
    """Every stuck task needs a stuck one: following them must come round."""
    path, seen = [], {}
    name = min(stuck)
    while name not in seen:
        seen[name] = len(path)
        path.append(name)
        name = next(other for other in needs[name] if other in stuck)
    return path[seen[name] :]


def simulate(needs, users, durations, weights, workers):
    missing = {name: len(wanted) for name, wanted in needs.items()}
    ready = [(-weights[name], name) for name, count in missing.items() if count == 0]
    heapq.heapify(ready)
    running, starts, now, finish = [], {}, 0, 0

    def finish_until(time):
        while running and running[0][0] <= time:
            _, done = heapq.heappop(running)
            for user in users[done]:
                missing[user] -= 1
                if missing[user] == 0:
                    heapq.heappush(ready, (-weights[user], user))

    while ready or running:
        while ready and len(running) < workers:
            _, name = heapq.heappop(ready)
            starts[name] = now
            finish = max(finish, now + durations[name])
            heapq.heappush(running, (now + durations[name], name))
            finish_until(now)
        if running:
            now = running[0][0]
            finish_until(now)
    return starts, finish


def critical_chain(users, durations, weights, lengths):
    """`lengths` is the fewest tasks with which a chain reaches its weight, so following it finds the shortest of the longest."""
    if not weights:
        return []
    rest = max(weights.values())
    names = [name for name in weights if weights[name] == rest]
    chain = []
    while names:
        fewest = min(lengths[name] for name in names)
        chain.append(min(name for name in names if lengths[name] == fewest))
        rest -= durations[chain[-1]]
        names = [] if rest == 0 else [user for user in users[chain[-1]] if weights[user] == rest]
    return chain
