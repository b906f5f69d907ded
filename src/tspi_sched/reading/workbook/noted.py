"""Notes about rows that were read all the same: hidden ones, and ids that may be remarks."""

from collections.abc import Sequence
from itertools import takewhile

from tspi_sched.problem import letters
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.workbook.grids import Book
from tspi_sched.texts import _, ngettext

_LISTED = 12
"""How many rows a note names."""


def note_hidden(rows: Sequence[int], book: Book, title: str, faults: Faults) -> None:
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
        listed = ", ".join(map(str, numbers[:_LISTED])) + (", …" if len(numbers) > _LISTED else "")
        faults.note(text.format(count=len(numbers), rows=listed), file=book.name, where=title)


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
