"""The cards: a page for each candidate and each member, to print alone. What both kinds are made of.

All the cards of a kind stand on one sheet, a page each, so that sixty candidates do not make sixty tabs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.stamped import whole_text
from tspi_sched.exports.xlsx.alerts import Alert, watch
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import cards_page
from tspi_sched.exports.xlsx.sheet import Styled, add_sheet, back, lead, line, lines_in, place, put, widths
from tspi_sched.problem import Problem
from tspi_sched.stamp import Stamp
from tspi_sched.texts import _, cut

PER_SHEET = 500
"""Cards on one sheet at most: Excel knows a thousand page breaks a sheet."""

ROW, BAND, LINE = 17, 22, 13
"""Points: of a row, of a heading, of each line of a text that wraps."""

WRAPPED = ("text", "small")
"""The styles of the cells whose text may take several lines."""


@dataclass
class Pen:
    """Where the next row of a sheet of cards goes, and the cells with lengths to watch; `sizes` are the columns'."""

    sheet: Worksheet
    sizes: Sequence[float]
    row: int = 1
    lengths: list[str] = field(default_factory=list)

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.sizes)

    def full(self, text: str, style: str, height: float = ROW) -> None:
        """A row that is one cell; a long text makes it higher."""
        line(self.sheet, self.row, 1, self.last, text, style)
        self.down(max(height, min(LINE * lines_in(text, sum(self.sizes)) + 4, 120)))

    def cells(self, values: Iterable[Styled], height: float = 0) -> None:
        """A row of the table, as high as its longest text needs if no height is given."""
        lines = 1
        for column, (value, size) in enumerate(zip(values, self.sizes, strict=True), 1):
            cell = put(self.sheet, self.row, column, value.value, value.style)
            if value.target:
                lead(cell, value.target)
            lines = max(lines, lines_in(value.value, size) if value.style in WRAPPED else 1)
        self.down(height or max(ROW, LINE * lines + 3))

    def total(self, text: str, minutes: int) -> None:
        """A length with what it is."""
        line(self.sheet, self.row, 1, self.last - 1, text, "total")
        cell = put(self.sheet, self.row, self.last, timedelta(minutes=minutes), "length")
        self.lengths.append(cell.coordinate)
        self.down(ROW)

    def letterhead(self, problem: Problem) -> None:
        """The centre and the title, on what is handed out."""
        title = _("Planning de session – {title} ({code})").format(title=problem.title.name, code=problem.title.code)
        for text in filter(None, (problem.centre, title)):
            self.full(text, "subtitle")
        self.down(6)

    def title(self, name: str, id: str, facts: Iterable[str]) -> None:
        """Whose card it is, and what holds for every day."""
        self.full(cut(name if name == id else f"{name} – {id}", 90), "who", 30)
        self.full(cut("  |  ".join(facts), 400), "facts", BAND)

    def edition(self, stamp: Stamp, kind: str, id: str) -> None:
        """Which edition it is of and since when it is valid, if it was published."""
        if text := whole_text(stamp, kind, id):
            self.down(6)
            self.full(text, "note")

    def down(self, height: float) -> None:
        """Go to the next row; this one is so high."""
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1


Card = tuple[str, Callable[[Pen], None]]
"""Whose it is, by id, and what writes it."""


@dataclass(frozen=True)
class Kind:
    """Cards of one kind: their sheet's title, the sheet that lists these people, the columns, what is long for them."""

    title: str
    origin: str
    sizes: tuple[float, ...]
    alerts: tuple[Alert, ...]
    upright: bool = True


def add_cards(draft: Draft, kind: Kind, cards: Sequence[Card]) -> None:
    """Some cards, on as many sheets as they need; notes where each of them is."""
    for start in range(0, len(cards), PER_SHEET):
        pen = Pen(add_sheet(draft.book, kind.title), kind.sizes)
        widths(pen.sheet, kind.sizes)
        ends: list[int] = []
        for id, write in cards[start : start + PER_SHEET]:
            draft.cards[id] = place(pen.sheet, pen.row)
            back(pen.sheet, pen.last + 1, kind.origin, _("Synthèse"), row=pen.row)
            write(pen)
            ends.append(pen.row - 1)
        watch(pen.sheet, " ".join(pen.lengths), kind.alerts)
        cards_page(pen.sheet, draft.session, pen.last, ends, upright=kind.upright)
