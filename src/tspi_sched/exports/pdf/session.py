"""What every document draws on: the plan seen from the people's side, and what the organiser says."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from tspi_sched.documents import Documents, Texts
from tspi_sched.exports.common.day import headline_date as headline_date  # where every document looks for it
from tspi_sched.exports.common.roster import Roster
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import WRITTEN, Problem, Stage
from tspi_sched.stamp import UNSTAMPED, Stamp
from tspi_sched.texts import _, clock, mark
from tspi_sched.wording.documents import standard_texts


@dataclass(frozen=True)
class Session:
    """A plan, what the organiser says, the date of the documents, and the edition that they are."""

    problem: Problem
    plan: Plan
    documents: Documents
    today: date
    stamp: Stamp = UNSTAMPED

    @cached_property
    def roster(self) -> Roster:
        """The groupings that documents are made of."""
        return Roster(self.problem, self.plan, self.documents.leads)

    @cached_property
    def texts(self) -> Texts:
        """Every sentence, the organiser's or else ours."""
        written = bool(self.problem.title.of_kind(WRITTEN))
        ours, theirs = standard_texts(written=written), self.documents.texts
        given = {field.name: getattr(theirs, field.name) for field in fields(Texts)}
        return Texts(**{name: getattr(ours, name) if text is None else text for name, text in given.items()})

    @property
    def centre(self) -> str:
        """The centre's name: the organiser's for the documents, else the workbook's."""
        return self.documents.centre or self.problem.centre

    @property
    def signatory(self) -> tuple[str, ...]:
        """Who signs: the function, then the name."""
        title = self.documents.signatory_title or _("Responsable de session")
        return tuple(filter(None, (title, self.documents.signatory or self.problem.manager)))

    @property
    def exam(self) -> str:
        """The title that is at stake, with its code."""
        title = self.problem.title
        return _("titre professionnel « {title} » ({code}, millésime {version})").format(
            title=title.name, code=title.code, version=title.version
        )

    def track(self, code: str | None) -> str:
        """A track's name."""
        return self.problem.title.track[code].name if code is not None else ""

    def ceres(self, tracks: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
        """The numbers of the CERES sessions of some tracks, as a fact to print; none if they have none."""
        wanted = set(tracks)
        numbers: dict[str, list[str]] = {}
        for track, number in self.problem.ceres:
            if track in wanted:
                numbers.setdefault(number, []).append(track)
        several = len(numbers) > 1
        said = (f"{number} ({', '.join(codes)})" if several else number for number, codes in numbers.items())
        return ((_("Session CERES"), " – ".join(said)),) if numbers else ()

    @staticmethod
    def legend(stages: Iterable[Stage]) -> str:
        """What the codes of some stages stand for."""
        return " – ".join(f"{stage.code}{mark(':')}{stage.name}" for stage in stages)

    def stage(self, task: Task) -> str:
        """A stage's name with its code."""
        return f"{self.problem.title.stage[task.stage].name} ({task.stage})"


def span(task: Task) -> str:
    """``13:15 – 13:45``."""
    return f"{clock(task.start)} – {clock(task.end)}"
