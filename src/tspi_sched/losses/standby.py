"""Where reserves must stand by so that no single member's loss leaves anybody out: the least there is, with a proof.

A set S of (reserve member, day) is *enough for a loss* if the session without that member has a plan of everybody in
which reserve members serve on the days in S only. It is enough if it is so for each loss. More reserves never take a
plan away, so this is monotone, and `hitting` finds a cheapest set: the solver, which proves that there is a plan or
that there is none, is its oracle. Where the workbook's reserves do not suffice, invented ones who are available to
everybody are counted, before anything else: how many more reserve-days are needed.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.checker import judged
from tspi_sched.losses.hitting import Answer, Enough, Least, Needed, Tree, least
from tspi_sched.losses.loss import MEMBER, Loss, losses, used
from tspi_sched.losses.replanned import Case, everybody
from tspi_sched.losses.session import Duty, Reserves, after, event_of, new_ids, served, standing_by
from tspi_sched.parallel import Ended
from tspi_sched.plan import Plan, Task
from tspi_sched.problem import Problem

Asked = Callable[[Sequence["Inquiry"]], Iterable["Ended[Inquiry, Answer[Duty]]"]]
"""Does the inquiries, in processes of their own."""


@dataclass(frozen=True, slots=True)
class Standby:
    """Where reserves stand by, so that no single member's loss leaves out anybody whom the plan places.

    `days`: the reserve members of the session, by id, with their days; empty if nobody needs to. `more`: how many more
    reserve members are needed on which days. `fewest` and `fewest_more`: no set of fewer `days` (with so many more)
    and with fewer `more` is enough; where `proven`, these are the numbers of `days` and `more`. `needing`: the members
    whose loss somebody must stand by for; `hopeless`: those for whom nothing is known to be enough. `asked`: how many
    questions the proof took.
    """

    days: tuple[Duty, ...] = ()
    more: tuple[tuple[date, int], ...] = ()
    fewest: int = 0
    fewest_more: int = 0
    proven: bool = True
    needing: tuple[str, ...] = ()
    hopeless: tuple[str, ...] = ()
    asked: int = 0

    @property
    def more_days(self) -> int:
        """How many more reserve-days are needed, in all."""
        return sum(count for _day, count in self.more)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Whether reserves are enough for a loss; if not, `known` says what is, so that the cut is sharpened."""

    case: Case
    elements: frozenset[Duty]
    """Who stands by."""
    everything: tuple[Duty, ...]
    """Who might, invented ones included."""
    known: tuple[frozenset[Duty], ...]
    until: float
    """The moment (`time.time`) by which to stop sharpening."""


def standby(case: Case, plans: Mapping[Loss, Plan], do: Asked, seconds: float) -> Standby:
    """The least that must stand by, within so many seconds. `case` is that of any loss; `plans` are the plans made
    after losses, all that is known so far of what is enough."""
    began, count = time.time(), 0
    problem, plan = case.problem, case.plan
    lost = tuple(loss for loss in losses(problem) if loss.kind == MEMBER and used(plan, loss))
    listed = standing_by(problem, plan)
    costs = {duty: (0, 1) for duty in listed} | {duty: (1, 0) for duty in _invented(problem, plan)}
    tree = Tree(lost, costs, lambda duty: _with_earlier(problem, plan, duty))
    for loss in lost:
        for elements in _known(replace(case, loss=loss), plans.get(loss)):
            tree.learn(loss, Enough(elements))

    def ask(open_losses: Sequence[Loss], chosen: frozenset[Duty]) -> Mapping[Loss, "Answer[Duty]"]:
        nonlocal count
        inquiries = [
            Inquiry(replace(case, loss=loss), chosen, tuple(costs), tuple(tree.enough.get(loss, ())), began + seconds)
            for loss in open_losses
        ]
        count += len(inquiries)
        return {ended.job.case.loss: ended.value for ended in do(inquiries)}

    found = least(tree, ask, lambda: time.time() < began + seconds)
    return _standby(found, tree, frozenset(listed), count)


def _standby(found: "Least[Duty]", tree: "Tree[Duty, Loss]", listed: frozenset[Duty], count: int) -> Standby:
    chosen = found.chosen if found.chosen is not None else frozenset()
    order = {duty: place for place, duty in enumerate(tree.costs)}
    hopeless = tuple(loss.id for loss in tree.open(chosen)) if found.chosen is None else ()
    more = Counter(day for id, day in chosen - listed)
    extra, own = found.at_least
    return Standby(
        days=tuple(sorted(chosen & listed, key=order.__getitem__)),
        more=tuple(sorted(more.items())),
        fewest=own if extra == sum(more.values()) else 0,
        fewest_more=extra,
        proven=found.proven,
        needing=tuple(loss.id for loss in tree.questions if frozenset() not in tree.enough.get(loss, ())),
        hopeless=hopeless,
        asked=count,
    )


# --- who might stand by -----------------------------------------------------------------------------------------------


def _invented(problem: Problem, plan: Plan) -> Iterator[Duty]:
    """Reserve members who do not exist, on each day of the session: as many a day as there are days of duty. One on
    each day on which a member serves takes that member's place as it is, so never more than these are needed in all."""
    days = {day for _member, day in served(plan)}
    ids = new_ids(problem, len(days))
    yield from ((id, day.date) for id in ids for day in problem.days)


