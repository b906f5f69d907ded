"""A mark of what a search is asked: the session and its objectives, whatever the time it is given."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from tspi_sched.problem import Problem
from tspi_sched.wishes import Wishes


def mark_of_question(problem: Problem, wishes: Wishes) -> str:
    """The same for the same people, rooms, days, rules and objectives, in every process."""
    return hashlib.sha256(repr((_plain(problem), _plain(wishes.objectives))).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """A value by what it says: sets in an order, since theirs is another in each process."""
    if is_dataclass(value):
        return type(value).__name__, *((one.name, _plain(getattr(value, one.name))) for one in fields(value))
    if isinstance(value, Mapping):
        return sorted((repr(_plain(key)), _plain(one)) for key, one in value.items())
    if isinstance(value, frozenset | set):
        return sorted(repr(_plain(one)) for one in value)
    if isinstance(value, tuple | list):
        return tuple(_plain(one) for one in value)
    return repr(value)
