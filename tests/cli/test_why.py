"""The command that answers a wish: what it tells, in which words, and how it ends."""

import os
import signal
from dataclasses import replace

import pytest

from tests.support.cli_runs import MIXED, TINY, Run, Solved, ended, start
from tests.support.sessions import changed, laid_out, row, session
from tspi_sched.cli import why as command
from tspi_sched.explanations.why import Answer, Cost
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Lock


def test_the_command_tells_what_a_wish_costs(run: Run, solved: Solved, monkeypatch: pytest.MonkeyPatch) -> None:
    """C02 heard from 13:00: then C01 until 16:55, with the deliberation 17:05 instead of 16:35."""
    monkeypatch.setenv("COLUMNS", "120")
    code, out, err = run("why", solved[0] / "plan.json", TINY, "--candidate", "c02", "--at", "13h", "--workers", 1)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Souhait : ET (TITRE) – Théo BRISSET (C02) [heure : 13:00]"
    assert lines[1] == "Ce souhait coûte : Fin de la dernière épreuve, +25 min."
    assert lines[2] == "C'est prouvé : il ne peut pas coûter moins."
    table = {line.split("   ")[0].strip(): line.split() for line in lines[4:10]}
    assert table["Fin de la dernière épreuve"][-3:] == ["+25", "min", "prouvé"]
    assert table["Journées de juré"][-3:] == ["2", "2", "="]
    assert lines[-1].startswith("Change aussi pour 1 autre candidat (Nadia ABELIN (C01)) et 2 jurés (")
    assert all(line.startswith("Recherche d") for line in err.splitlines())


def test_the_command_tells_what_a_wish_breaks(run: Run, solved: Solved) -> None:
    code, out, err = run("why", solved[0] / "planning.xlsx", TINY, "--candidate", "C02", "--room", "S1")
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        "Impossible : ce souhait contredit les règles à lui seul.",
        "  – [salle d'oral] ET (TITRE) – Théo BRISSET (C02), lundi 15 mars 2027 de 14:40 à 15:10 : la salle"
        " Ampère (S1) ne reçoit pas d'oraux.",
    ]


def test_the_command_tells_what_no_plan_grants(run: Run, solved: Solved) -> None:
    code, out, _err = run("why", solved[0] / "plan.json", TINY, "--candidate", "C02", "--at", "14:00", "--workers", 1)
    assert code == 0
    assert out.splitlines()[1].startswith("Impossible, c'est prouvé")
    assert out.splitlines()[2].startswith("  Les 2 candidats TITRE : 4 h 50 de jury à caser en 6 h 15")
    assert "     – verrou : ET de " in out
    assert "c'est vérifié." in out


def test_the_command_names_faults(run: Run, solved: Solved) -> None:
    code, out, err = run("why", solved[0] / "plan.json", TINY, "--candidate", "C77", "--at", "8h")
    assert (code, out) == (1, "")
    assert err.splitlines() == ["1 faute à corriger :", "--candidate : inconnu : « C77 » ; connus : C01, C02"]


def test_help(run: Run) -> None:
    code, out, _err = run("why", "--help")
    assert code == 0
    assert "Usage : tspi-sched why [OPTIONS] PLAN INPUT" in out
    assert "Durée du calcul en secondes (par défaut 30)." in out


@pytest.mark.parametrize("args", [("--candidate", "C01"), ("--at", "13h"), ("--candidate", "C01", "--att", "13h")])
def test_wrong_use(run: Run, solved: Solved, args: tuple[str, ...]) -> None:
    assert run("why", solved[0] / "plan.json", TINY, *args)[0] == 2


