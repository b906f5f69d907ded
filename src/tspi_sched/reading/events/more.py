"""What an incident adds to the facts of a session: `[what_if.add]` and `[what_if.change]` of an events file.

Each row is an event of its own: it stands in the plan, comes back with it, and is replaced when it is said again. What
its cells mean is read with those of the workbook, as if they stood there (`reading.session`).
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from tspi_sched.errors import InputError
from tspi_sched.plan import Event, Fact
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.files import read_text, read_toml
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.workbook.grids import Book, open_book
from tspi_sched.reading.workbook.layout import EVENTS, SHEETS
from tspi_sched.reading.workbook.records import read_records
from tspi_sched.reading.workbook.rows import read_tables
from tspi_sched.texts import _, nth

MORE, TABLE = "more", "what_if"
ADD, CHANGE = "add", "change"
_IDS = frozenset(("id", "date"))
"""The columns by which a row is known."""
_PRIVATE = frozenset(
    fold(title)
    for sheet in SHEETS
    for column in sheet.columns
    if column.field in ("phone", "email", "address") or (sheet.key, column.field) == ("candidates", "number")
    for title in column.titles
)
"""Titles of columns that reach somebody, or register them: no plan says them, in neither of its files."""
_SAID = re.compile(
    r"(?P<add>ajout\w*|ajouté\w*|add\w*)\s+(?P<sheet>.+?)\s*(?P<row>\{.*\})"
    r"|(?:modifi\w*|chang\w*)\s+(?P<id>.+?)\s*(?P<values>\{.*\})",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Located:
    """A row that is added or changed, with the place where it was said; `kept` by a plan that was made with it."""

    event: Event
    file: str
    where: str
    kept: bool = False


# --- tables of TOML and JSON -----------------------------------------------------------------------------------------


def more_of(table: object, file: str, start: str, faults: Faults) -> Iterator[Located]:
    """The rows of a table `what_if`; faults for whatever in it is no row."""
    if not isinstance(table, dict):
        faults.add(_("une table est attendue : [[{key}]], puis ses clés").format(key=f"{TABLE}.{ADD}.…"), file=file)
        return
    for key, value in table.items():
        where = f"{start}[{TABLE}.{key}]"
        if key not in (ADD, CHANGE):
            faults.add(_instead(key), file=file, where=where)
        elif not isinstance(value, dict):
            faults.add(_("« {value} » : une table est attendue").format(value=shown(value)), file=file, where=where)
        else:
            yield from (_added if key == ADD else _changed)(value, file, start, faults)


def _instead(key: str) -> str:
    """What is to be written in the place of a key that is none of an incident."""
    if key == "without":
        return _("« {key} » est du scénario : ici, écrivez un événement [[absent]] ou [[closed]]").format(key=key)
    if key == "days":
        text = _("« {key} » est du scénario : ici, [[{add}]] ajoute un jour, [{change}] en change les heures")
        return text.format(key=key, add=f"{TABLE}.{ADD}.Jours", change=f'{TABLE}.{CHANGE}."2026-12-07"')
    return _("clé inconnue « {key} »{hint}").format(key=shown(key), hint=Names((ADD, CHANGE)).hint(key))


def _added(tables: dict[str, Any], file: str, start: str, faults: Faults) -> Iterator[Located]:
    for title, rows in tables.items():
        for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
            where = f"{start}[{TABLE}.{ADD}.{title}] {nth(number)}"
            facts = _facts(row, file, where, faults)
            if facts:
                yield Located(Event(MORE, _known_by(facts), sheet=title, facts=facts), file, where)


def _changed(tables: dict[str, Any], file: str, start: str, faults: Faults) -> Iterator[Located]:
    for name, values in tables.items():
        where = f"{start}[{TABLE}.{CHANGE}.{name}]"
        if facts := _facts(values, file, where, faults):
            yield Located(Event(MORE, name, facts=facts), file, where)


def _known_by(facts: tuple[tuple[str, Fact], ...]) -> str:
    """The id of a row, or its day; what comes first where it has neither."""
    return next((str(value) for title, value in facts if fold(title) in _IDS), str(facts[0][1]))


def _facts(row: object, file: str, where: str, faults: Faults) -> tuple[tuple[str, Fact], ...]:
    if not isinstance(row, dict) or not row:
        message = _("une ligne est attendue, avec les titres de ses colonnes")
        faults.add(message, file=file, where=where)
        return ()
    wrong = [title for title, value in row.items() if not isinstance(value, str | bool | int | float | date | time)]
    for title in wrong:
        message = _("« {value} » : une seule valeur est attendue").format(value=shown(row[title]))
        faults.add(message, file=file, where=f"{where}, {title}")
    return tuple((title, _plain(value)) for title, value in row.items() if title not in wrong)


def _plain(value: Any) -> Fact:
    """A value as JSON can say it too."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def what_if_of(event: Event) -> dict[str, Any]:
    """A row as the table that says it."""
    facts = dict(event.facts)
    return {ADD: {event.sheet: [facts]}} if event.sheet else {CHANGE: {event.who: facts}}


