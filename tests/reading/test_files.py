"""Files that are not what they say, or that would do harm: each is refused with a sentence, and quickly."""

import os
import tracemalloc
import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.support.books import CANDIDATES_PART, book, edit, pack, unpack
from tspi_sched.errors import InputError
from tspi_sched.reading import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def fault_of(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.xlsx", b"", "fichier vide"),
        ("old.xls", OLE + b"\0" * 600, "ancien format .xls"),
        ("renamed.xlsx", OLE + b"\0" * 600, "ancien format .xls"),
        ("secret.xlsx", OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        ("list.xlsx", "Id;Nom\nC1;Léa".encode(), "pas un classeur Excel"),
        ("page.xlsx", b"<html><table></table></html>", "pas un classeur Excel"),
        ("cut.xlsx", b"PK\x03\x04" + b"\0" * 100, "abîmé ou incomplet"),
        ("notes.csv", b"a;b", "un scénario (.toml) ou un classeur (.xlsx)"),
        ("noname", b"a;b", "un scénario (.toml) ou un classeur (.xlsx)"),
    ],
)
def test_not_a_workbook(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert message in fault_of(path)


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"hello.txt": b"hello"}, "archive zip, mais pas"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a/>"}, "OpenDocument"),
        ({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}, "Word"),
        ({"[Content_Types].xml": b"<a/>", "xl/workbook.bin": b""}, ".xlsb"),
        ({"[Content_Types].xml": b"<a/>"}, "abîmé ou incomplet"),
        ({"[Content_Types].xml": b"not xml"}, "abîmé ou incomplet"),
        ({"[Content_Types].xml": b""}, "abîmé ou incomplet"),
        ({f"{n}.xml": b"" for n in range(6000)} | {"[Content_Types].xml": b""}, "morceaux"),
    ],
)
def test_not_a_workbook_inside(parts: dict[str, bytes], message: str, tmp_path: Path) -> None:
    assert message in fault_of(pack(tmp_path / "book.xlsx", parts))


