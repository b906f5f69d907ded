"""The clock of a centre, by its name in the time zone database: ``Europe/Paris``, ``Indian/Reunion``."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.texts import _

FRENCH = (
    "Europe/Paris", "America/Martinique", "America/Guadeloupe", "America/Cayenne", "Indian/Reunion", "Indian/Mayotte",
    "America/Miquelon", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis",
)  # fmt: skip
"""Where there are centres; they are told where nothing else is near."""

_PLACES = {"guyane": "America/Cayenne", "nouvellecaledonie": "Pacific/Noumea", "polynesie": "Pacific/Tahiti",
           "polynesiefrancaise": "Pacific/Tahiti", "papeete": "Pacific/Tahiti", "saintdenis": "Indian/Reunion",
           "saintpierreetmiquelon": "America/Miquelon", "wallisetfutuna": "Pacific/Wallis",
           "fortdefrance": "America/Martinique", "pointeapitre": "America/Guadeloupe", "mamoudzou": "Indian/Mayotte",
           "france": "Europe/Paris", "metropole": "Europe/Paris", "lyon": "Europe/Paris"}  # fmt: skip
"""Names that people here give to a clock, and the database does not."""


@cache
def _names() -> Names:
    """Every zone of the world; also by its town alone, and as people here call it."""
    known = sorted(name for name in available_timezones() if "/" in name)
    towns = {fold(name.rpartition("/")[2]): name for name in (*known, *FRENCH)}
    return Names((*FRENCH, *known), {**towns, **_PLACES})


def _zone(text: str) -> str:
    """The name of a zone as the database writes it; `ValueError` says which one may be meant."""
    found = _names().find(text)
    if found is None or (found != text and fold(found) != fold(text)):
        raise ValueError(
            _("« {name} » n'est pas un fuseau horaire connu{hint}").format(name=shown(text), hint=_hint(text))
        )
    return found


def _hint(text: str) -> str:
    town = text.rpartition("/")[2]
    ways = (text, town, fold(town).removeprefix("la"))
    near = _PLACES.get(fold(town)) or next(filter(None, (_names().nearest(way, 0.7) for way in ways)), None)
    if near:
        return _(" ; vouliez-vous dire « {name} » ?").format(name=near)
    return _(" ; en France : {names}").format(names=", ".join(FRENCH))


Zone = Annotated[str, Field(strict=True), AfterValidator(_zone)]
