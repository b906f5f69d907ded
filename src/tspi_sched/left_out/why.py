"""Why a plan leaves candidates out: what is proven of each, in the user's words.

Sums come first (`reasons`): they cost nothing and name what is short. Where none shows it, small searches say whether
there is a place beside the candidates of the plan, and which one addition would make one. Nothing is said that is not
proven: a search that ends without an answer is told as such.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace

from tspi_sched.deadlines import OutOfTime, due, go_on
from tspi_sched.left_out.additions import one_more
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Candidate, Problem, excluded
from tspi_sched.reasons import counting_reasons, shortages
from tspi_sched.texts import _, mark, ngettext

HasPlan = Callable[[Problem, float], bool | None]
"""Whether a session has a plan, looked for at most so many seconds; None: not known."""


@dataclass(frozen=True)
class Inquiry:
    """What is known when it is asked why candidates are left out, and how more can be found out."""

    problem: Problem
    plan: Plan
    foremost: bool
    """To leave nobody out was the first objective, and without tolerance."""
    least: bool
    """It is proven that no plan leaves out less."""
    until: float
    """The moment (`time.monotonic`) at which to stop searching."""
    has_plan: HasPlan

    def placed(self) -> set[str]:
        """Who is in the plan."""
        return {c.id for c in self.problem.candidates} - {row.candidate for row in self.plan.unplaced}

    def alone(self, candidate: Candidate) -> Problem:
        """The session of one candidate, who has to be placed."""
        return replace(self._session_of({candidate.id}), locks=())

    def beside(self, candidate: Candidate) -> Problem:
        """The session of the plan's candidates and one more, who all have to be placed."""
        return self._session_of({*self.placed(), candidate.id})

    def _session_of(self, ids: set[str]) -> Problem:
        candidates = tuple(c for c in self.problem.candidates if c.id in ids)
        return replace(self.problem, candidates=candidates, rules=replace(self.problem.rules, allow_unplaced=False))


def why_left_out(inquiry: Inquiry) -> tuple[Unplaced, ...]:
    """The candidates left out, each with the reason why.

    Candidates that no rule tells apart are searched for once.
    """
    left = [inquiry.problem.candidate[row.candidate] for row in inquiry.plan.unplaced]
    reasons = _sums_of_all(inquiry, left)
    kinds: dict[Candidate, list[Candidate]] = {}
    for candidate in left:
        if not reasons.get(candidate.id):
            kinds.setdefault(_kind(inquiry.problem, candidate), []).append(candidate)
    short = _shortages(inquiry) if kinds else ""
    for number, alike in enumerate(kinds.values()):
        sentence = _by_search(inquiry, alike[0], _share(inquiry.until, len(kinds) - number), short)
        reasons |= {candidate.id: sentence for candidate in alike}
    return tuple(Unplaced(candidate.id, reasons[candidate.id]) for candidate in left)


def _kind(problem: Problem, candidate: Candidate) -> Candidate:
    """A candidate as the rules see one: without a name, and before whom not rather than why."""
    barred = tuple(member.id for member in problem.members if excluded(candidate, member))
    trainers = tuple(person.id for person in problem.invigilators if person.id in candidate.trainers)
    return replace(
        candidate, id="", last_name="", first_name="", company="", email="", phone="", salutation="",
        address="", number="", route="", report=True,
        exclusions=barred, trainers=trainers,
    )  # fmt: skip


def _share(until: float, parts: int) -> float:
    """The end of the first of so many equal parts of the time that is left."""
    now = time.monotonic()
    return now + (until - now) / parts


# --- what counting shows ---------------------------------------------------------------------------------------------


