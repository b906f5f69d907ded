"""Every single loss, planned anew before the day, over the cores; and where reserves must stand by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tspi_sched.checker import check, judged, measure
from tspi_sched.losses.loss import MEMBER, Loss, losses, used
from tspi_sched.losses.record import ANSWERED, MISSING, UNCHANGED, UNKNOWN, Answer, Contingency
from tspi_sched.losses.replanned import Case, Replanned, replanned
from tspi_sched.losses.session import Duty, Reserves, before, own_plan, served
from tspi_sched.losses.standby import Inquiry, Standby, inquire, standby
from tspi_sched.losses.store import Store
from tspi_sched.parallel import Ended, cores, each
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.wishes import Wishes

SECONDS = 30.0
"""For each loss, and for each question about who must stand by, unless more is given."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done: an `answer` of the losses, as the `done`th of so many (`count`); or, without an answer, a search
    about who must stand by, of which nobody knows how many there will be."""

    done: int
    count: int
    answer: Answer | None = None


Watch = Callable[[Step], None]


def contingency(
    problem: Problem,
    plan: Plan,
    *,
    wishes: Wishes | None = None,
    seconds: float = SECONDS,
    processes: int = 0,
    folder: str | Path | None = None,
    watch: Watch | None = None,
) -> Contingency:
    """Plan every single loss anew before the day, and find where reserves must stand by.

    A loss is a member, an invigilator, a room, a mobile projector or another means who or which is not there on any
    day. The new plan changes little: first it leaves out nobody else, then it calls no candidate on another day, then
    none at another hour, and so on (`unplaced`, `day_changes`, `recalled`, `duty_changes`, `shift`, `room_changes`,
    `changes`, `task_changes`, then the wishes' own objectives). Each is checked. Reserve members may serve after a
    member's loss.

    Args:
        problem: The session.
        plan: The plan in force, which keeps every rule. Candidates whom it leaves out stay left out.
        wishes: Objectives after those above, processor cores for each search, seed; the defaults, and one core, without
            it. Its time limit does not count.
        seconds: For each loss and for each question about the reserves; all these together take no longer than the
            members' losses may.
        processes: How many losses are planned at once; 0: one for each core.
        folder: Where results are kept as they come, and found again by a second run; None: nowhere.
        watch: Called after each loss.

    Returns:
        A `Contingency`, with an `Answer` for each loss and a `Standby`. An interruption (Ctrl-C) ends the work and
        keeps what is done.

    Raises:
        ValueError: The plan breaks a rule, is empty, or was made after an incident (`now` or `events`).

    Example:
        >>> found = tspi_sched.contingency(problem, result.plan, seconds=10, processes=1)
        >>> [answer.loss.id for answer in found.answers if not answer.everybody]
        ['J1', 'J2', 'SV1', 'S1', 'S2']
        >>> found.standby.days, found.standby.more_days, found.standby.proven
        ((), 1, True)
    """
    if check(problem, plan):
        raise ValueError("the plan breaks a rule")
    if not plan.tasks:
        raise ValueError("the plan is empty")
    if plan.now is not None or plan.events:
        raise ValueError("the plan is one after an incident")
    first = Case(problem, plan, Loss(MEMBER, ""), wishes or Wishes(workers=1), seconds)
    return _Work(first, processes or cores(), Store(Path(folder) if folder is not None else None), watch).done()


class _Work:
    """The losses of one session at work; keeps what is done whenever it ends."""

    def __init__(self, first: Case, processes: int, store: Store, watch: Watch | None) -> None:
        self.first, self.processes, self.store = first, processes, store
        self.watch: Watch = watch or (lambda step: None)
        self.answers: dict[Loss, Answer] = {}
        self.standby: Standby | None = None
        self.asked = 0

    def done(self) -> Contingency:
        """All that can be said, or what there was time for."""
        problem, plan, interrupted = self.first.problem, self.first.plan, False
        listed = losses(problem)
        try:
            self._answer(listed)
            self.standby = self._stand_by()
            self._keep_to_reserves(self.standby)
        except KeyboardInterrupt:
            interrupted = True
        answers = tuple(self.answers.get(loss) or Answer(loss, MISSING) for loss in listed)
        return Contingency(problem, plan, answers, self.standby, interrupted)

    def _answer(self, listed: Sequence[Loss]) -> None:
        """Plan every loss anew that the plan does not take as it is."""
        problem, plan = self.first.problem, self.first.plan
        for loss in listed:
            if not used(plan, loss):
                values = measure(before(problem, plan), own_plan(plan, plan))
                self._take(Answer(loss, UNCHANGED, plan, values=values), len(listed))
        cases = (replace(self.first, loss=loss) for loss in listed if used(plan, loss))
        for ended in self._replan(cases):
            self._take(_answer(ended), len(listed))

    def _take(self, answer: Answer, count: int) -> None:
        self.answers[answer.loss] = answer
        self.watch(Step(len(self.answers), count, answer))

    def _replan(self, cases: Iterable[Case]) -> Iterator[Ended[Case, Replanned]]:
        """The losses planned anew: those kept from before first."""
        fresh = []
        for case in cases:
            kept = self.store.replanned(case)
            if kept is not None and kept.plan is not None and _keeps_rules(case, kept.plan):
                yield Ended(case, kept)
            else:
                fresh.append(case)
        for ended in each(replanned, fresh, self.processes):
            if ended.value is not None:
                self.store.keep(ended.job, ended.value)
            yield ended

    def _stand_by(self) -> Standby:
        """Who must stand by; all questions about it take no longer than the members' losses may."""
        plans = {loss: answer.plan for loss, answer in self.answers.items() if answer.plan is not None}
        members = sum(loss.kind == MEMBER and used(self.first.plan, loss) for loss in self.answers)
        return standby(self.first, plans, self._ask, self.first.seconds * max(1, members))

    def _ask(self, inquiries: Sequence[Inquiry]) -> Iterator["Ended[Inquiry, Any]"]:
        fresh = []
        for inquiry in inquiries:
            kept = self.store.answer(inquiry)
            if kept is None:
                fresh.append(inquiry)
            else:
                yield Ended(inquiry, kept)
        for ended in each(inquire, fresh, self.processes):
            self.asked += 1
            self.store.keep_answer(ended.job, ended.value)
            self.watch(Step(self.asked, 0))
            yield ended

    def _keep_to_reserves(self, found: Standby) -> None:
        """Plan those losses anew that need a reserve and call one who does not stand by, with those who do."""
        days = frozenset(found.days)
        again = [
            replace(self.first, loss=answer.loss, reserves=Reserves(days))
            for answer in self.answers.values()
            if answer.loss.id in found.needing and answer.everybody and not _called(self.first, answer) <= days
        ]
        for ended in self._replan(again):
            answer = _answer(ended)
            if answer.everybody:
                self._take(answer, len(self.answers))


def _called(case: Case, answer: Answer) -> frozenset[Duty]:
    """The reserve members whom an answer calls."""
    reserves = {member.id for member in case.problem.members if member.reserve}
    new = served(answer.plan) - served(case.plan) if answer.plan else frozenset()
    return frozenset(duty for duty in new if duty[0] in reserves)


def _answer(ended: Ended[Case, Replanned]) -> Answer:
    case, found = ended.job, ended.value
    if found is None:
        return Answer(case.loss, UNKNOWN, reason=ended.reason)
    if found.plan is None:
        return Answer(case.loss, UNKNOWN, seconds=found.seconds)
    if not _keeps_rules(case, found.plan):
        raise AssertionError(f"the plan after the loss of {case.loss.id} breaks a rule")
    own = own_plan(found.plan, case.plan)
    values = measure(case.session, own)
    return Answer(case.loss, ANSWERED, found.plan, own.unplaced, values, found.proven, found.seconds)


def _keeps_rules(case: Case, plan: Plan) -> bool:
    """Whether a plan keeps every rule of the session after a loss."""
    return not judged(case.session, own_plan(plan, case.plan))[0]
