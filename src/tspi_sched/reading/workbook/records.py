"""From rows of located cells to records of read values.

Before this, a scenario may change rows; what it brings goes through the same reading.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tspi_sched.problem import letters, signs
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.values import cells, clock, contact
from tspi_sched.reading.values.availability import availability
from tspi_sched.reading.values.doubts import doubt
from tspi_sched.reading.values.extra_time import extra_time
from tspi_sched.reading.values.spelling import is_ditto, is_error, is_nothing
from tspi_sched.reading.workbook.grids import UNSAVED
from tspi_sched.reading.workbook.layout import Column, Sheet
from tspi_sched.reading.workbook.rows import Row
from tspi_sched.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one row by field; those left empty or not readable are not there."""

    row: Row
    values: Mapping[str, Any]
    readable: bool

    def fault(self, faults: Faults, name: str, message: str) -> None:
        """Note a fault at one of its fields."""
        self.row.fault(faults, name, message)


_READERS: dict[str, Callable[[object], Any]] = {
    "id": cells.identifier,
    "name": cells.name,
    "ids": cells.identifiers,
    "ticks": lambda value: ("x",) * value if isinstance(value, bool) else cells.identifiers(value),
    "text": cells.text,
    "tracks": cells.track_list,
    "time": clock.minute,
    "yes_no": cells.yes_no,
    "count": cells.count,
    "amount": cells.amount,
    "minutes": cells.minutes,
    "extra_time": extra_time,
    "capacity": cells.capacity,
    "gender": cells.gender,
    "email": contact.email,
    "phone": contact.phone,
    "salutation": contact.salutation,
    "address": contact.address,
    "uses": cells.places,
    "lock": cells.lock,
    "state": cells.state,
    "moment": lambda value: value,
}
_WORDS = frozenset(("text", "name", "address", "salutation", "phone", "email"))
"""Kinds whose dashes and apostrophes are printed as they were typed."""
_LISTS = frozenset(("ids", "ticks", "tracks", "availability", "extra_time", "uses", "lock"))


_DOUBTS = 5
"""How many doubtful cells of a column are told one by one."""

Days = Sequence[date] | None
"""The days of the session, once they are known; None: they cannot be read."""


def read_value(value: object, column: Column, days: Days = ()) -> Any:
    """The meaning of one value in a column; `Unclear` if it has none."""
    if value is UNSAVED:
        raise cells.Unclear(
            _("formule sans résultat enregistré ; ouvrez le classeur dans Excel et enregistrez-le, ou tapez la valeur")
        )
    if is_error(value):
        raise cells.Unclear(_("erreur Excel {value} ; corrigez la formule").format(value=cells.shown(value)))
    if is_ditto(value):
        raise cells.Unclear(_("« {value} » répète-t-il la ligne du dessus ? écrivez la valeur").format(value=value))
    if isinstance(value, dict) or (isinstance(value, list) and column.kind not in _LISTS):
        raise cells.Unclear(_("« {value} » : une seule valeur est attendue").format(value=cells.shown(value)))
    if isinstance(value, str) and column.kind not in _WORDS:
        value = signs(value)
    match column.kind:
        case "date":
            return clock.day(value, (days or ()) if column.field == "date" else ())  # no other date is of the session
        case "availability":
            return availability(value, days)
        case kind:
            return _READERS[kind](value)


def read_records(rows: list[Row], sheet: Sheet, faults: Faults, days: Days = ()) -> list[Record]:
    """Every row read, with a fault for each cell that is empty against the rules or not readable.

    `days` are those of the session, for dates without a year.
    """
    columns = tuple(column for column in sheet.columns if column.kind != "ignored")
    records = [_record(row, columns, faults, days) for row in rows]
    for column in columns:
        _note_doubts([record for record in records if column.field in record.values], column, faults, days)
    return records


def _note_doubts(records: list[Record], column: Column, faults: Faults, days: Days) -> None:
    """Note what was read in a column and yet is hardly what was meant; of many, the first few and how many more."""
    told = [
        (record, text)
        for record in records
        if (text := doubt(record.row.cells[column.field].value, record.values[column.field], column.kind, days or ()))
    ]
    for place, (record, text) in enumerate(told[:_DOUBTS]):
        left = len(told) - _DOUBTS if place == _DOUBTS - 1 else 0
        more = ngettext(" (et {count} autre de cette colonne)", " (et {count} autres de cette colonne)", left)
        message = _("{name} : {problem}").format(name=column.title, problem=text)
        record.row.note(faults, column.field, message + (more.format(count=left) if left > 0 else ""))


def _record(row: Row, columns: tuple[Column, ...], faults: Faults, days: Days) -> Record:
    values: dict[str, Any] = {}
    readable = True
    for column in columns:
        cell = row.cells.get(column.field)
        if cell is None or cells.is_empty(cell.value) or _is_nothing(cell.value, column):
            if column.required and not column.may_be_empty:
                message = _("cellule vide : « {name} » est requis").format(name=column.title)
                row.fault(faults, column.field, message)
                readable = False
            continue
        try:
            values[column.field] = read_value(cell.value, column, days)
        except cells.Unclear as error:
            row.fault(faults, column.field, _("{name} : {problem}").format(name=column.title, problem=error))
            readable = False
    return Record(row, values, readable)


def _is_nothing(value: object, column: Column) -> bool:
    """Whether a value says that there is none; not applicable, a tick is off where off is what an empty cell means."""
    if column.kind == "yes_no" and column.field != "report" and isinstance(value, str):
        return letters(value) in ("na", "nc", "ras")
    return is_nothing(value, column.kind)
