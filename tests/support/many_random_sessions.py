"""Many random sessions by hand: ``python -m tests.support.many_random_sessions SEED COUNT [--twice]``.

Solves the sessions of COUNT seeds from SEED on; names every seed whose plan breaks a rule, whose report is wrong or
whose solution raises, and ends with one line of counts. With ``--twice``, the last objective alone is solved again by
the plain model, which must come to the same optimum.
"""

import sys
import traceback
from collections import Counter
from random import Random

from tests.support.random_sessions import optimum
from tests.support.trials import Trial, broken_rules, misreports, tried


def one(seed: int, *, twice: bool) -> str:
    """What became of a seed, in one word; what is wrong is printed."""
    try:
        trial = tried(Random(seed))
        faults = broken_rules(trial) or misreports(trial) or (differs(trial) if twice else [])
    except Exception:
        print(f"{seed}: raised\n{traceback.format_exc(limit=-3)}", flush=True)
        return "raised"
    if faults:
        print(f"{seed}: {faults}", flush=True)
        return "broken" if broken_rules(trial) else "misreported"
    return trial.result.status


def differs(trial: Trial) -> list[str]:
    """How the first objective's optimum differs from that of the plain model, if both are proven."""
    name = trial.wishes.objectives[-1].name
    helped, bare = (optimum(trial.problem, name, bare=plain) for plain in (False, True))
    unproven = {"feasible", "unknown"}
    return [] if helped == bare or {helped, bare} & unproven else [f"{name}: {helped}, by the plain model {bare}"]


def main(first: int, count: int, twice: bool) -> None:
    """Try them all."""
    ends = Counter(one(seed, twice=twice) for seed in range(first, first + count))
    print(f"{count} sessions from seed {first}:", ", ".join(f"{n} {end}" for end, n in ends.most_common()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), "--twice" in sys.argv)
