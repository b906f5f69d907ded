"""Texts that scripts put on the page, in the language in force."""

from tspi_sched.texts import _


def script_texts() -> dict[str, str]:
    """What the search's script says."""
    return {
        "running": _("Calcul en cours : {seconds} s sur {limit} s au plus"),
        "objective": _("{number}/{count} : {title}"),
        "proven": _("prouvé"),
        "waiting": _("à venir"),
        "at_work": _("en cours"),
        "none": _("aucun planning pour l'instant"),
        "found": _("un planning est trouvé, et gardé sur le disque"),
        "lost": _("Le serveur ne répond plus. Le calcul continue, et ce qu'il trouve est gardé."),
        "value": _("trouvé"),
        "bound": _("au mieux"),
        "curve": _("{title} : trouvé {value}, au mieux {bound}, en {seconds} s"),
        "seconds": _("secondes"),
        "stopping": _("Le calcul s'arrête…"),
    }
