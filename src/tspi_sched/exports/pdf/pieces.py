"""What a page holds, before it has a look: letters and sheets, made of tables and texts.

The templates give them their look; they get them as JSON, so a text is never anything but a text.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column: its title, its share of the width that is left (0: as wide as its content), its alignment."""

    title: str
    share: float = 0
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with a look of its own (``strong``, ``flag``, ``faint``, ``box`` to tick) and a small note under it."""

    text: str = ""
    style: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """A row that is one text over all columns: ``head`` opens a part of the table, ``pause`` interrupts it."""

    band: str
    style: str = "head"


Row = tuple[Cell | str, ...] | Band


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `height` is the least height of its rows in millimetres."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    title: str = ""
    height: float = 0


@dataclass(frozen=True, slots=True)
class Items:
    """A list under its title."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A convocation, on one page: whom it goes to, what it says, who signs it."""

    name: str
    """What its footer calls it."""
    person: str
    """The id of whom it is for."""
    to: tuple[str, ...]
    window: bool
    """Whether `to` is a postal address, to be read through the window of an envelope."""
    dateline: str
    subject: tuple[tuple[str, str], ...]
    salutation: str
    intro: str
    table: Table
    brief: Table | None
    """The same in fewer lines, for a table that does not fit on the page."""
    legend: str
    """What the codes of the table stand for; the brief one has none."""
    lists: tuple[Items, ...]
    notes: tuple[str, ...]
    closing: str
    signatory: tuple[str, ...]
    since: str = ""
    """Which edition it was last changed by."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page to work with or to put up: facts on top, then tables, then advice and room to write."""

    title: str
    subtitle: str = ""
    banner: str = ""
    """What is to be read from afar."""
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    blank: str = ""
    """The title of a box to write in."""
    signatures: tuple[str, ...] = ()
    since: str = ""
    """Which edition it was last changed by."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole file: its template (``letter``, ``sheet``, ``wide``, ``wall`` or ``poster``) and its pages."""

    title: str
    template: str
    pages: tuple[Letter | Sheet, ...]
