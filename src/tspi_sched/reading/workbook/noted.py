"""Notes about rows that were read all the same: hidden or crossed out, and ids that may be remarks."""

from collections.abc import Sequence
from itertools import takewhile

from tspi_sched.problem import letters
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.workbook.grids import Book, Grid
from tspi_sched.reading.workbook.headers import Header, has_content
from tspi_sched.texts import _, ngettext

_LISTED = 12
"""How many rows a note names."""


def note_seen(rows: Sequence[int], grid: Grid, header: Header, at: tuple[Book, str, Faults]) -> None:
    """Note what a person sees otherwise than it was read; `at`: the book, the title of the sheet, the faults."""
    _note_hidden(rows, *at)
    _note_hidden_columns(header, grid, *at)
    _note_struck(rows, header, *at)


def _note_hidden(rows: Sequence[int], book: Book, title: str, faults: Faults) -> None:
    """Hidden rows and sheets count like others; whoever hid them may think otherwise."""
    if rows and book.is_hidden(title):
        faults.note(_("feuille masquée, lue comme les autres"), file=book.name, where=title)
    hidden = book.hidden_rows(title)
    numbers = [number for number in rows if number in hidden]
    if numbers:
        text = ngettext(
            "{count} ligne masquée (par un filtre ?) est lue comme les autres : {rows}",
            "{count} lignes masquées (par un filtre ?) sont lues comme les autres : {rows}",
            len(numbers),
        )
        faults.note(text.format(count=len(numbers), rows=_rows(numbers)), file=book.name, where=title)


def _note_hidden_columns(header: Header, grid: Grid, book: Book, title: str, faults: Faults) -> None:
    """Hidden columns that are read count like others."""
    hidden = book.hidden_columns(title)
    places = sorted(place for place in header.columns.values() if place in hidden)
    names = [shown(grid[header.row - 1][place - 1]) for place in places if has_content(grid, header.row, place)]
    if names:
        text = ngettext(
            "colonne masquée, lue comme les autres : {titles}",
            "colonnes masquées, lues comme les autres : {titles}",
            len(names),
        )
        listed = ", ".join(_("« {title} »").format(title=name) for name in names)
        faults.note(text.format(titles=listed), file=book.name, where=title)


def _note_struck(rows: Sequence[int], header: Header, book: Book, title: str, faults: Faults) -> None:
    """Who is crossed out is still there for a program; who crossed it out may think otherwise."""
    struck, places = book.struck(title), frozenset(header.columns.values())
    numbers = [number for number in rows if any((number, place) in struck for place in places)]
    if numbers:
        text = ngettext(
            "texte barré, lu comme le reste, à la ligne {rows} ; s'il ne compte plus, effacez-le",
            "texte barré, lu comme le reste, aux lignes {rows} ; s'il ne compte plus, effacez-le",
            len(numbers),
        )
        faults.note(text.format(rows=_rows(numbers)), file=book.name, where=title)


def _rows(numbers: Sequence[int]) -> str:
    """The first rows of some, in words."""
    return ", ".join(map(str, numbers[:_LISTED])) + (", …" if len(numbers) > _LISTED else "")


def note_odd_ids(ids: Sequence[tuple[str, object, bool]], file: str, title: str, faults: Faults) -> None:
    """Where an id (its place, its value, whether it stands alone) is all that a row needs, any word would do: name
    those below the first that are unlike all the others."""
    starts = [_start(value) for _where, value, _alone in ids]
    for number, (where, value, alone) in enumerate(ids):
        others = {start for place, start in enumerate(starts) if place != number}
        if number and alone and len(others) == 1 and starts[number] not in others:
            text = _("« {value} » est lu comme un identifiant de la feuille « {sheet} » ; si c'est une note, ôtez-la")
            faults.note(text.format(value=shown(value), sheet=title), file=file, where=where)


def _start(value: object) -> str:
    """The letters before the first figure of an id: VP of VP1."""
    return letters("".join(takewhile(lambda c: not c.isdigit(), str(value))))
