"""Sessions: from the template, from a filled-in one, from any list; variants; names and files that are hostile."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.support.web import started, visitor
from tspi_sched.errors import InputError
from tspi_sched.reading import built_in_titles, read, read_noted

HTML = {"Accept": "text/html"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sessions").mkdir()
    return tmp_path / "sessions"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def as_csv(rows: list[list[str]], separator: str = ";", encoding: str = "cp1252") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


def as_book(sheets: dict[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def dropped(client: Any, file: str, content: bytes, **more: str) -> Any:
    return client.post("/sessions/drop", files={"file": (file, content)}, data=more)


# --- the template ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", built_in_titles())
def test_a_new_session_of_any_title_is_ready_and_listed(folder: Path, title: str) -> None:
    client = visitor(folder)
    answer = client.post("/sessions", data={"name": "Printemps 2027 – Été", "title": title})
    assert answer.json() == {"address": "/s/Printemps%202027%20%E2%80%93%20%C3%89t%C3%A9/scenario/data"}
    problem, wishes = read(folder / "Printemps 2027 – Été" / "scenario.toml")
    assert (problem.title.code, wishes.name) == (title, "Printemps 2027 – Été")
    assert client.get(answer.json()["address"]).status_code == 200
    assert "Printemps 2027 – Été" in client.get("/").text
    assert client.post("/sessions", data={"name": "printemps 2027 – été"}).status_code == 422
    assert names(folder) == ["Printemps 2027 – Été"]


def test_the_template_goes_out_filled_in_and_comes_back(folder: Path) -> None:
    client = visitor(folder)
    answer = client.get("/template", params={"title": "TP-01281"})
    assert "attachment" in answer.headers["content-disposition"]
    book, content = load_workbook(BytesIO(answer.content)), BytesIO()
    book["Candidats"]["B5"] = "REVENU"
    book.save(content)
    address = dropped(client, "Ma session.xlsx", content.getvalue(), title="TP-01305").json()["address"]
    assert address == "/s/Ma%20session/scenario/data"
    assert "REVENU" in client.get(address).text
    assert read(folder / "Ma session" / "scenario.toml")[0].title.code == "TP-01281"
    assert names(folder) == ["Ma session"]


@pytest.mark.parametrize("title", ["/etc/passwd", "../x.toml", "nothing"])
def test_no_title_is_read_from_an_address(folder: Path, title: str) -> None:
    client = visitor(folder)
    assert client.get("/template", params={"title": title}).status_code == 404
    assert client.post("/sessions", data={"name": "x", "title": title}).status_code == 404
    assert names(folder) == []


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("../../escaped", "escaped"), ("/abs/olute", "abs olute"), ("..", None), (".hidden", "hidden"), ("", None),
        ("a\\..\\b", "a .. b"), ("x\x00y\n", "xy"), ("~", None), ("é" * 300, "é" * 40), ("<b>", "b"),
        ("planning", None),
    ],
)  # fmt: skip
def test_a_name_never_leads_out_of_the_folder(folder: Path, name: str, made: str | None) -> None:
    answer = visitor(folder).post("/sessions", data={"name": name})
    assert answer.status_code == (422 if made is None else 200)
    assert names(folder) == ([] if made is None else [made])
    assert names(folder.parent) == ["sessions"]


def test_a_full_disk_leaves_no_half_session(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    client, count = visitor(folder), iter(range(100))

    def full(_path: Path) -> None:
        if next(count) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("tspi_sched.exports.common.files.flush", full)
    answer = client.post("/sessions", data={"name": "x"})
    assert answer.status_code == 507
    assert "disque est plein" in answer.json()["message"]
    assert names(folder) == []


# --- lists -----------------------------------------------------------------------------------------------------------

CLEAR = [
    ["NOM DE FAMILLE", "Prénom usuel", "Parcours", "Employeur", "Groupe"],
    ["Bérard", "Inès", "TITRE", "Usinage du Nord", "g1"],
    ["=1+1", "Noé", "CCP1", "", "g2"],
]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-16"])
def test_a_clear_list_asks_nothing_and_keeps_its_headings(folder: Path, separator: str, encoding: str) -> None:
    client = visitor(folder)
    content = as_csv(CLEAR, separator, encoding)
    assert dropped(client, "candidats.csv", content).json()["address"] == "/s/candidats/scenario/data"
    scenario = folder / "candidats" / "scenario.toml"
    assert '"NOM DE FAMILLE"' in scenario.read_text(encoding="utf-8").split("[columns.Candidats]\n")[-1]
    sheet = load_workbook(folder / "candidats" / "session.xlsx")["Candidats"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=6)]
    assert rows[0][:4] == ["Id", "NOM DE FAMILLE", "Prénom usuel", "Parcours"]
    assert rows[1][:4] == ["C01", "Bérard", "Inès", "TITRE"]
    assert rows[0][-1] == "Groupe"
    assert [row[-1] for row in rows[1:]] == ["g1", "g2"]
    assert (sheet["B6"].value, sheet["B6"].data_type) == ("=1+1", "s")
    with pytest.raises(InputError) as error:
        read(scenario)
    assert {fault.file for fault in error.value.faults} == {"session.xlsx"}
    assert not [fault for fault in error.value.faults if fault.where.startswith("Candidats!B4")]
    assert "colonne" not in client.get("/s/candidats/scenario/data/read").json()["said"]
    assert names(folder) == ["candidats"]


UNCLEAR = [
    ["Liste des inscrits au 3 mars", "", "", ""],
    ["Patronyme ou nom", "Prénoms", "Tél", "Formule"],
    ["Bérard", "Inès", "0601020304", "TITRE"],
    ["Costa", "Noé", "0602030405", "CCP2"],
]


def test_what_is_not_clear_is_asked_once(folder: Path) -> None:
    client = visitor(folder)
    address = dropped(client, "inscrits.csv", as_csv(UNCLEAR), name="Juin").json()["address"]
    assert address.startswith("/lists/")
    text = client.get(address).text
    for words in ("Patronyme ou nom", "Formule", "Bérard", "à vérifier"):
        assert words in text
    assert names(folder) == [".tspi-lists"]
    form = {"kind:0": "candidates", "asked:0": "candidates", "column:0:2": "first_name", "column:0:3": "phone"}
    assert client.post(address, data=form | {"column:0:1": "", "column:0:4": ""}, headers=HTML).status_code == 422
    good = form | {"column:0:1": "last_name", "column:0:4": "tracks"}
    assert client.post(address, data=good).json()["address"] == "/s/Juin/scenario/data"
    columns = (folder / "Juin" / "scenario.toml").read_text(encoding="utf-8").split("[columns.Candidats]\n")[-1]
    assert {'Nom = "Patronyme ou nom"', 'Parcours = "Formule"'} <= set(columns.splitlines())
    assert names(folder) == ["Juin"]
    assert client.get(address).status_code == 404


def test_a_value_for_all_and_another_kind(folder: Path) -> None:
    client = visitor(folder)
    rows = [["Nom", "Prénom", "Courriel"], ["Bérard", "Inès", "i@exemple.fr"], ["Costa", "Noé", "n@exemple.fr"]]
    address = dropped(client, "liste.csv", as_csv(rows)).json()["address"]
    changed = client.post(address, data={"kind:0": "members", "asked:0": "candidates"}, headers=HTML)
    assert changed.status_code == 200
    assert 'name="asked:0" value="members"' in changed.text
    form = {"kind:0": "candidates", "asked:0": "candidates", "always:0:tracks": "TITRE"}
    assert client.post(address, data=form).json()["address"] == "/s/liste/scenario/data"
    sheet = load_workbook(folder / "liste" / "session.xlsx")["Candidats"]
    assert [[cell.value for cell in row[:4]] for row in sheet.iter_rows(min_row=5, max_row=6)] == [
        ["C01", "Bérard", "Inès", "TITRE"], ["C02", "Costa", "Noé", "TITRE"],
    ]  # fmt: skip


def test_a_workbook_with_other_sheets_and_headings_becomes_a_whole_session(folder: Path) -> None:
    content = as_book({
        "Notes": [["à ne pas oublier"]],
        "Les candidats": [["Réf", "Nom", "Prénom", "Parcours"], ["C1", "Bérard", "Inès", "TITRE"]],
        "Jury": [["Id", "Nom", "Prénom", "Qualité"], ["J1", "Martel", "Anne", "pro"], ["J2", "Durieux", "Paul", "pro"]],
        "Salles du centre": [["Id", "Libellé", "Usages", "Capacité", "VP"], ["S1", "Ampère", "MSP;ORAL", 12, "oui"]],
        "Jours": [["Date", "Ouverture"], ["08/12/2031", "08:00"]],
        "Surveillants": [["Id", "Nom"], ["SV1", "Blanchet"]],
    })  # fmt: skip
    client = visitor(folder)
    address = dropped(client, "tout.xlsx", content).json()["address"]
    if address.startswith("/lists/"):
        asked = client.get(address).text
        assert asked.count('name="kind:') == 6
        kinds = ["", "candidates", "members", "rooms", "days", "invigilators"]
        form = {f"kind:{n}": kind for n, kind in enumerate(kinds)} | {f"asked:{n}": k for n, k in enumerate(kinds)}
        address = client.post(address, data=form).json()["address"]
    assert address == "/s/tout/scenario/data"
    problem = read_noted(folder / "tout" / "scenario.toml").problem
    assert [len(some) for some in (problem.candidates, problem.members, problem.rooms, problem.days)] == [1, 2, 1, 1]


HOSTILE = {
    "bomb.csv": b"\x00\x01\x02" * 10,
    "empty.csv": b"",
    "blank.csv": b";;;\n;;;\n",
    "page.html": b"<script>",
    "macro.xlsb": b"PK",
    "broken.xlsx": b"PK\x03\x04 no",
    "text.xlsx": b"nom;prenom",
    "wide.csv": b"x" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words_and_leave_nothing(folder: Path, name: str) -> None:
    answer = dropped(visitor(folder), name, HOSTILE[name])
    assert answer.status_code in (400, 415, 422)
    assert answer.json()["message"]
    assert names(folder) == []


def test_names_in_a_list_are_only_texts(folder: Path) -> None:
    client = visitor(folder)
    rows = [["<script>alert(1)</script>", "x"], ["<img src=x onerror=alert(2)>", "y"]]
    address = dropped(client, "l.csv", as_csv(rows)).json()["address"]
    text = client.get(address).text
    assert "<script>alert" not in text
    assert "<img" not in text


def test_a_list_of_another_key_is_not_found(folder: Path) -> None:
    client = visitor(folder)
    for key in ("nothing", "..%2f..", "%00", "." * 300):
        assert client.get(f"/lists/{key}").status_code == 404


# --- variants --------------------------------------------------------------------------------------------------------


def test_a_variant_has_the_same_text_under_another_name(folder: Path) -> None:
    started(folder)
    client = visitor(folder)
    answer = client.post("/s/ma-session/scenario/copy", data={"name": "Une salle de moins"})
    assert answer.json()["address"] == "/s/ma-session/Une%20salle%20de%20moins/settings"
    old = (folder / "ma-session" / "scenario.toml").read_text(encoding="utf-8").splitlines()
    new = (folder / "ma-session" / "Une salle de moins.toml").read_text(encoding="utf-8").splitlines()
    assert [number for number, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [
        next(n for n, line in enumerate(old) if line.startswith("name"))
    ]
    for name in ("Une salle de moins", "scenario", "documents", ""):
        assert client.post("/s/ma-session/scenario/copy", data={"name": name}).status_code == 422
    assert client.get("/").text.count('/data"') == 2


def test_a_workbook_alone_can_be_copied_too(folder: Path) -> None:
    (started(folder) / "scenario.toml").unlink()
    client = visitor(folder)
    assert client.post("/s/ma-session/session/copy", data={"name": "autre"}).status_code == 200
    assert read(folder / "ma-session" / "autre.toml")[1].name == "autre"


def test_the_folder_itself_may_be_a_session(folder: Path) -> None:
    started(folder.parent, "sessions")
    client = visitor(folder)
    assert client.get("/s/~/scenario/data").status_code == 200
    assert '/s/~/scenario/data"' in client.get("/").text
