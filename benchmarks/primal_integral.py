"""How good the plan at hand was all the time, in one number: the primal integral (Berthold 2013)."""

from typing import Any

Record = dict[str, Any]


def primal_integral(record: Record, best: Record) -> float:
    """Seconds times how far the plan at hand was from the best value known (0 to 1), objective by objective.

    Of each objective, while it was worked on; without a plan it is as far as can be. `best`: the least known values.
    """
    total, began = 0.0, 0.0
    for objective in record["objectives"]:
        name = objective["name"]
        steps = [step for step in record["steps"] if step["name"] == name]
        ended = began + sum(step["seconds"] for step in steps)
        value, at = steps[0]["value_before"] if steps else None, began
        told = [(event["seconds"], event["best"]) for event in record["events"] if event["objective"] == name]
        for seconds, reached in (*told, (ended, None)):
            upto = min(max(seconds, at), ended)
            total += (upto - at) * _distance(value, best[name])
            value, at = value if reached is None else reached, upto
        began = ended
    return total


def _distance(value: int | None, best: int) -> float:
    """How far a value is from the best one, as a part of it."""
    return 1.0 if value is None else max(0.0, (value - best) / value) if value else 0.0
