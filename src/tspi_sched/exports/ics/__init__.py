"""A folder of calendars: one per person, and ``session.ics`` for the whole session.

An entry's identifier says what it is about, never when: exported again into the same folder, it replaces the earlier
entry in every calendar that took it, and what is no longer planned is cancelled there.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.errors import fault
from tspi_sched.exports.common.files import write_bytes
from tspi_sched.exports.common.marks import label
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.ics.calendars import CALENDARS, CANDIDATE, SESSION, Calendar, calendars
from tspi_sched.exports.ics.events import Setting, Update, event, updated
from tspi_sched.exports.ics.files import Earlier, calendar_bytes, read_calendar
from tspi_sched.exports.ics.identity import identity, session_of
from tspi_sched.exports.stamped import stamp_text, whole_text
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _, harmless

_OURS = re.compile(rf"{re.escape(SESSION)}|(?:{'|'.join(CALENDARS)})-.+\.ics")


def write(
    problem: Problem, result: Result, path: Path, documents: Documents | None = None, *, now: datetime | None = None
) -> None:
    """Write the calendars of the plan of `result` into the folder `path`.

    `documents` says where the centre is, what its clock shows, how early people are called and reminded; `now` dates
    what is new or has changed. Raises `InputError` for a folder that holds another session's calendars, before anything
    is written.
    """
    folder, says = Path(path), documents or Documents()
    found, there = calendars(Roster(problem, result.plan or Plan(()), says.leads)), _there(folder)
    setting = Setting(_session(problem, folder, there), _house(problem, says), says.timezone, says.reminder_minutes)
    wanted = {one.file: [event(setting, entry) for entry in one.entries] for one in found}
    uids = frozenset(one.uid for events in wanted.values() for one in events)
    stamp = (now or datetime.now(UTC)).astimezone(UTC).replace(microsecond=0)
    text = stamp_text(result.stamp)
    update = Update(
        [one for earlier in there.values() for one in earlier.events],
        uids,
        stamp,
        text,
        max(0, result.stamp.number - 1),
    )
    for one in (*found, *(Calendar(name, "", ()) for name in there if name not in wanted)):
        earlier = list(there[one.file].events) if one.file in there else []
        events = updated(wanted.get(one.file, []), earlier, update)
        edition = whole_text(result.stamp, one.kind, one.person) if one.person else text
        write_bytes(folder / one.file, calendar_bytes(one.name, events, label(result.plan), edition))


def _house(problem: Problem, documents: Documents) -> tuple[str, ...]:
    """The centre and its address, by which a telephone finds the way."""
    return (documents.centre or problem.centre, *documents.address)


def _there(folder: Path) -> dict[str, Earlier]:
    """The files of an earlier export, by their names; somebody else's are not among them."""
    names = sorted(file.name for file in folder.glob("*.ics") if file.is_file()) if folder.is_dir() else []
    found = {name: read_calendar((folder / name).read_bytes()) for name in names if _OURS.fullmatch(name)}
    return {name: earlier for name, earlier in found.items() if earlier}


def _session(problem: Problem, folder: Path, there: dict[str, Earlier]) -> str:
    """What the session is known by in this folder. It is another's that is known otherwise, and most of whose
    candidates are not among these."""
    own, known = identity(problem), session_of(one.uid for earlier in there.values() for one in earlier.events)
    names = [earlier.name for file, earlier in there.items() if file.startswith(f"{CANDIDATE}-") and earlier.name]
    people = tuple(harmless(candidate.name) for candidate in problem.whole.candidates)
    strangers = [name for name in names if not name.endswith(people)]
    if known != own and 2 * len(strangers) > len(names):
        raise _another(folder)
    return known or own


def _another(folder: Path) -> Exception:
    reason = _(
        "ce dossier contient les calendriers d'une autre session : y écrire ceux-ci annulerait les rendez-vous des "
        "personnes qui sont dans les deux ; donnez un autre dossier"
    )
    return fault(reason, file=str(folder))
