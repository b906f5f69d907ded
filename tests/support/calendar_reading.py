"""The calendars of the demonstration session, written and read back."""

from datetime import UTC, datetime

import icalendar

from tests.support import export_demo as demo
from tspi_sched.exports import ics

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def write(folder, plan=None, now=NOW, documents=None, **changes):
    """The folder with everybody's calendars."""
    ics.write(demo.problem(**changes), demo.result(plan), folder, documents, now=now)
    return folder


def events(file):
    """The events of a calendar in which the library finds nothing wrong."""
    calendar = icalendar.Calendar.from_ical(file.read_bytes())
    assert not calendar.errors
    return calendar.walk("VEVENT")
