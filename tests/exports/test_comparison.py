"""A comparison in words, as a workbook and as a page, with names that try to do something."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.support import export_demo as demo
from tests.support import hostile
from tests.support.sessions import TUESDAY, dropped, edited, laid_out, session, shifted
from tspi_sched import compare
from tspi_sched.comparison import Entry, Notice
from tspi_sched.comparison.side_by_side import Comparison
from tspi_sched.exports.comparison import FORMATS, write
from tspi_sched.exports.comparison.calls import calls
from tspi_sched.exports.comparison.shifts import aspects, shifts
from tspi_sched.exports.comparison.tables import tables
from tspi_sched.plan import ObjectiveReport, Plan, Result, Status
from tspi_sched.problem import Gone
from tspi_sched.wording import difference


def changed(plan: Plan) -> Comparison:
    return compare(session(), [laid_out(), plan], ["avant", "après"])


def told(comparison: Comparison) -> list[Any]:
    """What moves, as the terminal tells it."""
    name = comparison.names[-1]
    return [(one.stages, aspects(comparison.problem, one)) for one in shifts(comparison, name)]


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "base", "text"),
    [
        ("juror_days", 8, 8, "="),
        ("juror_days", 8, 6, "+ 2"),
        ("presence", 800, 860, "– 1 h"),
        ("finish", 975, 945, "+ 30 min"),
        ("finish", 1440 + 600, 945, "+ 1 jour"),
        ("finish", 945, 3 * 1440 + 600, "– 3 jours"),
        ("cost", 12_500, 0, "+ 12\u202f500"),
    ],
)
def test_differences_in_the_unit_of_the_objective(name: str, value: int, base: int, text: str) -> None:
    assert difference(name, value, base) == text


def test_what_moves_together_is_told_once() -> None:
    later = shifted(laid_out(), 30, "C1 ET", "C1 QPP", "C1 EF", "C1 DELIB")
    assert told(changed(later)) == [("ET QPP EF DELIB", (("heure", "13:00 – 15:00", "13:30 – 15:30"),))]


def test_each_aspect_says_what_it_was_and_what_it_is() -> None:
    other = edited(laid_out(), "C2 ET", day=TUESDAY, room="S4", members=("J3", "J4"))
    about: tuple[tuple[str, str, str], ...] = (
        ("jour", "lundi 7 décembre 2026", "mardi 8 décembre 2026"),
        ("salle", "Salle 3", "Salle 4"),
        ("jury", "Jeanne Leroy, Julien Moreau", "Josette Laurent, Judith Simon"),
    )
    assert told(changed(other)) == [("ET", about)]
    longer = edited(laid_out(), "C1 MSP", end="11:30", invigilators=("V2",))
    about = (("durée", "3 h", "3 h 30"), ("surveillants", "Victor Roux", "Vera Fournier"))
    assert told(changed(longer)) == [("MSP", about)]


def test_only_the_oral_with_a_projector_names_it_and_all_move_together() -> None:
    other = edited(laid_out(), "C3 ET", "C3 QPP", "C3 DELIB", room="S3")
    other = edited(other, "C3 QPP", projector=None)
    about = (("salle", "Salle 4", "Salle 3"), ("vidéoprojecteur", "VP1", "–"))
    assert told(changed(other)) == [("ET QPP DELIB", about)]


def test_what_is_gone_is_told_as_a_whole() -> None:
    first, *_others = told(changed(dropped(laid_out(), "C2")))
    assert first == ("MSP", (("retiré", "lundi 7 décembre 2026 ; 08:00 – 10:00 ; Salle 1 ; Victor Roux", "–"),))


def test_the_tables() -> None:
    report = ObjectiveReport("finish", 945, 945, 930, Status.FEASIBLE, 1.0)
    later = shifted(laid_out(), 30, "C2 ET", "C2 DELIB")
    two = compare(session(), [Result(Status.FEASIBLE, laid_out(), (report,), scenario="base"), later], ["un", "deux"])
    plans, calls, objectives, moves, people = tables(two)
    assert plans.rows == (("un", "base", "toutes respectées", "–", "–"), ("deux", "", "toutes respectées", "2", "3"))
    assert objectives.heads == ("Objectif", "un", "un : preuve", "deux", "deux : écart", "deux : preuve")
    assert objectives.rows[0] == (
        "Fin de la dernière épreuve",
        "lundi 7 décembre 2026 à 15:45",
        "non prouvé ; au mieux lundi 7 décembre 2026 à 15:30",
        "lundi 7 décembre 2026 à 16:15",
        "+ 30 min",
        "",
    )
    who = ("Bruno Bernard", "C2", "CCP1", "ET DELIB", "lundi 7 décembre 2026")
    assert moves.rows == ((*who, "heure", "15:05 – 15:45", "15:35 – 16:15"),)
    assert [row[:3] for row in people.rows] == [
        ("Bruno Bernard", "C2", "candidat"),
        ("Jeanne Leroy", "J1", "juré"),
        ("Julien Moreau", "J2", "juré"),
    ]
    assert [row[:2] for row in calls.rows] == [
        ("Bruno Bernard (C2)", "candidat"),
        ("Jeanne Leroy (J1)", "juré"),
        ("Julien Moreau (J2)", "juré"),
    ]


def test_whom_to_call_is_one_line_with_one_sentence() -> None:
    """C2's interview moves by half an hour; C3 is no more in the plan, and has a telephone."""
    facts = session()
    people = tuple(
        replace(one, phone="06 00 00 00 03", email="c3@x.example") for one in facts.candidates if one.id == "C3"
    )
    problem = replace(facts, candidates=(*(one for one in facts.candidates if one.id != "C3"), *people))
    other = dropped(shifted(laid_out(), 30, "C2 ET", "C2 DELIB"), "C3")
    calls = tables(compare(problem, [laid_out(), other], ["avant", "après"]))[1]
    rows = {row[0].rpartition(" ")[2]: row for row in calls.rows}
    assert len(rows) == len(calls.rows)  # nobody twice
    moved, gone = rows["(C2)"], rows["(C3)"]
    assert moved[4] == "lundi 7 décembre 2026, ET (CCP1) : 15:35–16:05 au lieu de 15:05–15:35, même salle (Salle 3)."
    assert gone[2:4] == ("06 00 00 00 03", "c3@x.example")
    assert "n'a plus lieu : " in gone[4]
    assert all(row[4].endswith(".") and "\n" not in row[4] for row in calls.rows)


