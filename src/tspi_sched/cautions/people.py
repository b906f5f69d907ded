"""People who may be one under two ids, names in the wrong cell, and who or what is never there."""

import re
from collections.abc import Iterator, Sequence

from tspi_sched.problem import Availability, Candidate, Invigilator, Member, Problem, Projector, Room, letters
from tspi_sched.texts import _

Person = Candidate | Member | Invigilator
_GARBLED = re.compile("Ã[\u0080-\u00bf‚-™]|Â[\u00a0-\u00bf]|â€|\ufffd")
_LISTED = 4
_PARTICLES = frozenset(
    ("de", "du", "des", "la", "le", "les", "d", "l", "el", "al", "van", "von", "der", "ben", "da", "dos")
)


def people(problem: Problem) -> tuple[Person, ...]:
    """Everybody in a session."""
    return (*problem.candidates, *problem.members, *problem.invigilators)


def same_person(problem: Problem) -> Iterator[str]:
    """One name, or one e-mail address, under two ids."""
    for key, text in (
        (_name_key, _("la même personne sous deux identifiants ? {people}")),
        (lambda person: letters(person.email), _("la même adresse électronique pour deux personnes : {people}")),
    ):
        found: dict[str, list[Person]] = {}
        for person in people(problem):
            if spelt := key(person):
                found.setdefault(spelt, []).append(person)
        for same in found.values():
            if len(same) > 1:
                yield text.format(people=", ".join(_described(problem, person) for person in same))


def _name_key(person: Person) -> str:
    """A name as it is compared: whatever its case, accents and order; empty without a first name."""
    if not person.first_name:
        return ""
    return " ".join(sorted((letters(person.first_name), letters(person.last_name))))


def _described(problem: Problem, person: Person) -> str:
    kind = (
        _("candidat") if person in problem.candidates else _("juré") if person in problem.members else _("surveillant")
    )
    return _("{name} ({id}, {kind})").format(name=person.name, id=person.id, kind=kind)


def salutations_against_genders(problem: Problem) -> Iterator[str]:
    """Members whose salutation and gender contradict each other: letters follow the one, the panels the other."""
    usual = {"Madame": "F", "Monsieur": "M"}
    for one in problem.members:
        first = one.salutation.split()[0] if one.salutation else ""
        if one.gender and usual.get(first, one.gender) != one.gender:
            text = _("{name} ({id}) : la civilité « {salutation} » et le genre {gender} se contredisent")
            yield text.format(name=one.name, id=one.id, salutation=one.salutation, gender=one.gender)


def two_names_in_one(problem: Problem) -> Iterator[str]:
    """Last and first name in one cell: the documents would print them in that order, and sort by neither."""
    found = [person for person in people(problem) if _holds_both(person)]
    if found:
        shown = ", ".join(f"{person.last_name} ({person.id})" for person in found[:4]) + (
            ", …" if len(found) > 4 else ""
        )
        yield _("nom et prénom dans la même case ? {people}").format(people=shown)


def _holds_both(person: Person) -> bool:
    words = person.last_name.replace("-", " ").split()
    if person.first_name:
        return len(words) > 1 and letters(person.first_name) in map(letters, person.last_name.split())
    telling = [word for word in person.last_name.split() if letters(word) not in _PARTICLES]
    return len(telling) > 1 and not person.last_name.isupper()


def ranks_for_weights(problem: Problem) -> Iterator[str]:
    """Priorities that look like ranks, where they count: a weight of 1 is left out before one of 3."""
    weights = [candidate.priority for candidate in problem.candidates]
    if problem.rules.allow_unplaced and len(set(weights)) > 1:
        text = _("« Priorité » est un poids, non un rang : qui a {least} est écarté avant qui a {most}")
        yield text.format(least=min(weights), most=max(weights))


def garbled(problem: Problem) -> Iterator[str]:
    """Names and companies whose accents a program has spoilt on the way: UTF-8 read as something else."""
    things: Sequence[Person | Room] = (*people(problem), *problem.rooms)
    texts = {
        text: one.id for one in things for text in (one.name, getattr(one, "company", "")) if _GARBLED.search(text)
    }
    if texts:
        shown = ", ".join(f"« {text} » ({id})" for text, id in list(texts.items())[:_LISTED])
        yield _("accents abîmés par une conversion : {texts}").format(texts=shown)


def other_years(problem: Problem) -> Iterator[str]:
    """Availabilities on a day of the session, but of another year."""
    things: Sequence[Person | Room | Projector] = (*people(problem), *problem.rooms, *problem.projectors)
    session = {(day.date.month, day.date.day) for day in problem.days}
    for thing in things:
        named = {opening.day for opening in thing.availability if opening.day}
        covered = {(day.month, day.day) for day in named if day in problem.day_index}
        odd = sorted(d for d in named if (d.month, d.day) in session - covered)
        if odd:
            text = _("{id} est disponible le {day} : l'année est-elle juste ?")
            yield text.format(id=thing.id, day=f"{odd[0]:%d/%m/%Y}")


def never_there(problem: Problem) -> Iterator[str]:
    """People and things that no day of the session finds available."""
    things: Sequence[Person | Room | Projector] = (*people(problem), *problem.rooms, *problem.projectors)
    for thing in things:
        if problem.days and not _there(problem, thing.availability):
            called = getattr(thing, "name", "")
            name = _("{name} ({id})").format(name=called, id=thing.id) if called else thing.id
            yield _("{name} n'est disponible à aucun moment de la session").format(name=name)


def _there(problem: Problem, availability: Availability) -> bool:
    return any(day.windows(availability) for day in problem.days)
