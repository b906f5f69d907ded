"""Other rules, and locks less, that might make a plan possible."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from tspi_sched.explanations.constraints.kind import with_rules
from tspi_sched.explanations.constraints.rules import say_lock
from tspi_sched.explanations.repairs.changes import Change, text
from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.problem import Lock, Problem
from tspi_sched.texts import _, duration
from tspi_sched.wording.names import paper as paper_of

SHORTEST_MEAL = 30
"""Minutes: a shorter meal is none to ask for."""


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
    paper = paper_of(problem.title)
    yield _waves(rules.msp.waves, paper)
    said = _("Mêler les parcours dans une salle pour l'épreuve {paper}").format(paper=paper)
    mixed = changed_rule("rules.msp", "mix_tracks", True, said, msp={"mix_tracks": True})
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
    said = _("Permettre l'épreuve {paper} et les oraux le même jour ou non").format(paper=paper)
    any_day = changed_rule("rules", "msp_and_orals", "any", said, msp_and_orals="any")
    yield Offer("days_apart", frozenset(("days_apart",)), ((any_day,),))


def _waves(now: int, paper: str) -> Offer:
    """One or two moments more for a paper; if that does not do, without anybody waiting for the last one."""
    said = _("Faire commencer l'épreuve {paper} d'un parcours en {count} vagues")
    apart = _("en laissant sortir l'une avant la suivante")
    together, loose = list[Change](), list[Change]()
    for count in (now + 1, now + 2):
        change = changed_rule("rules.msp", "waves", count, said.format(count=count, paper=paper), msp={"waves": count})
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


def unlocked(problem: Problem, facts: Facts) -> Iterator[Offer]:
    """One lock less."""
    for fact in facts:
        if fact.kind == "locks":
            lock = problem.locks[int(fact.about[0])]
            said = _("Retirer du planning annoté le {lock}").format(lock=say_lock(problem, lock))
            yield Offer("lock", frozenset(("locks",)), ((Change(_unlock(lock), said, None),),))


def _unlock(lock: Lock) -> Callable[[Problem], Problem]:
    return lambda problem: replace(problem, locks=tuple(one for one in problem.locks if one is not lock))
