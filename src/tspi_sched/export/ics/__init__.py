"""A folder of calendars: one per person, and ``session.ics`` for the whole session.

An entry's identifier says what it is about, never when: exported again into the same folder, it replaces the earlier
entry in every calendar that took it, and what is no longer planned is cancelled there.
"""

import re
from datetime import UTC, datetime
from pathlib import Path

from tspi_sched.documents import Documents
from tspi_sched.errors import fault
from tspi_sched.export.files import write_bytes
from tspi_sched.export.ics.calendars import CALENDARS, CANDIDATE, SESSION, Calendar, calendars
from tspi_sched.export.ics.events import Stamp, Update, event, read_events, updated
from tspi_sched.export.ics.lines import calendar_bytes, is_ours, name_in, text
from tspi_sched.export.roster import Roster
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _

_OURS = re.compile(rf"{re.escape(SESSION)}|(?:{'|'.join(CALENDARS)})-.+\.ics")


def write(
    problem: Problem, result: Result, path: Path, documents: Documents | None = None, *, now: datetime | None = None
) -> None:
    """Write the calendars of the plan of `result` into the folder `path`.

    `documents` says how early people are called; `now` dates what is new or has changed. Raises `InputError` for a
    folder that holds another session's calendars, before anything is written.
    """
    folder, roster = Path(path), Roster(problem, result.plan or Plan(()), (documents or Documents()).leads)
    found, there = calendars(roster), _there(folder)
    wanted = {one.file: [event(problem, entry) for entry in one.entries] for one in found}
    earlier = {name: read_events(content) for name, content in there.items()}
    stamp: Stamp = f"{(now or datetime.now(UTC)).astimezone(UTC):%Y%m%dT%H%M%SZ}"
    uids = frozenset(one.uid for events in wanted.values() for one in events)
    update = Update([one for events in earlier.values() for one in events], uids, stamp)
    if _is_another(found, there, update):
        raise _another(folder)
    for one in (*found, *(Calendar(name, "", "", ()) for name in there if name not in wanted)):
        events = updated(wanted.get(one.file, []), earlier.get(one.file, []), update)
        lines = [line for each in events for line in each.all_lines()]
        write_bytes(folder / one.file, calendar_bytes(one.name, lines))


def _there(folder: Path) -> dict[str, bytes]:
    """The files of an earlier export, by their names; somebody else's are not among them."""
    names = sorted(file.name for file in folder.glob("*.ics") if file.is_file()) if folder.is_dir() else []
    contents = {name: (folder / name).read_bytes() for name in names if _OURS.fullmatch(name)}
    return {name: content for name, content in contents.items() if is_ours(content)}


def _is_another(found: tuple[Calendar, ...], there: dict[str, bytes], update: Update) -> bool:
    """Whether an earlier export is another session's: no entry in common, and the candidates' files other people's."""
    names = {one.file: text(one.person) for one in found if one.file.startswith(f"{CANDIDATE}-")}
    known = {file: name_in(there[file]) for file in names if file in there}
    named = [name.endswith(names[file]) for file, name in known.items() if name]
    return bool(named) and not any(named) and not update.wanted & update.before.keys()


def _another(folder: Path) -> Exception:
    reason = _(
        "ce dossier contient les calendriers d'une autre session : y écrire ceux-ci annulerait les rendez-vous des "
        "personnes qui sont dans les deux ; donnez un autre dossier"
    )
    return fault(reason, file=str(folder))