def test_missing_folder_and_no_access(tmp_path: Path) -> None:
    assert "fichier introuvable" in fault_of(tmp_path / "absent.xlsx")
    assert "fichier introuvable" in fault_of(tmp_path / "absent.toml")
    (tmp_path / "folder.xlsx").mkdir()
    assert "c'est un dossier" in fault_of(tmp_path / "folder.xlsx")
    assert "c'est un dossier" in fault_of(tmp_path)
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert "pas un fichier ordinaire" in fault_of(tmp_path / "pipe.xlsx")
    assert "illisible" in fault_of(tmp_path / f"{'long' * 100}.xlsx")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed everything, so the refusal is played."""

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = book(tmp_path / "book.xlsx")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert "lecture refusée" in fault_of(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated(share: float, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "abîmé ou incomplet" in fault_of(path)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"\xff\xfe<\0a\0", b"<a>\0</a>", b"<a>" * 5000])
def test_broken_parts(part: str, content: bytes, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    pack(path, {**unpack(path), part: content})
    assert "book.xlsx : " in fault_of(path)


@pytest.mark.parametrize("content", [b"", b"<", b"<a/>", b"<sheetData>", b"<a>" * 5000])
def test_broken_sheets(content: bytes, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    pack(path, {**unpack(path), CANDIDATES_PART: content})
    assert "book.xlsx : " in fault_of(path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="M2" t="n"><v>1</v></c>', '<c r="M2" t="s"><v>99</v></c>'),
        ('<c r="M2" t="n"><v>1</v></c>', '<c r="M2" t="n"><v>one</v></c>'),
        ('<c r="M2" t="n"><v>1</v></c>', '<c r="2M" t="n"><v>1</v></c>'),
        ('<row r="2">', '<row r="two">'),
        ("</row>", ""),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:"/></mergeCells>'),
    ],
)
def test_damaged_cells(old: str, new: str, tmp_path: Path) -> None:
    assert "book.xlsx : Candidats" in fault_of(edit(book(tmp_path / "book.xlsx"), CANDIDATES_PART, old, new))


def test_without_styles_dates_are_numbers_that_can_be_read(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    tidy = read(path)[0]
    pack(path, {**unpack(path), "xl/styles.xml": b"<a/>"})
    assert read(path)[0] == tidy


def test_a_damaged_sheet_does_not_hide_the_faults_of_the_others(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", Salles=[["Id", "Usages", "Places"], ["S1", "MSP", 0]])
    edit(path, CANDIDATES_PART, "</row>", "")
    text = fault_of(path)
    assert "Candidats : feuille illisible" in text
    assert "Salles!C2" in text


def test_too_many_cells(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    edit(path, CANDIDATES_PART, '<row r="2">', '<row r="2">' + "<c/>" * 1_600_000)
    assert "plus de 1500000 cellules" in fault_of(path)


@pytest.mark.parametrize(("part", "tag"), [("xl/styles.xml", b"<xf/>"), ("xl/sharedStrings.xml", b"<si><t/></si>")])
def test_too_many_tags(part: str, tag: bytes, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    pack(path, {**unpack(path), part: b"<a>" + tag * 1_000_000 + b"</a>"})
    assert "démesurément grand" in fault_of(path)


def test_a_sheet_that_claims_to_be_a_picture(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    parts = unpack(path)
    parts["xl/media/sheet3.xml"] = parts.pop(CANDIDATES_PART)
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        parts[name] = parts[name].replace(b"worksheets/sheet3.xml", b"media/sheet3.xml")
    assert "book.xlsx : Candidats : feuille illisible" in fault_of(pack(path, parts))


def test_damaged_content(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    content = bytearray(path.read_bytes())
    with ZipFile(path) as archive:
        start = archive.getinfo(CANDIDATES_PART).header_offset + 100
    content[start : start + 20] = b"\0" * 20
    path.write_bytes(content)
    assert "abîmé ou incomplet" in fault_of(path)


def test_strict_open_xml(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    old = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    edit(path, "xl/workbook.xml", old, "http://purl.oclc.org/ooxml/spreadsheetml/main")
    assert "Strict Open XML" in fault_of(path)


# --- bombs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [CANDIDATES_PART, "xl/sharedStrings.xml", "xl/styles.xml", "docProps/core.xml"])
def test_zip_bomb(part: str, tmp_path: Path) -> None:
    """A hundred megabytes of blanks in a hundred kilobytes."""
    path = book(tmp_path / "book.xlsx")
    pack(path, {**unpack(path), part: b"<a>" + b" " * 100_000_000})
    assert path.stat().st_size < 1_000_000
    tracemalloc.start()
    try:
        assert "démesurément grand" in fault_of(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """Both headers declare ten bytes; the part is refused or cut there, never inflated whole."""
    path = book(tmp_path / "book.xlsx")
    parts = unpack(path)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts, CANDIDATES_PART: b" " * 50_000_000}.items():
            archive.writestr(name, content)
    size = (50_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (10).to_bytes(4, "little")))
    assert "book.xlsx : " in fault_of(path)


def test_many_middling_parts(tmp_path: Path) -> None:
    """Each part stays under the ratio's threshold, their sum does not stay under the limit."""
    path = book(tmp_path / "book.xlsx")
    filler = {f"xl/worksheets/extra{n}.xml": b" " * 9_900_000 for n in range(21)}
    pack(path, {**unpack(path), **filler})
    assert "démesurément grand" in fault_of(path)


@pytest.mark.parametrize("part", [CANDIDATES_PART, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entity_bomb(part: str, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">{levels}]><a>&l9;</a>'
    pack(path, {**unpack(path), part: laughs.encode()})
    assert "déclare des entités" in fault_of(path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp037"])
def test_entity_bomb_in_another_encoding(encoding: str, tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    content = declared.encode() + '<!DOCTYPE a [<!ENTITY l "lol">]><a>&l;</a>'.encode("cp037")
    if encoding != "cp037":
        content = f'{declared}<!DOCTYPE a [<!ENTITY l "lol">]><a>&l;</a>'.encode(encoding)
    pack(path, {**unpack(path), CANDIDATES_PART: content})
    assert "classeur refusé" in fault_of(path)


def test_an_entity_split_between_two_pieces(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    filling = zlib.compress(os.urandom(100)).hex() * 10_000
    content = f"<!--{filling[: (1 << 20) - 4 - 5]}<!ENTITY -->"
    pack(path, {**unpack(path), CANDIDATES_PART: content.encode()})
    assert "déclare des entités" in fault_of(path)


def test_an_ordinary_large_picture_is_left_alone(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    pack(path, {**unpack(path), "xl/media/image1.emf": b"\0" * 20_000_000})
    assert read(path)[0].candidates
