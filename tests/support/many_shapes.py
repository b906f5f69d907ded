"""Many random sessions of a shape by hand: ``python -m tests.support.many_shapes SHAPE SEED COUNT [--tiny]``.

Each is solved with some objectives, its plan judged, its report measured, and sums and locks asked, which must find
nothing against it; then the last objective alone is solved
again as usual and by the plain model, which must come to the same optimum. Names every seed where anything is wrong,
and ends with one line of counts. Shapes: see `shapes.py`. With ``--tiny``, sessions so small that every plan can be
tried, which the checker judges: the model must find the best of those that break no rule, and none if there is none.
"""

import sys
import traceback
from collections import Counter
from collections.abc import Callable
from random import Random

from tests.support.exhausted import best, tiny_session
from tests.support.random_sessions import optimum, random_wishes
from tests.support.shapes import SHAPES, shaped_session
from tests.support.trials import Trial, broken_rules, misreports
from tspi_sched.planner import solve
from tspi_sched.reasons import counting_reasons, lock_reasons

_OPEN = frozenset(("feasible", "unknown"))


def one(shape: str, seed: int, seconds: float = 10) -> tuple[str, list[str]]:
    """How a seed's session ended, in one word, and all that is wrong with it."""
    rng = Random(f"{shape} {seed}")
    problem = shaped_session(rng, shape)
    wishes = random_wishes(rng, problem, seconds)
    trial = Trial(problem, wishes, solve(problem, wishes))
    faults = [*broken_rules(trial), *misreports(trial)]
    if trial.result.plan is not None:
        faults += [*counting_reasons(problem), *lock_reasons(problem)]
    name = wishes.objectives[-1].name
    helped, plain = (optimum(problem, name, seconds, bare=bare) for bare in (False, True))
    if helped != plain and not {helped, plain} & _OPEN:
        faults.append(f"{name}: {helped}, by the plain model {plain}")
    end = "compared" if isinstance(helped, int) and isinstance(plain, int) else trial.result.status
    return end, faults


def one_tiny(shape: str, seed: int, seconds: float = 10) -> tuple[str, list[str]]:
    """The same of a session whose every plan is tried."""
    rng = Random(f"tiny {shape} {seed}")
    problem = tiny_session(rng, shape)
    name = rng.choice(("finish", "waiting", "presence"))
    right, found = best(problem, name) if problem.candidates else 0, optimum(problem, name, seconds)
    if found in _OPEN or not problem.candidates:
        return "unproven", []
    wrong = found != (right if right is not None else "infeasible")
    end = "compared" if isinstance(found, int) else "infeasible"
    return end, [f"{name}: {found}, of all plans {right}"] if wrong else []


def main(shape: str, first: int, count: int, ask: Callable[[str, int], tuple[str, list[str]]]) -> None:
    """Try them all."""
    ends: Counter[str] = Counter()
    for seed in range(first, first + count):
        try:
            end, faults = ask(shape, seed)
        except Exception:
            end, faults = "raised", [traceback.format_exc(limit=-4)]
        ends[f"{end}, wrong" if faults else end] += 1
        if faults:
            print(f"{shape} {seed}: {'; '.join(faults)}", flush=True)
    print(f"{shape}: {count} from seed {first}:", ", ".join(f"{n} {end}" for end, n in ends.most_common()))


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in SHAPES:
        sys.exit(f"usage: many_shapes {'|'.join(SHAPES)} SEED COUNT [--tiny]")
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), one_tiny if "--tiny" in sys.argv else one)