WAS = [540, *range(600, 1020, 60), 1020]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            WAS,
            [start + 35 for start in WAS],
            "autre déroulé, 09:35 à 17:45 au lieu de 09:00 à 17:10 (voir « Journ",
        ),
        (
            WAS,
            [540, *range(615, 1020, 60), 1020],
            "autre déroulé, toujours de 09:00 à 17:10 (voir « Journées changées »)",
        ),
        ([], WAS, "en plus, de 09:00 à 17:10 (voir"),
        (WAS, [], "n'a plus lieu, de 09:00 à 17:10."),
    ],
)
def test_a_day_of_many_changes_is_not_read_out(before: list[int], after: list[int], said: str) -> None:
    """Nine candidates of a member: a page of them is cut in a cell, and nobody reads it on the telephone."""
    problem = session()
    was, now = (tuple(Entry(start, start + 10, "CORR") for start in starts) for starts in (before, after))
    notice = Notice("après", "member", problem.members[0], problem.days[0].date, was, now)
    comparison = replace(compare(problem, [laid_out(), laid_out()], ["avant", "après"]), told=(notice,))
    ((_plan, row),) = calls(comparison)
    assert said in row[4]
    assert len(row[4]) < 140


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"room": "S4"}, "même heure (15:05–15:35), Salle 4 au lieu de Salle 3"),
        ({"start": "15:35", "end": "16:05"}, "15:35–16:05 au lieu de 15:05–15:35, même salle (Salle 3)"),
        ({"day": TUESDAY}, "15:05–15:35 au lieu de lundi 7 décembre 2026 15:05–15:35, même salle (Salle 3)"),
        ({"start": "15:35", "end": "16:05", "room": "S4"}, "15:35–16:05 au lieu de 15:05–15:35, Salle 4 au lieu de"),
    ],
)
def test_a_changed_hour_is_told_from_a_changed_room(change: dict[str, Any], said: str) -> None:
    calls = tables(changed(edited(laid_out(), "C2 ET", **change)))[1]
    row = next(row for row in calls.rows if row[0].endswith("(C2)"))
    assert said in row[4]


def test_a_fellow_member_who_changes_is_named_to_members_and_not_to_candidates() -> None:
    rows = {row[0]: row[4] for row in tables(changed(edited(laid_out(), "C2 ET", members=("J1", "J3"))))[1].rows}
    assert "avec Judith Simon au lieu de Julien Moreau" in rows["Jeanne Leroy (J1)"]
    assert "Bruno Bernard (C2)" not in rows


def test_an_invigilator_hears_who_comes_and_who_leaves() -> None:
    rows = {row[0]: row[4] for row in tables(changed(dropped(laid_out(), "C2")))[1].rows}
    (told,) = [text for who, text in rows.items() if who.startswith("V")]
    assert "en moins : Bruno Bernard" in told


def test_somebody_new_hears_what_there_is_to_do() -> None:
    calls = tables(compare(session(), [dropped(laid_out(), "C3"), laid_out()]))[1]
    (row,) = [row for row in calls.rows if row[0].endswith("(C3)")]
    assert ", en plus : " in row[-1]


