"""How fast incidents are answered, and how much is proven: ``python -m benchmarks.incidents --sizes 24 --seeds 11-20``.

For each session a plan is made, then every kind of incident is answered, each chosen by the session's seed. Limits and
times are those of the processor with one worker, so they mean nearly the same on a machine that does other things:
seconds of an idle machine with two workers are fewer. Prints one line of JSON per incident, and a table at the end.
"""

import argparse
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from statistics import median
from time import process_time
from typing import Any

from benchmarks.cpu_time import counting_cpu_time
from benchmarks.machine import load
from benchmarks.run import seeds
from benchmarks.sessions import session
from tspi_sched.plan import Event, Plan, Task, moment
from tspi_sched.planner import solve
from tspi_sched.problem import ORAL, WRITTEN, Problem
from tspi_sched.recovery import BEST, Incident, Replanned, replan
from tspi_sched.recovery.search import LEADING, order_of
from tspi_sched.wishes import Wishes

Row = dict[str, Any]
Happening = tuple[datetime | None, Event]
"""When it is, and what happens."""

FAMILY = {60: "large"}
"""The family of sessions of each size; `mixed` of all others."""


# --- incidents -------------------------------------------------------------------------------------------------------


def member_on_the_eve(_problem: Problem, plan: Plan, rng: Random) -> Happening:
    """A member is ill before the session."""
    return None, Event("absent", rng.choice(sorted({id for task in plan.tasks for id in task.members})))


def member_at_1040(problem: Problem, plan: Plan, rng: Random) -> Happening:
    """A member leaves at 10:40 of a day on which there is an oral to come."""
    day = rng.choice(_days(problem, plan, ORAL))
    at = moment(day, 640)
    there = {id for t in plan.tasks if t.day == day and t.end > 640 for id in t.members}
    return at, Event("absent", rng.choice(sorted(there)), at)


def room_at_11(problem: Problem, plan: Plan, rng: Random) -> Happening:
    """A room for orals is closed from 11:00 of a day on."""
    day = rng.choice(_days(problem, plan, ORAL))
    rooms = {t.room for t in plan.tasks if t.day == day and t.members and t.room and t.end > 660}
    return moment(day, 660), Event("closed", rng.choice(sorted(rooms)), moment(day, 660))


def projector_on_the_eve(_problem: Problem, plan: Plan, rng: Random) -> Happening:
    """A projector fails before the session, or the room for orals with most in it is closed if none is used."""
    kits = sorted({t.projector for t in plan.tasks if t.projector})
    rooms = [t.room for t in plan.tasks if t.members and t.room]
    return None, Event("closed", rng.choice(kits) if kits else max(sorted(set(rooms)), key=rooms.count))


def invigilator_on_the_eve(_problem: Problem, plan: Plan, rng: Random) -> Happening:
    """An invigilator is ill before the session."""
    return None, Event("absent", rng.choice(sorted({id for task in plan.tasks for id in task.invigilators})))


def candidate_does_not_come(problem: Problem, plan: Plan, rng: Random) -> Happening:
    """A candidate has not come twenty minutes after the beginning of the paper."""
    paper = rng.choice([t for t in plan.tasks if _kind(problem, t) == WRITTEN])
    return moment(paper.day, paper.start + 20), Event("absent", paper.candidate)


def oral_25_minutes_late(problem: Problem, plan: Plan, rng: Random) -> Happening:
    """An oral ends 25 minutes late."""
    oral = rng.choice([t for t in plan.tasks if _kind(problem, t) == ORAL])
    end = moment(oral.day, oral.end) + timedelta(minutes=25)
    return end, Event("ended", None, end, candidate=oral.candidate, track=oral.track, stage=oral.stage)


KINDS: dict[str, Callable[[Problem, Plan, Random], Happening]] = {
    function.__name__: function
    for function in (
        member_on_the_eve, member_at_1040, room_at_11, projector_on_the_eve, invigilator_on_the_eve,
        candidate_does_not_come, oral_25_minutes_late,
    )
}  # fmt: skip


def _days(problem: Problem, plan: Plan, kind: str) -> list[date]:
    return sorted({t.day for t in plan.tasks if _kind(problem, t) == kind and t.end > 660})


def _kind(problem: Problem, task: Task) -> str:
    return problem.title.stage[task.stage].kind


