"""The picture as a file: what it is, equal for equal plans, and names drawn as they are written."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

import export_demo as demo
import hostile
from tspi_sched.export import picture
from tspi_sched.export.roster import Roster

pytest.importorskip("matplotlib")


def written(path, problem=None, result=None):
    picture.write(problem or demo.problem(), result or demo.result(), path)
    return path.read_bytes()


def size(content):
    """Width and height of a PNG, in dots."""
    return tuple(int.from_bytes(content[place : place + 4], "big") for place in (16, 20))


def test_png(tmp_path):
    content = written(tmp_path / "planning.png")
    assert content.startswith(b"\x89PNG")
    # 6 rows of at most 0.6 inches (2 days, a room, a panel, 2 panels) and 1.2 around them, at 144 dots each
    assert size(content) == (1920, round((6 * 0.6 + 1.2) * 144))


@pytest.mark.parametrize(("count", "panels"), [(24, 4), (60, 4), (60, 6)])
def test_a_session_fits_on_a_slide(tmp_path, count, panels):
    problem, plan = demo.large(count, panels)
    assert size(written(tmp_path / "planning.png", problem, demo.result(plan))) == (1920, 1080)


def test_every_day_is_whole_and_in_its_order():
    problem, plan = demo.large(
        60
    )  # 5 days of 4 panels after that of the papers: 2 + 5 * 5 rows, 18 at most in a column
    columns = picture._columns(Roster(problem, plan))
    assert [len(rows) for rows in columns] == [12, 15]
    assert [row for rows in columns for row in rows] == picture._rows(Roster(problem, plan))
    assert all(rows[0].heading for rows in columns)


def test_a_session_too_large_for_a_slide_is_a_higher_picture(tmp_path):
    problem, plan = demo.large(240)
    width, height = size(written(tmp_path / "planning.png", problem, demo.result(plan)))
    assert width == 1920
    assert height > 1080


def test_svg(tmp_path):
    assert ElementTree.fromstring(written(tmp_path / "planning.svg")).tag.endswith("svg")


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_equal_plans_give_equal_pictures(tmp_path, ending):
    assert written(tmp_path / f"a.{ending}") == written(tmp_path / f"b.{ending}")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("text", [hostile.MATHS, hostile.EMOJI, hostile.LONG, hostile.LINES])
def test_names_are_drawn_as_they_are(tmp_path, text):
    assert written(tmp_path / "planning.png", *hostile.hostile(text)).startswith(b"\x89PNG")


def test_a_long_name_leaves_the_picture_as_wide_as_it_is(tmp_path):
    long = tuple(replace(member, panel="Jury " + "x" * 500) for member in demo.MEMBERS)
    content = written(tmp_path / "planning.png", demo.problem(members=long))
    assert size(content)[0] == 1920


def test_drawing_a_file_opens_no_window(tmp_path):
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    written(tmp_path / "planning.svg")
    assert pyplot.get_fignums() == before
