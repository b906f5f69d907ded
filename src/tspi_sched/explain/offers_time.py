"""Changes of hours, days, rules and locks that might make a plan possible."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

from tspi_sched.check.words import person, room
from tspi_sched.explain.changes import Change, availability, changed, text
from tspi_sched.explain.kind import Fact, with_group, with_rules
from tspi_sched.explain.kinds_rules import say_lock
from tspi_sched.problem import Availability, Day, Lock, Opening, Problem
from tspi_sched.read.layout import CANDIDATES, INVIGILATORS, MEMBERS, PROJECTORS, ROOMS, Sheet
from tspi_sched.texts import _, clock, duration, long_date, ngettext

LATEST, EARLIEST, SHORTEST_MEAL = 21 * 60, 7 * 60, 30
"""How far an organiser can be asked to go: closing, opening (minutes from midnight), minutes of a meal."""

MOST_DAYS = 4
"""More days than these are no small change."""

MUCH_LATER = 120
"""Minutes: rather than close one day still later, an organiser closes all days later."""

SATURDAY = 5


@dataclass(frozen=True)
class Offer:
    """A way to mend, for causes that have one of the kinds `hits`.

    `scopes`: where it may be done, the easier first; each from a little to as much as possible.
    """

    name: str
    hits: frozenset[str]
    scopes: tuple[tuple[Change, ...], ...]

    @property
    def most(self) -> Change:
        """As much as may be had of it."""
        return self.scopes[-1][-1]


Facts = Iterable[Fact]
"""The facts of all causes."""

# --- hours and days --------------------------------------------------------------------------------------------------


def close_later(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A later closing time: on one day if it is not much later there, else on all."""
    grid, alone = problem.rules.grid_minutes, len(problem.days) == 1
    scopes = []
    for day in reversed(problem.days):
        latest = LATEST if alone else min(LATEST, day.close + MUCH_LATER)
        closes = range((day.close // grid + 1) * grid, latest + 1, grid)
        scopes.append(tuple(_hours(day, day.open, close) for close in closes))
    if not alone:
        first = (min(day.close for day in problem.days) // grid + 1) * grid
        scopes.append(tuple(_all_until(close) for close in range(first, LATEST + 1, grid)))
    yield Offer("close_later", frozenset(("opening",)), tuple(filter(None, scopes)))


def open_earlier(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """An earlier opening, on one day or on all."""
    grid = problem.rules.grid_minutes
    scopes = [
        tuple(
            _hours(day, opening, day.close) for opening in range((-(-day.open // grid) - 1) * grid, EARLIEST - 1, -grid)
        )
        for day in problem.days
    ]
    if len(problem.days) > 1:
        first = (-(-max(day.open for day in problem.days) // grid) - 1) * grid
        scopes.append(tuple(_all_from(opening) for opening in range(first, EARLIEST - 1, -grid)))
    yield Offer("open_earlier", frozenset(("opening",)), tuple(filter(None, scopes)))


def _hours(day: Day, opening: int, close: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(
            problem, days=tuple(_longer(d, opening, close) if d.date == day.date else d for d in problem.days)
        )

    if close > day.close:
        said = _("Fermer à {new} au lieu de {old} le {day} ({more} de plus)")
        said = said.format(
            new=clock(close), old=clock(day.close), day=long_date(day.date), more=duration(close - day.close)
        )
    else:
        said = _("Ouvrir à {new} au lieu de {old} le {day} ({more} plus tôt)")
        said = said.format(
            new=clock(opening), old=clock(day.open), day=long_date(day.date), more=duration(day.open - opening)
        )
    return Change(apply, said, days=True)


def _longer(day: Day, opening: int, close: int) -> Day:
    return replace(day, open=min(day.open, opening), close=max(day.close, close))


def _all_until(close: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=tuple(_longer(day, day.open, close) for day in problem.days))

    return Change(apply, _("Fermer à {time} tous les jours").format(time=clock(close)), days=True)


def _all_from(opening: int) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=tuple(_longer(day, opening, day.close) for day in problem.days))

    return Change(apply, _("Ouvrir à {time} tous les jours").format(time=clock(opening)), days=True)


def more_days(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A few working days more, with the hours of the last one."""
    last, days = problem.days[-1], list[Day]()
    while len(days) < MOST_DAYS:
        next_date = (days or [last])[-1].date + timedelta(days=1)
        while next_date.weekday() >= SATURDAY:
            next_date += timedelta(days=1)
        days.append(replace(last, date=next_date))
    hits = (
        "opening", "panels", "rooms", "projection", "limits", "duty", "meal", "member_times", "room_times",
        "projector_times", "candidate_times", "invigilator_times", "days_apart", "accreditation", "wait", "rest",
        "delay", "between_tracks", "turnover",
    )  # fmt: skip
    yield Offer("day", frozenset(hits), (tuple(_with_days(days[: n + 1]) for n in range(len(days))),))


def _with_days(days: list[Day]) -> Change:
    def apply(problem: Problem) -> Problem:
        return replace(problem, days=(*problem.days, *days))

    said = ngettext("Ajouter {count} jour ({days})", "Ajouter {count} jours ({days})", len(days))
    return Change(apply, said.format(count=len(days), days=", ".join(long_date(day.date) for day in days)), days=True)


# --- rules -----------------------------------------------------------------------------------------------------------


def shorter_meal(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A shorter meal."""
    now = problem.rules.meal.minutes
    text = _("Raccourcir le repas à {new} au lieu de {old}")
    steps = (
        changed_rule("rules.meal", "minutes", n, text.format(new=duration(n), old=duration(now)), meal={"minutes": n})
        for n in range(now - problem.rules.grid_minutes, SHORTEST_MEAL - 1, -problem.rules.grid_minutes)
    )
    yield Offer("shorter_meal", frozenset(("meal",)), one_scope(steps))


def other_rules(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """The other parameters of the scenario, each a little or wholly the other way."""
    rules = problem.rules
    yield _waves(rules.msp.waves)
    mixed = changed_rule(
        "rules.msp", "mix_tracks", True, _("Mêler les parcours dans une salle d'écrit"), msp={"mix_tracks": True}
    )
    yield Offer("mix", frozenset(("mix",)), ((mixed,),))
    apart = changed_rule(
        "rules.msp",
        "waves_overlap",
        False,
        _("Laisser sortir une vague avant la suivante"),
        msp={"waves_overlap": False},
    )
    yield Offer("overlap", frozenset(("overlap",)), ((apart,),))
    said = _("Corriger chaque copie seulement avant les oraux de son candidat")
    marking = changed_rule("rules.marking", "before", "candidate", said, marking={"before": "candidate"})
    yield Offer("marking_first", frozenset(("marking_first",)), ((marking,),))
    said = _("Permettre l'écrit et les oraux le même jour ou non")
    any_day = changed_rule("rules", "msp_and_orals", "any", said, msp_and_orals="any")
    yield Offer("days_apart", frozenset(("days_apart",)), ((any_day,),))


def _waves(now: int) -> Offer:
    """One or two moments more for a paper; if that does not do, without anybody waiting for the last one."""
    said, apart = _("Faire commencer un même écrit en {count} vagues"), _("en laissant sortir l'une avant la suivante")
    together, loose = list[Change](), list[Change]()
    for count in (now + 1, now + 2):
        change = changed_rule("rules.msp", "waves", count, said.format(count=count), msp={"waves": count})
        together.append(change)
        lines = (*(change.lines or ()), ("rules.msp", "waves_overlap", text(False)))
        rules = {"waves": count, "waves_overlap": False}
        loose.append(Change(partial(with_rules, msp=rules), f"{change.said}, {apart}", lines))
    return Offer("waves", frozenset(("waves",)), (tuple(together), tuple(loose)))


def rooms_apart(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """A candidate's orals in several rooms, with time to change."""
    rules = problem.rules
    if rules.oral_rooms == "per_stage":
        return
    gap = max(rules.oral_gap_max_minutes, rules.transfer_minutes)
    lines = (("rules", "oral_rooms", text("per_stage")), ("rules", "oral_gap_max_minutes", text(gap)))
    said = _("Permettre à un candidat de changer de salle entre deux oraux (en {length})")
    change = Change(
        lambda problem: with_rules(problem, oral_rooms="per_stage", oral_gap_max_minutes=gap),
        said.format(length=duration(rules.transfer_minutes)),
        lines,
    )
    yield Offer("rooms_apart", frozenset(("rooms", "projection", "projector_times")), ((change,),))


def changed_rule(table: str, key: str, value: Any, said: str, **rules: Any) -> Change:
    """Another value of a parameter, which stands in a table of the scenario."""
    return Change(partial(with_rules, **rules), said, ((table, key, text(value)),))


def one_scope(changes: Iterable[Change]) -> tuple[tuple[Change, ...], ...]:
    """Changes that can be had in one place only."""
    scope = tuple(changes)
    return (scope,) if scope else ()


# --- locks and availability ------------------------------------------------------------------------------------------


def unlocked(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """One lock less."""
    for fact in facts:
        if fact.kind == "locks":
            lock = problem.locks[int(fact.about[0])]
            said = _("Retirer du planning annoté le {lock}").format(lock=say_lock(problem, lock))
            yield Offer("lock", frozenset(("locks",)), ((Change(_unlock(lock), said, None),),))


def _unlock(lock: Lock) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, locks=tuple(one for one in problem.locks if one is not lock))


_SHEETS: dict[str, tuple[str, Sheet]] = {
    "member_times": ("members", MEMBERS),
    "invigilator_times": ("invigilators", INVIGILATORS),
    "room_times": ("rooms", ROOMS),
    "projector_times": ("projectors", PROJECTORS),
    "candidate_times": ("candidates", CANDIDATES),
}


def more_availability(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """Somebody or something free on one day more, or on all days."""
    for fact in facts:
        if fact.kind in _SHEETS:
            group, sheet = _SHEETS[fact.kind]
            thing = next(one for one in getattr(problem, group) if one.id == fact.about[0])
            missing = [day for day in problem.days if day.windows(thing.availability) != day.windows()]
            scopes = [
                (_freed(problem, group, sheet, thing, (*thing.availability, Opening(day.date)), day)) for day in missing
            ]
            if len(missing) > 1:
                scopes.append(_freed(problem, group, sheet, thing, (), None))
            yield Offer(fact.kind, frozenset((fact.kind,)), tuple((change,) for change in scopes))


def _freed(problem: Problem, group: str, sheet: Sheet, thing: Any, times: Availability, day: Day | None) -> Change:
    def apply(problem: Problem) -> Problem:
        some = tuple(replace(one, availability=times) if one.id == thing.id else one for one in getattr(problem, group))
        return with_group(problem, group, some)

    names = {"rooms": room(problem, thing.id), "projectors": thing.id}
    said = _("Rendre disponible tous les jours entiers : {who}")
    if day:
        said = _("Rendre disponible toute la journée du {day} : {who}")
    said = said.format(day=long_date(day.date) if day else "", who=names.get(group) or person(problem, thing.id))
    return Change(apply, said, changed(thing.id, sheet.column("availability"), availability(times)))
