"""What we want from a plan, apart from the facts and the rules: objectives, limits, seed."""

from dataclasses import dataclass

OBJECTIVES = (
    "unplaced", "days", "finish", "juror_days", "presence", "waiting",
    "candidate_days", "rooms", "balance", "mixed_panels", "cost", "changes",
)  # fmt: skip
"""Every objective's name: a function in `check` and one in `model` each."""

DEFAULT_ORDER = ("days", "juror_days", "finish", "presence", "waiting")
"""The default order; `unplaced` comes before them all when candidates may be left out."""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective and how far it may be worsened for the sake of those after it, in its own unit."""

    name: str
    tolerance: int = 0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is minimised, in what order, and how much work may go into it.

    `time_limit` is in seconds for the whole solve; `workers` 0 means all cores.
    """

    name: str = ""
    objectives: tuple[Objective, ...] = tuple(Objective(name) for name in DEFAULT_ORDER)
    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1
