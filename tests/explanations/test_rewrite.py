"""Repairs in the organiser's own scenario: the rest of it stays as it is, and it says what the repair says."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tspi_sched.explanations.repairs.rewrite import merged, rewritten, scenario_of, steps
from tspi_sched.reading import read_title
from tspi_sched.starter.scenario import scenario_text

STARTER = scenario_text("session.xlsx", "ma-session", read_title("TP-01305", Path()))
DAYS = "".join(
    f'[[what_if.days]]\ndate = "2027-06-{day}"\nopen = "08:00"\nclose = "{close}"\n\n'
    for day, close in ((14, "18:00"), (15, "18:00"), (16, "19:00"))
)
MEMBER = '[what_if.change.J7]\n"Disponibilités" = ""\n"Binôme" = "Jury C"\n'
NEW = '[[what_if.add.Jurys]]\nId = "J-PLUS1"\nNom = "Juré en plus"\n'

SCENARIOS = {
    "as init writes it": STARTER,
    "Windows": STARTER.replace("\n", "\r\n"),
    "with changes": STARTER
    + '[what_if]\nwithout = ["J6"]  # malade\n\n[what_if.change.j7]\nAvailability = "2027-06-14"\n'
    + '[[what_if.add.Members]]\nId = "J9"\nNom = "Neuf"\n\n[[what_if.days]]\ndate = "2027-06-14"\n'
    + "[[what_if.days]] # deux\ndate = 2027-06-16\n# fin\n",
    "inline days": STARTER
    + '[what_if]\ndays = [{ date = "2027-06-14", Ouverture = "09:00" }, { date = "2027-06-16" }]  # trois\n',
    "inline tables": 'workbook = "a.xlsx"\nrules.panel.mode = "given"\n'
    'what_if = { without = ["J6"], change = { J7 = { "Réserve" = "oui" } } }\n',
    "no rules": 'workbook = "a.xlsx"  # le classeur',
    "own headings": 'workbook = "a.xlsx"\n[columns.Jurys]\n"Disponibilités" = "Présences"\n'
    '[what_if.change.J7]\n"Présences" = "14/06"\n',
}
REPAIRS = {
    "a rule": '[rules.panel]\nmode = "daily"\n',
    "rules of several tables": '[rules]\noral_rooms = "per_stage"\noral_gap_max_minutes = 5\n\n'
    "[rules.meal]\nminutes = 30\n",
    "a rule that is a comment": "[rules.member]\nmax_candidates_per_day = 4\n",
    "somebody": MEMBER,
    "somebody new": NEW,
    "days": DAYS,
    "somebody back": "[what_if]\nwithout = []\n",
    "all at once": f"{DAYS}[rules.panel]\nmode = \"free\"\n\n{MEMBER}\n{NEW}",
}  # fmt: skip


@pytest.mark.parametrize("repair", REPAIRS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_says_what_the_repair_says_and_nothing_else_changes(name: str, repair: str) -> None:
    old, snippet = SCENARIOS[name], REPAIRS[repair]
    new = tomllib.loads(rewritten(old, snippet))
    assert new == merged(tomllib.loads(old), tomllib.loads(snippet))
    for table in ("workbook", "solver", "columns"):
        assert new.get(table) == tomllib.loads(old).get(table)


@pytest.mark.parametrize("repair", REPAIRS)
@pytest.mark.parametrize("name", ["as init writes it", "Windows", "with changes"])
def test_comments_and_order_stay(name: str, repair: str) -> None:
    old, new = SCENARIOS[name].splitlines(), rewritten(SCENARIOS[name], REPAIRS[repair]).splitlines()
    comments = [line.partition("# ")[2] for line in old if "# " in line]
    assert [line.partition("# ")[2] for line in new if "# " in line] == comments
    assert ("\r\n" in rewritten(SCENARIOS[name], REPAIRS[repair])) == (name == "Windows")


def by_hand(old: str, new: str) -> str:
    """The old text after the steps that are printed, done from the last line to the first."""
    lines, end = old.splitlines(), list[str]()
    for sentence, added in reversed(list(steps(old, new))):
        numbers = [int(word.strip(",:")) for word in sentence.split("«")[0].split() if word.strip(",:").isdigit()]
        if "remplacez" in sentence:
            was, now = (part.split(" »")[0] for part in sentence.split("« ")[1:])
            assert was in lines[numbers[0] - 1]
            lines[numbers[0] - 1] = lines[numbers[0] - 1].replace(was, now)
        elif "à la fin" in sentence:
            end = list(added)
        elif "après" in sentence:
            lines[numbers[0] : numbers[0]] = added
        else:
            lines[numbers[0] - 1 : numbers[-1]] = added
    return "\n".join([*lines, *end])


@pytest.mark.parametrize("repair", REPAIRS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_the_steps_that_are_printed_come_to_the_same(name: str, repair: str) -> None:
    new = rewritten(SCENARIOS[name], REPAIRS[repair])
    assert tomllib.loads(by_hand(SCENARIOS[name], new)) == tomllib.loads(new)


def test_the_steps_name_the_line_and_its_value() -> None:
    number = STARTER.splitlines().index(next(line for line in STARTER.splitlines() if line.startswith("mode = "))) + 1
    (step,) = steps(STARTER, rewritten(STARTER, REPAIRS["a rule"]))
    assert step == (f'ligne {number} : remplacez « mode = "given" » par « mode = "daily" »', ())
    (step,) = steps(STARTER, rewritten(STARTER, MEMBER))
    assert step == ("ajoutez à la fin :", tuple(MEMBER.splitlines()))


def content(name: str, repair: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(rewritten(SCENARIOS[name], REPAIRS[repair]))["what_if"]
    return found


def test_what_is_known_already_is_found_however_it_is_written() -> None:
    what_if = content("with changes", "somebody")
    assert what_if["change"] == {"j7": {"Availability": "", "Binôme": "Jury C"}}
    assert content("own headings", "somebody")["change"] == {"J7": {"Présences": "", "Binôme": "Jury C"}}
    added = tomllib.loads(rewritten(SCENARIOS["with changes"], MEMBER.replace("J7", "J9")))["what_if"]
    assert added["add"]["Members"] == [{"Id": "J9", "Nom": "Neuf", "Disponibilités": "", "Binôme": "Jury C"}]
    days = content("inline days", "days")["days"]
    assert [str(day["date"]) for day in days] == ["2027-06-14", "2027-06-16", "2027-06-15"]
    assert (days[0]["Ouverture"], days[1]["close"]) == ("08:00", "19:00")


def test_a_workbook_alone_gets_a_scenario() -> None:
    assert tomllib.loads(scenario_of('les "vrais" faits.xlsx', REPAIRS["a rule"])) == {
        "workbook": 'les "vrais" faits.xlsx',
        "rules": {"panel": {"mode": "daily"}},
    }
