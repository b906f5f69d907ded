"""One objective over several plans: values, differences, what the searches proved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tspi_sched.plan import ObjectiveReport, Result, Status
from tspi_sched.wishes import DEFAULT_ORDER


@dataclass(frozen=True, slots=True)
class Score:
    """An objective's value on each plan, as measured, and the report of each plan's search, None without one."""

    name: str
    values: tuple[int, ...]
    reports: tuple[ObjectiveReport | None, ...]

    @property
    def differences(self) -> tuple[int, ...]:
        """How much each plan's value is more than the first plan's."""
        return tuple(value - self.values[0] for value in self.values)


def scores(results: Sequence[Result], measured: Sequence[Mapping[str, int]]) -> tuple[Score, ...]:
    """The objectives that were asked for, in their order, the usual ones, and those that say something."""
    asked = [report.name for result in results for report in result.objectives]
    telling = [name for name in measured[0] if any(values[name] for values in measured)]
    names = [name for name in dict.fromkeys((*asked, *DEFAULT_ORDER, *telling)) if name in measured[0]]
    return tuple(
        Score(
            name,
            tuple(values[name] for values in measured),
            tuple(_report(result, name, values[name]) for result, values in zip(results, measured, strict=True)),
        )
        for name in names
    )


def _report(result: Result, name: str, value: int) -> ObjectiveReport | None:
    """What the search said of an objective, if it is about this plan: an edited one may be worth something else."""
    return next((one for one in result.objectives if one.name == name and one.value == value), None)


def proven_and_beaten(scores: Sequence[Score]) -> bool:
    """Whether a proven value of a plan is beaten by another plan, worse in an objective before: a proof holds given the
    objectives above it."""
    for place, score in enumerate(scores):
        proven = [n for n, report in enumerate(score.reports) if report and report.status is Status.OPTIMAL]
        for one in proven:
            better = [n for n, value in enumerate(score.values) if value < score.values[one]]
            if any(before.values[n] > before.values[one] for n in better for before in scores[:place]):
                return True
    return False
