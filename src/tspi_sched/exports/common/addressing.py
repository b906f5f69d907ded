"""How a person is spoken to on paper: salutation, agreement in French, the lines of an envelope."""

import re

from tspi_sched.problem import Candidate, Invigilator, Means, Member
from tspi_sched.texts import _

Person = Candidate | Member | Invigilator | Means

_BOTH = re.compile(r"\((e|ne|le|trice|euse)\)")
"""What a text adds for a woman: ``admis(e)``."""


def kind_of(person: Person) -> str:
    """``candidate``, ``member``, ``helper`` or ``invigilator``."""
    kinds = ((Candidate, "candidate"), (Member, "member"), (Means, "helper"))
    return next((kind for made, kind in kinds if isinstance(person, made)), "invigilator")


def gender(person: Person) -> str:
    """``F``, ``M``, or empty where neither the salutation nor, for a member, the gender tells."""
    told = {"Madame": "F", "Monsieur": "M"}.get(person.salutation, "")
    return told or (person.gender if isinstance(person, Member) and not person.salutation else "")


def salutation(person: Person) -> str:
    """What a letter begins with: ``Madame,``."""
    if known := {"F": _("Madame,"), "M": _("Monsieur,")}.get(gender(person)):
        return known
    return f"{person.salutation}," if person.salutation else _("Madame, Monsieur,")


def named(person: Person) -> str:
    """A name with its civil title, as on an envelope."""
    known = {"F": _("Madame {name}"), "M": _("Monsieur {name}")}.get(gender(person), "")
    return known.format(name=person.name) if known else f"{person.salutation} {person.name}".strip()


def envelope(person: Person) -> tuple[str, ...]:
    """The lines for the window of an envelope; empty without an address."""
    return (named(person), *person.address.split("\n")) if person.address else ()


def agreed(text: str, person: Person) -> str:
    """A text in the gender of whom it speaks to: ``admis(e)`` is ``admise`` or ``admis``, or stays where it is not
    known; and *Madame, Monsieur* is one of the two."""
    known = gender(person)
    if known:
        text = _BOTH.sub(r"\1" if known == "F" else "", text)
    if known or person.salutation:
        text = text.replace(_("Madame, Monsieur,"), salutation(person))
    return text
