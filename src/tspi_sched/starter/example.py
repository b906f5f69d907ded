"""The example rows of the starter workbook: invented people, and just enough of everything to make a plan."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from math import ceil

from tspi_sched.problem import ATTENDED, PREPARATION, Title
from tspi_sched.starter.book import Row, spoken
from tspi_sched.texts import _


def example_rows(day: date, title: Title, named: str) -> Mapping[str, Sequence[Row]]:
    """One row per sheet, but two jurors, since a panel is two people; the title is `named` by its code or its file."""
    words = spoken()
    yes, no = words["oui"], words["non"]
    return {
        "session": [{"title": named, "centre": _("Centre des Trois-Rives"), "manager": "Camille Lambert"}],
        "days": [{"date": one, "open": time(8), "close": time(18)} for one in _days(day, title)],
        "candidates": [
            {
                "id": "C01",
                "last_name": "LEFÈVRE",
                "first_name": "Zoé",
                "tracks": title.tracks[0].code,
                "final_interview": no,
                "route": words["formation"],
                "company": "Mécanique du Val",
                "report": yes,
                "accessible": no,
                "priority": 1,
            }
        ],
        "members": [_member("J1", "MARTEL", "Anne", "F", words), _member("J2", "DURIEUX", "Paul", "M", words)],
        "rooms": [
            {
                "id": "S1",
                "name": _("Salle Ampère"),
                "uses": ";".join(title.places),
                "seats": 12,
                "projector": yes,
                "accessible": yes,
            },
            *_rooms_to_prepare(title),
        ],
        "projectors": [{"id": "VP1"}],
        "invigilators": [{"id": "SV1", "last_name": "BLANCHET", "first_name": "Éric"}],
        "means": [{"id": f"M{number}", "type": type, "count": 1} for number, type in enumerate(_types(title), 1)],
    }


def _rooms_to_prepare(title: Title) -> Iterator[Row]:
    """A room besides, where the title has preparations: none is in a room that is held for the orals."""
    places = [place for place in title.places if place in title.uses(PREPARATION)]
    if places:
        yield {"id": "S2", "name": _("Salle Curie"), "uses": ";".join(places), "seats": 6}


def _days(first: date, title: Title) -> list[date]:
    """As many days in a row as the candidate's own minutes need at the most."""
    minutes = sum(n for code, n in title.tracks[0].minutes if title.stage[code].kind in ATTENDED)
    count = max(1, ceil(minutes / _A_DAY))
    return [first + timedelta(days=n) for n in range(count)]


_A_DAY = 480
"""Minutes of a candidate's day."""


def _types(title: Title) -> list[str]:
    """The means that stages need: where one of them is a person, the organiser moves its row to the sheet of people."""
    return list(dict.fromkeys(need.means for stage in title.stages for need in stage.needs))


def _member(name: str, last: str, first: str, gender: str, words: Mapping[str, str]) -> Row:
    return {
        "id": name,
        "last_name": last,
        "first_name": first,
        "panel": _("Jury A"),
        "company": "Plasturgie Orvane" if gender == "F" else "Fonderie Lamaux",
        "professional": words["professionnel"],
        "gender": gender,
        "accredited_from": date(2025, 1, 1),
        "accredited_to": date(2030, 12, 31),
        "reserve": words["non"],
    }
