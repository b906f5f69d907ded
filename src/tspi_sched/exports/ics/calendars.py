"""Who gets which calendar, and what is in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tspi_sched.exports.common.calls import call_text, called, opening, reception
from tspi_sched.exports.common.files import safe_names
from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.exports.common.runs import (
    Run,
    attended,
    kit,
    notes,
    own_notes,
    panel_tasks,
    runs,
    sitting_lines,
    sitting_title,
    stage_lines,
)
from tspi_sched.problem import ORAL
from tspi_sched.texts import _, clock, mark

CANDIDATE, MEMBER, INVIGILATOR, HELPER = CALENDARS = ("candidat", "jure", "surveillant", "intervenant")
"""What the names of the people's files start with, in every language, so that a later export finds the earlier one."""

SESSION, WHOLE = "session.ics", "session"


@dataclass(frozen=True)
class Entry:
    """One entry of a calendar. `key` says what it is, whatever its time and place, and first whose; `about` are lines
    of text."""

    key: tuple[str, ...]
    day: date
    start: int
    end: int
    title: str
    place: str
    about: tuple[str, ...]

    @property
    def owned(self) -> bool:
        """Whether it is somebody's own, who may want to be reminded, and not the whole session's."""
        return self.key[0] in CALENDARS


@dataclass(frozen=True)
class Calendar:
    """One file, what calendars show as its name, which ends with whose it is, and its entries in time order; `kind` and
    `person` say whose it is, nobody's for the whole session."""

    file: str
    name: str
    entries: tuple[Entry, ...]
    kind: str = ""
    person: str = ""


def calendars(roster: Roster) -> tuple[Calendar, ...]:
    """The session's calendar, then that of everybody who has something to do."""
    people = (*_candidates(roster), *_members(roster), *_invigilators(roster), *_helpers(roster))
    return (_session(roster), *(one for one in people if one.entries))


def _candidates(roster: Roster) -> Iterator[Calendar]:
    files = file_names(CANDIDATE, (candidate.id for candidate in roster.problem.candidates))
    for one in roster.problem.candidates:
        entries = tuple(_stay(roster, (CANDIDATE, one.id), run) for run in runs(attended(roster, one)))
        yield Calendar(files[one.id], _name(roster, one.name), entries, "candidate", one.id)


def _members(roster: Roster) -> Iterator[Calendar]:
    files = file_names(MEMBER, (member.id for member in roster.problem.members))
    for one in roster.problem.members:
        tasks = [task for task in roster.tasks if one.id in task.members]
        entries = tuple(_duty(roster, (MEMBER, one.id), run) for run in runs(tasks))
        yield Calendar(files[one.id], _name(roster, one.name), entries, "member", one.id)


def _invigilators(roster: Roster) -> Iterator[Calendar]:
    files = file_names(INVIGILATOR, (person.id for person in roster.problem.invigilators))
    for one in roster.problem.invigilators:
        sittings = [sitting for sitting in roster.sittings if one.id in sitting.invigilators]
        entries = tuple(_watch(roster, (INVIGILATOR, one.id, str(n)), sitting) for n, sitting in enumerate(sittings))
        yield Calendar(files[one.id], _name(roster, one.name), entries, "invigilator", one.id)


def _helpers(roster: Roster) -> Iterator[Calendar]:
    """People in a role: each task in which they take part."""
    files = file_names(HELPER, (one.id for one in roster.problem.helpers))
    for one in roster.problem.helpers:
        tasks = [task for some in roster.helping(one.id).values() for task in some]
        entries = tuple(_part(roster, (HELPER, one.id), run) for run in runs(tasks))
        yield Calendar(files[one.id], _name(roster, one.name), entries, "helper", one.id)


def _part(roster: Roster, owner: tuple[str, ...], run: Run) -> Entry:
    title = f"{roster.candidate_name(run.first.candidate)} – {run.codes}"
    return _entry(roster, owner, run, title, stage_lines(roster, run))


