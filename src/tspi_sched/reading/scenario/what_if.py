"""Changes that a scenario makes to the workbook's facts: rows left out, replaced, added, changed.

They are made on rows of located cells, before any value is read, so that what the scenario brings is read and checked
exactly as if it stood in the workbook.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tspi_sched.problem import plain
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.scenario.keys import WhatIfKeys
from tspi_sched.reading.values import cells, clock
from tspi_sched.reading.values.near import Names, fold, ids
from tspi_sched.reading.workbook.headers import Headings, all_titles
from tspi_sched.reading.workbook.layout import (
    CANDIDATES,
    DAYS,
    HELPERS,
    INVIGILATORS,
    MEANS,
    MEMBERS,
    PROJECTORS,
    ROOMS,
    SHEETS,
    Sheet,
)
from tspi_sched.reading.workbook.rows import Cell, Row, Tables
from tspi_sched.texts import _, nth

_FAMILIES = ((CANDIDATES, MEMBERS, INVIGILATORS, HELPERS), (ROOMS,), (PROJECTORS,), (MEANS,))
"""Sheets that share one space of ids."""


@dataclass(frozen=True, slots=True)
class Index:
    """The known ids of each family of sheets; not `complete` if one of the sheets could not be read."""

    families: tuple[tuple[Names, tuple[Sheet, ...]], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """The rows after the changes, and those taken away."""

    tables: Tables
    removed: Tables

    @property
    def gone(self) -> frozenset[str]:
        """The ids taken away."""
        return frozenset(taken for rows in self.removed.values() for row in rows if (taken := _id(row)))

    @property
    def broken_panels(self) -> frozenset[str]:
        """The (folded) labels of panels that lost a member."""
        return frozenset(map(plain, self.lost_labels))

    @property
    def lost_labels(self) -> tuple[str, ...]:
        """These labels as they are written."""
        return tuple(label for row in self.removed.get(MEMBERS.key, ()) if (label := _read(row, "panel")))


def change(tables: Tables, wanted: WhatIfKeys, own: Mapping[str, Headings], file: str, faults: Faults) -> Changed:
    """Make every change that `[what_if]` asks for; faults for what cannot be understood."""
    tables = {key: list(rows) for key, rows in tables.items()}
    instead = tables.get(DAYS.key, ()) if wanted.days is not None else ()
    if wanted.days is not None:
        place = "[what_if] days"
        tables[DAYS.key] = _added(wanted.days, DAYS, own, place, file, faults)
    removed = _without(tables, wanted.without, file, faults) | {DAYS.key: list(instead)}
    for name, values in wanted.change.items():
        _change_row(tables, name, values, own, f"[what_if.change.{name}]", file, faults)
    for title, rows in wanted.add.items():
        sheet = _sheet(title, file, faults)
        if sheet:
            place = f"[what_if.add.{title}]"
            tables.setdefault(sheet.key, []).extend(_added(rows, sheet, own, place, file, faults))
    _fixed_there(tables, removed, faults)
    return Changed(tables, removed)


@dataclass(frozen=True, slots=True)
class Brought:
    """A row that an incident adds to a sheet, or other `values` for the row of `name`, if it is not said which sheet;
    `kept` by a plan that was made with it."""

    sheet: str | None
    name: str
    values: dict[str, Any]
    file: str
    where: str
    kept: bool


def with_more(changed: Changed, more: Iterable[Brought], own: Mapping[str, Headings], faults: Faults) -> Changed:
    """The rows with those that an incident adds or changes; one that a plan was made with, and that the workbook has by
    now, is the workbook's."""
    tables = {key: list(rows) for key, rows in changed.tables.items()}
    for one in sorted(more, key=lambda one: one.sheet is None):  # what is added may be changed
        sheet = _sheet(one.sheet, one.file, faults) if one.sheet else None
        if sheet is not None and not (one.kept and _has(tables, sheet, one.name)):
            row = Row(one.file, one.where, _cells(one.values, sheet, own, f"{one.where}, ", one.file, faults))
            tables.setdefault(sheet.key, []).append(row)
        elif one.sheet is None:
            _change_row(tables, one.name, one.values, own, one.where, one.file, faults)
    return Changed(tables, changed.removed)


def _has(tables: Tables, sheet: Sheet, name: str) -> bool:
    """Whether a sheet has a row of an id, or of a day."""
    if sheet is DAYS:
        return _day_row(tables, name) is not None
    return ids(_ids(tables, (sheet,))).find(name) is not None


def _change_row(
    tables: Tables,
    name: str,
    values: dict[str, Any],
    own: Mapping[str, Headings],
    place: str,
    file: str,
    faults: Faults,
) -> None:
    """Other values for the row of an id, or of a day."""
    number = _day_row(tables, name)
    if number is not None:
        changes = _cells(values, DAYS, own, f"{place} ", file, faults)
        if "date" in changes:
            faults.add(_("un identifiant ne se change pas"), file=file, where=changes.pop("date").where)
        tables[DAYS.key][number] = tables[DAYS.key][number].changed(changes)
    elif meant := _find(_index(tables), name, place, file, faults):
        _change_one(tables, meant, values, own, place, file, faults)


def _day_row(tables: Tables, name: str) -> int | None:
    """The row of the day that a text names; None if it names none of the session."""
    known = [_day(row.cells["date"].value) if "date" in row.cells else None for row in tables.get(DAYS.key, ())]
    wanted = _day(name)
    return known.index(wanted) if wanted is not None and wanted in known else None


def _day(value: object) -> date | None:
    try:
        return clock.day(value)
    except cells.Unclear:
        return None


def _id(row: Row) -> str | None:
    return _read(row, "id")


