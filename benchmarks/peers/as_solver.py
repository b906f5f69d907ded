"""A peer as a solver of `benchmarks.run`: ``python -m benchmarks.peers.as_solver plain_cpsat SCENARIO …``.

Takes the arguments of `benchmarks.one` and prints the same lines, so peers stand in one table with our own search. A
peer that cannot state all rules plans the session without these, and with the objectives that it knows; `ours` is our
search on the terms of PyJobShop.
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module

from benchmarks.cpu_time import counting_cpu_time
from benchmarks.one import Line, arguments, facts, peak_memory, print_line
from benchmarks.peers.peer import Claim, Limits, Run, Step
from benchmarks.peers.reduced import reduced
from tspi_sched.checker import check, measure
from tspi_sched.problem import Problem
from tspi_sched.reading import read
from tspi_sched.wishes import DEFAULT_ORDER

SHOP = ("finish",), ("distances", "sitting", "invigilation", "daily_limit")
TERMS = {"plain_cpsat": (DEFAULT_ORDER, ()), "pyjobshop_peer": SHOP, "ours": SHOP}
"""By module: the objectives, and the rules that are left out."""


@dataclass
class TellingRun(Run):
    """A run that tells of each step when it happens."""

    tell: Callable[[Line], object] = print_line

    def step(self, objective: str, value: int | None, bound: int | None = None) -> None:
        """Note and tell a plan found, or a bound proven."""
        super().step(objective, value, bound)
        self.tell({"objective": objective, "seconds": round(self.seconds, 2), "best": value, "bound": bound})


def solve_and_tell(module: str, given: Sequence[str], tell: Callable[[Line], object] = print_line) -> None:
    """Run a peer on a scenario and tell what happens."""
    options, (objectives, without) = arguments(given), TERMS[module]
    with counting_cpu_time() if options.cpu_time else nullcontext():
        peer = import_module(f"benchmarks.peers.{module}")
        problem = reduced(read(options.scenario)[0], without)
        tell(facts(problem))
        run = TellingRun(Limits(objectives, options.time_limit, options.workers, options.seed), tell=tell)
        (peer.plan if module == "ours" else peer.solve)(problem, run)
        tell(ended(problem, run))


def ended(problem: Problem, run: Run) -> Line:
    """The last line: the plan checked and measured by us, and what the peer says of each objective."""
    plan = run.plan
    values = measure(problem, plan) if plan else {}
    claims = {claim.objective: claim for claim in run.claims}
    told = [_objective(name, values[name], claims.get(name)) for name in run.limits.objectives] if plan else []
    proven = bool(told) and all(objective["status"] == "optimal" for objective in told)
    return {
        "status": "optimal" if proven else "feasible" if plan else "unknown",
        "seconds": round(run.seconds, 2),
        "objectives": told,
        "steps": list(_steps(run.claims, run.steps)),
        "broken": sorted({violation.rule for violation in check(problem, plan)}) if plan else [],
        "memory_mb": peak_memory(),
    }


def _objective(name: str, value: int, claim: Claim | None) -> Line:
    """An objective as `benchmarks.one` tells of it; a claim counts if the plan measures as much."""
    sure = claim is not None and claim.proven and claim.value == value
    bound = value if sure else max(0, claim.bound or 0) if claim else 0
    return {
        "name": name,
        "value": value,
        "best": value,
        "bound": min(value, bound),
        "status": "optimal" if sure else "feasible",
        "proven_at": round(claim.seconds, 2) if claim and sure else None,
    }


def _steps(claims: Sequence[Claim], found: Sequence[Step]) -> list[Line]:
    """A step for each objective: how long it was worked on."""
    began, steps = 0.0, []
    for claim in claims:
        bounds = {"bound_before": 0, "bound_after": claim.bound or 0}
        value = next((step.value for step in reversed(found) if step.objective == claim.objective), claim.value)
        whole = {"name": claim.objective, "step": "solve", "seconds": claim.seconds - began, "value_before": None}
        steps.append({**whole, "value_after": value, **bounds})
        began = claim.seconds
    return steps


if __name__ == "__main__":
    solve_and_tell(sys.argv[1], sys.argv[2:])
