"""Whether an equality can be believed.

`1 == answer` asks `answer` when `int` doesn't know its type: an object whose `__eq__` always says yes would pass every test.
Where a value of the solution's own class meets a built-in value, only the built-in type's opinion counts.
"""

VALUES = (int, float, complex, str, bytes, bytearray, bool, type(None), list, tuple, dict, set, frozenset, range)
FUNCTION = type(lambda: None)
mro_of = type.__dict__["__mro__"].__get__
dict_of = type.__dict__["__dict__"].__get__


def believable(first, second, is_foreign_file, depth=0):
    """Called for two values that said they are equal."""
    if first is second or depth > 60:
        return True
    foreign_first, foreign_second = (has_foreign_eq(value, is_foreign_file) for value in (first, second))
    if foreign_first and foreign_second:
        return True
    if foreign_first or foreign_second:
        own, foreign = (second, first) if foreign_first else (first, second)
        kind = next((kind for kind in VALUES if isinstance(own, kind)), None)
        return kind is None or kind.__eq__(own, foreign) is True
    return all(believable(one, other, is_foreign_file, depth + 1) for one, other in parts(first, second))


def parts(first, second):
    """The pairs that the equality of two containers rests on."""
    if isinstance(first, (list, tuple)) and isinstance(second, (list, tuple)):
        return list(zip(list.__iter__(first) if isinstance(first, list) else tuple.__iter__(first), second))
    if isinstance(first, dict) and isinstance(second, dict):
        keys = list(zip(sorted_keys(first), sorted_keys(second)))
        values = [(dict.get(first, key), dict.get(second, key)) for key in dict.keys(first)]
        return keys + values
    if isinstance(first, (set, frozenset)) and isinstance(second, (set, frozenset)):
        return list(zip(sorted_keys(first), sorted_keys(second)))
    return []


def sorted_keys(container):
    return sorted(container, key=lambda key: (type(key).__name__, hash(key), repr(key) if type(key) in VALUES else ""))


def has_foreign_eq(value, is_foreign_file):
    for base in mro_of(type(value)):
        eq = dict_of(base).get("__eq__")
        if eq is not None:
            return type(eq) is FUNCTION and is_foreign_file(eq.__code__.co_filename)
    return False
