"""The picture as a file: what it is, equal for equal plans, and names drawn as they are written."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

import export_demo as demo
import hostile
from tspi_sched.export import picture

pytest.importorskip("matplotlib")


def written(path, problem=None, result=None):
    picture.write(problem or demo.problem(), result or demo.result(), path)
    return path.read_bytes()


def test_png(tmp_path):
    content = written(tmp_path / "planning.png")
    assert content.startswith(b"\x89PNG")
    # 13 inches at 160 dots each
    assert int.from_bytes(content[16:20], "big") == 2080


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
    assert int.from_bytes(content[16:20], "big") == 2080


def test_drawing_a_file_opens_no_window(tmp_path):
    from matplotlib import pyplot

    before = pyplot.get_fignums()
    written(tmp_path / "planning.svg")
    assert pyplot.get_fignums() == before
