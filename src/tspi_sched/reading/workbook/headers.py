"""Finding a sheet by its title and its columns by theirs, however they are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import is_empty, shown
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.workbook.grids import Book, Grid
from tspi_sched.reading.workbook.layout import Column, Sheet
from tspi_sched.reading.workbook.synonyms import column_synonyms, says_the_contrary, sheet_synonyms
from tspi_sched.texts import _

_HEADER_WITHIN = 100
_NEARLY = 0.85
"""From this likeness on, a title that is not known is taken for a slip and not for an extra column."""

Headings = Mapping[str, str]
"""The organiser's own heading for a field."""
Where = tuple[Sheet, Headings, str, str]
_REMARK = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_THIRDS = frozenset(("tierstemps", "tierstempsmajore"))
_SPARE = frozenset(("email", "phone", "address", "salutation"))
"""Of these somebody may well have two: the first one is read, the other named."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header of a sheet stands, the column of each field, and of each title (folded) that is read.

    In the fields of `thirds` a mere tick means a third, since their title says so.
    """

    row: int
    columns: dict[str, int]
    titles: dict[str, int] = field(default_factory=dict)
    thirds: frozenset[str] = frozenset()

    @property
    def letters(self) -> dict[str, str]:
        """The letter of each field's column."""
        return {field: get_column_letter(number) for field, number in self.columns.items()}


# --- sheets ----------------------------------------------------------------------------------------------------------


def find_sheets(book: Book, sheets: Iterable[Sheet], faults: Faults) -> dict[str, str | None]:
    """The title, in this book, of each sheet by key, None for one that it may do without and does.

    Faults for those missing, doubled or misspelt; these have no key.
    """
    sheets = tuple(sheets)
    known = {title for sheet in sheets for title in (*map(fold, sheet.titles), *sheet_synonyms(sheet))}
    others = [title for title in book.sheets if fold(title) not in known]
    found: dict[str, str | None] = {}
    for sheet in sheets:
        titles = [title for title in book.sheets if fold(title) in map(fold, sheet.titles)]
        titles = titles or [title for title in book.sheets if fold(title) in sheet_synonyms(sheet)]
        if titles:
            found[sheet.key] = titles[0]
        if len(titles) > 1:
            message = _("deux feuilles pour la même chose : « {first} » et « {second} » ; gardez-en une")
            faults.add(message.format(first=titles[0], second=titles[1]), file=book.name, where=titles[1])
        elif not titles and not _is_missing(book, sheet, others, faults):
            found[sheet.key] = None
    return found


def _is_missing(book: Book, sheet: Sheet, others: list[str], faults: Faults) -> bool:
    """Whether a sheet should be there and is not: an optional one may be missing, but not misspelt."""
    near = next((title for name in sheet.titles if (title := Names(others).nearest(name, _NEARLY))), None)
    if near:
        message = _("feuille inconnue ; vouliez-vous dire « {name} » ?")
        faults.add(message.format(name=sheet.title), file=book.name, where=near)
    elif sheet.required:
        near = Names(others).nearest(sheet.title) or Names(others).nearest(sheet.en)
        hint = _(" ; est-ce « {name} » ?").format(name=near) if near else ""
        message = _("la feuille « {name} » manque{hint}")
        faults.add(message.format(name=sheet.title, hint=hint), file=book.name)
    return bool(near) or sheet.required


# --- columns ---------------------------------------------------------------------------------------------------------


def find_header(grid: Grid, sheet: Sheet, own: Headings, *, file: str, title: str, faults: Faults) -> Header | None:
    """The first row that holds all the required titles; a fault for each title missing or misspelt otherwise."""
    required = {column.field for column in sheet.columns if column.required}
    best: tuple[int, dict[str, int]] | None = None
    for number, row in enumerate(grid[:_HEADER_WITHIN], start=1):
        found = matches(row, sheet, own)
        if found and required <= found.keys():
            return _header(grid, number, sheet, own, file, title, faults)
        if row and (best is None or len(found) > len(best[1])) and any(value is not None for value in row):
            best = number, found
    for number, _row in enumerate(grid[:_HEADER_WITHIN], start=1):
        if required and required <= understood(grid, number, sheet, own).keys():
            return _header(grid, number, sheet, own, file, title, faults)
    _no_header(grid, best, (sheet, own, file, title), faults)
    return None


def _header(grid: Grid, number: int, sheet: Sheet, own: Headings, file: str, title: str, faults: Faults) -> Header:
    """The header in a row that holds all the required titles."""
    row, found = grid[number - 1], understood(grid, number, sheet, own)
    _check_header(number, row, found, (sheet, own, file, title), faults)
    _check_synonyms(grid, number, found, (sheet, own, file, title), faults)
    titles = {fold(str(row[place - 1])): place for place in found.values()}
    thirds = frozenset(f for f, place in found.items() if f == "extra_time" and fold(str(row[place - 1])) in _THIRDS)
    return Header(number, found, titles, thirds)


def understood(grid: Grid, number: int, sheet: Sheet, own: Headings) -> dict[str, int]:
    """The columns by field of the titles in row `number`, those without their own by another that means the same, the
    required ones first."""
    row, found = grid[number - 1], matches(grid[number - 1], sheet, own)
    for column in sorted(sheet.columns, key=lambda column: not column.required):
        places = _synonyms_in(grid, number, sheet, column) if column.field not in {*found, *own} else []
        free = [place for place in places if place not in found.values() and place <= len(row)]
        if free:
            found[column.field] = free[0]
    return found


