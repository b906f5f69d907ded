"""When people come: early, but never out of what they do before, nor into a room where something else is under way.

None stands for *straight on*: whoever is still busy when they would be called comes from there, at no hour of its own.
"""

from datetime import date
from itertools import pairwise

from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.plan import Task
from tspi_sched.problem import WRITTEN
from tspi_sched.texts import _, clock


def called(roster: Roster, task: Task) -> int | None:
    """The minute when a candidate is called for a paper, an oral or what prepares it, None straight from what they do
    before."""
    written = roster.kind(task) == WRITTEN
    wanted = max(0, task.start - (roster.leads.written if written else roster.leads.orals))
    before = max((other.end for other in _same_day(roster, task) if other.end <= task.start), default=None)
    if before is not None and before >= wanted:
        return None
    return max(wanted, _vacated(roster, task)) if written else wanted


def reception(roster: Roster, sitting: Sitting) -> int | None:
    """When candidates are received, None if the room is in use until the paper begins."""
    return _early(roster, sitting, roster.leads.reception)


def opening(roster: Roster, sitting: Sitting) -> int | None:
    """When the sealed papers are opened, None if the room is in use until the paper begins."""
    return _early(roster, sitting, roster.leads.opening)


def arrival(roster: Roster, sitting: Sitting, person: str) -> int | None:
    """When an invigilator comes for a sitting, None straight from the one before."""
    wanted = max(0, sitting.start - roster.leads.invigilators)
    watched = (one.end for one in roster.sittings if person in one.invigilators and one.day == sitting.day)
    before = max((end for end in watched if end <= sitting.start), default=None)
    return None if before is not None and before >= wanted else wanted


def duty(roster: Roster, member: str, day: date) -> int:
    """When a member comes on a day of duty: before the first task there."""
    return max(0, roster.duty[member, day][0].start - roster.leads.members)


def visits(roster: Roster, tasks: list[Task]) -> list[list[Task]]:
    """A candidate's stages in time order, apart wherever the candidate is called again: on another day, for the orals
    after a paper, and for another track after a pause."""
    found = [tasks[:1]]
    for before, task in pairwise(tasks):
        title = roster.problem.title
        apart = before.day != task.day or title.call(before.stage) != title.call(task.stage)
        if apart or (before.track != task.track and called(roster, task) is not None):
            found.append([])
        found[-1].append(task)
    return found


def busy(roster: Roster, task: Task) -> tuple[int, int]:
    """From when to when a paper or an oral takes a candidate's time: from the hour when they are called."""
    time = called(roster, task)
    return task.start if time is None else time, task.end


def call_text(minute: int | None) -> str:
    """An hour, or that it is straight on."""
    return _("aussitôt après") if minute is None else clock(minute)


def _same_day(roster: Roster, task: Task) -> list[Task]:
    """The papers and orals of a task's candidate on its day."""
    return roster.stays.get(task.candidate or "", {}).get(task.day, [])


def _early(roster: Roster, sitting: Sitting, lead: int) -> int | None:
    vacated, wanted = _vacated(roster, sitting.tasks[0]), max(0, sitting.start - lead)
    return None if wanted < vacated == sitting.start else max(wanted, vacated)


def _vacated(roster: Roster, task: Task) -> int:
    """When the last of what is in a task's room before it ends; 0 if nothing is."""
    others = (one.end for one in roster.by_day[task.day] if one.room == task.room and one.end <= task.start)
    return max(others, default=0) if task.room is not None else 0
