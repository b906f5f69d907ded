"""Documents of the local page: written, downloaded, published, restored; and boxes that stay ticked."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from tests.support.web import visitor
from tests.support.web_sessions import TINY, moved, tiny, write_plan
from tspi_sched.editions import editions_in
from tspi_sched.exports.formats import lacking

DOCUMENTS = f"{TINY}/documents"
HTML = {"Accept": "text/html"}


def place(folder: Path) -> Path:
    return folder / "tiny" / "planning" / "tiny"


def test_without_a_plan_the_page_leads_to_the_search(tmp_path: Path) -> None:
    tiny(tmp_path, plan=False)
    assert f"{TINY}/solve" in visitor(tmp_path).get(DOCUMENTS, headers=HTML).text


def test_documents_are_written_beside_the_plan_and_downloaded(folder: Path) -> None:
    client = visitor(folder)
    answer = client.post(f"{DOCUMENTS}/write", data={"format": ["xlsx", "html", "ics"]}, headers=HTML)
    assert answer.status_code == 200, answer.text
    assert {"planning.xlsx", "planning.html", "calendriers"} <= {path.name for path in place(folder).iterdir()}
    page = client.get(f"{DOCUMENTS}/file/planning.html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert page.content == (place(folder) / "planning.html").read_bytes()
    assert client.get(f"{DOCUMENTS}/file/calendriers/session.ics").status_code == 200
    names = zipfile.ZipFile(io.BytesIO(client.get(f"{DOCUMENTS}/all.zip").content)).namelist()
    assert {"plan.json", "planning.xlsx", "calendriers/session.ics"} <= set(names)


@pytest.mark.parametrize("name", ["../tiny.toml", "..%2Ftiny.toml", "/etc/passwd", "%2Fetc%2Fpasswd", "tiny.toml", ""])
@pytest.mark.parametrize("way", ["file", "todo"])
def test_nothing_but_what_is_listed_is_sent(folder: Path, name: str, way: str) -> None:
    assert visitor(folder).get(f"{DOCUMENTS}/{way}/{name}").status_code == 404


def test_a_link_is_not_followed(folder: Path) -> None:
    secret = folder / "secret.txt"
    secret.write_text("secret")
    (place(folder) / "planning.html").symlink_to(secret)
    assert visitor(folder).get(f"{DOCUMENTS}/file/planning.html").status_code == 404


def test_an_extra_that_is_missing_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.exports.formats.is_there", lambda package: False)
    client = visitor(folder)
    assert lacking(("pdf",))[0] in client.get(DOCUMENTS, headers=HTML).text.replace("&#39;", "'").replace("&#34;", '"')
    assert client.post(f"{DOCUMENTS}/write", data={"format": "pdf"}, headers=HTML).status_code == 422


def test_a_plan_that_breaks_a_rule_is_written_and_published_only_in_spite_of_it(folder: Path) -> None:
    moved(place(folder) / "plan.json", 5, stage="ET")
    client = visitor(folder)
    shown = client.get(DOCUMENTS, headers=HTML).text
    assert "Règles enfreintes par ce planning" in shown
    assert client.post(f"{DOCUMENTS}/write", data={"format": "html"}, headers=HTML).status_code == 409
    assert client.post(f"{DOCUMENTS}/publish", headers=HTML).status_code == 409
    assert not (place(folder) / "planning.html").exists()
    assert editions_in(place(folder)) == ()
    data = {"format": "html", "despite": "1"}
    assert client.post(f"{DOCUMENTS}/write", data=data, headers=HTML).status_code == 200
    assert (place(folder) / "planning.html").exists()
    assert client.post(f"{DOCUMENTS}/publish", data={"despite": "1"}, headers=HTML).status_code == 200
    assert editions_in(place(folder))[0].broken


def test_published_changed_and_restored_with_boxes_that_stay_ticked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tspi_sched.editions.documents.lacking", lambda names: ("not here",))
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)
    client = visitor(folder)
    hostile = "<script>alert(1)</script>"
    first = client.post(f"{DOCUMENTS}/publish", data={"reason": hostile}, headers=HTML)
    assert first.status_code == 200
    unchanged = client.post(f"{DOCUMENTS}/publish", headers=HTML)
    assert unchanged.status_code == 409
    assert "Rien n&#39;a changé depuis l&#39;édition 1" in unchanged.text
    assert "Édition 1" in first.text
    assert hostile not in first.text
    _later(folder)
    second = client.post(f"{DOCUMENTS}/publish", data={"despite": "1"}, headers=HTML)
    assert "Édition 2" in second.text
    assert "À faire maintenant" in second.text
    assert "Restent à prévenir de l&#39;édition 2" in second.text
    key = f"candidate {editions_in(place(folder))[1].told[0].id}"
    assert client.post(f"{DOCUMENTS}/tick", data={"key": key, "done": "1"}).json() == {"done": True}
    assert json.loads((place(folder) / "a-faire" / "fait.json").read_text()) == [key]
    again = visitor(folder).get(DOCUMENTS, headers=HTML).text  # another server, the next morning
    assert f'data-key="{key}" checked' in again
    assert client.post(f"{DOCUMENTS}/tick", data={"key": "candidate X", "done": "1"}).status_code == 404
    back = client.post(f"{DOCUMENTS}/restore", data={"number": "1"}, headers=HTML)
    assert back.status_code == 200, back.text
    assert [one.number for one in editions_in(place(folder))] == [1, 2, 3]
    assert key not in editions_in(place(folder))[2].owed  # told, as its box says; the others are carried on
    assert set(editions_in(place(folder))[2].owed.values()) == {1}
    assert (place(folder) / "editions" / "002" / "a-faire" / "fait.json").is_file()
    assert client.post(f"{DOCUMENTS}/restore", data={"number": "9"}, headers=HTML).status_code == 404


def _later(folder: Path) -> None:
    """The plan with one candidate's orals five minutes later, whatever rule that breaks."""
    path = place(folder) / "plan.json"
    first = json.loads(path.read_text())["tasks"][-1]["candidate"]
    moved(path, 5, candidate=first)


