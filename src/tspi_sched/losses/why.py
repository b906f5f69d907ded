"""Why candidates are left out after a loss, as far as it is proven."""

import time
from dataclasses import replace

from tspi_sched.left_out.why import Inquiry, why_left_out
from tspi_sched.losses.loss import MEMBER, Loss, without
from tspi_sched.plan import Plan, Status, Unplaced
from tspi_sched.planner import solve
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wishes import Objective, Wishes


def with_reasons(session: Problem, plan: Plan, loss: Loss, wishes: Wishes, seconds: float, least: bool) -> Plan:
    """The plan with the reason for each candidate whom it leaves out; `least`: no plan leaves out less.

    After the loss of an invigilator, a room, a projector or other means, sums and searches say what is short and what
    would do.
    After that of a member they would not know of those who may stand in, so that is said in one sentence.
    """
    if loss.kind == MEMBER:
        reason = _no_panel(least)
        return replace(plan, unplaced=tuple(Unplaced(row.candidate, reason) for row in plan.unplaced))

    def has_plan(problem: Problem, most: float) -> bool | None:
        if most <= 0:
            return None
        result = solve(problem, replace(wishes, objectives=(Objective("unplaced"),), time_limit=most))
        return {Status.OPTIMAL: True, Status.INFEASIBLE: False}.get(result.status)

    left = replace(without(session, loss), baseline=None)
    until = time.monotonic() + seconds
    inquiry = Inquiry(left, plan, foremost=True, least=least, until=until, has_plan=has_plan)
    return replace(plan, unplaced=why_left_out(inquiry))


def _no_panel(least: bool) -> str:
    if least:
        return _("Aucun jury complet n'a de place, même avec les réserves et les membres libres : c'est prouvé.")
    return _("Aucun jury complet n'a été trouvé dans le temps donné, même avec les réserves et les membres libres.")
