"""An event in one sentence, as an option gives it: `absent J2 à partir de 10:40`, `fin C03 ET 10h25`, `closed VP1`."""

from tspi_sched.reading.events.moments import moments_in
from tspi_sched.reading.events.raw import Raw
from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.values.spelling import tidy
from tspi_sched.texts import _

_SAID = {
    "absent": "absent absente absents absentes absence malade away ill sick",
    "present": "présent présente presence présence revient back",
    "late": "retard arrivera late retardé retardée delayed",
    "arrived": "arrivé arrivée arrive arrived",
    "ended": "fin ended end fini finie finit terminé terminée",
    "started": "début started start commence commencé commencée",
    "closed": "fermé fermée fermeture closed panne inondé inondée",
    "room": "salle room",
}
_KINDS = {fold(word): kind for kind, words in _SAID.items() for word in words.split()}
_ONLY_FIRST = frozenset(("room",))
"""Words that mean an event at the beginning alone: elsewhere they say what an id is."""
_FILLERS_SAID = (
    "le la les the en est is de du d mme m monsieur madame mr mrs ms "
    "candidat candidate juré jurée juror membre member surveillant surveillante "
    "invigilator salle room vidéoprojecteur projecteur projector oral écrit"
)
_FILLERS = frozenset(fold(word) for word in _FILLERS_SAID.split())


def sentence(text: str, days: clock.Days, where: str) -> Raw:
    """What a sentence says; `Unclear` if it is none of the events, or its moments cannot be read."""
    moments, rest = moments_in(text, days)
    words = rest.split()
    place = _kind_at(words)
    if place is None:
        raise Unclear(_unknown(text, words))
    kind = _KINDS[fold(words[place])]
    left = " ".join(words[:place] + words[place + 1 :])
    return Raw(kind, {"words": left}, moments, where=where)


def without_fillers(text: str) -> str:
    """The words that can name somebody or something."""
    return tidy(" ".join(word for word in text.split() if fold(word) not in _FILLERS))


def _kind_at(words: list[str]) -> int | None:
    """The first word if it says what happened, else the only one that does."""
    first = _KINDS.get(fold(words[0])) if words else None
    if first and first not in _ONLY_FIRST:
        return 0
    known = [n for n, word in enumerate(words) if _KINDS.get(fold(word), "room") not in _ONLY_FIRST]
    return known[0] if len(known) == 1 else (0 if first else None)


def _unknown(text: str, words: list[str]) -> str:
    usual = _("absent, présent, retard, arrivé, fin, début, fermé, salle")
    hint = Names(_KINDS).hint(words[0]) if words else ""
    message = _("« {value} » ne commence par aucun événement connu ({kinds}){hint} ; par exemple « {example} »")
    return message.format(
        value=shown(text),
        kinds=usual,
        hint=hint if ";" in hint and "?" in hint else "",
        example=_("absent J2 à partir de 10:40"),
    )
