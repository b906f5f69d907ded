"""How long the model of all plans takes to make: ``python -m benchmarks.building large 1000 --seed 1``.

Prints one line of JSON: seconds, unknowns and constraints, and the peak memory of the process in megabytes.
"""

import argparse
import json
import time
from collections.abc import Sequence

from benchmarks.one import peak_memory
from benchmarks.sessions import FAMILIES, session


def main(arguments: Sequence[str] | None = None) -> None:
    """Make a session, state it whole, tell how long that took."""
    parser = argparse.ArgumentParser(description="Time the making of the model of all plans of a session.")
    parser.add_argument("family", choices=sorted(FAMILIES))
    parser.add_argument("candidates", type=int)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    print(json.dumps(built(asked.family, asked.candidates, asked.seed)))


def built(family: str, candidates: int, seed: int) -> dict[str, float | int | None]:
    """State a session whole, with the default objectives, and measure that alone."""
    from tspi_sched.model import OBJECTIVES, build_model
    from tspi_sched.wishes import DEFAULT_ORDER

    problem, _ = session(family, candidates, seed)
    began = time.perf_counter()
    model = build_model(problem, DEFAULT_ORDER)
    for name in DEFAULT_ORDER:
        OBJECTIVES[name](model)
    seconds = time.perf_counter() - began
    proto = model.model.proto
    sizes: dict[str, float | int | None] = {"variables": len(proto.variables), "constraints": len(proto.constraints)}
    return {"seconds": round(seconds, 2), **sizes, "memory_mb": peak_memory()}


if __name__ == "__main__":
    main()
