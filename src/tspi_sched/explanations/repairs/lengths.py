"""Changes of the scenario's minutes that might make a plan possible: longest waits and days, least distances."""

from collections.abc import Iterator

from tspi_sched.explanations.repairs.offer import Facts, Offer
from tspi_sched.explanations.repairs.rules import changed_rule, one_scope
from tspi_sched.problem import Problem
from tspi_sched.texts import _, duration
from tspi_sched.wording.names import paper as paper_of


def other_lengths(problem: Problem, _facts: Facts) -> Iterator[Offer]:
    """Parameters in minutes, by quarters of an hour."""
    rules = problem.rules
    if rules.max_wait_minutes is not None:
        most, said = (
            rules.max_wait_minutes,
            _("Permettre jusqu'à {length} d'attente entre l'épreuve {paper} et les oraux"),
        )
        waits = (
            changed_rule(
                "rules",
                "max_wait_minutes",
                n,
                said.format(length=duration(n), paper=paper_of(problem.title)),
                max_wait_minutes=n,
            )
            for n in range(most + 15, most + 301, 15)
        )
        yield Offer("wait", frozenset(("wait",)), one_scope(waits))
    if rules.member.max_duty_minutes_per_day is not None:
        most, said = (
            rules.member.max_duty_minutes_per_day,
            _("Permettre jusqu'à {length} de travail par juré et par jour"),
        )
        key = "max_duty_minutes_per_day"
        duties = (
            changed_rule("rules.member", key, n, said.format(length=duration(n)), member={key: n})
            for n in range(most + 15, min(most + 301, 1441), 15)
        )
        yield Offer("duty", frozenset(("duty",)), one_scope(duties))
    yield from _distances(problem)


def _distances(problem: Problem) -> Iterator[Offer]:
    """Shorter least distances, down to none."""
    rules = problem.rules
    known = (
        ("rest", "", "rest_after_msp_minutes", _("Ramener à {length} le repos entre l'épreuve {paper} et les oraux")),
        ("between_tracks", "", "rest_between_tracks_minutes", _("Ramener à {length} le repos entre deux parcours")),
        (
            "delay",
            "marking",
            "delay_minutes",
            _("Ramener à {length} le délai entre l'épreuve {paper} et sa correction"),
        ),
        (
            "turnover",
            "msp",
            "turnover_minutes",
            _("Ramener à {length} le délai entre deux séances {paper} dans une salle"),
        ),
    )
    for kind, group, key, said in known:
        now = getattr(getattr(rules, group) if group else rules, key)
        table = f"rules.{group}" if group else "rules"
        if now:
            steps = (
                changed_rule(
                    table,
                    key,
                    n,
                    said.format(length=duration(n), paper=paper_of(problem.title)),
                    **({group: {key: n}} if group else {key: n}),
                )
                for n in (*range(now - 15, 0, -15), 0)
            )
            yield Offer(kind, frozenset((kind,)), one_scope(steps))
