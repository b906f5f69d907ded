"""The tables of a sweep, written whole when it ends: workbook, CSV, page, and the jurors of a season."""

from collections.abc import Callable
from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.kept import sole_writer
from tspi_sched.sweeps import book, page
from tspi_sched.sweeps.frame import columns_of, csv_of, records
from tspi_sched.sweeps.run import Run
from tspi_sched.sweeps.season import Juror, jurors
from tspi_sched.sweeps.store import TABLES, digest

Kept = Callable[[Path, Path], None]
"""Called with a table that somebody has worked on, and with the path that it is kept under."""


def write(run: Run, kept: Kept = lambda path, copy: None) -> tuple[Path, ...]:
    """Write the tables of a sweep as it stands; returns their paths."""
    folder, people = run.store.folder, jurors(run.rows)
    with sole_writer(folder):
        there = [name for name in TABLES if name != TABLES[-1] or people]
        for name in there:
            if copy := run.store.spare(name):
                kept(folder / name, copy)
        book.write(run, people, folder / TABLES[0])
        write_text(folder / TABLES[1], table_csv(run))
        page.write(run, people, folder / TABLES[2])
        if people:
            write_text(folder / TABLES[3], jurors_csv(people))
        run.store.finish(run.sweep, {name: digest(folder / name) for name in there})
    return tuple(folder / name for name in there)


def table_csv(run: Run) -> str:
    """``sweep.csv``: a row per scenario."""
    columns = columns_of(run.rows, run.sweep)
    return csv_of(columns, ([row[name] for name in columns] for row in records(run.rows, run.sweep)))


def jurors_csv(people: tuple[Juror, ...]) -> str:
    """``jurors.csv``: a row per juror."""
    heads = ("last_name", "first_name", "email", "sessions", "days", "duties", "double_bookings", "known_by")
    return csv_of(heads, (_juror(one) for one in people))


def _juror(juror: Juror) -> tuple[object, ...]:
    first = juror.rows[0][1]
    duties = "; ".join(f"{duty.day.isoformat()} {duty.session} ({duty.id}) {duty.hours}" for duty in juror.duties)
    twice = "; ".join(booking.day.isoformat() for booking in juror.bookings)
    known = "name" if juror.by_name_only else "email" if len(juror.rows) > 1 else ""
    return first.last_name, first.first_name, juror.email, "; ".join(juror.sessions), juror.days, duties, twice, known