def _sums_of_all(inquiry: Inquiry, left: list[Candidate]) -> dict[str, str]:
    """The sums that prove for each that there is no place, empty where there are none; as far as time allows.

    Beside the candidates of the plan one is counted for all whom no rule tells apart.
    """
    reasons: dict[str, str] = {}
    beside: dict[object, str] = {}
    with suppress(OutOfTime), due(_share(inquiry.until, 2)):
        for candidate in left:
            go_on()
            if sums := counting_reasons(inquiry.alone(candidate)):
                reasons[candidate.id] = " ".join([_not_even_alone(), *sums])
                continue
            kind: object = _kind(inquiry.problem, candidate)
            if kind not in beside:
                sums = counting_reasons(inquiry.beside(candidate))
                if any(f"({candidate.id}" in sum for sum in sums):
                    kind = candidate  # what names somebody is nobody else's reason
                beside[kind] = " ".join([_none_beside(inquiry), *sums]) if sums else ""
            reasons[candidate.id] = beside[kind]
    return reasons


def _shortages(inquiry: Inquiry) -> str:
    """What there is too little of for all together; empty if sums do not show it, or there is no time."""
    with suppress(OutOfTime), due(_share(inquiry.until, 2)):
        go_on()
        everybody = replace(inquiry.problem, rules=replace(inquiry.problem.rules, allow_unplaced=False))
        if sums := shortages(everybody):
            return " ".join([_("Tous les candidats ne tiennent pas dans la session."), *sums])
    return ""


def _not_even_alone() -> str:
    return _("Aucune place n'est possible, même sans les autres candidats : c'est prouvé.")


def _none_beside(inquiry: Inquiry) -> str:
    count = len(inquiry.placed())
    if not count:
        return _not_even_alone()
    return ngettext(
        "Aucune place n'est possible en plus du candidat placé : c'est prouvé.",
        "Aucune place n'est possible en plus des {count} candidats placés : c'est prouvé.",
        count,
    ).format(count=count)


# --- what searching shows --------------------------------------------------------------------------------------------


def _by_search(inquiry: Inquiry, candidate: Candidate, until: float, short: str) -> str:
    """Whether there is a place beside the candidates of the plan, and if not, what would make one.

    `short`: what everybody together has too little of; it is said where no search could prove anything.
    """
    together = inquiry.beside(candidate)
    answer = False if inquiry.least and candidate.priority else _asked(inquiry, together, until, 3)
    if answer:
        return _one_exists(inquiry)
    head = " ".join(filter(None, [_none_found(), short])) if answer is None else _none_beside(inquiry)
    if answer is False and _asked(inquiry, inquiry.alone(candidate), until, 2) is False:
        head = _not_even_alone()
    return " ".join([head, _what_would_do(inquiry, together, candidate, until)])


def _asked(inquiry: Inquiry, problem: Problem, until: float, parts: int) -> bool | None:
    """Whether a session has a plan, with one of so many parts of the time left for the search."""
    if time.monotonic() > until:
        return None
    return inquiry.has_plan(problem, _share(until, parts) - time.monotonic())


def _one_exists(inquiry: Inquiry) -> str:
    if inquiry.foremost:
        return _("Une place existe, mais le calcul ne l'a pas trouvée dans le temps donné : il lui en faut plus.")
    return _("Une place existe, mais le scénario ne demande pas d'abord, et sans tolérance, de placer tout le monde.")


def _none_found() -> str:
    return _("Aucune place n'a été trouvée avant la fin du calcul ; il n'est pas prouvé qu'il n'y en ait aucune.")


def _what_would_do(inquiry: Inquiry, problem: Problem, candidate: Candidate, until: float) -> str:
    """The additions of which each would by itself make a place, as far as that is known."""
    enough, known = list[str](), True
    kinds = one_more(problem, candidate)
    for number, additions in enumerate(kinds):
        for words, more in additions:
            answer = _asked(inquiry, more, until, len(kinds) - number)
            known &= answer is not None
            if answer:
                enough.append(words)
                break
    if enough:
        return _("Il y en aurait une avec {additions}.").format(additions=_(" ou ").join(enough))
    if not known:
        return _("Le temps a manqué pour chercher ce qui en ouvrirait une.")
    tried = [additions[-1][0] for additions in kinds]
    return _("Aucun de ces ajouts n'y suffirait seul : {additions}.").format(additions=mark(";").join(tried))
