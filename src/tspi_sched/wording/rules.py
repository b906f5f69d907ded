"""What people call the rules: the words for their ids, in the language in force. Files for programs keep the ids."""

from tspi_sched.texts import _


def rule_titles() -> dict[str, str]:
    """A few words for every rule, by its id."""
    return {
        "duration": _("durée"),
        "order": _("ordre des épreuves"),
        "chain": _("enchaînement des oraux"),
        "same_panel": _("même jury"),
        "panel_makeup": _("composition du jury"),
        "one_at_a_time": _("une chose à la fois"),
        "hours": _("horaires et disponibilités"),
        "meal": _("repas"),
        "candidate_time": _("temps du candidat"),
        "sitting": _("séance surveillée"),
        "same_paper": _("même sujet"),
        "invigilation": _("surveillance"),
        "oral_room": _("salle d'oral"),
        "projection": _("projection"),
        "means": _("moyens"),
        "access": _("accessibilité"),
        "deliberation": _("délibération"),
        "marking": _("correction"),
        "panel_mode": _("jurys du jour"),
        "locks": _("verrous"),
        "all_or_nothing": _("tout ou rien"),
        "minutes": _("procès-verbal"),
    }


def rule_title(rule: str) -> str:
    """What people call a rule; its id if it has no words."""
    return rule_titles().get(rule, rule)
