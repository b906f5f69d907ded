"""A plain CP-SAT formulation, as one would write it on the first day: one way each to say a rule, no bounds of its own,
no symmetry breaking, no second model.

Everything is stated, so nothing is dropped.
"""

from typing import Any

from ortools.sat.python import cp_model

from benchmarks.peers.decisions import Decision, to_plan
from benchmarks.peers.peer import Outcome, Run, main, one_after_the_other
from benchmarks.peers.plain_model import Model, Var, build
from benchmarks.peers.plain_objectives import OBJECTIVES
from benchmarks.peers.session import Job, session
from tspi_sched.problem import Problem


class Follow(cp_model.CpSolverSolutionCallback):
    """Notes every better solution."""

    def __init__(self, run: Run, objective: str) -> None:
        super().__init__()
        self.run, self.objective = run, objective

    def on_solution_callback(self) -> None:
        """A better solution."""
        self.run.step(self.objective, round(self.objective_value), round(self.best_objective_bound))


def solve(problem: Problem, run: Run) -> None:
    """Plan the session."""
    m = build(session(problem))
    expressions = {name: OBJECTIVES[name](m) for name in run.limits.objectives}

    def minimise(name: str, seconds: float) -> Outcome | None:
        m.model.minimize(expressions[name])
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = seconds
        solver.parameters.num_workers = run.limits.workers
        solver.parameters.random_seed = run.limits.seed
        status = solver.solve(m.model, Follow(run, name))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        run.plan = to_plan(m.s, decisions(m, solver))
        best, bound = round(solver.objective_value), round(solver.best_objective_bound)
        m.model.add(expressions[name] <= best)
        hint(m, solver)
        return Outcome(best, bound, status == cp_model.OPTIMAL)

    one_after_the_other(run, minimise)


def hint(m: Model, solver: cp_model.CpSolver) -> None:
    """Start the next search from this solution."""
    m.model.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        m.model.add_hint(m.model.get_int_var_from_proto_index(index), value)


def decisions(m: Model, solver: cp_model.CpSolver) -> dict[int, Decision]:
    """What the solver decided."""

    def chosen(literals: dict[Any, Var], job: Job) -> list[Any]:
        return [key for key, literal in literals.items() if key[0] == job.index and solver.value(literal)]

    made = {}
    for job in m.s.jobs:
        seat, panel = chosen(m.seat, job)[0][1], m.s.panels[chosen(m.panel, job)[0][1]]
        watching = tuple(i for (i, r, t), v in m.watch.items() if (r, t) == (seat, job.track) and solver.value(v))
        made[job.index] = Decision(
            written=solver.value(m.paper[job.track]),
            seat=seat,
            invigilators=watching,
            marking=solver.value(m.mark[job.index]),
            orals=solver.value(m.oral[job.index]),
            panel=panel,
            room=chosen(m.room, job)[0][1],
            projectors={place: projector for _, place, projector in chosen(m.carry, job)},
        )
    return made


if __name__ == "__main__":
    main("plain_cpsat", solve)
