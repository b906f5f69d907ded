"""What a row says, in words."""

from tspi_sched.sweeps.job import FAILED, INVALID, PENDING
from tspi_sched.sweeps.run import Row
from tspi_sched.texts import _, mark
from tspi_sched.wording import objective_title, objective_value, proof


def status_names() -> dict[str, str]:
    """What may have come of a scenario."""
    return {
        "optimal": _("optimal, prouvé"),
        "feasible": _("valable, non prouvé"),
        "infeasible": _("impossible, prouvé"),
        "unknown": _("rien trouvé à temps"),
        FAILED: _("échec du calcul"),
        INVALID: _("entrée fautive"),
        PENDING: _("à calculer"),
    }


def proofs(row: Row) -> str:
    """What is proven of a row's plan; of what is not, how far it may be from the best. Else why there is none."""
    result, problem = row.outcome.result, row.variant.problem
    if result is None or problem is None:
        return row.outcome.reason
    doubtful = [report for report in result.objectives if report.status != "optimal"]
    if not doubtful:
        return _("✓ prouvé")
    return "\n".join(f"{objective_title(one.name)}{mark(':')}{proof(problem, one)}" for one in doubtful)


def value(row: Row, name: str) -> str:
    """An objective's value in a row; a dash where there is none."""
    found, problem = row.outcome.measures.get(name), row.variant.problem
    return "–" if found is None or problem is None else objective_value(problem, name, found)
