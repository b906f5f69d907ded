"""Relaxable constraints: facts that restrict the plans of a session, in kinds that know how to relax them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tspi_sched.problem import Candidate, Invigilator, Means, Member, Problem, Projector, Room

About = tuple[str, ...]
"""What a fact is about: ids or dates; empty for one that is about the whole session."""

Thing = TypeVar("Thing", Candidate, Invigilator, Means, Member, Projector, Room)

SPARE = "\N{FULLWIDTH PLUS SIGN}"
"""How the ids begin of what is only thought to be there, where it does not matter how much there is of it."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A relaxable constraint of a session: its kind's name, and what it is about."""

    kind: str
    about: About = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of facts: their rule, where they stand in a problem, how to relax them, their words.

    `lifted` relaxes facts: the problem it gives has every plan of the first, and those that only these facts forbid.
    """

    name: str
    rule: str
    found: Callable[[Problem], Iterable[About]]
    lifted: Callable[[Problem, list[About]], Problem]
    said: Callable[[Problem, list[About]], Iterator[str]]


def replaced(things: tuple[Thing, ...], chosen: Iterable[About], change: Callable[[Thing], Thing]) -> tuple[Thing, ...]:
    """The things, those whose ids are chosen changed."""
    ids = {id for id, *_rest in chosen}
    return tuple(change(thing) if thing.id in ids else thing for thing in things)


def with_group(problem: Problem, group: str, things: Iterable[Any]) -> Problem:
    """The problem with other things in one of its groups, such as ``members``."""
    changes: dict[str, Any] = {group: tuple(things)}
    return replace(problem, **changes)


def with_rules(problem: Problem, **changes: Any) -> Problem:
    """A problem under other rules; a group of rules takes a dict of its own changes."""
    now = problem.rules
    new = {name: replace(getattr(now, name), **v) if isinstance(v, dict) else v for name, v in changes.items()}
    return replace(problem, rules=replace(now, **new))


def is_spare(id: str) -> bool:
    """Whether somebody or something is only thought to be there."""
    return id.startswith(SPARE)