ONE = Lock(row(laid_out(), "C1 ET"), frozenset({"start"}))
ENDS = {
    "no plan in time": (Answer(ONE), 5, "--time-limit"),
    "interrupted before a plan": (Answer(ONE, interrupted=True), 5, "Interrompu avant la première réponse."),
    "interrupted with a plan": (Answer(ONE, plan=laid_out(), costs=(), interrupted=True), 130, ""),
    "interrupted, but proven": (Answer(ONE, impossible=True, interrupted=True), 0, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_how_the_command_ends(run: Run, solved: Solved, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    answer, code, message = ENDS[name]
    monkeypatch.setattr("tspi_sched.explanations.why.why", lambda *_: answer)
    monkeypatch.setattr(command, "_told", lambda *_: iter(()))
    ended = run("why", solved[0] / "plan.json", TINY, "--candidate", "C01", "--at", "8h")
    assert ended[0] == code
    assert message in ended[2]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupted_command(solved: Solved) -> None:
    """The plan of another session, whose people are known here too: it may be compared, though it breaks rules."""
    plan = solved[0] / "plan.json"
    process = start("why", plan, MIXED, "--candidate", "C07", "--at", "16/03/2027 9h", "--workers", 1)
    for said in process.stderr:
        if "Recherche" in said:
            break
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code in (5, 130), err  # a plan may have come in the same moment
    assert "Traceback" not in err


# --- in words --------------------------------------------------------------------------------------------------------


FREE = "Ce souhait ne coûte rien : chaque objectif garde sa valeur."
LONGER = "Ce souhait coûte : Attente cumulée des candidats, +30 min."
PROVEN = "C'est prouvé : il ne peut pas coûter moins."


@pytest.mark.parametrize(
    ("costs", "verdict"),
    [
        ((Cost("days", 1, 1), Cost("waiting", 9, 9)), (FREE, "")),
        ((Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 50)), (LONGER, PROVEN)),
        ((Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 45, 5)), (LONGER, PROVEN)),
        (
            (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 30)),
            (LONGER, "C'est le mieux trouvé ; il est prouvé qu'il coûte au moins +10 min."),
        ),
        (
            (Cost("days", 1, 1, 0), Cost("waiting", 20, 50, 50)),
            (LONGER, "C'est le mieux trouvé dans le temps donné : ce n'est pas prouvé."),
        ),
        (
            (Cost("juror_days", 4, 2, 2), Cost("waiting", 20, 50, 50)),
            ("Ce souhait ne coûte rien : Journées de juré, −2, un plan vaut même mieux ainsi.", ""),
        ),
    ],
)
def test_the_verdict_comes_first_and_its_proof_after(costs: tuple[Cost, ...], verdict: tuple[str, str]) -> None:
    assert command._verdict(session(), Answer(ONE, plan=laid_out(), costs=costs)) == verdict


def test_the_verdict_when_it_is_proven_that_there_is_a_cost() -> None:
    answer = Answer(ONE, plan=laid_out(), costs=(Cost("days", 1, 2),), costly=True)
    assert command._verdict(session(), answer)[1] == "C'est le mieux trouvé ; il est prouvé qu'il coûte quelque chose."


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_what_is_told_of_the_objectives_fits_the_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = (Cost("finish", 995, 1025, 1025), Cost("waiting", 20, 50, 30), Cost("days", 1, 1, 1))
    answer = Answer(ONE, plan=laid_out(), costs=costs)
    monkeypatch.setenv("COLUMNS", "200")
    wide = list(command._table(session(), answer))
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = list(command._table(session(), answer))
    assert len(wide) == 1 + len(costs)
    assert max(map(len, wide)) > 60
    assert all(len(line) <= columns for line in lines)
    assert [line.strip() for line in lines if line[2] != " "][:1] == ["Fin de la dernière épreuve"]
    assert any("prouvé" in line for line in lines)


def test_a_plan_that_breaks_rules_is_not_taken_at_its_word() -> None:
    problem = changed(session(), "C2", exclusions=("J1",))  # said of the CORR, the first row of J1
    answer = Answer(ONE, plan=laid_out(), costs=(Cost("days", 1, 1),))
    *_lines, last = command._told(problem, laid_out(), answer)
    assert last == "Le plan donné enfreint 1 règle : ses valeurs ne sont qu'indicatives."


def test_many_people_are_counted_only() -> None:
    problem = replace(session(), candidates=tuple(Candidate(f"C{n}", f"Nom{n}", ("CCP1",)) for n in range(10)))
    answer = Answer(ONE, plan=Plan(()), candidates=tuple(problem.candidate), members=("J1",))
    text = "Change aussi pour 10 autres candidats et 1 juré (Jeanne Leroy (J1))."
    assert command._moved(problem, laid_out(), answer) == text
