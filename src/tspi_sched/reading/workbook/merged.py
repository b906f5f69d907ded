"""Cells merged across columns: what a person reads under several titles stands, for a program, in the first only."""

from collections.abc import Iterable, Iterator

from openpyxl.utils import get_column_letter

from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import Unclear, is_empty, shown, yes_no
from tspi_sched.reading.workbook.grids import Area, Grid
from tspi_sched.reading.workbook.headers import Header
from tspi_sched.reading.workbook.layout import Column, Sheet
from tspi_sched.texts import _

_LISTED = 8
"""How many areas of a sheet are told one by one."""


def fill_ticks(grid: Grid, areas: Iterable[Area], header: Header, sheet: Sheet) -> None:
    """Let a yes or no merged across columns of ticks hold for all of them, which is all that it can mean."""
    for area in _below(areas, header, grid):
        if len(titles := _covered(area, header, sheet)) > 1 and _is_tick(_value(grid, area), titles):
            for number in range(area.top - 1, min(area.bottom, len(grid))):
                row = grid[number] + (None,) * (area.right - len(grid[number]))
                grid[number] = (
                    *row[: area.left],
                    *(row[area.left - 1],) * (area.right - area.left),
                    *row[area.right :],
                )


def note_merged(
    grid: Grid, areas: Iterable[Area], header: Header, sheet: Sheet, rows: frozenset[int], at: tuple[str, str, Faults]
) -> None:
    """Note each area merged across columns in one of the `rows` that are read; `at`: file, sheet's title, faults."""
    file, title, faults = at
    told = [
        (area, titles)
        for area in _below(areas, header, grid)
        if rows.intersection(range(area.top, area.bottom + 1)) and not is_empty(_value(grid, area))
        if (titles := _covered(area, header, sheet)) and area.right > area.left
        if len(titles) > 1 or area.left not in header.columns.values()
    ]
    for area, titles in told[:_LISTED]:
        where = f"{title}!{get_column_letter(area.left)}{area.top}"
        faults.note(_told(_value(grid, area), area, titles, header), file=file, where=where)
    if len(told) > _LISTED:
        names = ", ".join(area.name for area, _titles in told[_LISTED : 3 * _LISTED])
        text = _("d'autres cellules fusionnées sur plusieurs colonnes : {cells}{more}")
        more = ", …" if len(told) > 3 * _LISTED else ""
        faults.note(text.format(cells=names, more=more), file=file, where=title)


def _told(value: object, area: Area, titles: list[Column], header: Header) -> str:
    """What was read of a merged area, and what was not."""
    first = [column for column in titles if header.columns[column.field] == area.left]
    others = [column for column in titles if column not in first]
    named = {"cells": area.name, "value": shown(value)}
    if _is_tick(value, titles):
        text = _("cellules {cells} fusionnées : « {value} » est lu pour {titles}")
        return text.format(titles=_listed(titles), **named)
    if not first:
        text = _("cellules {cells} fusionnées : « {value} » n'est pas lu ; défusionnez-les et remplissez {titles}")
        return text.format(titles=_listed(others), **named)
    text = _(
        "cellules {cells} fusionnées : « {value} » est lu pour {first} seulement, rien ne l'est pour {others} ; "
        "défusionnez-les et remplissez chacune"
    )
    return text.format(first=_listed(first), others=_listed(others), **named)


def _listed(columns: list[Column]) -> str:
    return ", ".join(_("« {title} »").format(title=column.title) for column in columns)


def _below(areas: Iterable[Area], header: Header, grid: Grid) -> Iterator[Area]:
    return (area for area in areas if header.row < area.top <= len(grid))


def _covered(area: Area, header: Header, sheet: Sheet) -> list[Column]:
    """The columns that are read below an area, from left to right."""
    fields = sorted(header.columns, key=lambda field: header.columns[field])
    return [sheet.column(field) for field in fields if area.left <= header.columns[field] <= area.right]


def _value(grid: Grid, area: Area) -> object:
    row = grid[area.top - 1]
    return row[area.left - 1] if area.left <= len(row) else None


def _is_tick(value: object, titles: list[Column]) -> bool:
    if any(column.kind != "yes_no" for column in titles):
        return False
    try:
        return yes_no(value) is not None
    except Unclear:
        return False