def _synonyms_in(grid: Grid, number: int, sheet: Sheet, column: Column) -> list[int]:
    """The columns with another title of a field, the usual ones first, empty ones left aside if others are filled."""
    words = (*column_synonyms(sheet, column), *map(fold, column.titles))
    titles = {place: _bare(value) for place, value in enumerate(grid[number - 1], 1) if isinstance(value, str)}
    places = sorted((place for place, title in titles.items() if title in words), key=lambda p: words.index(titles[p]))
    return [place for place in places if has_content(grid, number, place)] or places


def _bare(heading: str) -> str:
    """A title, folded, without a remark in brackets that does not say the contrary: `Parcours (obligatoire)`."""
    remarks = _REMARK.findall(heading)
    return fold(heading if any(map(says_the_contrary, remarks)) else _REMARK.sub("", heading))


def has_content(grid: Grid, header: int, place: int) -> bool:
    """Whether something stands in a column below the header."""
    return any(place <= len(row) and not is_empty(row[place - 1]) for row in grid[header:])


def _check_synonyms(grid: Grid, number: int, found: dict[str, int], at: Where, faults: Faults) -> None:
    """Two columns that mean the same, neither with our title: nobody knows which of them counts."""
    sheet, own, file, title = at
    ours = matches(grid[number - 1], sheet, own)
    for column in (
        column for column in sheet.columns if column.field in found and column.field not in {*ours, *_SPARE}
    ):
        for place in _synonyms_in(grid, number, sheet, column):
            if place not in found.values():
                message = _("« {second} » et « {first} » ({letter}{row}) disent la même chose ; gardez-en une")
                texts = {
                    "second": shown(grid[number - 1][place - 1]),
                    "first": shown(grid[number - 1][found[column.field] - 1]),
                }
                where = {"letter": get_column_letter(found[column.field]), "row": number}
                at_cell = f"{title}!{get_column_letter(place)}{number}"
                faults.add(message.format(**texts, **where), file=file, where=at_cell)


def _titles(sheet: Sheet, own: Headings) -> dict[str, str]:
    """Field by folded title: the organiser's own heading where there is one, ours otherwise."""
    titles = {
        fold(title): column.field for column in sheet.columns if column.field not in own for title in column.titles
    }
    return {**titles, **{fold(heading): field for field, heading in own.items()}}


def all_titles(sheet: Sheet, own: Headings) -> dict[str, str]:
    """Field by folded title, whoever's title: ours and the organiser's own."""
    return {**_titles(sheet, {}), **_titles(sheet, own)}


def matches(row: tuple[object, ...], sheet: Sheet, own: Headings) -> dict[str, int]:
    """The column number of each field whose own title stands in a row; the first one counts."""
    titles = _titles(sheet, own)
    found: dict[str, int] = {}
    for number, value in enumerate(row, start=1):
        if isinstance(value, str) and (field := titles.get(fold(value))):
            found.setdefault(field, number)
    return found


def _check_header(number: int, row: tuple[object, ...], found: dict[str, int], at: Where, faults: Faults) -> None:
    """Titles that stand twice, own headings that stand nowhere, and optional titles with a slip."""
    sheet, own, file, title = at
    titles = _titles(sheet, own)
    missing = [column for column in sheet.columns if column.field not in found]
    near = Names(name for column in missing for name in _names(column, own))
    for place, value in enumerate(row, start=1):
        if not isinstance(value, str) or not fold(value):
            continue
        where = f"{title}!{get_column_letter(place)}{number}"
        known = titles.get(fold(value))
        if known and found[known] != place:
            message = _("le titre « {value} » y est déjà, en colonne {letter} ; gardez-en un")
            letter = get_column_letter(found[known])
            faults.add(message.format(value=shown(value), letter=letter), file=file, where=where)
        elif place not in found.values() and not says_the_contrary(value) and (name := near.nearest(value, _NEARLY)):
            message = _("titre de colonne inconnu « {value} » ; vouliez-vous dire « {name} » ?")
            faults.add(message.format(value=shown(value), name=name), file=file, where=where)
    for column in missing:
        if column.field in own:
            message = _("aucune colonne « {name} », que le scénario annonce sous [columns]")
            faults.add(message.format(name=shown(own[column.field])), file=file, where=title)


def _names(column: Column, own: Headings) -> tuple[str, ...]:
    return (own[column.field],) if column.field in own else column.titles


def _no_header(grid: Grid, best: tuple[int, dict[str, int]] | None, at: Where, faults: Faults) -> None:
    """Say which required titles the likeliest header row lacks, and which of its titles may be meant for them."""
    sheet, own, file, title = at
    if best is None:
        wanted = ", ".join(own.get(column.field, column.title) for column in sheet.columns if column.required)
        if wanted:
            message = _("feuille vide ; titres attendus : {wanted}")
            faults.add(message.format(wanted=wanted), file=file, where=title)
        return
    number, found = best
    known = _titles(sheet, own)
    others = {shown(value): place for place, value in enumerate(grid[number - 1], 1) if isinstance(value, str)}
    others = {value: place for value, place in others.items() if fold(value) not in known}
    for column in sheet.columns:
        if column.required and column.field not in found:
            names = _names(column, own)
            near = next((value for name in names if (value := Names(others).nearest(name))), None)
            where = f"{title}!{get_column_letter(others[near])}{number}" if near else f"{title}!{number}"
            message = _("il manque le titre de colonne « {name} »{hint}")
            hint = _(" ; est-ce « {value} » ?").format(value=near) if near else ""
            faults.add(message.format(name=own.get(column.field, column.title), hint=hint), file=file, where=where)
