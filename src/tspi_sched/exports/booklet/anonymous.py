"""The booklet without names: every plan in the codes of one session, so that a code means one person on every page."""

from dataclasses import replace

from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.losses import Answer, Contingency, Loss
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.problem import Problem


def without_names(found: Contingency) -> Contingency:
    """What is known of every loss, with codes for people and companies, and no way to reach them."""
    problem, plan = _coded(found.problem, found.plan)
    whom = _codes(found.problem, problem)
    standby = found.standby and replace(
        found.standby,
        days=tuple((whom[id], day) for id, day in found.standby.days),
        needing=tuple(whom[id] for id in found.standby.needing),
        hopeless=tuple(whom[id] for id in found.standby.hopeless),
    )
    answers = tuple(_answer(found.problem, answer, whom) for answer in found.answers)
    return replace(found, problem=problem, plan=plan, answers=answers, standby=standby)


def _coded(problem: Problem, plan: Plan) -> tuple[Problem, Plan]:
    coded, result = anonymised(problem, Result(Status.FEASIBLE, plan))
    assert result.plan is not None
    return coded, result.plan


def _codes(problem: Problem, coded: Problem) -> dict[str, str]:
    """Everybody's code."""
    return dict(zip(_people(problem), _people(coded), strict=True))


def _people(problem: Problem) -> tuple[str, ...]:
    helpers = (one.id for one in problem.helpers)
    return *problem.candidate, *problem.member, *problem.invigilator, *helpers


def _answer(problem: Problem, answer: Answer, whom: dict[str, str]) -> Answer:
    loss = answer.loss
    person = loss.kind in ("member", "invigilator", "helper")
    plan = _coded(problem, answer.plan)[1] if answer.plan else None
    out = {whom[row.candidate] for row in answer.left_out}
    left_out = tuple(row for row in plan.unplaced if row.candidate in out) if plan else ()
    lost = Loss(loss.kind, whom[loss.id] if person else loss.id)
    return replace(answer, loss=lost, plan=plan, left_out=left_out, reason="")
