"""The sheets of means and of people in a role, read for a title whose stages need some, and left alone for another."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import book
from tests.support.placed_title import PLACED
from tspi_sched.errors import InputError
from tspi_sched.problem import Means, Problem
from tspi_sched.reading import read, read_noted

ROOMS = [["Id", "Usages", "Places"], ["S1", "appartement; Oral", 6], ["S2", "ORAL", 6]]
THINGS = [["Id", "Type", "Salle", "Nombre", "Installation"], ["P", "Poste", "s1", 3, "10 min"]]
PEOPLE = [["Id", "Nom", "Prénom", "Rôle", "Courriel"], ["IN1", "Vasseur", "Irène", "comédien", "i@exemple.example"]]
CANDIDATES = [["Id", "Nom", "Parcours", "Exclusions"], ["C1", "Martin", "TITRE", "IN1"]]


def session(folder: Path, **sheets: Any) -> Path:
    """A session of the title with places; any sheet may be another."""
    (folder / "t.toml").write_text(PLACED, encoding="utf-8")
    usual: dict[str, Any] = {
        "Salles": ROOMS,
        "Moyens": THINGS,
        "Intervenants": PEOPLE,
        "Candidats": CANDIDATES,
        "Session": None,
    }
    book(folder / "b.xlsx", {**usual, **sheets})
    (folder / "s.toml").write_text('workbook = "b.xlsx"\ntitle = "t.toml"\n', encoding="utf-8")
    return folder / "s.toml"


def problem(folder: Path, **sheets: Any) -> Problem:
    """The same, read."""
    return read(session(folder, **sheets))[0]


def test_things_and_people_are_read(tmp_path: Path) -> None:
    found = problem(tmp_path)
    thing = Means("P", "Poste", "S1", count=3, setup_minutes=10)
    person = Means("IN1", "comédien", person=True, last_name="Vasseur", first_name="Irène", email="i@exemple.example")
    assert found.means == (thing, person)
    assert found.helpers == (person,)
    assert found.candidates[0].exclusions == ("IN1",)
    assert [room.uses for room in found.rooms] == [("APPARTEMENT", "ORAL"), ("ORAL",)]


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"Salles": [ROOMS[0], ["S1", "MSP", 6]]}, "« MSP » n'est pas un usage de salle"),
        ({"Salles": [ROOMS[0], ["S1", "apartement", 6]]}, "vouliez-vous dire « APPARTEMENT »"),
        ({"Moyens": [THINGS[0], ["P", "poste", "S9", 1, 0]]}, "salle inconnue « S9 »"),
        ({"Moyens": [THINGS[0], ["P", "comédien", None, 1, 0]]}, "un type est l'un ou l'autre"),
        ({"Moyens": [THINGS[0], ["IN1", "poste", None, 1, 0]]}, "déjà pris"),
        ({"Intervenants": [PEOPLE[0], ["C1", "Vasseur", "I", "comédien", None]]}, "déjà pris"),
        ({"Moyens": [THINGS[0], ["P", "poste", None, 0, 0]]}, "Nombre"),
    ],
)
def test_faults_name_the_cell(tmp_path: Path, sheets: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as error:
        problem(tmp_path, **sheets)
    assert said in str(error.value)


def test_what_no_stage_needs_is_noted(tmp_path: Path) -> None:
    found = read_noted(session(tmp_path, Moyens=[THINGS[0], ["P", "postes", None, 1, 0]]))
    assert any("aucune épreuve n'a besoin de « postes »" in note.message for note in found.notes)


def test_for_a_title_that_needs_nothing_the_sheets_are_the_organisers(tmp_path: Path) -> None:
    """TSPI's workbook may have a sheet of that name, whatever it holds."""
    book(tmp_path / "b.xlsx", {"Moyens": [["bus", 3]], "Intervenants": [["Id"], ["?"]]})
    found = read_noted(tmp_path / "b.xlsx")
    assert found.problem.means == ()
    assert {note.where for note in found.notes} >= {"Moyens", "Intervenants"}


def without(folder: Path, more: str = "") -> Problem:
    """The session with a room left out in which something is fixed."""
    path = session(folder, Salles=[*ROOMS, ["S3", "appartement", 6]])
    path.write_text(f'{path.read_text(encoding="utf-8")}[what_if]\nwithout = ["S1"]\n{more}', encoding="utf-8")
    return read(path)[0]


def test_what_is_fixed_in_a_room_goes_with_it(tmp_path: Path) -> None:
    found = without(tmp_path)
    assert [one.id for one in found.means] == ["IN1"]
    assert [(one.id, one.room) for one in found.whole.means if not one.person] == [("P", "S1")], "it is remembered"
    notes = read_noted(tmp_path / "s.toml").notes
    assert any("« P » est fixé dans la salle s1, laissée de côté" in note.message for note in notes)


def test_what_the_scenario_has_elsewhere_stays(tmp_path: Path) -> None:
    found = without(tmp_path, '[what_if.change.P]\nSalle = "S3"\n')
    assert [(one.id, one.room) for one in found.means if not one.person] == [("P", "S3")]
