"""The to-do folder of the edition in force, with boxes that stay ticked: in a file of that folder, and so with it."""

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tspi_sched.editions import Edition
from tspi_sched.editions.kept import load
from tspi_sched.editions.todo import FOLDER
from tspi_sched.editions.todo.calls import CALLS, call_parts, lines
from tspi_sched.editions.todo.ticks import TICKS, own_ticks, ticked
from tspi_sched.editions.todo.work import Call, Work, work_of
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.comparison.tables import kind_names
from tspi_sched.exports.stamped import hour
from tspi_sched.texts import _, long_date

_writing = threading.Lock()


@dataclass(frozen=True)
class Item:
    """Something to do: its key, in words what (`title`, `about`, `lines`), by when, and whether it is done."""

    key: str
    title: str
    about: str
    lines: tuple[str, ...]
    until: str
    phone: str
    email: str
    done: bool
    file: Path | None = None


def items(edition: Edition, folder: Path) -> tuple[Item, ...]:
    """Everything to do for an edition: the people to tell, the most urgent first, then the papers to print or send."""
    place = folder / FOLDER
    if not place.is_dir():
        return ()
    work = work_of(load(edition, folder=folder))
    done = ticked(place)
    calls = [_call(work, call, done) for call in work.calls] if work else []
    files = (path for path in sorted(place.rglob("*")) if path.suffix in (".pdf", ".xlsx", ".eml"))
    return (*calls, *(_file(path, place, done) for path in files if not path.name.startswith((".", "~$"))))


def untold(found: Iterable[Item]) -> str:
    """The names of those who are not ticked as told; empty where all are."""
    return ", ".join(one.title for one in found if one.file is None and not one.done)


def _call(work: Work, call: Call, done: frozenset[str]) -> Item:
    person = call.person
    late = call.first <= work.kept.edition.at.replace(tzinfo=None)
    until = _("tout de suite") if late else f"{long_date(call.first.date())} {hour(call.first)}"
    about = f"{kind_names()[call.kind]} {person.id} – {call_parts(call)}"
    told = lines(work, call)
    return Item(call.key, person.name, about, told, until, person.phone, person.email, call.key in done)


def _file(path: Path, place: Path, done: frozenset[str]) -> Item:
    name = path.relative_to(place).as_posix()
    return Item(f"file {name}", name, _kinds().get(path.name, ""), (), "", "", "", f"file {name}" in done, path)


def _kinds() -> dict[str, str]:
    return {
        CALLS: _("la liste des appels, à trier et à annoter"),
        "appels.pdf": _("la liste des appels, à imprimer et à signer"),
        "convocations.pdf": _("les nouvelles convocations"),
        "affiches.pdf": _("les affiches de salle à remplacer"),
        "planning.pdf": _("les pages du planning affiché à remplacer"),
        "constat.pdf": _("le procès-verbal de constatation, à compléter et à signer"),
    }


# --- ticks -----------------------------------------------------------------------------------------------------------


def tick(folder: Path, key: str, done: bool) -> None:
    """Tick something, or take the tick away; raises `KeyError` for what is not to be done there."""
    place = folder / FOLDER
    with _writing:
        known = set(own_ticks(place))
        known = known | {key} if done else known - {key}
        if not place.is_dir():
            raise KeyError(key)
        write_text(place / TICKS, json.dumps(sorted(known), ensure_ascii=False, indent=1) + "\n")
