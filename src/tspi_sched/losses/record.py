"""What is known of every single loss, as records and as data frames."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tspi_sched.comparison.people import Notice, notices
from tspi_sched.losses.loss import Loss
from tspi_sched.losses.standby import Standby
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Problem

if TYPE_CHECKING:
    import pandas

UNCHANGED, ANSWERED, UNKNOWN, MISSING = "unchanged", "answered", "unknown", "missing"
"""How a loss ended: the plan stays as it is; there is a new plan; none was found in time; it was not calculated."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What becomes of the plan after a `loss`.

    `status` is one of `UNCHANGED`, `ANSWERED`, `UNKNOWN` and `MISSING`; `plan` is the new plan (the old one if it
    stays, None without one), `left_out` whom it leaves out besides those of the plan before, with the reasons, and
    `values` what every objective comes to on it, against the plan before; `proven` names
    the objectives, from the first on, that no plan improves. `reason` says why there is no answer, `seconds` how long
    it took.
    """

    loss: Loss
    status: str
    plan: Plan | None = None
    left_out: tuple[Unplaced, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)
    proven: tuple[str, ...] = ()
    seconds: float = 0.0
    reason: str = ""

    @property
    def everybody(self) -> bool:
        """Whether everybody whom the plan places is placed still."""
        return self.plan is not None and not self.left_out

    @property
    def quiet(self) -> bool:
        """Whether everybody is placed, and no candidate is called again."""
        return self.everybody and not self.values.get("recalled", 0)


@dataclass(frozen=True)
class Contingency:
    """Every single loss of a session (`problem`, with its `plan`), planned anew before the day.

    `answers` are in the order of the workbook: members, invigilators, rooms, projectors,
    people in a role, other means. `standby` says where reserves
    must stand by (None if that was not calculated). `losses`, `calls` and `reserves` are pandas data frames.
    """

    problem: Problem
    plan: Plan
    answers: tuple[Answer, ...]
    standby: Standby | None
    interrupted: bool = False
    """By Ctrl-C: what is missing is `MISSING`."""

    @property
    def quiet(self) -> int:
        """How many losses call no candidate again, and leave out none."""
        return sum(answer.quiet for answer in self.answers)

    def told(self, answer: Answer) -> tuple[Notice, ...]:
        """Whose day differs after a loss, and how; not who is lost."""
        if answer.plan is None or answer.status == UNCHANGED:
            return ()
        found = notices(self.problem, answer.loss.id, self.plan, answer.plan)
        return tuple(one for one in found if (one.kind, one.person.id) != (answer.loss.kind, answer.loss.id))

    @cached_property
    def losses(self) -> "pandas.DataFrame":
        """A row per loss: ``kind``, ``id``, ``name``, ``status``, ``quiet``, ``everybody``, every objective's value
        (missing without a plan), ``proven`` (the objectives that are, joined by ``;``), ``people`` to tell,
        ``seconds``."""
        from tspi_sched.losses.frames import losses_frame

        return losses_frame(self)

    @cached_property
    def calls(self) -> "pandas.DataFrame":
        """A row per loss, person and day that differ: how to reach whom, what was and what is, in words."""
        from tspi_sched.losses.frames import calls_frame

        return calls_frame(self)

    @cached_property
    def reserves(self) -> "pandas.DataFrame":
        """A row per reserve member and day to stand by: ``id`` and ``name`` (missing for one more than the workbook
        has), ``day``."""
        from tspi_sched.losses.frames import reserves_frame

        return reserves_frame(self)
