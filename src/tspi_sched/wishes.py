"""What we want from a plan, apart from the facts and the rules: objectives, limits, seed."""

from dataclasses import dataclass

OBJECTIVES = (
    "unplaced", "days", "finish", "juror_days", "presence", "waiting",
    "candidate_days", "rooms", "balance", "mixed_panels", "cost",
    "changes", "day_changes", "recalled", "shift", "duty_changes", "room_changes", "task_changes",
)  # fmt: skip
"""Every objective's name: a function in `check` and one in `model` each."""

AGAINST_BASELINE = OBJECTIVES[OBJECTIVES.index("changes") :]
"""Those that compare with a plan made before; without one they are 0."""

DEFAULT_ORDER = ("days", "juror_days", "finish", "presence", "waiting")
"""The default order; `unplaced` comes before them all when candidates may be left out."""


@dataclass(frozen=True, slots=True)
class Objective:
    """One objective, by its `name`, and the `tolerance` by which those after it may worsen it, in its own unit.

    `ValueError` for a name that is none of `OBJECTIVES`, or a tolerance below 0.
    """

    name: str
    tolerance: int = 0

    def __post_init__(self) -> None:
        if self.name not in OBJECTIVES:
            raise ValueError(f"unknown objective {self.name!r}; there are {', '.join(OBJECTIVES)}")
        if self.tolerance < 0:
            raise ValueError(f"the tolerance of {self.name} is below 0")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is minimised, in what order, and how much work may go into it.

    `name` is the scenario's; `objectives` come most important first; `time_limit` is in seconds for the whole solve;
    `workers` are processor cores, 0 for all of them; `seed` is that of chance. Other wishes are made with
    `dataclasses.replace`. `ValueError` for no objective, or for one that is there twice.
    """

    name: str = ""
    objectives: tuple[Objective, ...] = tuple(Objective(name) for name in DEFAULT_ORDER)
    time_limit: float = 60.0
    workers: int = 0
    seed: int = 1

    def __post_init__(self) -> None:
        names = [objective.name for objective in self.objectives]
        if not names or len(set(names)) < len(names):
            raise ValueError(f"objectives are at least one, each of them once: {', '.join(names)}")
