"""The English catalogue says everything that the code says, and the tool that keeps it would notice if it did not."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.xlsx_reading import Book
from tspi_sched.texts import _catalogue

TOOL = ROOT / "tools" / "messages.py"


def load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


tool = load_tool()


def test_every_text_is_translated_and_compiled() -> None:
    assert tool.faults(tool.read_source(), tool.read_catalogue(), tool.MO.read_bytes()) == []


def test_the_catalogue_is_in_the_package() -> None:
    assert _catalogue("en").info()["language"] == "en"


# --- the tool --------------------------------------------------------------------------------------------------------

CODE = """
_("Jour {number}")
_("{count} jour")
ngettext("un " "candidat", "{count} candidats", n)
"""


@pytest.fixture
def source(tmp_path: Path) -> Any:
    (tmp_path / "code.py").write_text(CODE, encoding="utf-8")
    return tool.read_source(tmp_path)


def catalogue(source: Any, **english: Any) -> Any:
    """The source's catalogue with these translations, by the first word of the text."""
    words = {"Jour": "Day {number}", "{count}": "{count} day", "un": ("a candidate", "{count} candidates")} | english
    filled = {texts[0]: tool._both(words[texts[0].split()[0]]) for texts in source.files}
    return tool.updated(source, tool.Catalog(locale="en"), filled)


def found(source: Any, book: Book) -> Any:
    return tool.faults(source, book, tool.compile_catalogue(book))


def test_a_complete_catalogue_has_no_fault(source: Any) -> None:
    assert found(source, catalogue(source)) == []


def test_what_is_written_reads_the_same(source: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "PO", tmp_path / "en" / "texts.po")
    monkeypatch.setattr(tool, "MO", tmp_path / "en" / "texts.mo")
    tool.write(catalogue(source))
    assert tool.faults(source, tool.read_catalogue(tool.PO), tool.MO.read_bytes()) == []
    tool.write(tool.updated(source, tool.read_catalogue(tool.PO)))
    assert tool.faults(source, tool.read_catalogue(tool.PO), tool.MO.read_bytes()) == []


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ({"Jour": ""}, "not translated: 'Jour {number}'"),
        ({"un": ("a candidate", "")}, "not translated: 'un candidat'"),
        ({"Jour": "Day {nombre}"}, "other fields than 'Jour {number}': 'Day {nombre}'"),
        ({"un": ("a candidate", "candidates")}, "other fields than '{count} candidats': 'candidates'"),
        ({"Jour": "Day {number} "}, "other blanks at its ends than 'Jour {number}': 'Day {number} '"),
    ],
)
def test_a_wrong_translation_is_found(source: Any, english: dict[str, Any], fault: str) -> None:
    assert found(source, catalogue(source, **english)) == [fault]


def test_a_fuzzy_entry_is_found(source: Any) -> None:
    book = catalogue(source)
    book.get("Jour {number}").flags.add("fuzzy")
    assert "fuzzy: 'Jour {number}'" in found(source, book)


def test_a_text_that_is_no_longer_in_the_code_is_found(source: Any) -> None:
    book = catalogue(source)
    book.add("Adieu", "Farewell")
    assert found(source, book) == ["no longer in the code: 'Adieu'"]


def test_an_old_compiled_file_is_found(source: Any) -> None:
    old = tool.compile_catalogue(catalogue(source, Jour="Date {number}"))
    assert len(tool.faults(source, catalogue(source), old)) == 1
    assert len(tool.faults(source, catalogue(source), None)) == 1


def test_a_text_that_is_not_written_out_is_found(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text('_("fine")\n_(f"no {text}")\n', encoding="utf-8")
    assert tool.read_source(tmp_path).faults == ["code.py:2: the text must be written out in the call"]


def test_two_texts_with_one_singular(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text('_("jour")\nngettext("jour", "jours", n)\n', encoding="utf-8")
    source = tool.read_source(tmp_path)
    assert "two texts share the singular 'jour'" in tool.faults(source, tool.Catalog(locale="en"), None)


def test_filling_in_what_is_missing(source: Any, tmp_path: Path) -> None:
    template = json.loads(tool.as_template(tool.missing(source, tool.Catalog(locale="en"))))
    assert template == {"Jour {number}": "", "un candidat": ["", ""], "{count} jour": ""}
    filled = template | {"Jour {number}": "Day {number}"}
    path = tmp_path / "filled.json"
    path.write_text(json.dumps(filled), encoding="utf-8")
    book = tool.updated(source, tool.Catalog(locale="en"), tool.read_filled(path, source))
    assert tool.missing(source, book) == [("un candidat", "{count} candidats"), ("{count} jour",)]


def test_filling_in_an_unknown_text_is_refused(source: Any, tmp_path: Path) -> None:
    path = tmp_path / "filled.json"
    path.write_text('{"Adieu": "Farewell"}', encoding="utf-8")
    with pytest.raises(SystemExit, match="Adieu"):
        tool.read_filled(path, source)
