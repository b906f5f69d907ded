"""Telephones stand in the list of calls alone, the number of a candidate on the person's own papers."""

from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.added import juror
from tests.support.cli_runs import Run
from tests.support.published import HOME, NUMBER, PHONE, drafts, editions, files, plan_file, published
from tests.support.sessions import edited, laid_out, shifted
from tspi_sched.plan import Event, Unplaced
from tspi_sched.reading import read
from tspi_sched.reading.events import read_incident

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")

CALLS = {"a-faire/appels.pdf", "a-faire/appels.xlsx"}
OWN = {"a-faire/convocations.pdf"}
CHANGED = edited(shifted(laid_out(), 5, "C2 ET", "C2 DELIB"), "C2 ET", "C2 DELIB", room="S4")


def text_of(path: Path) -> str:
    """All that a file says, what is attached to it included."""
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".xlsx":
        return " ".join(str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row)
    return path.read_text(encoding="utf-8", errors="replace").replace("\r\n ", "")


def said(folder: Path, below: str = "") -> dict[str, str]:
    return {
        str(path.relative_to(folder)): text_of(path)
        for path in (folder / below).rglob("*.*")
        if path.is_file() and not path.name.startswith(".")
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return editions(tmp_path_factory.mktemp("privacy"), laid_out(), CHANGED)


def test_telephones_are_in_the_list_of_calls_alone(folder: Path) -> None:
    found = said(folder, "a-faire")
    assert {name for name, text in found.items() if PHONE in text} == CALLS
    assert {name for name, text in found.items() if NUMBER in text} == OWN
    assert {name for name, text in found.items() if HOME in text} == OWN  # the window of the envelope


def test_a_draft_has_the_person_s_own_letter_and_nothing_of_others(folder: Path, tmp_path: Path) -> None:
    for id, draft in drafts(folder).items():
        texts = [draft.get_body().get_content(), str(draft["Subject"]), str(draft["To"])]
        for part in draft.iter_attachments():
            path = tmp_path / str(part.get_filename())
            content = part.get_content()
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
            texts.append(text_of(path))
        assert not [text for text in texts if PHONE in text]
        assert (NUMBER in " ".join(texts)) == id.startswith("C")
        others = [
            other for other in ("c2@exemple.fr", "j1@exemple.fr", "j2@exemple.fr") if not other.startswith(id.lower())
        ]
        assert not [other for other in others if other in " ".join(texts)]


def test_nothing_is_hidden_in_the_draft_s_file(folder: Path) -> None:
    for path in (folder / "a-faire" / "courriels").iterdir():
        text = path.read_text(encoding="utf-8")
        parts = [part.split("\r\n\r\n", 1)[-1] for part in text.split("\n--=") if "base64" in part]
        plain = text + " ".join(b64decode(part.split("--")[0]).decode("latin-1") for part in parts)
        assert PHONE not in plain


def test_doors_and_walls_name_no_number(folder: Path) -> None:
    found = said(folder, "a-faire")
    assert "Bernard" in found["a-faire/affiches.pdf"]
    assert "Bernard".upper() in found["a-faire/planning.pdf"].upper()
    for name in ("a-faire/affiches.pdf", "a-faire/planning.pdf"):
        assert NUMBER not in found[name]


def test_a_statement_names_candidates_by_their_number_and_nobody_s_telephone(tmp_path: Path) -> None:
    absent = Event("absent", who="J4")
    plan = replace(CHANGED, tasks=tuple(t for t in CHANGED.tasks if t.candidate != "C3"), events=(absent,))
    plan = replace(plan, unplaced=(Unplaced("C3", "jury incomplet"),))
    scenario = files(tmp_path / "session")
    for one in (laid_out(), plan):
        published(tmp_path / "p", one, scenario, despite=True)
    text = text_of(tmp_path / "p" / "a-faire" / "constat.pdf")
    assert NUMBER in text
    assert PHONE not in text


def test_without_names_there_is_neither(run: Run, tmp_path: Path) -> None:
    files(tmp_path / "session")
    for number, plan in enumerate((laid_out(), CHANGED)):
        source = plan_file(tmp_path / f"{number}.json", plan)
        assert run("publish", source, "session/scenario.toml", "-o", "p")[0] == 0
    formats = "json,xlsx,html,ics,pdf"
    code, _out, err = run("export", "p/plan.json", "session/scenario.toml", "--to", formats, "--anonymise")
    assert code == 0, err
    found = said(Path("p"), "anonyme")
    assert len(found) > 10
    secret = (PHONE, NUMBER, HOME, "exemple.fr", "Bernard", "BERNARD", "Leroy", "Roux")
    assert not [(name, word) for name, text in found.items() for word in secret if word in text]
    assert any("Édition 2" in text for text in found.values())


def test_a_plan_that_breaks_rules_names_nobody_without_names(run: Run, tmp_path: Path) -> None:
    files(tmp_path / "session")
    source = plan_file(tmp_path / "x.json", edited(laid_out(), "C2 ET", room="S1"))
    code, _out, err = run(
        "export", source, "session/scenario.toml", "--to", "xlsx", "--anonymise", "--despite", "-o", "x"
    )
    assert code == 0, err
    (text,) = said(Path("x")).values()
    assert "enfreintes" in text
    assert "Bernard" not in text


ADDED = (
    juror("ZIMMER", "07 77 77 77 77", '"Courriel" = "zimmer@exemple.fr"')
    + """[what_if.change.J1]
"Téléphone" = "07 88 88 88 88"
"""
)


def with_added(problem_file: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A plan after an incident in which J9 takes J2's place, in its file; the events file."""
    events = tmp_path / "imprevu.toml"
    events.write_text(ADDED, encoding="utf-8")
    problem, _wishes = read(problem_file, events=events)
    found = read_incident(problem, (), events)
    tasks = tuple(
        replace(task, members=tuple("J9" if id == "J2" else id for id in task.members)) for task in laid_out().tasks
    )
    plan = replace(laid_out(), tasks=tasks, events=found.events)
    return plan_file(tmp_path / "apres.json", plan, problem), events


def test_whom_an_incident_added_is_reached_by_the_list_of_calls_alone(tmp_path: Path, run: Run) -> None:
    scenario = files(tmp_path / "session")
    first = plan_file(tmp_path / "avant.json", laid_out())
    after, events = with_added(scenario, tmp_path)
    assert not [word for word in ("07 77", "07 88", "zimmer@") if word in text_of(after)]
    folder = tmp_path / "p"
    assert run("publish", first, scenario, "-o", folder)[0] == 0
    code, _out, err = run("publish", after, scenario, "-o", folder, "--events", events, "--despite")
    assert code == 0, err
    for phone in ("07 77 77 77 77", "07 88 88 88 88"):
        found = {name for name, text in said(folder).items() if phone in text}
        assert {name for name in found if not name.startswith("editions/")} == CALLS
        kept = {name for name in found if name.startswith("editions/")}
        assert all(name.startswith("editions/002/sources/") for name in kept)
    assert run("publish", first, scenario, "-o", folder)[0] == 0
    text = said(folder, "a-faire")["a-faire/appels.xlsx"]
    assert "07 77 77 77 77" in text  # J9 is told that nothing is left to do
