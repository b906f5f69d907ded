"""The documents to print: the organiser's words, logo and files in the place of ours."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.pdf_reading import pages
from tspi_sched.documents import Documents, Leads, Logo, Texts
from tspi_sched.errors import InputError
from tspi_sched.exports.pdf import write
from tspi_sched.plan import Plan

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


def test_the_organisers_words_replace_ours(written: Callable[..., Any]) -> None:
    documents = Documents(
        centre="Centre des Halles",
        address=("1, rue Neuve", "44000 Nantes"),
        city="Nantes",
        signatory="Dominique Perrin",
        signatory_title="La directrice",
        leads=Leads(written=45, orals=20),
        texts=Texts(bring_written=("une calculatrice",), candidate_notes=(), closing="Bien à vous"),
    )
    first = written(documents=documents)("convocations-candidats.pdf")[0]
    for text in ("Centre des Halles", "44000 Nantes", "Nantes, le 1er octobre 2026", "Dominique Perrin", "Bien à vous",
                 "La directrice", "présentez-vous à 07:15", "présentez-vous à 12:40", "une calculatrice"):  # fmt: skip
        assert text in first
    for text in ("Camille Lambert", "Centre de démonstration", "de quoi écrire", "téléphones", "salutations"):
        assert text not in first


def test_nothing_is_needed_but_the_plan(written: Callable[..., Any]) -> None:
    """Without a centre, a manager, a room's name or texts, there is a letter all the same."""
    empty: dict[str, Any] = {field.name: "" if "str | None" in str(field.type) else () for field in fields(Texts)}
    texts = Texts(**empty)
    rooms = tuple(replace(room, name="") for room in demo.ROOMS)
    found = written(demo.problem(centre="", manager="", rooms=rooms), Documents(texts=texts))
    assert len(found("convocations-candidats.pdf")) == 3
    assert "Lundi 7 décembre 2026 – présentez-vous à 07:45" in found("convocations-candidats.pdf")[0]
    assert "À apporter" not in found("convocations-jury.pdf")[0]


def test_a_logo(written: Callable[..., Any]) -> None:
    logo = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>LOGO</text></svg>'
    assert len(written(documents=Documents(logo=Logo(logo, "svg", "logo.svg")))("affiches.pdf")) == 4


@pytest.mark.parametrize("width", [10, 5000])
def test_a_wide_logo_leaves_room_for_the_centre(written: Callable[..., Any], tmp_path: Path, width: int) -> None:
    logo = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="100"/>'.encode()
    written(documents=Documents(logo=Logo(logo, "svg", "logo.svg")))
    places = []
    page = pypdf.PdfReader(tmp_path / "out" / "convocations-candidats.pdf").pages[0]

    def note(text: str, page_matrix: Any, matrix: Any, *_font: object) -> None:
        if "Centre" in text:
            places.append(page_matrix[4] + matrix[4])

    page.extract_text(visitor_text=note)
    assert 0 < places[0] < page.mediabox.width / 2


def test_a_damaged_logo_is_a_fault_and_nothing_is_written(tmp_path: Path) -> None:
    documents = Documents(logo=Logo(b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "png", "pictures/logo.png"))
    with pytest.raises(InputError, match=r"pictures/logo\.png : cette image est abîmée"):
        write(demo.problem(), demo.result(), tmp_path / "out", documents)
    assert not (tmp_path / "out").exists()


def test_a_file_each_holds_one_person(tmp_path: Path) -> None:
    twins = tuple(replace(one, last_name="Roux", first_name="Lou") for one in demo.CANDIDATES)
    problem = demo.problem(candidates=(replace(twins[0], id="c/01"), *twins[1:]))
    tasks = tuple(replace(t, candidate="c/01" if t.candidate == "C01" else t.candidate) for t in demo.plan().tasks)
    found = write(problem, demo.result(Plan(tasks)), tmp_path, Documents(one_file_each=True))
    each = [path for path in found if path.parent.name == "convocations"]
    assert len({path.name.casefold() for path in each}) == len(each) == 3 + 4
    assert all(path.parent == tmp_path / "convocations" for path in each)
    texts = [pages(path) for path in each]
    assert [len(one) for one in texts] == [1] * 7
    assert ["C02" in one[0] for one in texts[:3]] == [False, True, False]
