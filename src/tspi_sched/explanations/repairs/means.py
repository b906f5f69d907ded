"""More people, rooms and things that might make a plan possible, and other ways to use those that there are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from tspi_sched.explanations.constraints.absent import GROUPS, brought_back
from tspi_sched.explanations.constraints.kind import with_group, with_rules
from tspi_sched.explanations.repairs.changes import Change, Lines, added, changed, text
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.problem import ORAL, WRITTEN, Candidate, Invigilator, Means, Member, Problem, Projector, Room, excluded
from tspi_sched.reading.workbook.layout import CANDIDATES, HELPERS, INVIGILATORS, MEANS, MEMBERS, PROJECTORS, ROOMS
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.facts import why_excluded
from tspi_sched.wording.names import listed, person, room, seated


def new_ids(problem: Problem, start: str, count: int) -> list[str]:
    """Ids that nobody and nothing has yet."""
    people = (problem.candidates, problem.members, problem.invigilators)
    groups = (*people, problem.rooms, problem.projectors, problem.means)
    taken = {one.id.casefold() for group in groups for one in group}
    free = (f"{start}{number}" for number in range(1, len(taken) + count + 1))
    return [id for id in free if id.casefold() not in taken][:count]


def projectors(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """One, two or three mobile projectors more."""
    yield Offer("projector", frozenset(("projection", "projector_times", "room_times")), (tuple(_kits(problem)),))


def _kits(problem: Problem) -> Iterator[Change]:
    for count in (1, 2, 3):
        kits = tuple(map(Projector, new_ids(problem, "VP-PLUS", count)))
        lines = tuple(line for n, kit in enumerate(kits, 1) for line in added(PROJECTORS, n, id=kit.id))
        said = ngettext("Ajouter {count} vidéoprojecteur mobile", "Ajouter {count} vidéoprojecteurs mobiles", count)
        yield Change(_more("projectors", kits), said.format(count=count), lines)


def means(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """One, two or three more of a type of means: a thing that is carried, or a person if those there are are people."""
    for (type,) in (fact.about for fact in facts if fact.kind == "means"):
        yield Offer(f"means {type}", frozenset(("means", "means_times")), (tuple(_of_type(problem, type)),))


def _of_type(problem: Problem, type: str) -> Iterator[Change]:
    person = any(one.person for one in problem.whole.means_of(type))
    for count in (1, 2, 3):
        more = tuple(
            Means(id, type, person=person, last_name=_("À désigner") if person else "")
            for id in new_ids(problem, "MOYEN-PLUS", count)
        )
        lines = tuple(line for n, one in enumerate(more, 1) for line in _means_lines(one, n))
        said = ngettext("Ajouter {count} « {type} »", "Ajouter {count} « {type} »", count)
        yield Change(_more("means", more), said.format(count=count, type=type), lines)


def _means_lines(one: Means, number: int) -> Lines:
    if one.person:
        return added(HELPERS, number, id=one.id, last_name=one.last_name, type=one.type)
    return added(MEANS, number, id=one.id, type=one.type)


def _more(group: str, things: tuple[Any, ...]) -> Callable[[Problem], Problem]:
    return lambda problem: with_group(problem, group, (*getattr(problem, group), *things))


def put_back(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """A room, projector or invigilator that the scenario leaves out; who sits on panels is known to be away."""
    gone = [one.id for group in GROUPS for one in getattr(problem.gone, group)]
    gone += [one.id for one in problem.gone.candidates]
    for id, group in (fact.about for fact in facts if fact.kind == "absence"):
        if group != "members":
            name = room(problem.whole, id) if group == "rooms" else person(problem.whole, id)
            lines = (("what_if", "without", text([other for other in gone if other != id])),)
            said = _("Reprendre {name}, que le scénario écarte").format(name=name)
            change = Change(partial(brought_back, id=id, group=group), said, lines)
            yield Offer("put_back", frozenset(("absence",)), ((change,),))


def desks(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """More desks in the largest room for papers, or one more such room."""
    access = any(fact.kind == "access" for fact in facts)
    rooms = [one for one in problem.rooms if problem.hosts(one, WRITTEN) and (one.accessible or not access)]
    most = len(problem.candidates)
    if rooms:
        largest = max(rooms, key=lambda one: one.seats)
        scope = tuple(_seats(problem, largest, largest.seats + more) for more in range(1, most + 1))
        yield Offer("desks", frozenset(("desks",)), (scope,))
    id = new_ids(problem, "SALLE-PLUS", 1)[0]
    uses = problem.places(WRITTEN)
    scopes = (
        tuple(_rooms(problem, Room(id, uses, seats, accessible=access)) for seats in range(1, most + 1))
        for access in _accesses(problem)
    )
    yield Offer("written_room", frozenset(("desks", "room_times", "access", "trainers")), tuple(scopes))


def _accesses(problem: Problem) -> tuple[bool, ...]:
    """Whether a room that is added has to be accessible: at first not, but it may be needed."""
    return (False, True) if any(candidate.accessible for candidate in problem.candidates) else (False,)


def _seats(problem: Problem, largest: Room, seats: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(
            problem, rooms=tuple(replace(r, seats=seats) if r.id == largest.id else r for r in problem.rooms)
        )

    said = _("Mettre {seats} places au lieu de {now} dans {room}")
    said = said.format(seats=seats, now=largest.seats, room=room(problem, largest.id))
    return Change(apply, said, changed(largest.id, ROOMS.column("seats"), seats))


def _rooms(problem: Problem, *more: Room) -> Change:
    """Rooms of one kind more."""
    one, count = more[0], len(more)
    if problem.hosts(one, WRITTEN):
        said = ngettext(
            "Ajouter une salle pour {stages}, d'au moins {count} place",
            "Ajouter une salle pour {stages}, d'au moins {count} places",
            one.seats,
        ).format(count=one.seats, stages=seated(problem))
    else:
        said = ngettext("Ajouter {count} salle d'oral", "Ajouter {count} salles d'oral", count).format(count=count)
    equipped = [
        *([_("avec vidéoprojecteur")] if one.projector else []),
        *([_("accessible") if count == 1 else _("accessibles")] if one.accessible else []),
    ]
    lines = tuple(line for number, room in enumerate(more, 1) for line in _room_lines(room, number))
    return Change(_more("rooms", more), ", ".join([said, *equipped]), lines)


def _room_lines(more: Room, number: int) -> Lines:
    yes: dict[str, Any] = {name: _("oui") for name in ("projector", "accessible") if getattr(more, name)}
    return added(ROOMS, number, id=more.id, uses=";".join(more.uses), seats=more.seats, **yes)


def oral_rooms(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """One, two or three oral rooms more, with projectors if projection is short."""
    kinds = {fact.kind for fact in facts}
    for projector in (False, True):
        hits = ("rooms", "room_times", "access", *(("projection", "projector_times") if projector else ()))
        if not projector or kinds & {"projection", "projector_times"}:
            scopes = (tuple(_oral_rooms(problem, projector, access)) for access in _accesses(problem))
            yield Offer("oral_room", frozenset(hits), tuple(scopes))


def _oral_rooms(problem: Problem, projector: bool, accessible: bool) -> Iterator[Change]:
    ids, seats = new_ids(problem, "ORAL-PLUS", 3), problem.rules.panel.size + 3
    more = [Room(id, problem.places(ORAL), seats, projector=projector, accessible=accessible) for id in ids]
    return (_rooms(problem, *more[:count]) for count in range(1, len(more) + 1))


def invigilators(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """One, two or three invigilators more."""
    yield Offer(
        "invigilator", frozenset(("invigilators", "trainers", "invigilator_times")), (tuple(_watchers(problem)),)
    )


def _watchers(problem: Problem) -> Iterator[Change]:
    name = _("Surveillant en plus")
    for count in (1, 2, 3):
        more = tuple(Invigilator(id, name) for id in new_ids(problem, "SV-PLUS", count))
        lines = tuple(
            line for n, one in enumerate(more, 1) for line in added(INVIGILATORS, n, id=one.id, last_name=name)
        )
        said = ngettext("Ajouter {count} surveillant", "Ajouter {count} surveillants", count)
        yield Change(_more("invigilators", more), said.format(count=count), lines)


def limits(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """More candidates a day for the members who are at their limit."""
    about = [fact.about for fact in facts if fact.kind == "limits"]
    some = [member for member in problem.members if (member.id,) in about]
    if about:
        changes = (_limits(problem, some, more, general=() in about) for more in (1, 2, 3, 4))
        yield Offer("limits", frozenset(("limits",)), (tuple(changes),))


def _limits(problem: Problem, some: list[Member], more: int, *, general: bool) -> Change:
    most = {member.id: (member.max_candidates_per_day or 0) + more for member in some}
    rule = {"max_candidates_per_day": (problem.rules.member.max_candidates_per_day or 0) + more} if general else {}

    def apply(problem: Problem) -> Problem:
        members = (replace(m, max_candidates_per_day=most[m.id]) if m.id in most else m for m in problem.members)
        return with_rules(replace(problem, members=tuple(members)), member=rule)

    column = MEMBERS.column("max_candidates_per_day")
    lines: Lines = tuple(("rules.member", key, text(value)) for key, value in rule.items())
    lines += tuple(line for id, count in most.items() for line in changed(id, column, count))
    said = ngettext(
        "Faire entendre {count} candidat de plus par jour à {names}",
        "Faire entendre {count} candidats de plus par jour à {names}",
        more,
    )
    names = [*([_("chaque juré")] if general else []), *(person(problem, id) for id in most)]
    return Change(apply, said.format(count=more, names=listed(names)), lines)


def lifted_exclusions(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """A candidate before members who are excluded now: only for who asks for it."""
    pairs: dict[str, list[str]] = {}
    for fact in facts:
        if fact.kind == "exclusions":
            pairs.setdefault(fact.about[0], []).append(fact.about[1])
    for id, members in pairs.items():
        candidate = problem.candidate[id]
        every = [member.id for member in problem.members if excluded(candidate, member)]
        scopes = (members, every) if len(every) > len(members) else (members,)
        changes = tuple((_lifted(problem, candidate, some),) for some in scopes)
        yield Offer("exclusions", frozenset(("exclusions",)), changes)


def _lifted(problem: Problem, candidate: Candidate, members: Iterable[str]) -> Change:
    shared = any(problem.member[id].company_key == candidate.company_key for id in members)
    free = replace(
        candidate,
        company="" if shared else candidate.company,
        trainers=tuple(id for id in candidate.trainers if id not in members),
        exclusions=tuple(id for id in candidate.exclusions if id not in members),
    )

    def apply(problem: Problem) -> Problem:
        return replace(problem, candidates=tuple(free if one.id == free.id else one for one in problem.candidates))

    values = {"company": free.company, "trainers": "; ".join(free.trainers), "exclusions": "; ".join(free.exclusions)}
    lines: Lines = ()
    for field, value in values.items():
        if getattr(free, field) != getattr(candidate, field):
            lines += changed(candidate.id, CANDIDATES.column(field), value)
    names = listed(f"{person(problem, id)} ({why_excluded(candidate, problem.member[id])})" for id in members)
    said = _("Lever l'exclusion entre {who} et {members}").format(who=person(problem, candidate.id), members=names)
    return Change(apply, said, lines)