def _session(roster: Roster) -> Calendar:
    """Every sitting, and all that the panels do, with their names."""
    entries = [_duty(roster, (WHOLE,), run) for run in runs(panel_tasks(roster))]
    numbers: dict[str | None, int] = {}
    for sitting in roster.sittings:
        number = numbers[sitting.room] = numbers.get(sitting.room, 0) + 1
        entries.append(_watch(roster, (WHOLE, sitting.room or "", str(number)), sitting))
    in_order = sorted(entries, key=lambda entry: (entry.day, entry.start, entry.key))
    return Calendar(SESSION, _name(roster), tuple(in_order))


def file_names(kind: str, ids: Iterable[str]) -> dict[str, str]:
    """The names of the files of some people of a kind, by id."""
    return {id: f"{kind}-{name}.ics" for id, name in safe_names(ids).items()}


def _name(roster: Roster, person: str = "") -> str:
    problem = roster.problem
    return " – ".join(part for part in (problem.title.name, problem.centre, person) if part)


# --- entries ---------------------------------------------------------------------------------------------------------


def _stay(roster: Roster, owner: tuple[str, ...], run: Run) -> Entry:
    """A candidate's paper or orals, and when to be there; not before whom."""
    stages = ", ".join(roster.problem.title.stage[task.stage].name for task in run.tasks)
    track = roster.problem.title.track[run.first.track or ""]
    about = (*_call(roster, run), *stage_lines(roster, run), *own_notes(roster, run))
    return _entry(roster, owner, run, f"{stages} – {track.name}", about)


def _call(roster: Roster, run: Run) -> tuple[str, ...]:
    """When to be there, before a paper and before the first oral of a track."""
    task = run.first
    to, own = roster.problem.title.call(task.stage), roster.tasks_of[task.candidate, task.track]
    orals = [other for other in own if roster.problem.title.call(other.stage) == ORAL]
    if to == ORAL and task not in orals[:1]:
        return ()
    time = called(roster, task)
    return () if time is None else (_("Convocation à {time}").format(time=clock(time)),)


def _duty(roster: Roster, owner: tuple[str, ...], run: Run) -> Entry:
    """What a panel does without a pause: a candidate's orals with the deliberation, a marking, the minutes."""
    panel = roster.panel_of(run.first)
    who = (roster.candidate_name(run.first.candidate), run.codes)
    title = " – ".join(part for part in (*who, "" if owner[0] == MEMBER else roster.panel_name(panel)) if part)
    jury = _("Jury : {names}").format(names=roster.member_names(panel))
    return _entry(roster, owner, run, title, (*stage_lines(roster, run), *notes(roster, run), *kit(run), jury))


def _entry(roster: Roster, owner: tuple[str, ...], run: Run, title: str, about: tuple[str, ...]) -> Entry:
    """A run as an entry; it is known by the stage that it starts with, the minutes by who signs them."""
    task = run.first
    what = (task.candidate or " ".join(roster.panel_of(task)), task.track or "", task.stage)
    return Entry((*owner, *what), run.day, run.start, run.end, title, roster.room_name(task.room), about)


def _watch(roster: Roster, key: tuple[str, ...], sitting: Sitting) -> Entry:
    """A sitting: when the doors and the sealed papers are opened, who must stop when."""
    before = _("Accueil : {reception}, ouverture des plis : {opening}").format(
        reception=call_text(reception(roster, sitting)), opening=call_text(opening(roster, sitting))
    )
    watch = _("Surveillance : {names}").format(names=roster.invigilator_names(sitting.invigilators))
    heading = _("Candidats et heure de fin") + mark(":").rstrip()
    about = (before, watch, heading, *sitting_lines(roster, sitting))
    place = roster.room_name(sitting.room)
    return Entry(key, sitting.day, sitting.start, sitting.end, sitting_title(sitting), place, about)
