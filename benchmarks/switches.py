"""One part of the search off: ``python -m benchmarks.switches no-workload SCENARIO``, otherwise as `benchmarks.one`.

`benchmarks.run --solver no-workload` measures a set like that, and `benchmarks.ablation` all of them. A switch leaves
out a step, or replaces a function or two, for the time of a process. What is never asked for in a whole run changes
nothing when it is off: `noting` tells.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from typing import Any
from unittest.mock import patch

from benchmarks.one import arguments, measured, print_line
from tspi_sched.search.attribution import name_of

Replacing = Callable[[Any], Any]
"""What stands for a function."""

TAKING = ("tspi_sched.search.search", "take_step")
"""Where all steps are taken."""


@dataclass(frozen=True)
class Switch:
    """A part of the search.

    `step` is the name of the one that is left out, if it is a step; `places` are the modules and names of functions or
    properties for which `instead` stands when the part is off.
    """

    what: str
    step: str = ""
    places: tuple[tuple[str, str], ...] = ()
    instead: Replacing = lambda function: function


def _gives(value: Any) -> Replacing:
    """A function, or a property, whose value is always the same."""
    return lambda function: (lambda *_args, **_options: value) if callable(function) else property(lambda _owner: value)


WAITING_TABLES = ("tspi_sched.relaxations.workload.waiting", "_alike_in_time")

SWITCHES = {
    "no-resume": Switch("a second look among the plans where the plan at hand was found", "resume"),
    "no-pattern-guided": Switch("plans that follow a pattern", "pattern_guided"),
    "no-positional": Switch("the positional relaxation", "positional_bound"),
    "no-waiting-tables": Switch("the waiting tables of the workload relaxation", "", (WAITING_TABLES,), _gives([])),
    "no-positional-nor-tables": Switch("both of these", "positional_bound", (WAITING_TABLES,), _gives([])),
    "no-compact-model": Switch(
        "the compact formulation of vast models",
        "",
        (("tspi_sched.model.variables.container", "Variables.compact"),),
        _gives(False),
    ),
    "no-column-guided": Switch("plans and refutations by columns for other objectives", "column_guided"),
    "no-truncated-solve": Switch("a short look among all the plans", "truncated_solve"),
    "no-workload": Switch("the workload relaxation", "workload_bound"),
    "no-find-feasible": Switch("a full solve of large sessions without a plan", "find_feasible"),
    "no-lns": Switch("large neighbourhood search", "large_neighbourhood_search"),
    "no-columns": Switch("column generation for presence and waiting", "column_bound"),
}
"""The parts that can be off: first those that are cheap to do without, or doubtful."""

GONE = {
    "no-workload-vectors": "workload vectors in the columns' master problem",
    "no-clusters": "a first plan cluster by cluster",
    "no-gc-pause": "the garbage collector frozen and paused",
}
"""Parts that went by what was measured without them; their runs stay in the tables."""

NOTHING = "nothing"
"""The name of a run in which all is on, and it is noted which parts were asked for."""


# --- off -------------------------------------------------------------------------------------------------------------


@contextmanager
def off(name: str) -> Iterator[None]:
    """One part of the search off."""
    switch = SWITCHES[name]
    with ExitStack() as stack:
        for place in switch.places:
            stack.enter_context(_instead(place, switch.instead))
        if switch.step:
            stack.enter_context(_instead(TAKING, _leaving_out(switch.step)))
        yield


def _leaving_out(name: str) -> Replacing:
    """How steps are taken, but for one."""

    def taking(take: Any) -> Any:
        @wraps(take)
        def taken(s: Any, step: Any, bound: int, deadline: float) -> int:
            return bound if name_of(step) == name else take(s, step, bound, deadline)

        return taken

    return taking


@contextmanager
def _instead(place: tuple[str, str], replacing: Replacing) -> Iterator[None]:
    """Something in place of a function or property."""
    module, path = place
    *outer, last = path.split(".")
    owner: Any = import_module(module)
    for part in outer:
        owner = getattr(owner, part)
    with patch.object(owner, last, replacing(getattr(owner, last))):
        yield


# --- noted -----------------------------------------------------------------------------------------------------------


@contextmanager
def noting() -> Iterator[set[str]]:
    """The names of the switches whose part of the search is asked for in this block."""
    asked: set[str] = set()
    with ExitStack() as stack:
        stack.enter_context(_instead(TAKING, _noting_steps(asked)))
        for name, switch in SWITCHES.items():
            for place in switch.places:
                stack.enter_context(_instead(place, _noting_calls(name, asked)))
        yield asked


def _noting_steps(asked: set[str]) -> Replacing:
    def taking(take: Any) -> Any:
        @wraps(take)
        def taken(s: Any, step: Any, bound: int, deadline: float) -> int:
            asked.update(name for name, switch in SWITCHES.items() if switch.step == name_of(step))
            reached: int = take(s, step, bound, deadline)
            return reached

        return taken

    return taking


def _noting_calls(name: str, asked: set[str]) -> Replacing:
    """A function that does what it did, and is noted; a property, if it is true."""

    def noted(function: Any) -> Any:
        if not callable(function):
            return property(lambda owner: _noted_value(function, owner, name, asked))

        @wraps(function)
        def called(*args: Any, **options: Any) -> Any:
            asked.add(name)
            return function(*args, **options)

        return called

    return noted


def _noted_value(described: Any, owner: Any, name: str, asked: set[str]) -> Any:
    """The value of a property, cached or not."""
    value = described.func(owner) if hasattr(described, "func") else described.__get__(owner)
    if value:
        asked.add(name)
    return value


def main() -> None:
    """Solve a session with a part of the search off, or with `nothing` off and the parts noted that were asked for."""
    name, *rest = sys.argv[1:]
    if name == NOTHING:
        with noting() as asked:
            measured(arguments(rest), print_line)
        print_line({"asked": [name for name in SWITCHES if name in asked]})
        return
    with off(name):
        measured(arguments(rest), print_line)


if __name__ == "__main__":
    main()
