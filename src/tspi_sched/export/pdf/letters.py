"""What convocations have in common: whom they are from, the date, the signature."""

from datetime import date

from tspi_sched.export.pdf.pieces import Items, Letter, Table
from tspi_sched.export.pdf.session import Session
from tspi_sched.texts import _, long_date


def letter(
    session: Session,
    *,
    name: str,
    to: tuple[str, ...],
    subject: tuple[tuple[str, str], ...],
    intro: str,
    table: Table,
    notes: tuple[str, ...],
    brief: Table | None = None,
    legend: str = "",
    lists: tuple[Items, ...] = (),
) -> Letter:
    """A letter with everything that does not depend on whom it goes to."""
    return Letter(
        name=name,
        to=tuple(filter(None, to)),
        dateline=_dateline(session.documents.city, session.today),
        subject=subject,
        salutation=_("Madame, Monsieur,"),
        intro=intro,
        table=table,
        brief=brief,
        legend=legend,
        lists=lists,
        notes=notes,
        closing=session.texts.closing or "",
        signatory=session.signatory,
    )


def _dateline(city: str, today: date) -> str:
    day = long_date(today).split(" ", 1)[1]  # without the weekday
    if city:
        return _("{city}, le {day}").format(city=city, day=day)
    return _("Le {day}").format(day=day)
