"""The questions about a list that was dropped, and the answers to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tspi_sched.problem import Title
from tspi_sched.reading.workbook.grids import Grid
from tspi_sched.reading.workbook.layout import Column
from tspi_sched.starter.lists.book import Filled
from tspi_sched.starter.lists.grids import grids
from tspi_sched.starter.lists.guess import KINDS, Heading, Listing, guessed
from tspi_sched.texts import _
from tspi_sched.web.pending import Pending


@dataclass(frozen=True, slots=True)
class Question:
    """A table of the list under its number, as it is understood so far; `is_new`: its kind was changed in this answer,
    so that its columns were not asked for yet."""

    number: int
    listing: Listing
    grid: Grid
    tracks: tuple[str, ...]
    is_new: bool

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """What it may be of."""
        return tuple((sheet.key, sheet.title) for sheet in KINDS)

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What its columns may be."""
        sheet = self.listing.sheet
        return tuple((column.field, column.title) for column in sheet.columns) if sheet else ()

    def choices(self, column: Column) -> tuple[str, ...]:
        """The usual values of a column that the list has not."""
        return self.tracks if column.kind == "tracks" else column.choices


def questions(one: Pending, title: Title, form: Mapping[str, str]) -> tuple[Question, ...]:
    """Every table of a list, as the answers so far have it; a column is guessed where none was given."""
    tables = grids(one.path, one.file)
    tracks = tuple(track.code for track in title.tracks)
    found = []
    for number, (name, grid) in enumerate(tables.items()):
        kind = form.get(f"kind:{number}")
        listing = guessed(name, grid, title, len(tables) == 1, kind)
        is_new = kind is not None and bool(kind) and form.get(f"asked:{number}") != kind
        if kind and not is_new:
            listing = replace(listing, headings=tuple(_as_answered(one, number, form) for one in listing.headings))
        found.append(Question(number, listing, grid, tracks, is_new))
    return tuple(found)


def _as_answered(heading: Heading, number: int, form: Mapping[str, str]) -> Heading:
    answer = form.get(f"column:{number}:{heading.place}")
    return heading if answer is None else replace(heading, field=answer, sure=True)


def answered(asked: tuple[Question, ...], form: Mapping[str, str]) -> tuple[str, ...]:
    """What the answers leave open, or say twice."""
    found = []
    kinds = [question.listing.kind for question in asked if question.listing.kind]
    for question in asked:
        listing, sheet = question.listing, question.listing.sheet
        if sheet is None:
            continue
        if kinds.count(sheet.key) > 1:
            found.append(_("deux tableaux pour « {sheet} » : gardez-en un").format(sheet=sheet.title))
        fields = [heading.field for heading in listing.headings if heading.field]
        for field in dict.fromkeys(field for field in fields if fields.count(field) > 1):
            text = _("« {table} » : deux colonnes pour « {column} »")
            found.append(text.format(table=listing.title, column=sheet.column(field).title))
        for column in listing.missing:
            if not form.get(f"always:{question.number}:{column.field}", "").strip():
                text = _("« {table} » : dites quelle colonne est « {column} », ou une valeur pour tous")
                found.append(text.format(table=listing.title, column=column.title))
    return tuple(dict.fromkeys(found))


def filled(asked: tuple[Question, ...], form: Mapping[str, str]) -> tuple[Filled, ...]:
    """The tables that are read, with the values given for all rows."""
    return tuple(
        Filled(
            question.listing,
            question.grid,
            {
                column.field: form[key].strip()
                for column in question.listing.missing
                if (key := f"always:{question.number}:{column.field}") in form
            },
        )
        for question in asked
        if question.listing.sheet
    )
