"""The picture as a file: what it is, equal for equal plans, and names drawn as they are written."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support import export_demo as demo
from tests.support import hostile
from tspi_sched.exports import picture
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.picture import rows
from tspi_sched.exports.picture.labels import Label, fitted, labels
from tspi_sched.plan import Result
from tspi_sched.problem import Problem

pytest.importorskip("matplotlib")


def written(path: Path, problem: Problem = None, result: Result = None) -> bytes:
    picture.write(problem or demo.problem(), result or demo.result(), path)
    return path.read_bytes()


def size(content: bytes) -> tuple[int, ...]:
    """Width and height of a PNG, in dots."""
    return tuple(int.from_bytes(content[place : place + 4], "big") for place in (16, 20))


def test_png(tmp_path: Path) -> None:
    content = written(tmp_path / "planning.png")
    assert content.startswith(b"\x89PNG")
    # 4 rows of at most 0.6 inches (a room, a panel, 2 panels), 2 days' headings of 0.6 of a row, and 1.75 around them
    assert size(content) == (1920, round(((4 + 2 * 0.6) * 0.6 + 1.75) * 144))


@pytest.mark.parametrize(("count", "panels"), [(24, 4), (60, 4), (60, 6)])
def test_a_session_fits_on_a_slide(tmp_path: Path, count: int, panels: int) -> None:
    problem, plan = demo.large(count, panels)
    assert size(written(tmp_path / "planning.png", problem, demo.result(plan))) == (1920, 1080)


def test_every_day_is_whole_and_in_its_order() -> None:
    problem, plan = demo.large(
        60
    )  # 5 days of 4 panels after that of the papers: 2 + 5 * 5 rows, 18 at most in a column
    columns = rows.columns(Roster(problem, plan))
    assert [len(one) for one in columns] == [12, 15]
    assert [row for one in columns for row in one] == rows.all_rows(Roster(problem, plan))
    assert all(one[0].heading for one in columns)


def test_a_session_too_large_for_a_slide_is_a_higher_picture(tmp_path: Path) -> None:
    problem, plan = demo.large(240)
    width, height = size(written(tmp_path / "planning.png", problem, demo.result(plan)))
    assert width == 1920
    assert height > 1080


def test_svg(tmp_path: Path) -> None:
    assert ElementTree.fromstring(written(tmp_path / "planning.svg")).tag.endswith("svg")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_equal_plans_give_equal_pictures(tmp_path: Path, ending: str) -> None:
    assert written(tmp_path / f"a.{ending}") == written(tmp_path / f"b.{ending}")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", [hostile.MATHS, hostile.EMOJI, hostile.LONG, hostile.LINES])
def test_names_are_drawn_as_they_are(tmp_path: Path, text: str) -> None:
    assert written(tmp_path / "planning.png", *hostile.hostile(text)).startswith(b"\x89PNG")


def test_a_long_name_leaves_the_picture_as_wide_as_it_is(tmp_path: Path) -> None:
    long = tuple(replace(member, panel="Jury " + "x" * 500) for member in demo.MEMBERS)
    content = written(tmp_path / "planning.png", demo.problem(members=long))
    assert size(content)[0] == 1920


def test_drawing_a_file_opens_no_window(tmp_path: Path) -> None:
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    written(tmp_path / "planning.svg")
    assert pyplot.get_fignums() == before


# --- what is written on it -------------------------------------------------------------------------------------------


def test_a_name_lies_on_one_block_only_the_longest_of_its_orals() -> None:
    """C02's orals last 30, 60 and 20 minutes: the name is on the QPP, its marking has the name too."""
    roster = Roster(demo.problem(), demo.plan())
    for row in rows.all_rows(roster):
        for label in labels(roster, row):
            under = [task for task in row.tasks if task.start < label.end and label.start < task.end]
            assert len({task.stage for task in under}) <= 1, (row.title, label)
    named = [(one.text, one.end - one.start) for row in rows.all_rows(roster) for one in labels(roster, row)]
    assert ("Garnier", 60) in named


def test_every_block_of_a_candidate_but_what_follows_it_has_a_name() -> None:
    roster = Roster(demo.problem(), demo.plan())
    for row in rows.all_rows(roster):
        shown = {(one.start, one.text) for one in labels(roster, row)}
        markings = {
            (task.start, roster.problem.candidate[task.candidate].last_name)
            for task in row.tasks
            if task.stage == "CORR"
        }
        assert markings <= shown


def test_the_meal_is_shown_where_a_panel_has_one() -> None:
    roster = Roster(demo.problem(), demo.plan())
    meals = [row.meal for row in rows.all_rows(roster)]
    texts = [one.text for row in rows.all_rows(roster) for one in labels(roster, row)]
    assert texts.count("Repas") == sum(meal is not None for meal in meals) > 0


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("LE GOFF", 1.2, "LE GOFF"),
        ("GUÉRIN DE LA ROCHE", 1.2, "GUÉRIN DE\nLA ROCHE"),
        ("NGUYEN-PHAN", 0.65, "NGUYEN-\nPHAN"),
        ("MARTINEZ", 0.5, "MARTI…"),
        ("MARTINEZ", 0.3, "AM"),
    ],
)
def test_a_name_is_whole_then_in_two_lines_then_cut_then_initials(text: str, width: float, shown: str) -> None:
    assert fitted(Label(0, 60, text, short="AM"), width, 0.4)[0] == shown


def test_where_and_when_it_is_stands_on_top(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    said = []
    monkeypatch.setattr(Figure, "suptitle", lambda self, text, **_look: said.append(text) or self.text(0, 0, ""))
    picture._title(Figure(), Roster(demo.problem(), demo.plan()))
    assert said == [
        "Technicien supérieur en production industrielle\n"
        "Centre de démonstration – du lundi 7 décembre 2026 au mardi 8 décembre 2026"
    ]


def test_a_long_name_of_the_centre_never_hides_the_days(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.figure import Figure

    said = []
    monkeypatch.setattr(Figure, "suptitle", lambda self, text, **_look: said.append(text) or self.text(0, 0, ""))
    centre = "Centre de formation et d’évaluation des Trois-Rives – site de Saint-Jean-sur-l’Eau-et-Montagne"
    picture._title(Figure(), Roster(replace(demo.problem(), centre=centre), demo.plan()))
    line = said[0].split("\n")[1]
    assert line.startswith("Centre de formation et d’évaluation")
    assert line.endswith("… – du lundi 7 décembre 2026 au mardi 8 décembre 2026")
    assert len(line) <= picture.WHOLE_LENGTH
