"""The words that the script of the Planning view says by itself."""

from tspi_sched.problem import LOCK_PARTS
from tspi_sched.texts import _, mark
from tspi_sched.wording.rules import rule_title


def script_texts(address: str) -> dict[str, object]:
    """Texts by name, with the address that the script asks."""
    return {
        "address": f"{address}/planning",
        "events": f"{address}/events",
        "move": _("Déplacer…"),
        "held": _("En main : {what}. Choisissez une place ; Échap pour laisser."),
        "left": _("Laissé où il était."),
        "fine": _("toutes les règles sont respectées"),
        "breaks": _("enfreint : {rules}"),
        "hours": rule_title("hours"),
        "outside": _("Le bloc n'est pas tout entier dans les heures d'ouverture."),
        "judging": _("jugement en cours…"),
        "asking": _("possible si d'autres bougent ? recherche…"),
        "possible": _("possible si d'autres bougent"),
        "impossible": _("impossible, même si d'autres bougent"),
        "unknown": _("possible si d'autres bougent : pas connu"),
        "elsewhere": _("Le planning a changé ailleurs : le voici tel qu'il est."),
        "lost": _(
            "Le programme ne répond plus : rien ne peut être changé. S'il a été fermé, rouvrez-le par son icône ou par "
            "« tspi-sched web »."
        ),
        "found": _("Le programme répond de nouveau."),
        "over": _("Ce qui a eu lieu ne se déplace plus."),
        "place": _("{day}, {hour}, {lane}"),
        "undo": _("Annuler : {label}"),
        "redo": _("Rétablir : {label}"),
        "nothing_undo": _("Rien à annuler"),
        "nothing_redo": _("Rien à rétablir"),
        "locked": _("verrouillé : {parts}"),
        "broken": _("enfreint une règle"),
        "one_broken": _("1 règle enfreinte"),
        "many_broken": _("{count} règles enfreintes"),
        "show": _("montrer"),
        "locks": _("Verrous"),
        "mending": _("Recherche d'un planning proche (20 secondes au plus)…"),
        "before": _("avant"),
        "after": _("après"),
        "colon": mark(":"),
        "parts": list(zip(LOCK_PARTS, (_("jour"), _("heure"), _("salle"), _("jury"), _("surveillant")), strict=True)),
        "one_at_a_time": _("Attendez la fin de la demande en cours."),
    }
