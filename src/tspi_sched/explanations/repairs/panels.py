"""Other people in the panels: the reserve, others of the session, somebody new; and other ways to make panels."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from tspi_sched.explanations.constraints.absent import lost_panel, panel_name
from tspi_sched.explanations.constraints.kind import Fact, with_group, with_rules
from tspi_sched.explanations.repairs.changes import Change, Lines, added, changed, text
from tspi_sched.explanations.repairs.means import new_ids
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.problem import Member, Problem, accredited
from tspi_sched.reading.workbook.layout import MEMBERS
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.names import listed, person

SHORT = frozenset((
    "panels", "mode", "reserve", "absence", "accreditation", "member_times", "exclusions", "professionals", "limits",
    "duty",
))  # fmt: skip
"""Kinds of causes for which other or more members may do something."""

MOST_MEMBERS = 4
"""More new members than these are no small change."""


@dataclass(frozen=True)
class Vacancy:
    """A place in a named panel that somebody else might take: whose it is, and whether who had it is there at all."""

    label: str
    out: str
    gone: bool
    kind: str


# --- the reserve, and who has no panel -------------------------------------------------------------------------------


def substitutes(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """Where panels are named: who sits in none, in the place of somebody who is missing, or who stands in the way."""
    if problem.rules.panel.mode != "given":
        return
    free = sorted((m for m in problem.members if not m.panel and _may_sit(problem, m)), key=lambda m: not m.reserve)
    for vacancy in _vacancies(problem, facts):
        for member in free:
            if member.id not in _left_of(problem, vacancy.label):
                uses = frozenset((vacancy.label, member.id))
                change = _in_place(problem, vacancy, member)
                yield Offer("substitute", frozenset((vacancy.kind, "panels")), ((change,),), uses)


def _may_sit(problem: Problem, member: Member) -> bool:
    return any(accredited(member, day.date) and day.windows(member.availability) for day in problem.days)


def _left_of(problem: Problem, label: str) -> tuple[str, ...]:
    """Who is still there of a panel that lost a member."""
    return next((ids for name, ids in problem.gone.panels if name == label), ())


def _vacancies(problem: Problem, facts: Iterable[Fact]) -> Iterator[Vacancy]:
    """The places of members about whom a cause says something, once each: of those who are missing, else of others."""
    found: dict[tuple[str, str], Vacancy] = {}
    for fact in sorted(facts, key=lambda fact: _PLACES.index(fact.kind) if fact.kind in _PLACES else len(_PLACES)):
        if fact.kind == "absence":
            label = lost_panel(problem, fact.about[0])
            if len(_left_of(problem, label)) == problem.rules.panel.size - 1:
                found.setdefault((label, fact.about[0]), Vacancy(label, fact.about[0], True, "absence"))
        elif fact.kind in _PLACES and fact.about:
            id = fact.about[-1]
            label = problem.member[id].panel
            if label:
                found.setdefault((label, id), Vacancy(label, id, False, fact.kind))
    missing = [vacancy for vacancy in found.values() if vacancy.kind in _MISSING]
    yield from missing or found.values()


_MISSING = ("absence", "accreditation", "member_times")
_PLACES = (*_MISSING, "exclusions", "limits")
"""Kinds of facts about one member: because of the first ones a panel lacks somebody."""


def _in_place(problem: Problem, vacancy: Vacancy, member: Member) -> Change:
    """A member of the session in the place of another one."""
    names = {"who": person(problem, member.id), "panel": panel_name(vacancy.label)}
    said = _("Faire entrer {who} dans {panel} à la place de {out}")
    if member.reserve:
        said = _("Faire entrer {who}, en réserve, dans {panel} à la place de {out}")
    lines = changed(member.id, MEMBERS.column("panel"), vacancy.label)
    if member.reserve and not problem.rules.panel.use_reserve:
        lines += changed(member.id, MEMBERS.column("reserve"), _("non"))
    lines += () if vacancy.gone else changed(vacancy.out, MEMBERS.column("panel"), "")

    def apply(problem: Problem) -> Problem:
        return with_group(problem, "members", (_seated(problem, m, vacancy, member.id) for m in problem.members))

    return Change(apply, said.format(out=person(problem.whole, vacancy.out), **names), lines)


def _seated(problem: Problem, member: Member, vacancy: Vacancy, newcomer: str) -> Member:
    """A member as the change leaves it: the newcomer and the others of the panel in it, who had the place in none."""
    if member.id == newcomer:
        return replace(member, panel=vacancy.label, reserve=member.reserve and problem.rules.panel.use_reserve)
    if member.id == vacancy.out:
        return replace(member, panel="")
    return replace(member, panel=vacancy.label) if member.id in _left_of(problem, vacancy.label) else member


def reserve(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """The reserve serves as the others do; where panels are named, those of it that have none make one."""
    rules, some = problem.rules.panel, [member for member in problem.members if member.reserve]
    if some and not rules.use_reserve and (rules.mode != "given" or any(member.panel for member in some)):
        said = _("Faire siéger la réserve : {names}").format(names=listed(person(problem, m.id) for m in some))
        yield Offer("reserve", SHORT | {"opening"}, ((rule_of_panels("use_reserve", True, said),),))
    if rules.mode == "given":
        yield from _reserve_panels(problem, [m for m in some if not m.panel and _may_sit(problem, m)])


def _reserve_panels(problem: Problem, free: list[Member]) -> Iterator[Offer]:
    """Panels that people in reserve make among themselves: the first ones there are."""
    rules = problem.rules.panel
    label = _unused(problem, _("Jury de réserve"))
    sound = (
        some
        for some in combinations(free, rules.size)
        if sum(member.professional for member in some) >= rules.min_professionals
    )
    for some, _number in zip(sound, range(2), strict=False):
        ids = [member.id for member in some]
        said = _("Faire siéger la réserve en un jury de plus : {names}")
        lines: Lines = tuple(line for id in ids for line in changed(id, MEMBERS.column("panel"), label))
        if not rules.use_reserve:
            lines = tuple(
                line
                for id in ids
                for field, value in (("panel", label), ("reserve", _("non")))
                for line in changed(id, MEMBERS.column(field), value)
            )
        change = Change(_paired(ids, label), said.format(names=listed(person(problem, id) for id in ids)), lines)
        yield Offer("reserve_panel", SHORT | {"opening"}, ((change,),), frozenset((label, *ids)))


def _paired(ids: list[str], label: str) -> Any:
    def apply(problem: Problem) -> Problem:
        kept = problem.rules.panel.use_reserve
        return with_group(
            problem,
            "members",
            (replace(m, panel=label, reserve=kept and m.reserve) if m.id in ids else m for m in problem.members),
        )

    return apply


def _unused(problem: Problem, label: str) -> str:
    taken = {*problem.panels, *(name for name, _ids in problem.gone.panels)}
    names = (label, *(f"{label} {number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


# --- somebody new ----------------------------------------------------------------------------------------------------


def newcomers(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """Somebody new: in a place of a named panel, or where panels are made each day, as many as it takes."""
    if problem.rules.panel.mode != "given":
        yield Offer("member", SHORT | {"opening"}, (tuple(_members(problem)),))
        return
    for vacancy in _vacancies(problem, facts):
        if vacancy.kind != "limits":
            uses = frozenset((vacancy.label, "member"))
            yield Offer("newcomer", frozenset((vacancy.kind, "panels")), ((_newcomer(problem, vacancy),),), uses)
    yield Offer("panel", SHORT | {"opening"}, (tuple(_panels(problem)),))


def _newcomer(problem: Problem, vacancy: Vacancy) -> Change:
    id = new_ids(problem, "J-PLUS", 1)[0]
    new = Member(id, _("Juré en plus"), panel=vacancy.label)
    said = _("Trouver un juré de plus pour {panel} à la place de {out}")
    said = said.format(panel=panel_name(vacancy.label), out=person(problem.whole, vacancy.out))
    lines = () if vacancy.gone else changed(vacancy.out, MEMBERS.column("panel"), "")

    def apply(problem: Problem) -> Problem:
        members = (*problem.members, new)
        return with_group(problem, "members", (_seated(problem, m, vacancy, id) for m in members))

    return Change(apply, said, (*lines, *added(MEMBERS, 1, **_cells(new))))


def _members(problem: Problem) -> Iterator[Change]:
    """One member more, two, three…"""
    name = _("Juré en plus")
    for count in range(1, MOST_MEMBERS + 1):
        said = ngettext("Ajouter {count} juré", "Ajouter {count} jurés", count).format(count=count)
        yield _added([Member(id, name) for id in new_ids(problem, "J-PLUS", count)], said)


def _panels(problem: Problem) -> Iterator[Change]:
    """One named panel more, or two, of professionals."""
    size, name, label = problem.rules.panel.size, _("Juré en plus"), _("Jury en plus")
    for count in (1, 2):
        ids = new_ids(problem, "J-PLUS", count * size)
        labels = [f"{label} {number // size + 1}" for number in range(count * size)]
        said = ngettext("Ajouter {count} jury ({members} jurés)", "Ajouter {count} jurys ({members} jurés)", count)
        more = [Member(id, name, panel=panel) for id, panel in zip(ids, labels, strict=True)]
        yield _added(more, said.format(count=count, members=count * size))


def _added(more: list[Member], said: str) -> Change:
    lines = tuple(line for n, one in enumerate(more, 1) for line in added(MEMBERS, n, **_cells(one)))
    return Change(lambda problem: with_group(problem, "members", (*problem.members, *more)), said, lines)


def _cells(member: Member) -> dict[str, str]:
    return {"id": member.id, "last_name": member.last_name} | ({"panel": member.panel} if member.panel else {})


# --- other panels of the same people ---------------------------------------------------------------------------------


def other_panels(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """Other panels of the same members."""
    mode = problem.rules.panel.mode
    modes = {
        "daily": _("Laisser composer d'autres jurys, chaque jour"),
        "free": _("Laisser composer un jury par candidat"),
    }
    wider = ("daily", "free") if mode == "given" else ("free",)
    if mode != "free":
        changes = (rule_of_panels("mode", mode, modes[mode]) for mode in wider)
        yield Offer("mode", frozenset(("mode",)), (tuple(changes),))


def rule_of_panels(key: str, value: Any, said: str) -> Change:
    """A change of one parameter of the panels."""
    return Change(lambda problem: with_rules(problem, panel={key: value}), said, (("rules.panel", key, text(value)),))