def _with_earlier(problem: Problem, plan: Plan, duty: Duty) -> Iterator[Duty]:
    """A duty, and for an invented member the same day of those invented before: the second comes after the first."""
    ids = new_ids(problem, len({day for _member, day in served(plan)}))
    if duty[0] not in ids:
        yield duty
        return
    yield from ((id, duty[1]) for id in ids[: ids.index(duty[0]) + 1])


def reserves_of(problem: Problem, elements: Iterable[Duty]) -> Reserves:
    """Those who stand by, as the sessions after a loss know them."""
    chosen = frozenset(elements)
    own = frozenset(duty for duty in chosen if duty[0] in problem.member)
    return Reserves(own, tuple(sorted(Counter(day for _id, day in chosen - own).items())))


# --- what is known without a search -----------------------------------------------------------------------------------


def _known(case: Case, plan: Plan | None) -> Iterator[frozenset[Duty]]:
    """Sets that are enough for a loss: the reserves of a plan made after it, and one who takes the member's place as it
    is wherever the checker has nothing against it."""
    problem, loss = case.problem, case.loss
    if plan is not None and len(plan.unplaced) == len(case.plan.unplaced):
        yield _called(problem, plan, case.plan)
    days = sorted(day for member, day in served(case.plan) if member == loss.id)
    possible = set(standing_by(problem, case.plan))
    first = new_ids(problem, 1)[0]
    for id in (*(one.id for one in problem.members if one.reserve and one.id != loss.id), first):
        duties = frozenset((id, day) for day in days)
        if (id == first or duties <= possible) and _takes_over(case, id, duties):
            yield duties


def _called(problem: Problem, plan: Plan, before: Plan) -> frozenset[Duty]:
    """The reserve members who serve in a plan on days on which they would not."""
    usual = {member.id for member in problem.members if not member.reserve}
    return frozenset(duty for duty in served(plan) - served(before) if duty[0] not in usual)


def _takes_over(case: Case, id: str, duties: frozenset[Duty]) -> bool:
    """Whether somebody may take a member's place in every task of the plan."""
    tasks = tuple(_handed(task, case.loss.id, id) for task in case.plan.tasks)
    session = after(case.problem, case.plan, case.loss, reserves_of(case.problem, duties))
    return not judged(session, Plan(tasks, events=(event_of(case.loss),)))[0]


def _handed(task: Task, lost: str, id: str) -> Task:
    return replace(task, members=tuple(id if member == lost else member for member in task.members))


# --- the oracle -------------------------------------------------------------------------------------------------------


def inquire(inquiry: Inquiry) -> "Answer[Duty]":
    """Whether reserves are enough; if not, what is needed besides, made as sharp as time allows."""
    answer = _asked(inquiry, inquiry.elements)
    if answer is not False:
        return None if answer is None else Enough(_used(inquiry, answer))
    short = inquiry.elements
    for part in _parts(inquiry):
        more = short | part
        if more == short or time.time() > inquiry.until or any(known <= more for known in inquiry.known):
            continue
        if _asked(inquiry, more) is False:
            short = more
    return Needed(_first_missing(inquiry, short))


def _asked(inquiry: Inquiry, elements: frozenset[Duty]) -> Plan | bool | None:
    case = inquiry.case
    return everybody(replace(case, reserves=reserves_of(case.problem, elements)))


def _used(inquiry: Inquiry, plan: Plan | bool) -> frozenset[Duty]:
    """Those who stand by and serve in a plan; with an invented one those before, in whose place that one might be."""
    assert isinstance(plan, Plan)
    case = inquiry.case
    serving = _called(case.problem, plan, case.plan) & inquiry.elements
    return frozenset(earlier for duty in serving for earlier in _with_earlier(case.problem, case.plan, duty))


def _parts(inquiry: Inquiry) -> Iterator[frozenset[Duty]]:
    """What may be added to a set that is not enough: all the session's reserves, then whole days, then each by itself;
    an invented one brings along those before."""
    own = [duty for duty in inquiry.everything if duty[0] in inquiry.case.problem.member]
    yield frozenset(own)
    for day in sorted({day for _id, day in inquiry.everything}):
        yield frozenset(duty for duty in own if duty[1] == day)
        yield frozenset(duty for duty in inquiry.everything if duty[1] == day and duty not in own)
    yield from (frozenset([duty]) for duty in own)
    seen: dict[date, frozenset[Duty]] = {}
    for duty in inquiry.everything:
        if duty not in own:
            seen[duty[1]] = seen.get(duty[1], frozenset()) | {duty}
            yield seen[duty[1]]


def _first_missing(inquiry: Inquiry, short: frozenset[Duty]) -> frozenset[Duty]:
    """One of these is needed beside a set that is not enough: of those invented, the next one of each day."""
    missing: dict[object, Duty] = {}
    for duty in inquiry.everything:
        if duty not in short:
            missing.setdefault(duty if duty[0] in inquiry.case.problem.member else duty[1], duty)
    return frozenset(missing.values())
