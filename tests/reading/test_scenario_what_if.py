"""``[what_if]`` of a scenario: what is left out, added or changed."""

from datetime import date
from pathlib import Path

from tests.support.books import SHEETS, book
from tests.support.scenario_reading import read_with
from tspi_sched.problem import Day, Gone, Opening

D7, D8 = date(2026, 12, 7), date(2026, 12, 8)


def test_without(folder: Path) -> None:
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["j2", "V1", "C2", "S2", "VP1"]')
    assert [m.id for m in problem.members] == ["J1", "J3"]
    assert [c.id for c in problem.candidates] == ["C1", "C3"]
    assert [r.id for r in problem.rooms] == ["S1"]
    assert (problem.projectors, problem.invigilators) == ((), ())
    assert (problem.candidate["C1"].trainers, problem.candidate["C1"].exclusions) == ((), ())


def test_who_and_what_is_left_out_is_remembered(folder: Path) -> None:
    gone = read_with(folder, '[what_if]\nwithout = ["j2", "V1", "C2", "S2", "VP1"]')[0].gone
    assert [(one.id, one.name) for one in gone.candidates] == [("C2", "Hugo Petit")]
    assert [(one.id, one.name) for one in gone.members] == [("J2", "Anne Roux")]
    assert [(one.id, one.name) for one in gone.invigilators] == [("V1", "Zoé Faure")]
    assert ([one.id for one in gone.rooms], [one.id for one in gone.projectors]) == (["S2"], ["VP1"])
    assert read_with(folder, "")[0].gone == Gone()


def test_an_id_given_to_somebody_else_is_theirs(folder: Path) -> None:
    text = '[what_if]\nwithout = ["V1"]\n[[what_if.add.Surveillants]]\nId = "v1"\nNom = "Autre"'
    problem, _wishes = read_with(folder, text)
    assert ([one.last_name for one in problem.invigilators], problem.gone) == (["Autre"], Gone())


def test_what_is_left_out_is_never_at_fault(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Candidats"]]
    rows[2][3], rows[2][12] = "CCP9", "beaucoup"
    book(folder / "book.xlsx", Candidats=rows)
    assert "C2" not in read_with(folder, '[what_if]\nwithout = ["C2"]')[0].candidate


PANELS = [["Id", "Nom", "Binôme"], ["J1", "A", "X"], ["J2", "B", "X"], ["J3", "C", "Y"], ["J4", "D", "Y"], ["J5", "E"]]


def test_a_panel_that_loses_a_member_serves_no_more(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1"]')
    assert problem.rules.panel.mode == "given"
    assert {member.id: member.panel for member in problem.members} == {"J2": "", "J3": "Y", "J4": "Y", "J5": ""}


def test_a_panel_made_whole_again_serves(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1"]\nchange.J5 = { "Binôme" = "x" }')
    assert [member.id for member in problem.panels["X"]] == ["J2", "J5"]


def test_the_mode_stays_given_when_every_panel_is_lost(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    problem, _wishes = read_with(folder, '[what_if]\nwithout = ["J1", "J3"]')
    assert (problem.rules.panel.mode, problem.panels) == ("given", {})


def test_labels_do_not_matter_when_panels_are_not_given(folder: Path) -> None:
    book(folder / "book.xlsx", Jurys=PANELS)
    assert read_with(folder, '[rules.panel]\nmode = "free"\nsize = 3')[0].rules.panel.mode == "free"


def test_other_days(folder: Path) -> None:
    days = '[what_if]\ndays = [{ date = 2026-12-10, close = "17h" }, { date = "2026-12-09", open = 09:00:00 }]'
    problem, _wishes = read_with(folder, days)
    assert problem.days == (Day(date(2026, 12, 9), 540, 1080), Day(date(2026, 12, 10), 480, 1020))
    book(folder / "book.xlsx", Jours=None)
    assert len(read_with(folder, days)[0].days) == 2


def test_added_and_changed(folder: Path) -> None:
    problem, _wishes = read_with(
        folder,
        """
        [[what_if.add.Projecteurs]]
        Id = "VP2"
        [[what_if.add.candidates]]
        Id = 4
        "Last name" = "Leroy"
        Parcours = ["CCP1", "CCP2"]
        Formateurs = ["J1", "V1"]
        "Disponibilités" = [2026-12-07, "2026-12-08 8h-12h"]
        [what_if.change.J1]
        "Disponibilités" = "2026-12-08"
        Cost/day = 200
        [what_if.change.c2]
        "Temps majoré" = ""
        Rapport = false
        """.replace("Cost/day", '"Cost/day"'),
    )
    assert [p.id for p in problem.projectors] == ["VP1", "VP2"]
    new = problem.candidate["4"]
    assert (new.last_name, new.tracks, new.trainers) == ("Leroy", ("CCP1", "CCP2"), ("J1", "V1"))
    assert new.availability == (Opening(D7), Opening(D8, 480, 720))
    assert (problem.member["J1"].availability, problem.member["J1"].cost) == ((Opening(D8),), 200)
    assert (problem.candidate["C2"].extra_time, problem.candidate["C2"].report) == ((), False)


def test_a_change_can_mend_a_cell(folder: Path) -> None:
    rows = [list(row) for row in SHEETS["Salles"]]
    rows[1][3] = "douze"
    book(folder / "book.xlsx", Salles=rows)
    assert read_with(folder, "[what_if.change.S1]\nPlaces = 12")[0].room["S1"].seats == 12