def _read(row: Row, field: str) -> str | None:
    cell = row.cells.get(field)
    try:
        return cells.text(cell.value) if cell else None
    except cells.Unclear:
        return None


# --- whom or what an id means ----------------------------------------------------------------------------------------


def _ids(tables: Tables, sheets: tuple[Sheet, ...]) -> list[str]:
    return [name for sheet in sheets for row in tables.get(sheet.key, ()) if (name := _id(row))]


def _index(tables: Tables) -> Index:
    return Index(
        tuple((ids(_ids(tables, family)), family) for family in _FAMILIES),
        all(sheet.key in tables for family in _FAMILIES for sheet in family),
    )


def _find(index: Index, text: str, where: str, file: str, faults: Faults) -> tuple[str, tuple[Sheet, ...]] | None:
    """The id meant and the sheets where it stands; a fault if it is unknown or means two things."""
    found = [(name, family) for names, family in index.families if (name := names.find(text))]
    if len(found) == 1:
        return found[0]
    if found:
        sheets = ", ".join(family[0].title for _name, family in found)
        message = _("« {value} » est un identifiant de plusieurs choses ({sheets}) : rendez-le unique")
        faults.add(message.format(value=text, sheets=sheets), file=file, where=where)
    elif index.complete:
        every = ids(name for names, _family in index.families for name in names)
        message = _("identifiant inconnu « {value} »{hint}").format(value=text, hint=every.hint(text))
        faults.add(message, file=file, where=where)
    return None


def _without(tables: Tables, wanted: list[Any], file: str, faults: Faults) -> Tables:
    """Take away the rows of the ids that are left out; gives these rows."""
    found: list[tuple[str, tuple[Sheet, ...]]] = []
    index = _index(tables)
    for number, value in enumerate(wanted, start=1):
        where = f"[what_if] without {nth(number)}"
        try:
            meant = _find(index, cells.identifier(value), where, file, faults)
        except cells.Unclear as error:
            faults.add(str(error), file=file, where=where)
        else:
            found += [meant] if meant else []
    removed: Tables = {}
    for name, family in found:
        for sheet in family:
            removed.setdefault(sheet.key, []).extend(row for row in tables.get(sheet.key, ()) if _id(row) == name)
            tables[sheet.key] = [row for row in tables.get(sheet.key, ()) if _id(row) != name]
    return removed


def _fixed_there(tables: Tables, removed: Tables, faults: Faults) -> None:
    """What is fixed in a room that is left out goes with it, unless the scenario has it elsewhere."""
    rooms = ids(_ids(tables, (ROOMS,)))
    gone = ids(name for row in removed.get(ROOMS.key, ()) if (name := _id(row)) and not rooms.find(name))
    there = [row for row in tables.get(MEANS.key, ()) if (room := _read(row, "room")) and gone.find(room)]
    for row in there:
        message = _("« {means} » est fixé dans la salle {room}, laissée de côté : il l'est aussi")
        message = message.format(means=cells.shown(_id(row) or ""), room=cells.shown(_read(row, "room") or ""))
        faults.note(message, file=row.file, where=row.where("room"))
        tables[MEANS.key].remove(row)
        removed.setdefault(MEANS.key, []).append(row)


# --- rows from TOML --------------------------------------------------------------------------------------------------


def _sheet(title: str, file: str, faults: Faults) -> Sheet | None:
    """The sheet that `[[what_if.add.TITLE]]` names."""
    for sheet in SHEETS:
        if fold(title) in map(fold, sheet.titles):
            return sheet
    hint = Names(title for sheet in SHEETS for title in sheet.titles).hint(title)
    message = _("feuille inconnue « {value} »{hint}").format(value=title, hint=hint)
    faults.add(message, file=file, where=f"[what_if.add.{title}]")
    return None


def _added(
    rows: list[dict[str, Any]], sheet: Sheet, own: Mapping[str, Headings], place: str, file: str, faults: Faults
) -> list[Row]:
    made = []
    for number, values in enumerate(rows, start=1):
        here = f"{place} {nth(number)}"
        made.append(Row(file, here, _cells(values, sheet, own, f"{here}, ", file, faults)))
    return made


def _cells(
    values: dict[str, Any], sheet: Sheet, own: Mapping[str, Headings], start: str, file: str, faults: Faults
) -> dict[str, Cell]:
    """TOML keys and values as cells of a sheet."""
    titles = all_titles(sheet, own.get(sheet.key, {}))
    found: dict[str, Cell] = {}
    for title, value in values.items():
        where = f"{start}{title}"
        field = titles.get(fold(title))
        if field is None:
            hint = Names(column.title for column in sheet.columns).hint(title)
            message = _("« {value} » n'est pas une colonne de la feuille « {sheet} »{hint}")
            faults.add(message.format(value=title, sheet=sheet.title, hint=hint), file=file, where=where)
        elif field in found:
            faults.add(_("deux valeurs pour la même colonne"), file=file, where=where)
        else:
            found[field] = Cell(value, where, file)
    return found


def _change_one(
    tables: Tables,
    meant: tuple[str, tuple[Sheet, ...]],
    values: dict[str, Any],
    own: Mapping[str, Headings],
    place: str,
    file: str,
    faults: Faults,
) -> None:
    """Other values for the row of one id."""
    name, family = meant
    for sheet in family:
        rows = tables.get(sheet.key, [])
        for number, row in enumerate(rows):
            if _id(row) == name:
                changes = _cells(values, sheet, own, f"{place} ", file, faults)
                if "id" in changes:
                    faults.add(_("un identifiant ne se change pas"), file=file, where=changes.pop("id").where)
                rows[number] = row.changed(changes)
