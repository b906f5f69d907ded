"""Codes in the place of people: nobody's name, id, company or address is left, and the plan is worth the same."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.support import export_demo as demo
from tests.support.hostile import with_ids
from tspi_sched.checker import check, measure
from tspi_sched.comparison import compare
from tspi_sched.documents import Documents
from tspi_sched.exports.common.anonymise import anonymised
from tspi_sched.exports.comparison import write as write_comparison
from tspi_sched.exports.formats import FORMATS
from tspi_sched.plan import Plan, Result, Unplaced
from tspi_sched.problem import Gone, Lock, PanelRules, Problem, Rules
from tspi_sched.texts import in_language

SECRET = "Zanzibar"
"""In every text that is about a person."""


def secret(number: str) -> str:
    return f"{SECRET}-{number}"


def known() -> tuple[Problem, Result]:
    """The demonstration session with ids that are names, a company in common, a trainer, an exclusion, a lock."""
    facts = demo.problem(rules=Rules(panel=PanelRules(mode="given")))
    everybody: tuple[Any, ...] = (*facts.candidates, *facts.members, *facts.invigilators)
    ids = {one.id: secret(one.id) for one in everybody}

    def named(one: Any, **more: Any) -> Any:
        reached = {"email": f"{SECRET}@x.fr", "phone": SECRET, "address": f"{SECRET}\n{SECRET}", "salutation": SECRET}
        return replace(one, id=ids[one.id], last_name=SECRET, first_name=SECRET, **reached, **more)

    plan = Plan(tuple(with_ids(task, ids) for task in demo.plan().tasks))
    candidates = [
        named(one, company=SECRET, route=SECRET, number=SECRET, trainers=(ids["J3"], ids["SV2"]))
        for one in facts.candidates[:2]
    ]
    candidates.append(named(facts.candidates[2], exclusions=(ids["J1"],), trainers=(ids["J2"], "gone")))
    members = [named(one, panel=f"{SECRET} {one.panel}") for one in facts.members]
    problem = replace(
        facts,
        candidates=tuple(candidates),
        members=(replace(members[0], company="Zänzibar-Nord"), *members[1:3], replace(members[3], company=SECRET)),
        invigilators=tuple(named(one) for one in facts.invigilators),
        manager=SECRET,
        ceres=(("TITRE", SECRET),),
        baseline=plan,
        locks=(Lock(plan.tasks[-1], frozenset({"day"})),),
    )
    return problem, demo.result(plan, scenario=f"sans-{SECRET}")


def test_no_text_about_a_person_is_left() -> None:
    problem, result = known()
    left_out = replace(result.plan, unplaced=(Unplaced(secret("C01"), f"{SECRET} est souffrant"),))
    assert SECRET.casefold() not in repr(anonymised(problem, replace(result, plan=left_out))).casefold()


def test_nor_about_somebody_who_is_no_more_part_of_it() -> None:
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


def test_codes_are_numbered_in_the_order_of_the_workbook() -> None:
    problem, result = anonymised(*known())
    assert [one.id for one in problem.candidates] == ["Candidat 1", "Candidat 2", "Candidat 3"]
    assert [one.name for one in problem.members] == ["Juré 1", "Juré 2", "Juré 3", "Juré 4"]
    assert [one.id for one in problem.invigilators] == ["Surveillant 1", "Surveillant 2"]
    assert list(problem.panels) == ["Jury 1", "Jury 2"]
    assert result.plan.tasks[-1].candidate == "Candidat 3"


def test_the_same_companies_are_the_same_code() -> None:
    problem, _result = anonymised(*known())
    assert [one.company for one in problem.candidates] == ["Entreprise 1", "Entreprise 1", ""]
    assert [one.company for one in problem.members] == ["Entreprise 2", "", "", "Entreprise 1"]


def test_rules_and_values_are_the_same() -> None:
    problem, result = known()
    assert check(problem, result.plan) == ()
    hidden, plan = anonymised(problem, result)
    assert check(hidden, plan.plan) == ()
    assert measure(hidden, plan.plan) == measure(problem, result.plan)
    assert plan.objectives == result.objectives


@pytest.mark.parametrize(
    ("field", "value"), [("company", SECRET), ("trainers", (secret("J1"),)), ("exclusions", (secret("J2"),))]
)
def test_a_broken_rule_is_still_seen(field: str, value: Any) -> None:
    problem, result = known()
    member = replace(problem.members[0], company=SECRET)
    candidate = replace(problem.candidates[0], **{field: value})
    candidates, members = (candidate, *problem.candidates[1:]), (member, *problem.members[1:])
    problem = replace(problem, candidates=candidates, members=members)
    before = [violation.rule for violation in check(problem, result.plan)]
    hidden, plan = anonymised(problem, result)
    assert "panel_makeup" in before
    assert [violation.rule for violation in check(hidden, plan.plan)] == before


def test_doing_it_twice_changes_nothing() -> None:
    once = anonymised(*known())
    assert anonymised(*once) == once


def test_codes_speak_the_language_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.exports.common.anonymise._", lambda text: text.replace("Candidat", "Candidate"))
    with in_language("en"):
        assert anonymised(*known())[0].candidates[0].id == "Candidate 1"


@pytest.mark.parametrize("name", FORMATS)
def test_no_document_names_anybody(tmp_path: Path, name: str) -> None:
    """Neither in what is read nor in what a file says of itself, nor in how it is called."""
    pytest.importorskip(FORMATS[name].package or "json")
    hidden, result = anonymised(*known())
    more = (Documents(one_file_each=True),) if FORMATS[name].documents else ()
    path = FORMATS[name].write(hidden, result, tmp_path, *more)
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    assert files
    for file in files:
        assert SECRET.casefold() not in file.name.casefold()
        assert SECRET.casefold() not in content(file).casefold()


@pytest.mark.parametrize("ending", [".xlsx", ".html"])
def test_no_comparison_names_anybody(tmp_path: Path, ending: str) -> None:
    problem, result = known()
    later = Plan(tuple(replace(task, start=task.start + 5, end=task.end + 5) for task in result.plan.tasks))
    pairs = [anonymised(problem, one) for one in (result, demo.result(later))]
    write_comparison(compare(pairs[0][0], [one for _problem, one in pairs], ["1", "2"]), tmp_path / f"x{ending}")
    assert "Candidat 1" in content(tmp_path / f"x{ending}")
    assert SECRET.casefold() not in content(tmp_path / f"x{ending}").casefold()


def content(file: Path) -> str:
    """What a file says, its parts unpacked."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as archive:
            return " ".join([*archive.namelist(), *(archive.read(part).decode() for part in archive.namelist())])
    if file.suffix == ".pdf":
        reader = pytest.importorskip("pypdf").PdfReader(file)
        pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
        return " ".join([*pages, repr(reader.metadata), reader.xmp_metadata.stream.get_data().decode()])
    return file.read_bytes().decode(errors="replace")


def test_the_organiser_s_own_words_are_left_out_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command writes what names nobody with the lead times alone: not the signatory, the address, the texts."""
    from tspi_sched.cli import export

    seen = []
    monkeypatch.setattr("tspi_sched.editions.delivery.deliver", lambda *args: seen.append(args) or ())
    monkeypatch.setattr(export, "_read", lambda *_: (*known(), ()))
    (tmp_path / "documents.toml").write_text(
        f'signatory = "{SECRET}"\naddress = "{SECRET}"\n[lead_minutes]\norals = 7\n[texts]\nclosing = "{SECRET}"\n'
    )
    export.run(str(tmp_path / "plan.json"), str(tmp_path / "x.xlsx"), ("json",), None, None, True)
    (problem, result, target), *_ = seen
    says = target.documents
    assert target.folder == tmp_path / "anonyme"
    assert SECRET.casefold() not in repr((problem, result, says)).casefold()
    assert says.leads.orals == 7
