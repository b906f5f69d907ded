"""What the tables and columns of a list may be, and how sure that is: by title, by a likely slip, by the values."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tspi_sched.problem import Title
from tspi_sched.reading.title import codes_in
from tspi_sched.reading.values.cells import Unclear, capacity, gender, is_empty, shown, uses
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.workbook.grids import Grid
from tspi_sched.reading.workbook.headers import has_content, understood
from tspi_sched.reading.workbook.layout import (
    CANDIDATES,
    DAYS,
    INVIGILATORS,
    MEMBERS,
    PROJECTORS,
    ROOMS,
    Column,
    Sheet,
)
from tspi_sched.reading.workbook.synonyms import column_synonyms, says_the_contrary, sheet_synonyms

KINDS = (CANDIDATES, MEMBERS, ROOMS, INVIGILATORS, PROJECTORS, DAYS)
"""What a list may be of."""

NUMBERED = {"candidates": "C{:02d}", "members": "J{}", "rooms": "S{}", "invigilators": "SV{}", "projectors": "VP{}"}
"""The ids that rows get where the list has none."""

WITHIN = 30
"""Rows among which the headings are looked for."""

ALIKE = 0.75
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the list: its place, its title, some of its values; the field that it fills, empty for none, and
    whether that is sure."""

    place: int
    title: str
    samples: tuple[str, ...]
    field: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Listing:
    """A table of the list: what it is of (a sheet's key, empty for nothing that is read), whether that is sure, the row
    of its headings, counted from 1, and its columns."""

    title: str
    kind: str
    sure: bool
    header: int
    headings: tuple[Heading, ...]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that it fills."""
        return next((sheet for sheet in KINDS if sheet.key == self.kind), None)

    @property
    def missing(self) -> tuple[Column, ...]:
        """The required columns that no column fills; ids are numbered, so they are never asked for."""
        if self.sheet is None:
            return ()
        filled = {heading.field for heading in self.headings}
        return tuple(column for column in self.sheet.columns if column.required and column.field not in {*filled, "id"})

    @property
    def is_clear(self) -> bool:
        """Whether nothing needs to be asked."""
        return self.sure and all(heading.sure for heading in self.headings) and not self.missing


def listings(tables: dict[str, Grid], title: Title) -> tuple[Listing, ...]:
    """Every table with what it may be."""
    return tuple(guessed(name, grid, title, len(tables) == 1) for name, grid in tables.items())


def guessed(name: str, grid: Grid, title: Title, alone: bool, kind: str | None = None) -> Listing:
    """One table; `kind` is what somebody says that it is (empty: nothing that is read), None if nobody has."""
    by_kind = {sheet.key: _header(grid, sheet) for sheet in KINDS}
    sure = True
    if kind is None:
        kind, sure = _kind(name, {key: len(found) for key, (_row, found) in by_kind.items()}, alone)
    if not kind:
        return Listing(name, "", sure, 1, ())
    row, found = by_kind[kind]
    sheet = next(sheet for sheet in KINDS if sheet.key == kind)
    return Listing(name, kind, sure, row, tuple(_headings(grid, row, sheet, found, title)))


def _header(grid: Grid, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """The row that holds most titles of a sheet, and these; the first row of several texts where none holds any."""
    rows = [(number, understood(grid, number, sheet, {})) for number in range(1, min(len(grid), WITHIN) + 1)]
    best = max(rows, key=lambda row: (len(row[1]), -row[0]), default=(1, {}))
    if best[1]:
        return best
    texts = (n for n, _found in rows if sum(isinstance(value, str) for value in grid[n - 1]) > 1)
    return next(texts, 1), {}


def _kind(name: str, scores: dict[str, int], alone: bool) -> tuple[str, bool]:
    """What a table is of: by its name, else by the titles that it has most of; sure if nothing else comes near."""
    named = [sheet.key for sheet in KINDS if any(word in fold(name) for word in _names(sheet))]
    if len(named) == 1 and scores[named[0]] > 0:
        return named[0], True
    ranked = sorted(scores, key=lambda key: -scores[key])
    first, second = ranked[0], ranked[1]
    if scores[first] < 2 and not alone:
        return "", scores[first] == 0
    clear = scores[first] >= 2 and scores[first] > scores[second]
    return (first if scores[first] else CANDIDATES.key), clear


def _names(sheet: Sheet) -> Iterator[str]:
    yield from (word for word in (*map(fold, sheet.titles), *sheet_synonyms(sheet)) if len(word) > 3)


def _headings(grid: Grid, row: int, sheet: Sheet, found: dict[str, int], title: Title) -> Iterator[Heading]:
    fields = {place: field for field, place in found.items()}
    left = [column for column in sheet.columns if column.field not in found and column.kind != "ignored"]
    near = Names(
        (column.field for column in left),
        {
            word: column.field
            for column in left
            for word in (*map(fold, column.titles), *column_synonyms(sheet, column))
        },
    )
    for place in range(1, max(map(len, grid), default=0) + 1):
        text = _title(grid, row, place)
        if not has_content(grid, row, place):
            continue
        samples = _samples(grid, row, place)
        field = fields.get(place, "")
        if field:
            yield Heading(place, text, samples, field)
            continue
        guess = _near(text, near, left) or _by_values(_values(grid, row, place), left, title)
        left = [column for column in left if column.field != guess]
        yield Heading(place, text, samples, guess, sure=not guess)


def _words(sheet: Sheet, column: Column) -> tuple[str, ...]:
    return (*map(fold, column.titles), *column_synonyms(sheet, column))


def _title(grid: Grid, row: int, place: int) -> str:
    value = grid[row - 1][place - 1] if place <= len(grid[row - 1]) else None
    return "" if is_empty(value) else str(value).strip()


def _near(text: str, near: Names, left: list[Column]) -> str:
    if not text or says_the_contrary(text):
        return ""
    field = near.nearest(text, ALIKE)
    return field if field in {column.field for column in left} else ""


def _values(grid: Grid, row: int, place: int) -> list[object]:
    return [line[place - 1] for line in grid[row:] if place <= len(line) and not is_empty(line[place - 1])]


def _samples(grid: Grid, row: int, place: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(shown, _values(grid, row, place))))[:SAMPLES]


def _by_values(values: list[object], left: list[Column], title: Title) -> str:
    """The column whose words the values are, where these are hardly those of another."""
    telling: dict[str, Callable[[object], object]] = {
        "tracks": lambda value: codes_in(str(value), title), "capacity": capacity, "gender": gender, "uses": uses,
    }  # fmt: skip
    return next((c.field for c in left if c.kind in telling and _all_read(telling[c.kind], values)), "")


def _all_read(read: Callable[[object], object], values: list[object]) -> bool:
    try:
        return all(read(value) is not None for value in values)
    except Unclear:
        return False