def test_what_an_absence_breaks_is_one_line_and_the_rest_is_told() -> None:
    """J1 falls ill: each task of hers in the old plan is a breach; a room that is too small is another matter."""
    facts = session()
    absent = replace(facts, members=facts.members[1:], gone=Gone(members=facts.members[:1]))
    before = edited(laid_out(), "C3 ET", room="S1")
    comparison = compare(absent, [before, dropped(dropped(laid_out(), "C1"), "C2")], ["avant", "après"])
    (broken,) = [one for one in tables(comparison) if one.title == "Règles enfreintes"]
    about_her = [row for row in broken.rows if row[0] == "avant" and "J1" in row[2]]
    assert len(about_her) == 1
    assert "parce que ce plan compte encore sur Jeanne Leroy (J1), que le scénario écarte" in about_her[0][2]
    assert any("C3" in row[2] for row in broken.rows if row[0] == "avant")
    told = [one for one in comparison.violations[0] if "J1" in one.people]
    assert about_her[0][2].startswith(f"{len(told)} règles enfreintes")


def test_with_several_plans_each_row_names_its_own() -> None:
    plans = [laid_out(), dropped(laid_out(), "C3"), shifted(laid_out(), 30, "C2 ET")]
    _plans, calls, _objectives, moves, people, broken = tables(compare(session(), plans))
    assert {row[0] for row in broken.rows} == {"B", "C"}
    assert moves.heads[0] == people.heads[0] == calls.heads[0] == "Plan"
    assert {row[0] for row in moves.rows} == {row[0] for row in people.rows} == {"B", "C"}


def test_a_plan_that_breaks_rules_is_shown_with_their_number() -> None:
    comparison = changed(edited(laid_out(), "C2 ET", room="S1"))
    count = len(comparison.violations[1])
    assert tables(comparison)[0].rows[1][2].startswith(f"{count} règle")
    assert count > 0


# --- files -----------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, and the text of its cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements, self.cells, self.in_cell = set(), [], False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.elements.add(tag)
        assert not [name for name, _value in attrs if name.startswith("on") or name in ("src", "href")]
        self.in_cell = tag in ("td", "th") or (self.in_cell and tag == "br")
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = False

    def handle_data(self, data: Any) -> None:
        if self.in_cell:
            self.cells[-1] += data


KNOWN = {"html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "table", "thead", "tbody", "tr",
         "th", "td", "br"}  # fmt: skip


def test_the_page_holds_the_tables(tmp_path: Path) -> None:
    comparison = changed(dropped(laid_out(), "C2"))
    write(comparison, tmp_path / "x.html")
    page = Page((tmp_path / "x.html").read_text(encoding="utf-8"))
    assert page.elements <= KNOWN
    rows = [row for table in tables(comparison) for row in (table.heads, *table.rows)]
    assert page.cells == [cell.replace("\n", "") for row in rows for cell in row]


def test_the_page_says_when_nothing_differs(tmp_path: Path) -> None:
    write(changed(laid_out()), tmp_path / "x.html")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").count("<p>Rien.</p>") == 3


def test_the_workbook_holds_the_tables(tmp_path: Path) -> None:
    comparison = changed(shifted(laid_out(), 30, "C2 ET", "C2 DELIB"))
    write(comparison, tmp_path / "x.xlsx")
    book = load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Plans", "À prévenir", "Objectifs", "Ce qui bouge", "Journées changées"]
    for sheet, table in zip(book.worksheets, tables(comparison), strict=True):
        rows = [
            [str(cell.value or "").replace("’", "'") for cell in row]
            for row in sheet.iter_rows(min_row=4, max_col=len(table.heads))
        ]
        assert rows == [list(table.heads), *map(list, table.rows)]


@pytest.mark.parametrize("text", hostile.TEXTS, ids=range(len(hostile.TEXTS)))
@pytest.mark.parametrize("ending", FORMATS)
def test_a_hostile_text_is_only_a_text(tmp_path: Path, text: str, ending: str) -> None:
    problem, result = hostile.hostile(text)
    other = Plan(tuple(replace(task, start=task.start + 5, end=task.end + 5) for task in result.plan.tasks))
    comparison = compare(problem, [result, other], [text, f"{text} 2"])
    path = tmp_path / f"x{ending}"
    write(comparison, path)
    assert list(tmp_path.iterdir()) == [path]
    if ending == ".html":
        assert Page(path.read_text(encoding="utf-8")).elements <= KNOWN
    else:
        cells = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not any(cell.hyperlink for cell in cells)


def test_equal_comparisons_give_equal_pages(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write(changed(dropped(laid_out(), "C2")), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_asks_for_nothing(tmp_path: Path) -> None:
    write(compare(demo.problem(), [demo.plan()] * 2), tmp_path / "x.html")
    text = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"https?:|<script|url\(", text)
