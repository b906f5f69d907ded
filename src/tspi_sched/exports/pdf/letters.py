"""What convocations have in common: whom they are from, the date, the signature."""

from datetime import date

from tspi_sched.exports.common.addressing import Person, agreed, envelope, kind_of, salutation
from tspi_sched.exports.pdf.pieces import Items, Letter, Table
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.stamped import since_text
from tspi_sched.texts import _, long_date


def letter(
    session: Session,
    *,
    person: Person,
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
        name=_("Convocation – {name} ({id})").format(name=person.name, id=person.id),
        person=person.id,
        to=envelope(person) or tuple(filter(None, to)),
        window=bool(person.address),
        dateline=_dateline(session.documents.city, session.today),
        subject=subject,
        salutation=salutation(person),
        intro=agreed(intro, person),
        table=table,
        brief=brief,
        legend=legend,
        lists=lists,
        notes=tuple(agreed(note, person) for note in notes),
        closing=agreed(session.texts.closing or "", person),
        signatory=session.signatory,
        since=since_text(session.stamp, kind_of(person), person.id),
    )


def _dateline(city: str, today: date) -> str:
    day = long_date(today).split(" ", 1)[1]  # without the weekday
    if city:
        return _("{city}, le {day}").format(city=city, day=day)
    return _("Le {day}").format(day=day)
