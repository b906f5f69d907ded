"""``documents.toml``: found or given, read whole, or refused with every fault."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tspi_sched.documents import Documents, Leads, Texts
from tspi_sched.errors import InputError
from tspi_sched.reading import documents_for, read_documents

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Any]:
    """Writes a file of documents and gives its path."""

    def file(text: str, name: str = "documents.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return file


def faults(path: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        read_documents(path)
    return [str(fault) for fault in error.value.faults]


def test_everything_is_read(file: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "logo.bin").write_bytes(PNG)
    found = read_documents(
        file(
            """
            centre = "Centre des Halles"
            address = ["1, rue Neuve", "44000 Nantes"]
            contact = \"\"\"02 00 00 00 00
halles@centre.example\"\"\"
            logo = "logo.bin"
            city = "Nantes"
            timezone = "Indian/Reunion"
            reminder_minutes = 1440
            one_file_each = true
            [lead_minutes]
            written = 30
            [texts]
            closing = ""
            bring_written = ["une calculatrice"]
            """
        )
    )
    assert (found.centre, found.address, found.city) == (
        "Centre des Halles",
        ("1, rue Neuve", "44000 Nantes"),
        "Nantes",
    )
    assert found.contact == ("02 00 00 00 00", "halles@centre.example")  # several lines in one text
    assert (found.logo.content, found.logo.suffix) == (PNG, "png")
    assert found.one_file_each
    assert (found.timezone, found.reminder_minutes) == ("Indian/Reunion", 1440)
    assert found.leads == Leads(written=30)
    assert found.texts == Texts(closing="", bring_written=("une calculatrice",))


def test_an_empty_file_says_nothing(file: Callable[..., Any]) -> None:
    assert read_documents(file("")) == Documents()


def test_beside_the_input_or_given(file: Callable[..., Any], tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.toml"
    assert documents_for(scenario) == Documents()
    file('city = "Ici"')
    other = file('city = "Ailleurs"', "other.toml")
    assert documents_for(scenario).city == documents_for(str(tmp_path / "book.xlsx")).city == "Ici"
    assert documents_for(scenario, other).city == "Ailleurs"
    with pytest.raises(InputError, match="introuvable"):
        documents_for(scenario, tmp_path / "nowhere.toml")


def test_every_fault_at_once_with_its_place(file: Callable[..., Any]) -> None:
    found = faults(
        file(
            """
            center = "x"
            address = 3
            one_file_each = "oui"
            door_note = "x"
            [lead_minutes]
            writen = 5
            orals = -5
            [texts]
            closing = 12
            """
        )
    )
    assert found == [
        "documents.toml : address : « 3 » : une liste […] est attendue",
        "documents.toml : one_file_each : « oui » : true ou false est attendu",
        "documents.toml : [lead_minutes] orals : « -5 » : au moins 0 est attendu",
        "documents.toml : [lead_minutes] writen : clé inconnue « writen » ; vouliez-vous dire « written » ?",
        "documents.toml : [texts] closing : « 12 » : un texte entre guillemets est attendu",
        "documents.toml : center : clé inconnue « center » ; vouliez-vous dire « centre » ?",
        "documents.toml : door_note : clé inconnue « door_note » ici ; sa place est [texts]",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "introuvable"), (b"BM bitmap", "n'est pas une image"), (b"x" * 5_000_001, "trop gros")],
)
def test_a_logo_that_is_none(file: Callable[..., Any], tmp_path: Path, content: bytes | None, reason: str) -> None:
    if content is not None:
        (tmp_path / "logo.bmp").write_bytes(content)
    (fault,) = faults(file('logo = "logo.bmp"'))
    assert fault.startswith(str(tmp_path / "logo.bmp"))
    assert reason in fault


@pytest.mark.parametrize(
    ("written", "zone"),
    [("europe/paris", "Europe/Paris"), ("Indian/Réunion", "Indian/Reunion"), ("Pacific/Nouméa", "Pacific/Noumea")],
)
def test_a_time_zone_is_found_without_regard_to_case_and_accents(
    file: Callable[..., Any], written: str, zone: str
) -> None:
    assert read_documents(file(f'timezone = "{written}"')).timezone == zone


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Europe/Pari", "Europe/Paris"),
        ("Paris", "Europe/Paris"),
        ("La Réunion", "Indian/Reunion"),
        ("Martinique", "America/Martinique"),
        ("la Martinique", "America/Martinique"),
        ("France/Noumea", "Pacific/Noumea"),
        ("Nouvelle-Calédonie", "Pacific/Noumea"),
        ("Mayote", "Indian/Mayotte"),
        ("Guyane", "America/Cayenne"),
    ],
)
def test_a_wrong_time_zone_is_a_fault_that_says_which_may_be_meant(
    file: Callable[..., Any], written: str, meant: str
) -> None:
    (fault,) = faults(file(f'timezone = "{written}"'))
    assert fault.startswith(f"documents.toml : timezone : « {written} » n'est pas un fuseau horaire connu")
    assert f"vouliez-vous dire « {meant} »" in fault


@pytest.mark.parametrize("written", ['"GMT+4 heures"', '""', '"../etc/passwd"', '"Xyz/Qwerty"'])
def test_where_nothing_is_near_the_zones_of_french_centres_are_told(file: Callable[..., Any], written: str) -> None:
    (fault,) = faults(file(f"timezone = {written}"))
    assert "Indian/Reunion" in fault or "Europe/Paris" in fault


@pytest.mark.parametrize("line", ["timezone = 4", "reminder_minutes = -5", "reminder_minutes = 20000"])
def test_a_zone_is_a_text_and_a_reminder_some_minutes(file: Callable[..., Any], line: str) -> None:
    (fault,) = faults(file(line))
    assert "attendu" in fault
