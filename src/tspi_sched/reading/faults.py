"""Collecting every fault before giving up, so that a person mends the input once."""

import re

from tspi_sched.errors import Fault, InputError

_CELL = re.compile(r"(.*)!([A-Z]*)(\d+)")


class Faults:
    """The faults found so far."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}
        self._notes: dict[Fault, None] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, message: str, *, file: str = "", where: str = "") -> None:
        """Note one fault; the same one twice counts once."""
        self._found[Fault(file, where, message)] = None

    def note(self, message: str, *, file: str = "", where: str = "") -> None:
        """Note what is no fault and yet not to be passed over in silence."""
        self._notes[Fault(file, where, message)] = None

    @property
    def found(self) -> tuple[Fault, ...]:
        """The faults, as they were met."""
        return tuple(self._found)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What was noted beside the faults."""
        return _in_file_order(tuple(self._notes))

    def extend(self, error: InputError) -> None:
        """Note the faults of an error raised deeper down."""
        self._found.update(dict.fromkeys(error.faults))

    def stop(self) -> InputError:
        """The error that holds everything found, to be raised when nothing more can be read."""
        return InputError(_in_file_order(tuple(self._found)), self.notes)

    def raise_if_any(self) -> None:
        """Raise everything found, if anything was."""
        if self._found:
            raise self.stop()


def _in_file_order(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Faults by file and sheet as these were met, and within a sheet row by row, as a person goes through it."""
    groups: dict[tuple[str, str], int] = {}

    def place(fault: Fault) -> tuple[int, int, int, str]:
        cell = _CELL.fullmatch(fault.where)
        sheet, column, row = cell.groups() if cell else (fault.where, "", "0")
        group = groups.setdefault((fault.file, sheet), len(groups))
        return group, int(row), len(column), column

    return tuple(sorted(faults, key=place))
