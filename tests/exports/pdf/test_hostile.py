"""The documents to print: names that try to do something, and what is not installed."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support import export_demo as demo
from tests.support.pdf_reading import FILES, pages
from tspi_sched.documents import Documents, Texts
from tspi_sched.exports.pdf import write
from tspi_sched.plan import Plan
from tspi_sched.problem import Problem
from tspi_sched.texts import harmless

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


HOSTILE = [
    '#import "/etc/passwd"',
    '#panic("x")',
    '=HYPERLINK("http://x.example")',
    "<script>alert(1)</script>",
    "../../x",
    "\u202eRTL\u202c \u2067x",
    "$x^2$ *a* _b_ `c` @d <e> [f] \\ // /* ~ --",
    "x" * 200,
    "😀 👩‍👧 é\u0301 漢字 עברית",
    "\x00\x1b[31mred\ud800",
]


def hostile_session() -> tuple[Problem, Plan]:
    """A session in which every text is hostile, each candidate with one of them."""
    problem, plan = demo.large(len(HOSTILE), panels=2)

    def named(things: Any, *fields: Any) -> Any:
        """Each thing with a text of its own in all these fields."""
        return tuple(replace(one, **dict.fromkeys(fields, text)) for one, text in zip(things, HOSTILE, strict=False))

    members = named(problem.members, "last_name", "company")
    return replace(
        problem,
        candidates=named(problem.candidates, "last_name", "first_name", "company", "number", "address", "salutation"),
        members=tuple(replace(one, panel=one.panel + one.company) for one in members),
        rooms=named(problem.rooms, "name"),
        invigilators=named(problem.invigilators, "last_name"),
        centre=HOSTILE[0],
        manager=HOSTILE[1],
    ), plan


def test_a_hostile_text_is_only_a_text(tmp_path: Path) -> None:
    """Nothing fails, there is no page more, no link, no file outside the folder, and the text can be read."""
    problem, plan = hostile_session()
    texts = Texts(candidate_intro=HOSTILE[3], candidate_notes=(HOSTILE[3],), door_note=HOSTILE[4])
    documents = Documents(address=(HOSTILE[5],), city=HOSTILE[6], one_file_each=True, texts=texts)
    folder = tmp_path / "in" / "out"
    found = write(problem, demo.result(plan), folder, documents, today=demo.TODAY)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(found)
    assert len(found) == len(FILES) + len(HOSTILE) + len(problem.members) + 1
    assert not any("/Annots" in page for path in found if path.suffix == ".pdf" for page in pypdf.PdfReader(path).pages)
    letters = pages(folder / "convocations-candidats.pdf")
    assert len(letters) == len(HOSTILE)
    for letter, text in zip(letters, HOSTILE, strict=True):
        assert shown(text) in re.sub(r"\s", "", letter)


def shown(text: str) -> str:
    """The part of a text that a font is sure to have, without blanks."""
    return re.sub(r"\s", "", "".join(c for c in harmless(text) if c.isascii() and c.isprintable()))


def test_a_hostile_text_takes_no_page_more(written: Callable[..., Any]) -> None:
    text = '#pagebreak() #set page(paper: "a0")'
    problem = demo.problem(candidates=tuple(replace(c, last_name=text) for c in demo.CANDIDATES))
    assert len(written(problem)("convocations-candidats.pdf")) == 3


def test_without_typst_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ImportError, match=r"pip install (.* )?typst"):
        write(demo.problem(), demo.result(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
