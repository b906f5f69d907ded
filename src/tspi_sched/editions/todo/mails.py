"""Drafts of mails, one for each person to tell, with their new letter and their calendar. Nothing is ever sent: a mail
program opens a draft (``X-Unsent``) in a window to write in, where it is looked at and sent, or not."""

from collections.abc import Iterator, Mapping
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from tspi_sched.editions.todo.work import Call, Work
from tspi_sched.exports.common.addressing import agreed, salutation
from tspi_sched.exports.common.files import safe_names, write_bytes
from tspi_sched.exports.comparison.calls import sentences
from tspi_sched.exports.formats import FORMATS
from tspi_sched.exports.ics.calendars import CANDIDATE, HELPER, INVIGILATOR, MEMBER, file_names
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.problem import Problem
from tspi_sched.reading.values.contact import emails
from tspi_sched.texts import _, harmless

_FILES = {"candidate": CANDIDATE, "member": MEMBER, "invigilator": INVIGILATOR, "helper": HELPER}


def write_mails(work: Work, made: Mapping[str, bytes], folder: Path, target: Path) -> None:
    """Write the drafts into a folder; `made` are the new letters by whom they are for, `folder` has the calendars."""
    files = safe_names(f"{call.person.name} {call.person.id}" for call in work.calls)
    calendars = _calendars(work.problem)
    for call in work.calls:
        attached = [(_letter_name(call), made[call.key], "application/pdf")] if call.key in made else []
        path = folder / FORMATS["ics"].name / calendars.get(call.key, "")
        attached += [(path.name, path.read_bytes(), "text/calendar")] if path.is_file() else []
        name = files[f"{call.person.name} {call.person.id}"]
        write_bytes(target / f"{name}.eml", _draft(work, call, attached).as_bytes())


def _calendars(problem: Problem) -> dict[str, str]:
    """The names of people's calendars, by the keys of their papers."""
    people = (
        ("candidate", problem.candidates),
        ("member", problem.members),
        ("invigilator", problem.invigilators),
        ("helper", problem.helpers),
    )
    return {
        f"{kind} {id}": name
        for kind, group in people
        for id, name in file_names(_FILES[kind], (one.id for one in group)).items()
    }


def _letter_name(call: Call) -> str:
    kind = _("Convocation") if call.has else _("Annulation")
    return next(iter(safe_names((f"{kind} {call.person.name} {call.person.id}",)).values())) + ".pdf"


def _draft(work: Work, call: Call, attached: list[tuple[str, bytes, str]]) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = harmless(_subject(work, call))
    if addresses := emails(call.person.email):
        parts = (address.rpartition("@") for address in addresses)
        message["To"] = [Address(harmless(call.person.name), user, domain) for user, _at, domain in parts]
    message["X-Unsent"] = "1"
    message.set_content("\n".join(map(harmless, _body(work, call))))
    for name, content, kind in attached:
        main, _slash, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def _subject(work: Work, call: Call) -> str:
    title = work.problem.title.name
    if not call.has:
        return _("Annulation de votre convocation – {title}").format(title=title)
    if not call.had:
        return _("Convocation – {title}").format(title=title)
    return _("Nouvelle convocation, qui annule et remplace la précédente – {title}").format(title=title)


def _body(work: Work, call: Call) -> Iterator[str]:
    session = work.kept.session
    yield from (salutation(call.person), "")
    yield agreed(_opening(call), call.person)
    yield ""
    yield from (f"- {line}" for line in sentences(work.problem_of(call), call.notices, _("nouvelle convocation")))
    yield from ("", _("Ce message tient compte de ceci : {edition}.").format(edition=stamp_text(session.stamp)), "")
    yield agreed(session.texts.closing or "", call.person)
    yield from ("", *session.signatory, session.centre, *session.documents.contact)


def _opening(call: Call) -> str:
    if not call.has:
        return _("Votre convocation est annulée : vous n'êtes plus attendu(e). Ce qui n'a plus lieu pour vous :")
    if not call.had:
        return _("Vous êtes attendu(e) à la session d'examen. Votre convocation est jointe. En bref :")
    return _("Votre convocation change ; celle qui est jointe annule et remplace la précédente. Ce qui change :")
