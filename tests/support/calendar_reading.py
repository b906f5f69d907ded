"""The calendars of the demonstration session, written and read back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import icalendar

from tests.support import export_demo as demo
from tspi_sched.documents import Documents
from tspi_sched.exports import ics
from tspi_sched.plan import Plan

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def write(
    folder: Path, plan: Plan | None = None, now: datetime = NOW, documents: Documents | None = None, **changes: object
) -> Path:
    """The folder with everybody's calendars."""
    ics.write(demo.problem(**changes), demo.result(plan), folder, documents, now=now)
    return folder


def events(file: Path) -> list[Any]:
    """The events of a calendar in which the library finds nothing wrong."""
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert not calendar.errors
    return calendar.walk("VEVENT")