# --- side by side ----------------------------------------------------------------------------------------------------


def test_variants_and_editions_side_by_side(folder: Path) -> None:
    client = visitor(folder)
    assert "pas encore d" in client.get(f"{TINY}/compare", headers=HTML).text
    other = folder / "tiny" / "autre.toml"
    text = (folder / "tiny" / "tiny.toml").read_text(encoding="utf-8")
    other.write_text(text.replace('name = "tiny"', 'name = "<i>autre</i>"'), encoding="utf-8")
    write_plan(other, folder / "tiny" / "planning" / "i-autre-i" / "plan.json")
    shown = client.get(f"{TINY}/compare", headers=HTML).text
    for title in ("Plans", "Objectifs", "À prévenir", "Ce qui bouge"):
        assert f">{title}</h2>" in shown
    assert "<i>autre" not in shown
    got = client.get(f"{TINY}/compare/comparaison.xlsx", params={"with": "v:autre"})
    assert got.content[:2] == b"PK"
    assert client.get(f"{TINY}/compare/comparaison.xlsx", params={"with": "v:../x"}).status_code == 404
    turned = client.get(f"{TINY}/compare", params={"reference": "v:autre"}, headers=HTML).text
    plans = turned[turned.index(">Plans</h2>") :]
    assert plans.index("autre") < plans.index(">tiny<")
    assert 'value="v:autre" selected' in turned


def test_a_variant_that_adds_a_juror_is_compared_too(folder: Path) -> None:
    client = visitor(folder)
    other = folder / "tiny" / "un & deux.toml"
    more = '[[what_if.add.Jurys]]\nId = "J9"\nNom = "Renfort"\n"Binôme" = "Jury A"\n'
    text = (folder / "tiny" / "tiny.toml").read_text(encoding="utf-8").replace('name = "tiny"', 'name = "un"')
    other.write_text(f'{text}\n[what_if]\nwithout = ["J1"]\n\n{more}', encoding="utf-8")
    write_plan(other, folder / "tiny" / "planning" / "un" / "plan.json")
    assert "J9" in (folder / "tiny" / "planning" / "un" / "plan.json").read_text()
    shown = client.get(f"{TINY}/compare", headers=HTML).text
    assert ">Objectifs</h2>" in shown
    assert "with=v%3Aun+%26+deux" in shown
    got = client.get(f"{TINY}/compare/comparaison.xlsx", params={"with": "v:un & deux"})
    assert got.content[:2] == b"PK"
