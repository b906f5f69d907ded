"""How the tests of the rules say what they expect of the checker."""

from tests.support.sessions import laid_out, ruled, session
from tspi_sched.checker import check
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem

PLAN, SESSION = laid_out(), session()
FREE, DAILY = (ruled(SESSION, panel={"mode": mode}) for mode in ("free", "daily"))


def only(rule: str, people: str, problem: Problem, plan: Plan) -> None:
    """The plan breaks this rule, no other, and these people are named, nobody else."""
    found = check(problem, plan)
    assert {violation.rule for violation in found} == {rule}, [v.message for v in found]
    assert {person for violation in found for person in violation.people} == set(people.split()), found


def sound(problem: Problem, plan: Plan) -> None:
    """The plan keeps every rule."""
    assert [violation.message for violation in check(problem, plan)] == []


def named(rule: str, problem: Problem, plan: Plan) -> set[str]:
    """Whom the breaches of one rule name, whatever else is broken."""
    return {person for v in check(problem, plan) if v.rule == rule for person in v.people}
