"""The example rows of the starter workbook: invented people, and just enough of everything to make a plan."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from tspi_sched.problem import Title
from tspi_sched.starter.book import Row, spoken
from tspi_sched.texts import _


def example_rows(day: date, title: Title, named: str) -> Mapping[str, Sequence[Row]]:
    """One row per sheet, but two jurors, since a panel is two people; the title is `named` by its code or its file."""
    words = spoken()
    yes, no = words["oui"], words["non"]
    return {
        "session": [{"title": named, "centre": _("Centre des Trois-Rives"), "manager": "Camille Lambert"}],
        "days": [{"date": day, "open": time(8), "close": time(18)}],
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
            }
        ],
        "projectors": [{"id": "VP1"}],
        "invigilators": [{"id": "SV1", "last_name": "BLANCHET", "first_name": "Éric"}],
        "means": [{"id": f"M{number}", "type": type, "count": 1} for number, type in enumerate(_types(title), 1)],
    }


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
