"""Naming what is not read: columns and sheets that hold something, with what they may be meant for."""

from collections.abc import Callable, Iterable, Mapping

from openpyxl.utils import get_column_letter

from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import Unclear, capacity, gender, is_empty, shown, uses
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.workbook.grids import Book, Grid
from tspi_sched.reading.workbook.headers import Header, Headings, has_content, matches
from tspi_sched.reading.workbook.layout import Column, Sheet
from tspi_sched.reading.workbook.synonyms import column_synonyms, says_the_contrary, tells_absences
from tspi_sched.texts import _, ngettext

_HELP = frozenset(("commentremplirceclasseur", "howtofillinthisworkbook"))
"""What stands in the first cell of our own help sheet."""
_TELLING: dict[str, Callable[[object], object]] = {"capacity": capacity, "gender": gender, "uses": uses}
"""Kinds of column whose words are hardly those of another."""
_ALIKE = 0.7
"""From this likeness on, a title may be meant for another."""


def name_unread(
    grid: Grid, header: Header, sheet: Sheet, own: Headings, *, file: str, title: str, faults: Faults
) -> None:
    """Note every column that holds something and is not read; plain ones in one line."""
    row, plain = grid[header.row - 1], []
    _name_understood(row, header, sheet, own, file=file, title=title, faults=faults)
    for place in range(1, max(map(len, grid[header.row - 1 :])) + 1):
        if place in header.columns.values() or not has_content(grid, header.row, place):
            continue
        heading = row[place - 1] if place <= len(row) else None
        where = f"{title}!{get_column_letter(place)}{header.row}"
        if is_empty(heading):
            faults.note(_("colonne sans titre : elle n'est pas lue"), file=file, where=where)
        elif meaning := _meaning(str(heading), header, sheet, own) or _by_values(grid, place, header, sheet, own):
            text = _("la colonne « {title} » n'est pas lue{meaning}")
            faults.note(text.format(title=shown(heading), meaning=meaning), file=file, where=where)
        else:
            plain.append(_("« {title} »").format(title=shown(heading)))
    if plain:
        text = ngettext("colonne qui n'est pas lue : {titles}", "colonnes qui ne sont pas lues : {titles}", len(plain))
        faults.note(text.format(titles=", ".join(plain)), file=file, where=title)


def _name_understood(
    row: tuple[object, ...], header: Header, sheet: Sheet, own: Headings, *, file: str, title: str, faults: Faults
) -> None:
    """Note the titles that are not ours and were understood all the same, in one line."""
    ours = matches(row, sheet, own)
    texts = {f: (shown(row[place - 1]), _title(sheet.column(f), own)) for f, place in header.columns.items()}
    said = [_("« {title} » pour « {name} »").format(title=a, name=b) for f, (a, b) in texts.items() if f not in ours]
    if said:
        faults.note(_("titres compris : {titles}").format(titles=", ".join(said)), file=file, where=title)


def _meaning(heading: str, header: Header, sheet: Sheet, own: Headings) -> str:
    """What a column that is not read may be meant for; empty if nobody can tell."""
    columns = {column.field: column for column in sheet.columns}
    if tells_absences(heading) and "availability" in columns:
        text = _(" ; écrivez ces absences dans « {name} », précédées de « sauf »")
        return text.format(name=_title(columns["availability"], own))
    same = next((c for c in sheet.columns if fold(heading) in _known(sheet, c)), None)
    if same and same.field in header.columns:
        text = _(" : « {name} », en {letter}{row}, l'est et dit la même chose")
        where = {"letter": header.letters[same.field], "row": header.row}
        return text.format(name=_title(same, own), **where)
    missing = {_title(c, own): c for c in sheet.columns if c.field not in header.columns}
    near = Names(missing, {word: name for name, c in missing.items() for word in _known(sheet, c)}).nearest(
        heading, _ALIKE
    )
    if near is None:
        return ""
    if says_the_contrary(heading):
        return _(" ; si elle dit le contraire de « {name} », reportez-y ses valeurs, inversées").format(name=near)
    return _(" ; vouliez-vous dire « {name} » ?").format(name=near)


def _by_values(grid: Grid, place: int, header: Header, sheet: Sheet, own: Headings) -> str:
    """What a column may be meant for by its values, where these are words of one column only."""
    values = [row[place - 1] for row in grid[header.row :] if place <= len(row) and not is_empty(row[place - 1])]
    for column in sheet.columns:
        if column.field not in header.columns and column.kind in _TELLING and _all_read(column.kind, values):
            text = _(" ; ses valeurs sont celles de « {name} » : est-ce son titre ?")
            return text.format(name=_title(column, own))
    return ""


def _all_read(kind: str, values: list[object]) -> bool:
    try:
        return all(_TELLING[kind](value) is not None for value in values)
    except Unclear:
        return False


def _title(column: Column, own: Headings) -> str:
    return own.get(column.field, column.title)


def _known(sheet: Sheet, column: Column) -> tuple[str, ...]:
    """Every title of a column, folded."""
    return (*map(fold, column.titles), *column_synonyms(sheet, column))


def name_unread_sheets(book: Book, sheets: Iterable[Sheet], titles: Mapping[str, str | None], faults: Faults) -> None:
    """Note every sheet that holds something and is not read."""
    read = {title for title in titles.values() if title}
    blamed = {fault.where for fault in faults.found}
    for title in book.sheets:
        if title in read or title in blamed or book.is_empty(title):
            continue
        grid = book.grid(title)
        if grid and grid[0] and fold(str(grid[0][0])) in _HELP:
            continue
        like = next((sheet for sheet in sheets if _looks_like(grid, sheet)), None)
        meaning = _(" ; elle ressemble à « {name} »").format(name=like.title) if like else ""
        faults.note(_("cette feuille n'est pas lue{meaning}").format(meaning=meaning), file=book.name, where=title)


def _looks_like(grid: Grid, sheet: Sheet) -> bool:
    required = {column.field for column in sheet.columns if column.required}
    rows = (matches(row, sheet, {}) for row in grid[:10])
    return len(required) > 1 and any(required <= found.keys() for found in rows)
