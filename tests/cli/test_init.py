"""The commands ``init`` and ``validate``: what they say and leave behind."""

from pathlib import Path

import pytest

from tests.support.books import SHEETS, book, scenario, with_cell
from tests.support.cli_runs import Run, impossible


def test_init_then_validate_then_solve(run: Run) -> None:
    code, out, _err = run("init", "ma session")
    assert code == 0
    assert "tspi-sched solve" in out
    path = Path("ma session/scenario.toml")
    code, out, _err = run("validate", path)
    title = "Titre : Technicien supérieur en production industrielle (TP-01305, millésime 02)"
    counts = "1 candidat, 2 jurés, 1 salle, 1 vidéoprojecteur mobile, 1 surveillant, 1 jour"
    assert (code, out) == (0, f"Rien à redire : {counts}.\n{title}\n")
    assert run("solve", path, "--workers", 1, "-o", "out")[0] == 0


def test_init_never_overwrites(run: Run) -> None:
    run("init", "x")
    code, _out, err = run("init", "x")
    assert code == 1
    assert "existe déjà" in err


def test_init_in_a_file(run: Run) -> None:
    Path("x").write_text("")
    code, _out, err = run("init", "x/y")
    assert code == 1
    assert "Erreur interne" not in err


def test_validate_names_every_fault_on_a_line_of_its_own(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx", with_cell("Candidats", 3, "Parcours", "CCP9"))
    path = scenario(tmp_path / "s.toml", 'objectivs = ["days"]\n')
    code, out, err = run("validate", path)
    assert (code, out) == (1, "")
    head, *faults = err.splitlines()
    assert head == "2 fautes à corriger :"
    assert faults[0].startswith("s.toml : objectivs : clé inconnue")
    assert faults[1].startswith("book.xlsx : Candidats!D3 : ")


@pytest.mark.parametrize("command", ["validate", "solve"])
def test_an_input_that_is_not_there(run: Run, command: str) -> None:
    code, _out, err = run(command, "nowhere.toml")
    assert code == 1
    assert err.splitlines() == ["1 faute à corriger :", "nowhere.toml : fichier introuvable"]


def test_validate_warns_of_what_makes_planning_impossible(run: Run, tmp_path: Path) -> None:
    code, out, _err = run("validate", impossible(tmp_path))
    assert code == 0
    assert "aucun plan n'est possible : Léa Martin (C1, TITRE) n'est disponible aucun jour" in out


def test_validate_warns_of_members_who_never_serve(run: Run, tmp_path: Path) -> None:
    rows = [[*row] for row in SHEETS["Jurys"]]
    column = rows[0].index("Binôme")
    rows[1][column] = rows[3][column] = "A"
    book(tmp_path / "book.xlsx", Jurys=rows)
    code, out, _err = run("validate", tmp_path / "book.xlsx")
    assert code == 0
    assert "Anne Roux (J2) n'est dans aucun binôme et ne siégera pas." in out
