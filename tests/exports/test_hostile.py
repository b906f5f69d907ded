"""Names that would do harm, through every format: as names, as ids, as the title, the centre and the scenario."""

import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from tests.support import export_demo as demo
from tests.support import hostile
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Result, in_time_order
from tspi_sched.problem import Problem
from tspi_sched.reading import read_result


@dataclass(frozen=True)
class Papers:
    """A session and the documents made of it."""

    text: str
    problem: Problem
    result: Result
    top: Path
    paths: dict[str, Path]


def papers_of(top: Path, text: str, problem: Problem, result: Result) -> Papers:
    """All documents in a folder below `top`, where nothing else is."""
    return Papers(
        text, problem, result, top, {name: FORMATS[name].write(problem, result, top / "a" / "b") for name in FORMATS}
    )


@pytest.fixture(scope="module", params=hostile.TEXTS, ids=lambda text: text[:12].encode("ascii", "replace").decode())
def papers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Papers:
    pytest.importorskip("matplotlib")
    pytest.importorskip("typst")
    return papers_of(tmp_path_factory.mktemp("hostile"), request.param, *hostile.hostile(request.param))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    pytest.importorskip("matplotlib")
    pytest.importorskip("typst")
    return papers_of(tmp_path_factory.mktemp("usual"), "", demo.problem(), demo.result())


def test_nothing_is_written_outside_the_folder(papers: Papers) -> None:
    found = {file for file in papers.top.rglob("*") if file.is_file()}
    known = papers.paths.values()
    folders = papers.paths["ics"], papers.paths["pdf"]
    assert all(file in known or file.parent in folders for file in found)
    assert not any(set(file.name) & set('/\\:*?"<>|\u202e\n\x00') for file in found)


def test_json_comes_back_as_it_was(papers: Papers) -> None:
    rows = json.loads(papers.paths["json"].read_text(encoding="utf-8"))["tasks"]
    tasks = in_time_order(list(papers.result.plan.tasks))
    assert [row["candidate"] for row in rows] == [task.candidate for task in tasks]
    if papers.text == hostile.FORMULA:  # of the ids here, one that the reader leaves as it is
        assert read_result(papers.paths["json"], papers.problem).plan.tasks == tasks


def test_no_cell_is_a_formula_or_a_link(papers: Papers) -> None:
    with ZipFile(papers.paths["xlsx"]) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        links = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/_rels")]
    assert sheets
    assert not any(re.search(rb"<f[ >]", sheet) for sheet in sheets)
    assert not any(b"hyperlink" in link for link in links)  # leading out of the book


def test_a_picture_is_as_wide_as_a_slide(papers: Papers) -> None:
    assert int.from_bytes(papers.paths["png"].read_bytes()[16:20], "big") == 1920


def test_a_picture_is_xml_without_script(papers: Papers) -> None:
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.parse(papers.paths["svg"]).iter()}
    assert tags
    assert not tags & {"script", "a", "image", "foreignObject"}


# --- the page --------------------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """Which elements and attributes a page is made of."""

    def __init__(self, papers: Any) -> None:
        super().__init__()
        self.tags, self.attributes = [], set()
        self.feed(papers.paths["html"].read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags += [tag] if tag != "li" else []  # one for each candidate left out
        self.attributes |= {name for name, _value in attributes}


def test_a_page_has_no_element_more(papers: Papers, usual: Papers) -> None:
    found, expected = Elements(papers), Elements(usual)
    assert (found.tags, found.attributes) == (expected.tags, expected.attributes)


def test_a_page_s_data_ends_no_element(papers: Papers) -> None:
    page = papers.paths["html"].read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert not set(data) & set("<>&\u2028\u2029")
    assert json.loads(data)["blocks"]


# --- paper -----------------------------------------------------------------------------------------------------------


def test_a_file_to_print_has_no_link_no_script_and_the_letters_no_page_more(papers: Papers, usual: Papers) -> None:
    pypdf = pytest.importorskip("pypdf")
    for file in papers.paths["pdf"].iterdir():
        reader = pypdf.PdfReader(file)
        assert not {"/OpenAction", "/AA"} & set(reader.trailer["/Root"])
        assert not any("/Annots" in page or "/AA" in page for page in reader.pages)
        if file.name.startswith("convocations"):
            assert len(reader.pages) == len(pypdf.PdfReader(usual.paths["pdf"] / file.name).pages)


# --- calendars -------------------------------------------------------------------------------------------------------


def lines(path: Path) -> list[str]:
    """The lines of a calendar, whole."""
    return path.read_bytes().decode("utf-8").replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_calendars_have_no_event_more(papers: Papers, usual: Papers) -> None:
    folder, expected = papers.paths["ics"], usual.paths["ics"]
    assert len(list(folder.iterdir())) == len(list(expected.iterdir()))
    for mark in ("BEGIN:VEVENT", "END:VEVENT"):
        assert lines(folder / "session.ics").count(mark) == lines(expected / "session.ics").count(mark)
    assert all(re.match(r"[A-Z-]+[;:]", line) for file in folder.iterdir() for line in lines(file))
