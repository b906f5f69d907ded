"""What to write instead of words that say nothing beside somebody or something known: `retard C07 de 20 minutes`."""

import re
from collections.abc import Callable

from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.spelling import unaccented
from tspi_sched.texts import _

_MANY = r"(?:\d+|une?|deux|trois|quelques|half an|an?|demi[- ]?)"
_DURATION = re.compile(
    rf"\b{_MANY}\s*(?:minutes?|mins?\b|mn\b|heures?|hours?|h\b)|\bpendant\b|\bdurant\b|\bplus t(?:ot|ard)\b|\bheure\b"
)


def advice(kind: str, text: str, found: Callable[[str], str | None]) -> str:
    """What is wrong with words that hold a known id and more, and what would be right; empty if they hold none."""
    words = text.split()
    for size in range(len(words) - 1, 0, -1):
        for start in (0, len(words) - size):
            one, rest = words[start : start + size], [*words[:start], *words[start + size :]]
            if who := found(" ".join(one)):
                return _said(kind, " ".join(rest), who)
    return ""


def _said(kind: str, rest: str, who: str) -> str:
    text = _("« {rest} » n'est pas compris ; écrivez par exemple « {example} »")
    if _DURATION.search(unaccented(rest)):
        text = _("« {rest} » est une durée ; écrivez l'heure, par exemple « {example} »")
    return text.format(rest=shown(rest), example=example(kind, who))


def example(kind: str, who: str) -> str:
    """A sentence about somebody or something that would be read."""
    match kind:
        case "late":
            text = _("retard {who} 09:35")
        case "arrived":
            text = _("arrivé {who} 08:40")
        case "present":
            text = _("présent {who} à partir de 13:00")
        case "closed":
            text = _("fermé {who} de 11:00 à 12:00")
        case "ended":
            text = _("fin {who} ET 10:25")
        case "started":
            text = _("début {who} ET 10:50")
        case "room":
            text = _("salle {who} MSP S3")
        case _:
            text = _("absent {who} de 10:40 à 13:00")
    return text.format(who=who)
