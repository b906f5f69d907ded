"""What was read, and yet is hardly what was meant: noted beside the cell, since no plan depends on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tspi_sched.reading.values import contact
from tspi_sched.reading.values.availability import idle_dates
from tspi_sched.reading.values.cells import shown
from tspi_sched.texts import _


def doubt(written: object, found: Any, kind: str, days: Sequence[date]) -> str:
    """What is doubtful about a value, as written and as read, in a column of this kind; empty if nothing is."""
    match kind:
        case "email" if not contact.is_email(found):
            text = _(
                "« {value} » n'a pas la forme d'une adresse électronique (nom@exemple.fr) ; aucun brouillon n'y ira"
            )
        case "phone" if not contact.is_phone(found):
            text = _("« {value} » n'a pas la forme d'un numéro de téléphone ; imprimé tel quel")
        case "salutation" if not contact.is_salutation(found):
            text = _("« {value} » n'est pas une civilité usuelle (Madame, Monsieur) ; imprimée telle quelle")
        case "availability" if idle := idle_dates(written, days):
            text = _("{days} n'est pas un jour de la session : sans effet ; est-ce la bonne date ?")
            return text.format(days=", ".join(f"{one:%d/%m/%Y}" for one in idle))
        case _:
            return ""
    return text.format(value=shown(written))
