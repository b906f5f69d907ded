"""Objectives and proofs in an organiser's words, with their units."""

from datetime import datetime

from tspi_sched.plan import ObjectiveReport, Result, Status, moment
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext

DURATIONS = frozenset({"presence", "waiting", "shift"})
"""Objectives counted in minutes."""


def objective_titles() -> dict[str, str]:
    """What each objective counts, in a few words."""
    return {
        "unplaced": _("Candidats non placés (total des priorités)"),
        "days": _("Durée de la session (jours)"),
        "finish": _("Fin de la dernière épreuve"),
        "juror_days": _("Journées de juré"),
        "presence": _("Présence cumulée des jurés"),
        "waiting": _("Attente cumulée des candidats"),
        "candidate_days": _("Journées de candidat"),
        "rooms": _("Salles utilisées, jour par jour"),
        "balance": _("Écart de charge entre jurés (candidats)"),
        "mixed_panels": _("Passages devant un jury d'un seul genre"),
        "cost": _("Coût des jurés, surveillants et salles"),
        "changes": _("Changements par rapport au plan précédent"),
        "day_changes": _("Convocations reportées à un autre jour"),
        "recalled": _("Convocations changées (jour ou heure)"),
        "shift": _("Décalage cumulé des convocations"),
        "duty_changes": _("Jurés et surveillants à rappeler ou à décommander (journées)"),
        "room_changes": _("Écrits et oraux changés de salle"),
        "task_changes": _("Tâches changées, corrections comprises"),
    }


def objective_title(name: str) -> str:
    """Say what an objective counts.

    Args:
        name: The objective.

    Returns:
        A few words in the language in force; the name itself if it is no objective.

    Example:
        >>> tspi_sched.objective_title("juror_days")
        'Journées de juré'
    """
    return objective_titles().get(name, name)


def finish_moment(problem: Problem, value: int) -> datetime | None:
    """The day and time that a value of ``finish`` stands for; None outside the session's days."""
    index, minute = divmod(value, 1440)
    if not 0 <= index < len(problem.days):
        return None
    return moment(problem.days[index].date, minute)


def known_bound(report: ObjectiveReport) -> int | None:
    """What no plan can fall short of; None if nothing is known: no objective goes below 0 anyway."""
    return report.bound if report.bound > 0 or report.status is Status.OPTIMAL else None


def proof_words(report: ObjectiveReport) -> str:
    """How sure an objective's value is, in two or three words; the search may have ended before it came to it."""
    if report.status is Status.OPTIMAL:
        return _("optimal, prouvé")
    begun = report.seconds > 0 or known_bound(report) is not None
    return _("non prouvé") if begun else _("pas encore étudié")


def unproven(result: Result) -> str:
    """Why values stand without proofs where a plan has none of its search; empty where it has."""
    if result.objectives:
        return ""
    return _(
        "Valeurs mesurées sur ce plan, sans preuve : un planning relu du classeur, ou modifié, ne garde pas les "
        "preuves du calcul ; celles d'un plan inchangé viennent avec son plan.json."
    )


def status_sentence(result: Result) -> str:
    """How good a plan is, as far as it is proven."""
    if broken := len(result.stamp.broken):
        text = ngettext(
            "Attention : ce plan enfreint {count} règle.", "Attention : ce plan enfreint {count} règles.", broken
        )
        return text.format(count=broken)
    if result.status is Status.OPTIMAL:
        return _("Plan optimal : il respecte toutes les règles et il est prouvé qu'aucun autre plan ne fait mieux.")
    text = _("Plan valable : il respecte toutes les règles, mais il n'est pas prouvé qu'aucun autre ne fasse mieux.")
    return text + " " + _("Le calcul a été interrompu.") if result.interrupted else text
