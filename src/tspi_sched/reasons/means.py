"""Sums about people in a role: for each candidate one who may be there."""

from tspi_sched.checker.expected import expected
from tspi_sched.reasons.session import Reasons, Session
from tspi_sched.texts import _
from tspi_sched.wording import names


def roles(session: Session) -> Reasons:
    """Of each type of means that a stage needs, one that is not excluded for the candidate."""
    problem = session.problem
    for case in session.cases if problem.title.has_places_or_means else ():
        barred = {*case.candidate.exclusions, *case.candidate.trainers}
        for code in expected(problem, case.candidate, case.track):
            for need in problem.title.stage[code].needs:
                found = problem.means_of(need.means)
                if found and all(one.person and one.id in barred for one in found):
                    text = _("{stage} : aucun « {type} » n'est possible pour {who}, à cause des exclusions ({people}).")
                    people = names.listed(f"{one.name} ({one.id})" for one in found)
                    yield text.format(type=need.means, who=case.label, stage=code, people=people)
