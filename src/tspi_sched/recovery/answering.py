"""An incident answered: every named answer that applies, each with its own plan, solved for itself and checked."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tspi_sched.checker import measure
from tspi_sched.plan import Event, Plan, Result, Status
from tspi_sched.problem import Problem
from tspi_sched.recovery.answers import ANSWERS, BEST, POSTPONE, SHARE_OUT, applies, restrict
from tspi_sched.recovery.build import Stated, build, copied
from tspi_sched.recovery.holes import refuse_holes
from tspi_sched.recovery.search import FIRST, Refused, best_plan, order_of
from tspi_sched.recovery.situation import Situation, in_force, situation, timeline
from tspi_sched.recovery.stopped import with_prepared, with_stopped
from tspi_sched.texts import _
from tspi_sched.wishes import Objective, Wishes
from tspi_sched.wording import names as words

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

USUAL = Wishes(time_limit=30.0)
"""What is wished where nothing is said."""


REASON = 0.05
"""Of the time limit, what finding out whom an impossible answer would leave aside may take."""


@dataclass(frozen=True)
class Answer:
    """A named answer: its result, or in one sentence `why` there is none; the names of answers that are the same, which
    of these are not proven, and their own results."""

    name: str
    result: Result
    why: str = ""
    same: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    twins: tuple[Result, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """The plan, if there is one."""
        return self.result.plan

    def result_of(self, name: str) -> Result:
        """The plan under one of the names, with what is proven of it under that name."""
        return dict(zip(self.same, self.twins, strict=False)).get(name, self.result)


@dataclass(frozen=True)
class Replanned:
    """The session with the rules and plans that answers are judged by (`problem`), what is history (`situation`), and
    the `answers`, each with its ``name``, ``result``, ``plan``, or ``why`` there is none."""

    problem: Problem
    situation: Situation
    answers: tuple[Answer, ...]

    @property
    def prices(self) -> "pd.DataFrame":
        """A row for each named answer: how many candidates are ``recalled`` and ``left_out``, how many members and
        invigilators are ``called_in`` and ``called_off``, papers and orals in other ``rooms``, ``finish`` and
        ``juror_days`` (see `measure`), whether what matters first is ``proven``, or ``why`` there is no plan."""
        from tspi_sched.recovery.frames import prices_frame

        return prices_frame(self)

    @property
    def people(self) -> "pd.DataFrame":
        """A row for each ``person`` whom an ``answer`` concerns, ``what`` it does (as above), and the ``day`` of who is
        called in or off."""
        from tspi_sched.recovery.frames import people_frame

        return people_frame(self)

    def named(self, name: str) -> Answer | None:
        """An answer by its name, or by that of one that is the same."""
        found = next((answer for answer in self.answers if name in (answer.name, *answer.same)), None)
        return found and replace(found, result=found.result_of(name))


@dataclass(frozen=True)
class Incident:
    """What is to be answered: the `plan` in force, the moment `now`, all `events` that hold, and the `baseline`, by
    default the plan itself."""

    plan: Plan
    now: datetime | None
    events: tuple[Event, ...]
    baseline: Plan | None = None


def replan(
    problem: Problem,
    incident: Incident,
    wishes: Wishes = USUAL,
    wanted: Iterable[str] = ANSWERS,
    tell: Callable[[str], None] = lambda _name: None,
) -> Replanned:
    """Answer an incident: named plans side by side, each the least change of its kind; what has happened stays.

    Args:
        problem: The session, with what its scenario locks.
        incident: What happened to which plan; `tspi_sched.incident` makes one from sentences.
        wishes: Time limit for all answers together, workers, seed, and the scenario's objectives, which come after
            those of an incident; 30 seconds by default.
        wanted: The names of the answers looked for: remplacer, attendre, redistribuer, reporter, meilleur; the last
            may change everything, by the order of an incident's objectives.
        tell: Called with the name of each answer as it is begun.

    Raises:
        InputError: The plan lacks a row of what has happened; each is named.

    Returns:
        The answers that apply, in this order; equal ones once.

    Example:
        >>> found = tspi_sched.replan(problem, tspi_sched.incident(problem, result.plan, ["absent C02"]), wishes)
        >>> found.prices.loc["meilleur", ["recalled", "left_out"]].to_dict()
        {'recalled': 0, 'left_out': 1}
        >>> tspi_sched.check(found.problem, found.named("meilleur").plan)
        ()
    """
    refuse_holes(problem, incident.plan, incident.now)
    baseline = incident.baseline or incident.plan
    judged_by = replace(in_force(problem, incident.plan), baseline=problem.baseline_of(baseline))
    events = tuple({event.subject: event for event in (*left_out(problem, incident), *incident.events)}.values())
    since = replace(incident.plan, now=incident.now, events=events)
    s = situation(judged_by, incident.plan, baseline, timeline(judged_by, since, events))
    names = [name for name in ANSWERS if name in wanted and applies(name, s)]
    until, found = time.monotonic() + wishes.time_limit, list[Answer]()
    s = with_prepared(with_stopped(s, wishes), wishes)
    whole = build(s)
    for number, name in enumerate(names):
        tell(name)
        asked = sum(answer.result.status == Status.INFEASIBLE for answer in found) * REASON * wishes.time_limit
        left = max(until - asked - time.monotonic(), 0.2)
        share = _weight(name) / sum(map(_weight, names[number:]))
        answer = _answer(judged_by, whole, name, wishes, left * share, found)
        found.append(answer)
        if answer.result.interrupted:
            break
    found = [_with_reason(judged_by, whole, answer, wishes) for answer in found]
    return Replanned(judged_by, s, tuple(_once(with_shared_bounds(found))))


def left_out(problem: Problem, incident: Incident) -> Iterator[Event]:
    """Whom and what the scenario leaves out and the plan in force names, as events: from now on they are not there."""
    gone, rows = problem.gone, incident.plan.tasks
    named = {id for row in rows for id in (*row.members, *row.invigilators, row.room, row.projector, *row.means) if id}
    people = {*(member.id for member in gone.members), *(one.id for one in gone.invigilators)}
    people |= {one.id for one in gone.means if one.person}
    things = {*(room.id for room in gone.rooms), *(kit.id for kit in gone.projectors)}
    things |= {one.id for one in gone.means if not one.person}
    yield from (Event("absent", id, incident.now) for id in sorted(people & named))
    yield from (Event("closed", id, incident.now) for id in sorted(things & named))


def _weight(name: str) -> int:
    """What an answer is worth of the time: the best one as much as all others, whose plans it may be."""
    return len(ANSWERS) - 1 if name == BEST else 1


def _answer(problem: Problem, whole: Stated, name: str, wishes: Wishes, seconds: float, others: list[Answer]) -> Answer:
    """One answer; the best one begins at the best of the others, all of which it may be."""
    stated = copied(whole)
    restrict(stated, name)
    ordered = replace(wishes, objectives=order_of(wishes))
    known = _best_of(problem, [one.plan for one in others if one.plan], ordered) if name == BEST else None
    try:
        result = best_plan(problem, stated, ordered, seconds, known, near=name in (SHARE_OUT, BEST))
    except Refused as refused:
        log.error("%s: %s", name, refused)
        why = _("le contrôle refuse le planning trouvé, qui n'est donc pas proposé (défaut du programme)")
        return Answer(name, Result(Status.UNKNOWN, None), why)
    return Answer(name, result)


def _best_of(problem: Problem, plans: list[Plan], wishes: Wishes) -> Plan | None:
    def worth(plan: Plan) -> tuple[int, ...]:
        values = measure(problem, plan)
        return tuple(values[objective.name] for objective in wishes.objectives)

    return min(plans, key=worth, default=None)


def _with_reason(problem: Problem, whole: Stated, answer: Answer, wishes: Wishes) -> Answer:
    """An answer with why it has no plan: said after all were looked for, so that nobody waits for a reason first."""
    if answer.plan or answer.why:
        return answer
    return replace(answer, why=_why_not(problem, whole, answer.name, answer.result, wishes))


def _why_not(problem: Problem, whole: Stated, name: str, result: Result, wishes: Wishes) -> str:
    """Why an answer has no plan, in one sentence."""
    if result.status is not Status.INFEASIBLE:
        return _("le temps n'a pas suffi pour trouver un plan ni prouver qu'il n'y en a pas")
    stated, s = copied(whole), whole.v.s
    if name not in (BEST, POSTPONE):
        restrict(stated, name, everybody=False)
        few = replace(wishes, objectives=(Objective("unplaced"),))
        least = best_plan(problem, stated, few, max(REASON * wishes.time_limit, 1.0), near=False)
        if least.plan:
            left = [
                row.candidate for row in least.plan.unplaced if row.candidate not in s.unplaced_before.keys() | s.out
            ]
            text = _("impossible sans laisser de côté {people}")
            return text.format(people=words.people(problem, left))
    return _("impossible : des oraux commencés ne peuvent être menés à bien")


def with_shared_bounds(answers: list[Answer]) -> list[Answer]:
    """Answers with what is proven of the best one, which is searched among the plans of all: no plan of another has
    less of an objective, as long as it has as much of all those before."""
    best = next((answer for answer in answers if answer.name == BEST and answer.plan), None)
    return [_shared(answer, best) if best and answer.plan and answer is not best else answer for answer in answers]


def _shared(answer: Answer, best: Answer) -> Answer:
    reports, proven = list(answer.result.objectives), {report.name: report for report in best.result.objectives}
    for number, report in enumerate(reports):
        same = proven.get(report.name)
        if report.name not in FIRST or same is None or same.status != "optimal" or report.value != same.value:
            break
        reports[number] = replace(report, best=report.value, bound=report.value, status=Status.OPTIMAL)
    status = Status.OPTIMAL if all(report.status == "optimal" for report in reports) else answer.result.status
    return replace(answer, result=replace(answer.result, objectives=tuple(reports), status=status))


def _once(answers: Iterable[Answer]) -> Iterable[Answer]:
    """Each plan under its first name, with the others that are the same."""
    kept: list[Answer] = []
    for answer in answers:
        twin = next(
            (n for n, one in enumerate(kept) if one.plan and answer.plan and _same(one.plan, answer.plan)), None
        )
        if twin is None:
            kept.append(answer)
        else:
            kept[twin] = _with_twin(kept[twin], answer)
    return kept


def _with_twin(first: Answer, second: Answer) -> Answer:
    """An answer with another one of the same plan. What is proven of the best answer is proven of each, but of any
    other only among the plans that it may be; so each name keeps its own result."""
    proven = second.result if second.name == BEST and second.result.status is Status.OPTIMAL else first.result
    unproven = first.unproven if _is_proven(second.result) else (*first.unproven, second.name)
    twins = (*first.twins, second.result)
    return replace(first, result=proven, same=(*first.same, second.name), unproven=unproven, twins=twins)


def _is_proven(result: Result) -> bool:
    """Whether what matters first is proven."""
    return all(report.status is Status.OPTIMAL for report in result.objectives if report.name in FIRST[:4])


def _same(one: Plan, other: Plan) -> bool:
    return set(one.tasks) == set(other.tasks)
