"""HiGHS: a time-indexed mixed-integer program. Everything is stated, so nothing is dropped.

HiGHS and OR-Tools do not share a process, so nothing here may import the latter.
"""

from collections.abc import Iterable
from typing import Any

from benchmarks.peers.decisions import Decision, to_plan
from benchmarks.peers.highs_model import Model, Starts, build
from benchmarks.peers.highs_objectives import OBJECTIVES
from benchmarks.peers.highs_papers import Papers, build_papers
from benchmarks.peers.mip import keep, minimise
from benchmarks.peers.peer import Outcome, Run, main, one_after_the_other
from benchmarks.peers.session import session, without_distances
from tspi_sched.checker import measure
from tspi_sched.problem import Problem

ROUNDING = 1e-6


def solve(problem: Problem, run: Run) -> None:
    """Plan the session."""
    m = build(without_distances(session(problem)))
    papers = build_papers(m)
    expressions = {name: OBJECTIVES[name](m) for name in run.limits.objectives}
    solver = m.mip.solver(run.limits.workers, run.limits.seed)

    def minimised(name: str, seconds: float) -> Outcome | None:
        terms = expressions[name]
        found = minimise(solver, terms, seconds, lambda value, bound: run.step(name, round(value), _up(bound)))
        if found is None:
            return None
        run.plan = to_plan(m.s, decisions(m, papers, found.values))
        best = measure(problem, run.plan)[name]
        keep(solver, terms, best + ROUNDING, found.values)
        return Outcome(best, _up(found.bound), found.proven)

    one_after_the_other(run, minimised)


def _up(bound: float) -> int | None:
    """The least whole number that is not below a bound."""
    return int(-(-(bound - ROUNDING) // 1)) if abs(bound) < 1e15 else None


def decisions(m: Model, papers: Papers, values: list[float]) -> dict[int, Decision]:
    """What the solver decided."""

    def chosen(columns: Iterable[tuple[Any, Starts]]) -> list[tuple[Any, int]]:
        return [(key, slot) for key, starts in columns for slot, column in starts.items() if values[column] > 0.5]

    seats = {index: _seats(papers, index, values) for index in range(len(papers.classes))}
    made = {}
    for index, jobs in enumerate(papers.classes):
        for job, (hall, slot) in zip(jobs, seats[index], strict=True):
            (((_, panel), orals),) = chosen((k, v) for k, v in m.hear.items() if k[0] == job.index)
            ((_, marking),) = chosen((k, v) for k, v in m.mark.items() if k[0] == job.index)
            (((_, room), _),) = chosen((k, v) for k, v in m.place.items() if k[0] == job.index)
            carried = chosen((k, v) for k, v in m.carry.items() if k[0] == job.index)
            watching = chosen((k, v) for k, v in papers.watches.items() if k[1] == hall)
            made[job.index] = Decision(
                written=slot,
                seat=hall,
                invigilators=tuple(who for (who, _), at in watching if at == slot),
                marking=marking,
                orals=orals,
                panel=m.s.panels[panel],
                room=room,
                projectors={at: projector for (_, at, projector), _ in carried},
            )
    return made


def _seats(papers: Papers, index: int, values: list[float]) -> list[tuple[str, int]]:
    """Room and slot of each of a class, who are alike."""
    seats = (
        (room, slot, column) for (k, room), at in papers.seated.items() if k == index for slot, column in at.items()
    )
    return [(room, slot) for room, slot, column in seats for _ in range(round(values[column]))]


if __name__ == "__main__":
    main("highs_peer", solve)
