"""What all peers share: how they are called, how they share out their time, and the file that each writes.

A peer is a program that runs in a process of its own: ``python -m benchmarks.peers.NAME INPUT --out FILE``. FILE is a
plan as `tspi_sched` reads it, with five more keys: `peer`, `seconds`, `steps`, `claims` and `dropped`.
"""

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.peers.reduced import reduced
from tspi_sched.exports import plan_json
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.wishes import DEFAULT_ORDER

NOTHING_LEFT = 0.05
"""Seconds under which a search is not worth starting."""


@dataclass(frozen=True)
class Step:
    """Something found while an objective was worked on: a plan's value, and the bound proven so far, if any."""

    seconds: float
    objective: str
    value: int | None
    bound: int | None


@dataclass(frozen=True)
class Claim:
    """What a peer says of an objective at the end of its work on it."""

    objective: str
    value: int
    bound: int | None
    proven: bool
    seconds: float
    """Since the start, when the work on this objective ended."""


@dataclass(frozen=True)
class Limits:
    """What a peer is given: objectives in their order, seconds for the whole run, processor cores, seed."""

    objectives: tuple[str, ...]
    seconds: float
    workers: int
    seed: int
    variant: str = ""
    """Which of several back ends, for a peer that has some."""


@dataclass
class Run:
    """One run of a peer. The clock starts once the session is read: programs that load are not what is compared."""

    limits: Limits
    began: float = field(default_factory=lambda: time.monotonic())  # by then the clock may be the processor's
    plan: Plan | None = None
    steps: list[Step] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    ended: float = 0.0

    @property
    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self.began

    @property
    def left(self) -> float:
        """Seconds until the limit."""
        return self.limits.seconds - self.seconds

    def step(self, objective: str, value: int | None, bound: int | None = None) -> None:
        """Note a plan found, or a bound proven."""
        self.steps.append(Step(round(self.seconds, 3), objective, value, bound))

    def claim(self, objective: str, outcome: "Outcome", seconds: float | None = None) -> None:
        """Note how the work on an objective ended, now or some seconds after the start."""
        ended = round(self.seconds if seconds is None else seconds, 3)
        self.claims.append(Claim(objective, outcome.value, outcome.bound, outcome.proven, ended))


@dataclass(frozen=True)
class Outcome:
    """What one search for one objective came to."""

    value: int
    bound: int | None
    proven: bool


def one_after_the_other(run: Run, minimise: Callable[[str, float], Outcome | None]) -> None:
    """Minimise one objective after the other, each within what the earlier ones reached.

    As in our own search, each gets half of the time left and the last all of it; before there is any plan, the first
    gets the rest as well. `minimise` takes a name and seconds and keeps what it reached; None: no plan found.
    """
    names = run.limits.objectives
    for place, name in enumerate(names):
        if run.left < NOTHING_LEFT:
            return
        outcome = minimise(name, run.left / 2 if place < len(names) - 1 else run.left)
        if outcome is None and not run.claims and run.left > NOTHING_LEFT:
            outcome = minimise(name, run.left)
        if outcome is None:
            return
        run.claim(name, outcome)


def main(
    name: str, solve: Callable[[Problem, Run], None], without: tuple[str, ...] = (), variants: tuple[str, ...] = ("",)
) -> None:
    """Read a session, leave out the rules that this peer cannot state, run it and write what came of it."""
    asked = _arguments(name, without, variants)
    problem, _wishes = read(asked.input)
    problem = reduced(problem, tuple(asked.without))
    run = Run(Limits(tuple(asked.objectives), asked.time_limit, asked.workers, asked.seed, asked.variant))
    solve(problem, run)
    run.ended = run.seconds
    write(" ".join(filter(None, (name, asked.variant))), run, tuple(asked.without), Path(asked.out))


def _arguments(name: str, without: tuple[str, ...], variants: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.peers.{name}")
    parser.add_argument("input", help="scenario (.toml) or workbook (.xlsx)")
    parser.add_argument("--out", required=True, help="where to write the plan and what is claimed of it")
    parser.add_argument("--time-limit", type=float, default=60.0, metavar="S")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--objectives", nargs="+", default=list(DEFAULT_ORDER), choices=DEFAULT_ORDER)
    parser.add_argument("--without", nargs="*", default=list(without), metavar="RULE")
    parser.add_argument("--variant", default=variants[0], choices=variants, help="which back end")
    return parser.parse_args()


def write(name: str, run: Run, dropped: tuple[str, ...], path: Path) -> None:
    """Write the plan, if any, and the rest of a run beside it in one file."""
    status = Status.FEASIBLE if run.plan else Status.UNKNOWN
    content = json.loads(plan_json.dumps(Result(status, run.plan, scenario=path.stem)))
    content["peer"], content["dropped"], content["seconds"] = name, list(dropped), round(run.ended, 3)
    content["steps"] = [asdict(step) for step in run.steps]
    content["claims"] = [asdict(claim) for claim in run.claims]
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
