"""Tasks that follow each other without a pause, as people live them: one entry of a calendar, one block of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.plan import Task, in_time_order
from tspi_sched.problem import PREPARATION, WRITTEN, Candidate
from tspi_sched.texts import _, clock, duration, ngettext
from tspi_sched.wording.names import paper as paper_of


@dataclass(frozen=True)
class Run:
    """Tasks of one candidate on one track, in one room, each starting when the one before ends."""

    tasks: tuple[Task, ...]

    @property
    def first(self) -> Task:
        """The task that it starts with, which says what the run is, whatever its time and place."""
        return self.tasks[0]

    @property
    def day(self) -> date:
        """Its day."""
        return self.first.day

    @property
    def start(self) -> int:
        """When it starts, in minutes from midnight."""
        return self.first.start

    @property
    def end(self) -> int:
        """When it ends, in minutes from midnight."""
        return self.tasks[-1].end

    @property
    def codes(self) -> str:
        """Its stages: ``ET, QPP, EF``."""
        return ", ".join(task.stage for task in self.tasks)


def runs(tasks: Iterable[Task]) -> tuple[Run, ...]:
    """The runs that some tasks in time order make, in the order of their starts."""
    open_ones: dict[tuple[str | None, str | None, tuple[str, ...]], list[Task]] = {}
    found: list[list[Task]] = []
    for task in tasks:
        who = task.candidate, task.track, task.members
        run = open_ones.get(who)
        if run and _follows(run[-1], task):
            run.append(task)
        else:
            open_ones[who] = [task]
            found.append(open_ones[who])
    return tuple(Run(tuple(run)) for run in found)


def _follows(before: Task, task: Task) -> bool:
    return (before.day, before.end, before.room) == (task.day, task.start, task.room)


def attended(roster: Roster, candidate: Candidate) -> tuple[Task, ...]:
    """The tasks that a candidate is at, in time order: not their marking and deliberation."""
    stages = roster.problem.title.stage
    tasks = (task for track in candidate.tracks for task in roster.tasks_of.get((candidate.id, track), []))
    return in_time_order([task for task in tasks if "candidate" in stages[task.stage].attends])


def panel_tasks(roster: Roster) -> tuple[Task, ...]:
    """The tasks of all panels, in time order."""
    return tuple(task for task in roster.tasks if roster.kind(task) not in (WRITTEN, PREPARATION))


# --- in words --------------------------------------------------------------------------------------------------------


def stage_lines(roster: Roster, run: Run) -> tuple[str, ...]:
    """``13:00–13:30 ET – Entretien technique`` for each of its stages."""
    stages = roster.problem.title.stage
    return tuple(f"{hours(t.start, t.end)} {t.stage} – {stages[t.stage].name}" for t in run.tasks)


def hours(start: int, end: int) -> str:
    """``13:00–13:30``."""
    return f"{clock(start)}–{clock(end)}"


def sitting_title(sitting: Sitting) -> str:
    """``MSP – 12 candidats``."""
    text = ngettext("{stage} – {count} candidat", "{stage} – {count} candidats", len(sitting.tasks))
    return text.format(stage=sitting.tasks[0].stage, count=len(sitting.tasks))


def sitting_lines(roster: Roster, sitting: Sitting) -> tuple[str, ...]:
    """Each candidate of a sitting with the end of their own paper: ``12:00 Noé Garnier (C02), TITRE``."""
    return tuple(f"{clock(t.end)} {roster.candidate_name(t.candidate)}, {t.track}" for t in sitting.tasks)


def notes(roster: Roster, run: Run) -> tuple[str, ...]:
    """What is particular to the candidate, for whoever reads: the paper presented for want of a report."""
    return tuple(
        _("Sans rapport d'activité : la copie de l'épreuve {paper} est présentée à l'épreuve {stage}").format(
            stage=task.stage, paper=paper_of(roster.problem.title)
        )
        for task in run.tasks
        if _presents_the_paper(roster, task)
    )


def own_notes(roster: Roster, run: Run) -> tuple[str, ...]:
    """What is particular to the candidate, for themselves alone: extra time is health data."""
    longer = (
        _("Temps majoré : {stages}").format(stages=f"{task.stage} + {duration(extra)}")
        for task in run.tasks
        if (extra := roster.extra_minutes(task))
    )
    return (*longer, *notes(roster, run))


def _presents_the_paper(roster: Roster, task: Task) -> bool:
    projected = roster.problem.title.stage[task.stage].projection
    return projected and task.candidate is not None and roster.needs_copy(roster.problem.candidate[task.candidate])


def kit(run: Run) -> tuple[str, ...]:
    """The mobile projector to bring."""
    return tuple(
        _("Vidéoprojecteur à apporter pour {stage} : {name}").format(stage=task.stage, name=task.projector)
        for task in run.tasks
        if task.projector
    )
