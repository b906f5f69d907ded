"""What is noted of workbooks, and what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest

from tspi_sched.errors import InputError
from tspi_sched.reading import read, read_noted

D7, D8 = date(2026, 12, 7), date(2026, 12, 8)


def notes(path: Path) -> dict[str, str]:
    """What was noted, by place."""
    found: dict[str, str] = {}
    for note in read_noted(path).notes:
        found[note.where] = f"{found.get(note.where, '')}{note.message}\n"
    return found


def faults(path: Path) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return {fault.where: fault.message for fault in caught.value.faults}