# --- measuring -------------------------------------------------------------------------------------------------------


def measured(size: int, seed: int, kinds: Iterable[str], limit: float, plan_seconds: float) -> Iterator[Row]:
    """Every kind of incident in one session."""
    problem, wishes = session(FAMILY.get(size, "mixed"), size, seed)
    wishes = replace(wishes, workers=1)
    with counting_cpu_time():
        plan = solve(problem, replace(wishes, time_limit=plan_seconds)).plan
        for kind in kinds if plan else ():
            assert plan is not None
            now, event = KINDS[kind](problem, plan, Random(f"{size} {seed} {kind}"))
            head = {"candidates": size, "seed": seed, "kind": kind, "load": load()}
            yield head | _answered(problem, Incident(plan, now, (event,)), replace(wishes, time_limit=limit))


def _answered(problem: Problem, incident: Incident, wishes: Wishes) -> Row:
    """The seconds until the first answer with a plan and until all; what each answer comes to."""
    began, ends = process_time(), dict[str, float]()
    names = list[str]()

    def tell(name: str) -> None:
        ends.update({before: process_time() - began for before in names[-1:]})
        names.append(name)

    found = replan(problem, incident, wishes, tell=tell)
    ends[names[-1]] = total = process_time() - began
    first = next((ends[answer.name] for answer in found.answers if answer.plan), None)
    best = found.named(BEST)
    proven = _proven(best.result.objectives) if best and best.plan else []
    return {
        "first_seconds": first and round(first, 2), "seconds": round(total, 2),
        "proven": proven, "objectives": len(order_of(wishes)), "answers": _told(found),
    }  # fmt: skip


def _proven(reports: Sequence[Any]) -> list[str]:
    """The leading objectives of which nothing less is possible, up to the first that is open."""
    found = list[str]()
    for report in reports:
        if report.status != "optimal":
            break
        found.append(report.name)
    return found


def _told(found: Replanned) -> Row:
    """Of each answer, value and bound of the leading objectives, and its seconds; or why there is none."""
    told = {}
    for answer in found.answers:
        reports = {r.name: [r.value, r.bound] for r in answer.result.objectives if r.name in LEADING}
        told[answer.name] = {"values": reports, "seconds": round(answer.result.seconds, 2)} if reports else answer.why
    return told


# --- the table -------------------------------------------------------------------------------------------------------


def table(rows: Sequence[Row]) -> Iterator[str]:
    """Per size and kind: incidents, median seconds, and of how many the best answer is proven how far."""
    heads = ("candidates", "incident", "answered", "first, s", "all, s", "first three proven", "first four", "all")
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for size in sorted({row["candidates"] for row in rows}):
        for kind in (*KINDS, "all"):
            own = [r for r in rows if r["candidates"] == size and kind in (r["kind"], "all")]
            if own:
                yield _line(size, kind, own)


def _line(size: int, kind: str, rows: Sequence[Row]) -> str:
    firsts = [row["first_seconds"] for row in rows if row["first_seconds"] is not None]
    parts = [sum(set(names) <= set(row["proven"]) for row in rows) for names in (LEADING[:3], LEADING)]
    whole = sum(len(row["proven"]) == row["objectives"] for row in rows)
    seconds = f"{median(firsts):.1f}" if firsts else "–"
    every = f"{median(row['seconds'] for row in rows):.1f}"
    cells = (size, kind.replace("_", " "), f"{len(firsts)} of {len(rows)}", seconds, every, *parts, whole)
    return f"| {' | '.join(map(str, cells))} |"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incidents", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[12, 24])
    parser.add_argument("--seeds", nargs="+", type=seeds, default=[seeds("11-20")], help="e.g. 11 12 or 11-20")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--time-limit", type=float, default=30.0, help="seconds for all answers to an incident")
    parser.add_argument("--plan-seconds", type=float, default=20.0, help="seconds for the plan")
    asked = parser.parse_args(arguments)
    rows = list[Row]()
    for size in asked.sizes:
        for seed in (seed for some in asked.seeds for seed in some):
            for row in measured(size, seed, asked.kinds, asked.time_limit, asked.plan_seconds):
                print(json.dumps(row), flush=True)
                rows.append(row)
    print("\n".join(table(rows)))


if __name__ == "__main__":
    main()
