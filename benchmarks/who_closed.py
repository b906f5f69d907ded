"""Who closed which gap: by family, size and objective, which steps raised the bound, improved the plan, ended it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

Record = dict[str, Any]
Steps = list[Record]

FIRST = "first_plan"
"""The step before which there is no plan, so that it improves none."""


def rows(groups: Iterable[Sequence[Record]]) -> list[dict[str, str]]:
    """A row for each objective of each group of runs of a family and size."""
    return [_row(group, name) for group in groups for name in _names(group)]


def _names(group: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(step["name"] for record in group for step in record.get("steps", ())))


def _row(group: Sequence[Record], name: str) -> dict[str, str]:
    runs = [[step for step in record.get("steps", ()) if step["name"] == name] for record in group]
    runs = [steps for steps in runs if steps]
    return {
        "family": group[0]["family"],
        "candidates": str(group[0]["candidates"]),
        "objective": name,
        "bound raised by": _parts(runs, raised),
        "plan improved by": _parts(runs, improved),
        "proven by": _listed(Counter(filter(None, map(closed_by, runs)))) or "–",
        "open": str(sum(closed_by(steps) is None for steps in runs)),
    }


def raised(step: Record) -> int:
    """How far a step raised the bound."""
    return int(step["bound_after"] - step["bound_before"])


def improved(step: Record) -> int:
    """How far a step improved the plan at hand."""
    before, after = step["value_before"], step["value_after"]
    return 0 if before is None or after is None else int(before - after)


def closed_by(steps: Steps) -> str | None:
    """The step at whose end value and bound met; None if they did not."""
    met = (step["step"] for step in steps if step["value_after"] is not None and raised_to(step))
    return next(met, None)


def raised_to(step: Record) -> bool:
    """Whether value and bound are the same after a step."""
    return bool(step["value_after"] == step["bound_after"])


def _parts(runs: Sequence[Steps], measure: Callable[[Record], int]) -> str:
    """The steps' parts of all that was gained, in per cent; the mean over the runs in which there was anything."""
    total: Counter[str] = Counter()
    gained = 0
    for steps in runs:
        whole = sum(map(measure, steps))
        gained += whole > 0
        for step in steps if whole else ():
            total[step["step"]] += measure(step) / whole  # type: ignore[assignment]
    parts = ((name, round(100 * part / gained)) for name, part in total.most_common() if gained)
    return ", ".join(f"{name} {part} %" for name, part in parts if part) or "–"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common())
