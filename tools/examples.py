"""Writes the small sessions of the example titles anew: ``python tools/examples.py``. Everybody in them is invented."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.xlsx.book import save
from tspi_sched.problem import WRITTEN, Title
from tspi_sched.reading import read_title
from tspi_sched.starter.book import Row, facts_book
from tspi_sched.texts import in_language

EXAMPLES = Path(__file__).parent.parent / "examples"
DAYS = (date(2026, 12, 7), date(2026, 12, 8))
CANDIDATES = ("Aubry Nina", "Belkacem Samir", "Costa Inès", "Delorme Théo")
MEMBERS = ("Marchand Odile", "Perrin Loïc", "Rahmani Leïla", "Sorel Bruno")

TRACKS: Mapping[str, Sequence[str]] = {
    "sc": ("TITRE", "TITRE", "CCP1", "CCP2+CCP3"),
    "gcf": ("TITRE", "TITRE", "CCP1", "CCP3"),
    "rpms": ("TITRE", "TITRE", "CCP1", "CCP2+CCP3"),
    "fpa": ("TITRE", "TITRE", "CCP1", "CCP2"),
}
"""The tracks of the candidates where they are not all on that of the whole title."""

ROOMS: Mapping[str, Sequence[Row]] = {
    "fpa": (
        {"id": "S1", "name": "Salle de préparation", "uses": "PREPARATION", "seats": 4},
        {"id": "S2", "name": "Salle Ampère", "uses": "ORAL", "seats": 6, "projector": "oui"},
        {"id": "S3", "name": "Salle Curie", "uses": "ORAL", "seats": 6},
    ),
    "tssr": (
        {"id": "S1", "name": "Salle informatique", "uses": "MSP", "seats": 12},
        {"id": "S2", "name": "Salle Ampère", "uses": "ORAL", "seats": 6},
        {"id": "S3", "name": "Salle Curie", "uses": "ORAL", "seats": 6},
        {"id": "S4", "name": "Plateau systèmes et réseaux", "uses": "MACHINES", "seats": 6},
    ),
    "advf": (
        {"id": "S1", "name": "Appartement pédagogique", "uses": "APPARTEMENT", "seats": 6},
        {"id": "S2", "name": "Salle Ampère", "uses": "ORAL", "seats": 6},
        {"id": "S3", "name": "Salle Curie", "uses": "ORAL", "seats": 6},
    ),
}
USUAL: Sequence[Row] = (
    {"id": "S1", "name": "Salle informatique", "uses": "MSP", "seats": 12, "accessible": "oui"},
    {"id": "S2", "name": "Salle Ampère", "uses": "ORAL", "seats": 6, "projector": "oui", "accessible": "oui"},
    {"id": "S3", "name": "Salle Curie", "uses": "ORAL", "seats": 6, "accessible": "oui"},
)

MORE: Mapping[str, Mapping[str, Sequence[Row]]] = {
    "advf": {
        "means": ({"id": "LIT", "type": "lit médicalisé", "room": "S1", "setup_minutes": 10},),
        "helpers": (
            {"id": "IN1", "last_name": "Vasseur", "first_name": "Irène", "type": "comédien", "salutation": "Madame"},
            {"id": "IN2", "last_name": "Thibault", "first_name": "Marc", "type": "comédien",
             "availability": "08/12/2026"},
        ),
    },
}  # fmt: skip
"""What a title needs besides."""


def write_examples() -> None:
    """A workbook and a scenario for each example title."""
    with in_language("fr"):
        for path in sorted((EXAMPLES / "titles").glob("*.toml")):
            title = read_title(path.name, path.parent)
            folder = EXAMPLES / "sessions"
            folder.mkdir(exist_ok=True)
            book = facts_book(_rows(path.stem, title), f"Exemple : {title.name}", title)
            save(book, folder / f"{path.stem}.xlsx", DAYS[0])
            write_text(folder / f"{path.stem}.toml", _scenario(path.stem, title))


def _scenario(name: str, title: Title) -> str:
    return (
        "#:schema ../../docs/static/schemas/scenario.schema.json\n"
        f"# {title.name} : une petite session, personnes inventées, titre à vérifier.\n"
        f'name = "exemple-{name}"\nworkbook = "{name}.xlsx"\ntitle = "../titles/{name}.toml"\n'
    )


def _rows(name: str, title: Title) -> Mapping[str, Sequence[Row]]:
    tracks = TRACKS.get(name, (title.tracks[0].code,) * len(CANDIDATES))
    candidates = [
        {"id": f"C{n}", **_named(who), "tracks": track}
        for n, (who, track) in enumerate(zip(CANDIDATES, tracks, strict=True), 1)
    ]
    members = [
        {"id": f"J{n}", **_named(who), "panel": "Jury A" if n < 3 else "Jury B", "professional": "professionnel"}
        for n, who in enumerate(MEMBERS, 1)
    ]
    watched = any(stage.kind == WRITTEN for stage in title.stages)
    return {
        "session": [{"title": "", "centre": "Centre des Trois-Rives", "manager": "Camille Lambert"}],
        "days": [{"date": day, "open": time(8), "close": time(18)} for day in DAYS],
        "candidates": candidates,
        "members": members,
        "rooms": ROOMS.get(name, USUAL),
        "projectors": [{"id": "VP1"}],
        "invigilators": [{"id": f"SV{n}", **_named(who)} for n, who in enumerate(("Faure Zoé", "Noël Yann"), 1)]
        if watched
        else [],
        **MORE.get(name, {}),
    }


def _named(who: str) -> dict[str, str]:
    last, first = who.split()
    return {"last_name": last, "first_name": first}


if __name__ == "__main__":
    write_examples()
