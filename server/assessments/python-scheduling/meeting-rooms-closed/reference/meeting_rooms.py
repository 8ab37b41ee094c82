import heapq
import re

TIME = re.compile(r"([0-9]{2}):([0-9]{2})")
DAY = 24 * 60


def assign_rooms(meetings, closed=()):
    """Returns the number of each meeting's room, by the meeting's name."""
    planned = [(minutes(start, DAY - 1), minutes(end, DAY), name) for name, start, end in meetings]
    if len({name for _, _, name in planned}) < len(planned):
        raise ValueError("two meetings have the same name")
    closures = closures_by_room(closed)
    rooms, busy, free, opened = {}, [], [], 0
    for start, end, name in sorted(planned):
        if end < start:
            raise ValueError(f"{name} ends before it starts")
        if end == start:
            rooms[name] = None
            continue
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        skipped = []
        while True:
            if not free:
                opened += 1
                heapq.heappush(free, opened)
            room = heapq.heappop(free)
            if is_open(closures.get(room, ()), start, end):
                break
            skipped.append(room)
        for each in skipped:
            heapq.heappush(free, each)
        rooms[name] = room
        heapq.heappush(busy, (end, room))
    return rooms


def closures_by_room(closed):
    rooms = {}
    for room, start, end in closed:
        if type(room) is not int or room < 1:
            raise ValueError(f"{room!r} is not a room")
        first, last = minutes(start, DAY - 1), minutes(end, DAY)
        if last < first:
            raise ValueError(f"a closure of room {room} ends before it starts")
        if first < last:
            rooms.setdefault(room, []).append((first, last))
    return rooms


def is_open(closures, start, end):
    return all(last <= start or end <= first for first, last in closures)


def minutes(text, latest):
    found = TIME.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a time")
    hour, minute = int(found[1]), int(found[2])
    total = hour * 60 + minute
    if minute > 59 or total > latest:
        raise ValueError(f"{text!r} is not a time of the day")
    return total
