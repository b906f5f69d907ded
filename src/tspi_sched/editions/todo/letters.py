"""The new letters of those whose own day changed, each in the place of the one before, and the cancellations."""

from dataclasses import dataclass, replace

from tspi_sched.comparison.people import Entry
from tspi_sched.editions.todo.work import Call, Work
from tspi_sched.exports.common.calls import arrival, call_text
from tspi_sched.exports.pdf.candidates import candidate_letters
from tspi_sched.exports.pdf.helpers import helper_letters
from tspi_sched.exports.pdf.letters import letter
from tspi_sched.exports.pdf.members import member_letters
from tspi_sched.exports.pdf.pieces import Band, Column, Letter, Paper, Row, Table
from tspi_sched.exports.pdf.session import Session, headline_date
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.problem import Invigilator
from tspi_sched.texts import _, clock


@dataclass(frozen=True)
class New:
    """A letter with whom it is for, by the key of their papers."""

    key: str
    letter: Letter

    @property
    def paper(self) -> Paper:
        """A file of its own."""
        return Paper(self.letter.name, "letter", (self.letter,))


def letters(work: Work) -> tuple[New, ...]:
    """The letters, in the order of the calls."""
    session, found = work.kept.session, {}
    found["candidate"] = {one.person: one for one in candidate_letters(session)}
    found["member"] = {one.person: one for one in member_letters(session)}
    found["helper"] = {one.person: one for one in helper_letters(session)}
    made = []
    for call in work.calls:
        known = found.get(call.kind, {}).get(call.person.id)
        if call.has and isinstance(call.person, Invigilator):
            known = _invigilator_letter(session, call.person)
        if known is not None and call.has:
            made.append(New(call.key, _in_the_place(call, known)))
        elif call.had and not call.has:
            made.append(New(call.key, _cancellation(work, call)))
    return tuple(made)


def _earlier(call: Call) -> str:
    """The letter that somebody has: ``édition 2, publiée le …``."""
    before = call.before.edition
    number = before.since.get(call.key, before.number)
    if number == before.number:
        return stamp_text(before.stamp)
    return _("édition {number}").format(number=number)


def _in_the_place(call: Call, one: Letter) -> Letter:
    """A letter that says which one it takes the place of."""
    if not call.had:
        return one
    text = _("la convocation précédente ({edition})").format(edition=_earlier(call))
    return replace(one, subject=(*one.subject, (_("Annule et remplace"), text)))


# --- cancellations ---------------------------------------------------------------------------------------------------


def _cancellation(work: Work, call: Call) -> Letter:
    """What tells somebody that they are not expected any more, with what they were expected for."""
    session = work.kept.session
    intro = _(
        "La convocation que vous avez reçue ({edition}) est annulée : vous n'êtes plus attendu(e) à la session "
        "d'examen citée en objet, pour rien de ce qui suit."
    ).format(edition=_earlier(call))
    candidate = (_("Le centre reprendra contact avec vous pour la suite de votre parcours."),)
    one = letter(
        session,
        person=call.person,
        to=(call.person.name,),
        subject=((_("Objet"), _("annulation de votre convocation au {exam}").format(exam=session.exam)),),
        intro=intro,
        table=_cancelled(call),
        notes=candidate if call.kind == "candidate" else (),
    )
    return replace(one, name=_("Annulation – {name} ({id})").format(name=call.person.name, id=call.person.id))


def _cancelled(call: Call) -> Table:
    before = call.before.session
    columns = Column(_("Épreuve"), 1), Column(_("Horaire"), 0, "center"), Column(_("Salle"), 0.55)
    rows: list[Row] = []
    for notice in call.notices:
        rows.append(Band(headline_date(notice.day)))
        rows += (_cancelled_row(before, entry) for entry in notice.before)
    return Table(columns, tuple(rows))


def _cancelled_row(before: Session, entry: Entry) -> Row:
    name = f"{before.problem.title.stage[entry.stage].name} ({entry.stage})"
    return name, f"{clock(entry.start)} – {clock(entry.end)}", before.roster.short_room(entry.room)


# --- invigilators ----------------------------------------------------------------------------------------------------


def _invigilator_letter(session: Session, person: Invigilator) -> Letter:
    """The sittings that somebody watches over, and when to come."""
    columns = Column(_("Épreuve"), 1), Column(_("Horaire"), 0, "center"), Column(_("Salle"), 0.55)
    rows: list[Row] = []
    for sitting in (one for one in session.roster.sittings if person.id in one.invigilators):
        time = call_text(arrival(session.roster, sitting, person.id))
        text = _("{day} – présentez-vous à {time}").format(day=headline_date(sitting.day), time=time)
        rows.append(Band(text))
        hours = f"{clock(sitting.start)} – {clock(sitting.end)}"
        rows.append((session.stage(sitting.tasks[0]), hours, session.roster.short_room(sitting.room)))
    return letter(
        session,
        person=person,
        to=(person.name, _("Surveillant")),
        subject=((_("Objet"), _("surveillance des épreuves du {exam}").format(exam=session.exam)),),
        intro=_("Vous êtes attendu(e) pour surveiller les épreuves écrites de la session d'examen citée en objet."),
        table=Table(columns, tuple(rows)),
        notes=(),
    )