# --- sentences -------------------------------------------------------------------------------------------------------


def more_said(text: str) -> Event | None:
    """The row that a sentence of `more_sentence` says; None if it says none."""
    found = _SAID.fullmatch(text.strip())
    if found is None:
        return None
    try:
        row = tomllib.loads(f"row = {found['row'] or found['values']}")["row"]
    except tomllib.TOMLDecodeError:
        return None
    facts = _facts(row, "", "", Faults())
    if not facts:
        return None
    sheet = found["sheet"]
    return Event(MORE, _known_by(facts) if sheet else found["id"].strip(), sheet=sheet, facts=facts)


def shown_facts(event: Event) -> dict[str, Fact]:
    """The values of a row without those that reach somebody."""
    return {title: value for title, value in event.facts if fold(title) not in _PRIVATE}


def without_contacts(event: Event) -> Event | None:
    """An event as plans have it: without what reaches somebody; None where it says nothing else."""
    if event.kind != MORE:
        return event
    shown = tuple(shown_facts(event).items())
    return replace(event, facts=shown) if shown else None


def contacts_in(path: str | Path | None) -> dict[tuple[str | None, ...], Located]:
    """What reaches the people of an events file, row by row."""
    found: dict[tuple[str | None, ...], Located] = {}
    for one in more_in((), path):
        shown = shown_facts(one.event)
        private = tuple((title, value) for title, value in one.event.facts if title not in shown)
        if private:
            found[one.event.subject] = replace(one, event=replace(one.event, facts=private), kept=True)
    return found


def more_sentence(event: Event) -> str:
    """A row in a sentence that is read back, in the language in force; how to reach somebody is left out."""
    row = ", ".join(f"{_quoted(title)} = {_quoted(value)}" for title, value in shown_facts(event).items())
    word = _("ajouté") if event.sheet else _("modifié")
    return f"{word} {event.sheet or event.who} {{ {row} }}"


def _quoted(value: Fact) -> str:
    return json.dumps(value, ensure_ascii=False)


# --- files -----------------------------------------------------------------------------------------------------------


def more_in(plans: Iterable[str | Path], events: str | Path | None = None) -> tuple[Located, ...]:
    """The rows that plans were made with, and those of an events file, which replace these where they are the same.

    What cannot be read here is passed over: whoever reads the file as a whole tells its faults.
    """
    found = [one for plan in plans for one in _readable(_in_plan, Path(plan))]
    found += _readable(_in_events, Path(events)) if events else ()
    return tuple({one.event.subject: one for one in found}.values())


def _readable(read: Any, path: Path) -> tuple[Located, ...]:
    try:
        return tuple(read(path))
    except (InputError, ValueError, RecursionError):
        return ()


def _in_events(path: Path) -> Iterator[Located]:
    content = read_toml(path)
    yield from more_of(content.get(TABLE, {}), path.name, "", Faults())


def _in_plan(path: Path) -> Iterator[Located]:
    if path.suffix.lower() == ".json":
        yield from _in_json(path)
        return
    book, titles = open_book(path), {fold(title) for title in EVENTS.titles}
    sheets = {title: sheet for title, sheet in book.sheets.items() if fold(title) in titles}
    tables = read_tables(Book(book.name, sheets), (EVENTS,), {}, Faults()) if sheets else {}
    for record in read_records(tables.get(EVENTS.key, []), EVENTS, Faults()):
        if event := more_said(record.values.get("event", "")):
            yield Located(event, path.name, record.row.where("event"), kept=True)


def _in_json(path: Path) -> Iterator[Located]:
    content = json.loads(read_text(path))
    events = content.get("events", []) if isinstance(content, dict) else []
    for number, table in enumerate(events if isinstance(events, list) else [], start=1):
        if isinstance(table, dict) and table.get("event") == MORE:
            found = more_of(table.get(TABLE), path.name, f"events {nth(number)}, ", Faults())
            yield from (replace(one, kept=True) for one in found)
