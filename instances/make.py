"""Rebuilds the example workbooks beside this file: ``python instances/make.py``.

Every person, company and centre is invented. The output is the same each time, byte for byte.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from pathlib import Path

from tspi_sched.exports.xlsx.book import save
from tspi_sched.reading import read_title
from tspi_sched.starter.book import Row, facts_book

HERE = Path(__file__).parent
MADE = date(2027, 1, 4)
MONDAY = date(2027, 3, 15)
TSPI, CDA = "TP-01305", "TP-01281"


def day(number: int) -> date:
    """A day of the session, counted from 1."""
    return MONDAY + timedelta(days=number - 1)


def written(number: int) -> str:
    """A day as people write it in an availability."""
    return f"{day(number):%d/%m/%Y}"


def days(count: int, opens: time = time(8), closes: time = time(18)) -> list[Row]:
    """The first days of the session with the same hours."""
    return [{"date": day(number), "open": opens, "close": closes} for number in range(1, count + 1)]


def session(centre: str, manager: str, title: str = TSPI) -> list[Row]:
    """The only row of the sheet of that name."""
    return [{"title": title, "centre": centre, "manager": manager}]


def candidate(number: str, last: str, first: str, tracks: str, company: str, **more: object) -> Row:
    """A candidate; `more` by field."""
    usual = {"route": "formation", "report": "oui"}
    who = {"id": number, "last_name": last, "first_name": first, "tracks": tracks, "company": company}
    return {**who, **usual, **more}  # type: ignore[dict-item]


def member(number: str, last: str, first: str, panel: str, company: str, gender: str, **more: object) -> Row:
    """A juror with a wide accreditation; `more` by field."""
    usual = {"professional": "professionnel", "accredited_from": date(2024, 9, 1), "accredited_to": date(2029, 8, 31)}
    who = {"id": number, "last_name": last, "first_name": first, "panel": panel, "company": company, "gender": gender}
    return {**who, **usual, **more}  # type: ignore[dict-item]


def room(number: str, name: str, uses: str, seats: int, projector: str = "non", accessible: str = "non") -> Row:
    """A room."""
    return {
        "id": number,
        "name": name,
        "uses": uses,
        "seats": seats,
        "projector": projector,
        "accessible": accessible,
    }


def invigilators(*people: tuple[str, str, str]) -> list[Row]:
    """Invigilators: id, last name, first name."""
    return [{"id": number, "last_name": last, "first_name": first} for number, last, first in people]


def projectors(*ids: str) -> list[Row]:
    """Mobile projectors."""
    return [{"id": number} for number in ids]


def tiny() -> dict[str, Iterable[Row]]:
    """Two candidates, one panel, one day: small enough for pencil and paper."""
    return {
        "session": session("Centre des Trois-Rives", "Camille LAMBERT"),
        "days": days(1),
        "candidates": [
            candidate("C01", "ABELIN", "Nadia", "TITRE", "Mécanique du Val"),
            candidate("C02", "BRISSET", "Théo", "TITRE", "Emballages Sérault"),
        ],
        "members": [
            member("J1", "CAZENEUVE", "Louise", "Jury A", "Plasturgie Orvane", "F"),
            member("J2", "DELMONT", "Marc", "Jury A", "Fonderie Lamaux", "M"),
        ],
        "rooms": [
            room("S1", "Salle Ampère", "MSP", 10, accessible="oui"),
            room("S2", "Salle Curie", "ORAL", 5, projector="oui", accessible="oui"),
        ],
        "invigilators": invigilators(("SV1", "EYRAUD", "Simone")),
    }


def atelier() -> dict[str, Iterable[Row]]:
    """Six candidates on three tracks, two panels, two days."""
    return {
        "session": session("Centre de l'Atelier Vert", "Bruno FOUCAULT"),
        "days": days(2, time(9), time(17, 30)),
        "candidates": [
            candidate("C01", "AUBRAC", "Inès", "TITRE", "Mécanique du Val"),
            candidate("C02", "BELLANGER", "Yanis", "TITRE", "Emballages Sérault"),
            candidate("C03", "CORNIC", "Maëlle", "TITRE", "Laiterie du Plessier", report="non"),
            candidate("C04", "DUVERNAY", "Hugo", "TITRE", "Mécanique du Val"),
            candidate("C05", "ESNAULT", "Fatou", "CCP1", "Biscuits Tramond", route="capitalisation"),
            candidate("C06", "FABRE-LUCE", "Adam", "CCP2", "Laiterie du Plessier", route="capitalisation"),
        ],
        "members": [
            member("J1", "GAUVIN", "Hélène", "Jury A", "Plasturgie Orvane", "F"),
            member("J2", "HAMELIN", "Karim", "Jury A", "Fonderie Lamaux", "M"),
            member("J3", "ISNARD", "Patrick", "Jury B", "Tissages Rochebrune", "M"),
            member("J4", "JOUVENEL", "Sarah", "Jury B", "Atelier Brisemer", "F", professional="formateur"),
        ],
        "rooms": [
            room("S1", "Salle Pascal", "MSP", 8, accessible="oui"),
            room("S2", "Salle Lumière", "ORAL", 5, projector="oui", accessible="oui"),
            room("S3", "Salle Niépce", "ORAL", 4),
        ],
        "projectors": projectors("VP1"),
        "invigilators": invigilators(("SV1", "KERVELLA", "Gaëlle"), ("SV2", "LACHENAL", "Denis")),
    }


def mixte() -> dict[str, Iterable[Row]]:
    """Twelve candidates with conflicts, extra time and few projectors; three panels, three days."""
    return {
        "session": session("Centre des Hauts-Fourneaux", "Mireille GARNIER-PETIT"),
        "days": days(3, time(8, 30), time(17)),
        "candidates": mixte_candidates(),
        "members": [
            member("J1", "NADAUD", "Claire", "Jury A", "Plasturgie Orvane", "F"),
            member("J2", "ORSEL", "Jean-Marc", "Jury A", "Fonderie Lamaux", "M"),
            member("J3", "PRADIER", "Aïcha", "Jury B", "Tissages Rochebrune", "F"),
            member("J4", "QUEMENER", "Loïc", "Jury B", "Mécanique du Val", "M"),
            member("J5", "RAVENEL", "Sophie", "Jury C", "Atelier Brisemer", "F", professional="formateur"),
            member("J6", "SAUVIGNY", "Éric", "Jury C", "Papeterie Lorbier", "M",
                   availability=f"{written(2)}; {written(3)} 08:00-13:00"),
            member("J7", "TOURNEUR", "Léa", "", "Chaudronnerie Mérignet", "F", reserve="oui"),
        ],
        "rooms": [
            room("E1", "Amphi Eiffel", "MSP", 8, accessible="oui"),
            room("E2", "Salle Vauban", "MSP", 6),
            room("S1", "Salle Monge", "ORAL", 5, projector="oui", accessible="oui"),
            room("S2", "Salle Carnot", "ORAL", 5),
            room("S3", "Salle Germain", "ORAL", 4),
        ],
        "projectors": [{"id": "VP1", "availability": "08:30-14:00"}],
        "invigilators": invigilators(
            ("SV1", "URSEL", "Monique"), ("SV2", "VALADE", "Pierre"), ("SV3", "WAGNIER", "Chloé")
        ),
    }  # fmt: skip


def mixte_candidates() -> list[Row]:
    """The twelve candidates: every conflict leaves them at least one panel."""
    return [
        candidate("C01", "ALLARD", "Manon", "TITRE", "Mécanique du Val"),
        candidate("C02", "BOISSEAU", "Kévin", "TITRE", "Emballages Sérault", extra_time="1/3"),
        candidate("C03", "CHAUVEAU", "Lina", "TITRE", "Biscuits Tramond", accessible="oui"),
        candidate("C04", "DARGENT", "Samuel", "TITRE", "Laiterie du Plessier", trainers="J5"),
        candidate("C05", "ESTIENNE", "Jade", "TITRE", "Papeterie Lorbier", trainers="J5; SV2"),
        candidate("C06", "FERRAND", "Oumar", "TITRE", "Emballages Sérault", route="VAE", report="non"),
        candidate("C07", "GIRAUDET", "Élise", "TITRE", "Biscuits Tramond", exclusions="J1"),
        candidate("C08", "HERBELOT", "Tom", "CCP1", "Tissages Rochebrune", route="capitalisation"),
        candidate("C09", "IMBERT", "Rose", "CCP1", "Laiterie du Plessier", route="capitalisation"),
        candidate("C10", "JAUBERT", "Nassim", "CCP2", "Chaudronnerie Mérignet", route="capitalisation"),
        candidate("C11", "KLEIN", "Agathe", "CCP2", "Fonderie Lamaux", route="capitalisation", report="non"),
        candidate("C12", "LOISEL", "Ibrahim", "CCP1", "Emballages Sérault", route="capitalisation",
                  final_interview="oui"),
    ]  # fmt: skip


def deux_parcours() -> dict[str, Iterable[Row]]:
    """Fourteen candidates, two of them on both certificates; a substitute, and a juror of one afternoon."""
    return {
        "session": session("Centre du Pont-Neuf", "Yvon LESCURE"),
        "days": days(3),
        "candidates": deux_parcours_candidates(),
        "members": [
            member("J1", "MARCILLAC", "Odile", "Jury A", "Plasturgie Orvane", "F", phone="06 01 02 03 01"),
            member("J2", "NOGARET", "Paul", "Jury A", "Fonderie Lamaux", "M", phone="06 01 02 03 02"),
            member("J3", "OLIVARI", "Nadège", "Jury B", "Tissages Rochebrune", "F", phone="06 01 02 03 03"),
            member("J4", "PEYRAC", "Simon", "Jury B", "Papeterie Lorbier", "M", phone="06 01 02 03 04"),
            member("J5", "QUINTIN", "Rachida", "Jury C", "Atelier Brisemer", "F", phone="06 01 02 03 05"),
            member("J6", "ROUVIERE", "Alain", "Jury C", "Tuileries Saint-Loup", "M", phone="06 01 02 03 06"),
            member("J7", "SENECHAL", "Inès", "", "Chaudronnerie Mérignet", "F", reserve="oui", phone="06 01 02 03 07"),
            member("J8", "TAVERNIER", "Luc", "", "Verrerie du Gué", "M", availability=f"{written(2)} 13:00-18:00",
                   phone="06 01 02 03 08"),
        ],
        "rooms": [
            room("E1", "Grand atelier", "MSP", 16, accessible="oui"),
            room("S1", "Salle Fermat", "ORAL", 5, projector="oui", accessible="oui"),
            room("S2", "Salle Laplace", "ORAL", 5, projector="oui"),
            room("S3", "Salle Galois", "ORAL", 5),
        ],
        "projectors": projectors("VP1"),
        "invigilators": invigilators(("SV1", "URBAIN", "Colette"), ("SV2", "VIGNERON", "Marc")),
    }  # fmt: skip


def deux_parcours_candidates() -> list[Row]:
    """Seven on the whole title, five on one certificate, two on both."""
    firms = ("Mécanique du Val", "Emballages Sérault", "Laiterie du Plessier", "Biscuits Tramond")
    whole = (
        "ANSELIN Zoé",
        "BARRAULT Idriss",
        "CASTAING Emma",
        "DELPECH Noé",
        "ESPINAS Lou",
        "FAUVEL Amir",
        "GRANIER Ana",
    )
    part = (
        "HUGON Jules",
        "ISSARTEL Mina",
        "JOURDAN Léo",
        "KLEBER Sonia",
        "LARTIGUE Max",
        "MONTEIL Ines",
        "NAVARRE Tim",
    )
    tracks = ("TITRE",) * 7 + ("CCP1",) * 3 + ("CCP2",) * 2 + ("CCP1+CCP2",) * 2
    return [
        candidate(f"C{n:02}", name.split()[0], name.split()[1], track, firms[n % 4], phone=f"07 00 00 00 {n:02}",
                  route="formation" if track == "TITRE" else "capitalisation")
        for n, (name, track) in enumerate(zip((*whole, *part), tracks, strict=True), start=1)
    ]  # fmt: skip


def grande_session() -> dict[str, Iterable[Row]]:
    """Twenty-four candidates, four panels, four days."""
    return {
        "session": session("Centre du Grand-Large", "Philippe MONTBRUN"),
        "days": days(4),
        "candidates": grande_candidates(),
        "members": [
            member("J1", "ARNOULD", "Catherine", "Jury A", "Plasturgie Orvane", "F", cost=150),
            member("J2", "BASTIDE", "Olivier", "Jury A", "Fonderie Lamaux", "M", cost=150),
            member("J3", "CASTAING", "Rachida", "Jury B", "Tissages Rochebrune", "F", cost=150),
            member("J4", "DUPERRAY", "Alain", "Jury B", "Mécanique du Val", "M", cost=150),
            member("J5", "ESCOFFIER", "Nathalie", "Jury C", "Atelier Brisemer", "F", professional="formateur"),
            member("J6", "FLEUROT", "Vincent", "Jury C", "Papeterie Lorbier", "M", cost=150),
            member("J7", "GODARD", "Isabelle", "Jury D", "Chaudronnerie Mérignet", "F", cost=150,
                   availability="; ".join(map(written, (2, 3, 4)))),
            member("J8", "HUMBERT", "Stéphane", "Jury D", "Câblerie Vautrin", "M", professional="formateur"),
        ],
        "rooms": [
            room("E1", "Grand amphi", "MSP", 14, accessible="oui"),
            room("E2", "Salle des machines", "MSP", 12),
            room("O1", "Salle Bréhat", "ORAL", 5, projector="oui", accessible="oui"),
            room("O2", "Salle Groix", "ORAL", 5, projector="oui"),
            room("O3", "Salle Ouessant", "ORAL", 5),
            room("O4", "Salle Sein", "ORAL", 4),
        ],
        "projectors": projectors("VP1"),
        "invigilators": invigilators(
            ("SV1", "IZARD", "Martine"), ("SV2", "JACQUET", "Gérard"), ("SV3", "KIEFFER", "Dominique")
        ),
    }  # fmt: skip


GRANDE = (
    "ADNET Lucie, BARRAUD Mehdi, CLAVEL Anaïs, DOUCET Baptiste, ENJALBERT Salomé, FAUCHER Idriss, GALLAND Camille,"
    " HARDOUIN Paul, IRIART Maïa, JOLIVET Enzo, KERBRAT Solène, LAFARGUE Moussa, MARCHAL Juliette, NOUVEL Axel,"
    " OLLIVIER Sana, PERROTIN Gabin, QUINTARD Emma, RENAUDIN Ali, SOULIER Clara, TRICHET Noah, UGHETTO Mila,"
    " VASSEUR Rayan, WEBER Louane, YVON Tristan"
)
FIRMS = (
    "Emballages Sérault", "Biscuits Tramond", "Laiterie du Plessier", "Mécanique du Val", "Menuiserie Castelin",
    "Verrerie Aubonne", "Fonderie Lamaux", "Robinetterie Daumas",
)  # fmt: skip
SPECIAL: dict[int, dict[str, object]] = {
    3: {"report": "non"},
    5: {"trainers": "J5"},
    8: {"extra_time": "1/3"},
    11: {"accessible": "oui"},
    14: {"exclusions": "J3"},
    17: {"trainers": "J8; SV3"},
    20: {"route": "VAE"},
}


def grande_candidates() -> list[Row]:
    """Twenty for the whole title, then two for each certificate."""
    found = []
    for number, name in enumerate(GRANDE.split(", "), 1):
        last, _blank, first = name.partition(" ")
        tracks = "TITRE" if number <= 20 else "CCP1" if number <= 22 else "CCP2"
        more = SPECIAL.get(number, {} if number <= 20 else {"route": "capitalisation"})
        found.append(candidate(f"C{number:02d}", last, first, tracks, FIRMS[number % len(FIRMS)], **more))
    return found


def cda() -> dict[str, Iterable[Row]]:
    """Nine candidates for another title, two panels, three days: a questionnaire on screen, then a project."""
    return {
        "session": session("Centre des Deux-Écluses", "Solène MARVEJOL", CDA),
        "days": days(3, time(9), time(17, 30)),
        "candidates": [
            candidate("C01", "ANSELIN", "Farid", "TITRE", "Logiciels Vaubert"),
            candidate("C02", "BARJAVEL", "Maud", "TITRE", "Atelier Numérique Brisol", extra_time="1/3"),
            candidate("C03", "CHASTEL", "Ivan", "TITRE", "Réseaux Talmont"),
            candidate("C04", "DELAUNE", "Aminata", "TITRE", "Logiciels Vaubert", trainers="J3"),
            candidate("C05", "ESCANDE", "Rémi", "TITRE", "Données Cerval"),
            candidate("C06", "FOUGERAY", "Lucile", "TITRE", "Réseaux Talmont", accessible="oui"),
            candidate("C07", "GIMENEZ", "Noé", "CCP1", "Données Cerval", route="capitalisation"),
            candidate("C08", "HAUTBOIS", "Perrine", "CCP2", "Atelier Numérique Brisol", route="capitalisation"),
            candidate("C09", "IDIR", "Sofiane", "CCP3", "Logiciels Vaubert", route="capitalisation",
                      final_interview="oui"),
        ],
        "members": [
            member("J1", "JULLIARD", "Corinne", "Jury A", "Studio Web Argens", "F", max_candidates_per_day=3),
            member("J2", "KERGUELEN", "Yann", "Jury A", "Services Informatiques Orbal", "M", max_candidates_per_day=3),
            member("J3", "LAVERDIN", "Sylvie", "Jury B", "Progiciels Mérande", "F", professional="formateur",
                   max_candidates_per_day=3),
            member("J4", "MONTOIS", "Ahmed", "Jury B", "Hébergement Rochelin", "M", max_candidates_per_day=3),
        ],
        "rooms": [
            room("P1", "Salle de postes", "MSP", 10, accessible="oui"),
            room("O1", "Salle Lovelace", "ORAL", 5, projector="oui", accessible="oui"),
            room("O2", "Salle Hopper", "ORAL", 5, projector="oui"),
        ],
        "invigilators": invigilators(("SV1", "NOGARET", "Estelle"), ("SV2", "OLIVIER", "Guy")),
    }  # fmt: skip


INSTANCES = {
    "tiny": (tiny, "Très petite session, à planifier à la main", TSPI),
    "atelier": (atelier, "Session de l'atelier, deux jurys", TSPI),
    "mixte": (mixte, "Session mixte : titre complet, CCP 1 et CCP 2", TSPI),
    "deux-parcours": (deux_parcours, "Session à deux parcours, un suppléant et un juré d'un après-midi", TSPI),
    "grande-session": (grande_session, "Grande session, quatre jurys", TSPI),
    "cda": (cda, "Session CDA : titre complet et CCP, deux jurys", CDA),
}


def make(folder: Path = HERE) -> list[Path]:
    """Write every example workbook into a folder."""
    paths = []
    for name, (facts, heading, title) in INSTANCES.items():
        path = folder / f"{name}.xlsx"
        save(
            facts_book({key: list(rows) for key, rows in facts().items()}, heading, read_title(title, HERE)), path, MADE
        )
        paths.append(path)
    return paths


if __name__ == "__main__":
    make()
