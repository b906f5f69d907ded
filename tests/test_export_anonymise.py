"""Codes in the place of people: nobody's name, id, company or address is left, and the plan is worth the same."""

import re
from dataclasses import replace

import pytest

import export_demo as demo
from tspi_sched.check import check, measure
from tspi_sched.export.anonymise import anonymised
from tspi_sched.export.formats import FORMATS
from tspi_sched.plan import Plan, Unplaced
from tspi_sched.problem import Gone, Lock, PanelRules, Rules
from tspi_sched.texts import in_language

SECRET = "Zanzibar"
"""In every text that is about a person."""


def secret(number):
    return f"{SECRET}-{number}"


def known():
    """The demonstration session with ids that are names, a company in common, a trainer, an exclusion, a lock."""
    facts = demo.problem(rules=Rules(panel=PanelRules(mode="given")))
    ids = {one.id: secret(one.id) for one in (*facts.candidates, *facts.members, *facts.invigilators)}

    def named(one, **more):
        return replace(one, id=ids[one.id], last_name=SECRET, first_name=SECRET, email=f"{SECRET}@x.fr", **more)

    plan = Plan(tuple(_with(task, ids) for task in demo.plan().tasks))
    candidates = [
        named(one, company=SECRET, route=SECRET, trainers=(ids["J3"], ids["SV2"])) for one in facts.candidates[:2]
    ]
    candidates.append(named(facts.candidates[2], exclusions=(ids["J1"],), trainers=(ids["J2"], "gone")))
    members = [named(one, panel=f"{SECRET} {one.panel}") for one in facts.members]
    problem = replace(
        facts,
        candidates=tuple(candidates),
        members=(replace(members[0], company="Zänzibar-Nord"), *members[1:3], replace(members[3], company=SECRET)),
        invigilators=tuple(named(one) for one in facts.invigilators),
        manager=SECRET,
        baseline=plan,
        locks=(Lock(plan.tasks[-1], frozenset({"day"})),),
    )
    return problem, demo.result(plan, scenario=f"sans-{SECRET}")


def _with(task, ids):
    return replace(
        task,
        candidate=ids[task.candidate],
        members=tuple(ids[member] for member in task.members),
        invigilators=tuple(ids[person] for person in task.invigilators),
    )


def test_no_text_about_a_person_is_left():
    problem, result = known()
    left_out = replace(result.plan, unplaced=(Unplaced(secret("C01"), f"{SECRET} est souffrant"),))
    assert SECRET.casefold() not in repr(anonymised(problem, replace(result, plan=left_out))).casefold()


def test_nor_about_somebody_who_is_no_more_part_of_it():
    """A plan before this one may still name them."""
    problem, result = known()
    less = replace(
        problem,
        candidates=problem.candidates[1:],
        members=problem.members[1:],
        invigilators=problem.invigilators[1:],
        gone=Gone(problem.candidates[:1], problem.members[:1], (), (), problem.invigilators[:1]),
        locks=(),
    )
    later = replace(result, plan=Plan(tuple(task for task in result.plan.tasks if task.candidate == secret("C02"))))
    hidden, _result = anonymised(less, later)
    assert SECRET.casefold() not in repr(hidden).casefold()
    assert hidden.baseline.tasks[-1].members


def test_codes_are_numbered_in_the_order_of_the_workbook():
    problem, result = anonymised(*known())
    assert [one.id for one in problem.candidates] == ["Candidat 1", "Candidat 2", "Candidat 3"]
    assert [one.name for one in problem.members] == ["Juré 1", "Juré 2", "Juré 3", "Juré 4"]
    assert [one.id for one in problem.invigilators] == ["Surveillant 1", "Surveillant 2"]
    assert list(problem.panels) == ["Jury 1", "Jury 2"]
    assert result.plan.tasks[-1].candidate == "Candidat 3"


def test_the_same_companies_are_the_same_code():
    problem, _result = anonymised(*known())
    assert [one.company for one in problem.candidates] == ["Entreprise 1", "Entreprise 1", ""]
    assert [one.company for one in problem.members] == ["Entreprise 2", "", "", "Entreprise 1"]


def test_rules_and_values_are_the_same():
    problem, result = known()
    assert check(problem, result.plan) == ()
    hidden, plan = anonymised(problem, result)
    assert check(hidden, plan.plan) == ()
    assert measure(hidden, plan.plan) == measure(problem, result.plan)
    assert plan.objectives == result.objectives


@pytest.mark.parametrize(
    ("field", "value"), [("company", SECRET), ("trainers", (secret("J1"),)), ("exclusions", (secret("J2"),))]
)
def test_a_broken_rule_is_still_seen(field, value):
    problem, result = known()
    member = replace(problem.members[0], company=SECRET)
    candidate = replace(problem.candidates[0], **{field: value})
    candidates, members = (candidate, *problem.candidates[1:]), (member, *problem.members[1:])
    problem = replace(problem, candidates=candidates, members=members)
    before = [violation.rule for violation in check(problem, result.plan)]
    hidden, plan = anonymised(problem, result)
    assert "panel_makeup" in before
    assert [violation.rule for violation in check(hidden, plan.plan)] == before


def test_doing_it_twice_changes_nothing():
    once = anonymised(*known())
    assert anonymised(*once) == once


def test_codes_speak_the_language_in_force(monkeypatch):
    monkeypatch.setattr("tspi_sched.export.anonymise._", lambda text: text.replace("Candidat", "Candidate"))
    with in_language("en"):
        assert anonymised(*known())[0].candidates[0].id == "Candidate 1"


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("png", "xlsx")])
def test_no_document_names_anybody(tmp_path, name):
    pytest.importorskip(FORMATS[name].package or "json")
    path = FORMATS[name].write(*anonymised(*known()), tmp_path)
    files = list(path.iterdir()) if path.is_dir() else [path]
    assert files
    for file in files:
        assert SECRET.casefold() not in file.name.casefold()
        assert SECRET.casefold().encode() not in content(file).lower()


def content(file):
    """What a file says; a PDF packs its texts."""
    if file.suffix != ".pdf":
        return file.read_bytes()
    reader = pytest.importorskip("pypdf").PdfReader(file)
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    return " ".join([*pages, repr(reader.metadata)]).encode()


def test_no_sheet_names_anybody(tmp_path):
    from openpyxl import load_workbook

    book = load_workbook(FORMATS["xlsx"].write(*anonymised(*known()), tmp_path))
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not any(SECRET.casefold() in text.casefold() for text in [*texts, *book.sheetnames, repr(book.properties)])
