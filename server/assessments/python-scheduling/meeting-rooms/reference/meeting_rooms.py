import heapq
import re

TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
DAY = 24 * 60


def assign_rooms(meetings):
    """Returns the number of each meeting's room, by the meeting's name."""
    planned = [(minutes(start, DAY - 1), minutes(end, DAY), name) for name, start, end in meetings]
    if len({name for _, _, name in planned}) < len(planned):
        raise ValueError("two meetings have the same name")
    rooms, busy, free = {}, [], []
    for start, end, name in sorted(planned):
        if end < start:
            raise ValueError(f"{name} ends before it starts")
        if end == start:
            rooms[name] = None
            continue
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        room = heapq.heappop(free) if free else len(busy) + 1
        rooms[name] = room
        heapq.heappush(busy, (end, room))
    return rooms


def minutes(text, latest):
    found = TIME.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a time")
    hour, minute = int(found[1]), int(found[2])
    total = hour * 60 + minute
    if minute > 59 or total > latest:
        raise ValueError(f"{text!r} is not a time of the day")
    return total
