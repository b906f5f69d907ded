"""What a wish for one candidate breaks, what it costs and whom it moves, with the arithmetic in the comments."""

import os
import signal
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cli_runs import MIXED, TINY, ended, start
from sessions import MONDAY, TUESDAY, changed, laid_out, row, session
from tempting import TWO_DAYS, opened, roomed, small
from tspi_sched.check import check, measure
from tspi_sched.cli import why as command
from tspi_sched.errors import InputError
from tspi_sched.explain.why import Answer, Cost, _Search, moved, why
from tspi_sched.plan import Plan
from tspi_sched.problem import Candidate, Day, Lock, MealRules, Problem, Room
from tspi_sched.read import Said, read, read_wish
from tspi_sched.solve import solve
from tspi_sched.wishes import Objective, Wishes

pytest_plugins = ("cli_fixtures",)


def wishes(*names: str, seconds: float = 30) -> Wishes:
    """These objectives, in this order."""
    return Wishes(objectives=tuple(Objective(name) for name in names), time_limit=seconds, workers=1)


def best(problem: Problem, *names: str) -> Plan:
    """The optimum of these objectives."""
    result = solve(problem, wishes(*names))
    assert result.status == "optimal"
    assert result.plan is not None
    return result.plan


def asked(problem: Problem, plan: Plan, *names: str, seconds: float = 30, **said: str) -> Answer:
    """The answer to a wish for C1."""
    return why(problem, plan, read_wish(Said("C1", **said), problem, plan), wishes(*names, seconds=seconds))


def rules(answer: Answer) -> list[str]:
    return [breach.rule for breach in answer.breaches]


# --- what a wish breaks ----------------------------------------------------------------------------------------------


def test_a_panel_that_is_excluded() -> None:
    problem = changed(session(), "C1", exclusions=("J3",))
    answer = asked(problem, laid_out(), "days", panel="B")
    assert [(breach.rule, breach.message) for breach in answer.breaches] == [
        (
            "panel_makeup",
            "ET (TITRE) – Alice Martin (C1), lundi 7 décembre 2026 de 13:00 à 13:30 : Judith Simon (J3) est exclu du"
            " jury de ce candidat.",
        )
    ]
    assert answer.plan is None
    assert not answer.impossible


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"at": "07/12/2026 12:00"}, "meal"),  # 12:00 to 13:50, and the window is 11:30 to 14:00
        ({"room": "S1"}, "oral_room"),
        ({"at": "2026-12-07 11:00"}, "order"),  # the paper is over at 11:00, its marking at 11:20
        ({"at": "17h"}, "hours"),  # 110 min
        ({"stage": "MSP", "room": "S3"}, "sitting"),
        ({"panel": "J1;J5"}, "panel_mode"),
    ],
)
def test_a_wish_that_breaks_a_rule(said: dict[str, str], rule: str) -> None:
    assert rule in rules(asked(session(), laid_out(), "days", **said))


# --- what a wish costs -----------------------------------------------------------------------------------------------


def test_a_wish_that_costs_waiting_only() -> None:
    """The paper ends at 10:00; marked until 10:15, heard from 10:20 at the earliest: 20 min; from 10:50 on: 50 min."""
    problem = changed(small(), "S1", availability=opened("08:00-10:00"))
    plan = best(problem, "days", "waiting")
    answer = asked(problem, plan, "days", "waiting", at="10:50")
    assert answer.costs == (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 50))
    assert [(cost.difference, cost.proven) for cost in answer.costs] == [(0, True), (30, True)]
    assert answer.costly
    assert answer.plan is not None
    assert measure(problem, answer.plan)["waiting"] == 50
    assert check(problem, answer.plan) == ()
    assert (answer.candidates, answer.members) == ((), ("J1", "J2"))


def test_a_wish_that_costs_a_day() -> None:
    """Two objectives before it do not matter here: on Tuesday the session lasts two days instead of one."""
    problem = small(days=TWO_DAYS)
    answer = asked(problem, best(problem, "days", "waiting"), "days", "waiting", day="8/12/2026")
    assert answer.costs[0] == Cost("days", 1, 2, 2)


def test_a_wish_that_costs_nothing() -> None:
    problem = roomed(small(), Room("S4", ("ORAL",), 6))
    plan = best(problem, "finish", "waiting")
    other = {"S3": "S4", "S4": "S3"}[row(plan, "C1 ET").room or ""]
    answer = asked(problem, plan, "finish", "waiting", room=other)
    assert [cost.difference for cost in answer.costs] == [0, 0]
    assert answer.plan is not None
    assert row(answer.plan, "C1 ET").room == other
    assert answer.candidates == ()


def test_a_wish_that_costs_nothing_but_moves_somebody() -> None:
    """Two candidates alike change places."""
    problem = small("CCP1", "CCP1")
    plan = best(problem, "finish", "waiting")
    first, second = sorted((row(plan, "C1 ET").start, row(plan, "C2 ET").start))
    hour = second if row(plan, "C1 ET").start == first else first
    answer = asked(problem, plan, "finish", "waiting", at=f"{hour // 60}:{hour % 60:02d}")
    assert [cost.difference for cost in answer.costs] == [0, 0]
    assert (answer.candidates, answer.members) == (("C2",), ("J1", "J2"))


def test_a_wish_that_the_plan_grants_already() -> None:
    plan = laid_out()
    answer = asked(session(), plan, "days", "finish", at="13 h", panel="A", room="s3", day="2026-12-07")
    assert answer.plan == plan
    assert [cost.difference for cost in answer.costs] == [0, 0]


def test_a_wish_that_makes_the_plan_better() -> None:
    """C2, the last one until 15:45, could be over at 12:20; then C1 is the last one, until 15:00."""
    problem, plan = session(), laid_out()
    wish = read_wish(Said("C2", at="11:40"), problem, plan)
    answer = why(problem, plan, wish, wishes("days", "finish"))
    assert answer.costs[1] == Cost("finish", 945, 900)
    assert answer.candidates == ()


def test_time_runs_out_before_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, given = read(MIXED)
    wish = read_wish(Said("C07", at="16/03/2027 9h"), problem, Plan(()))
    answer = why(problem, Plan(()), wish, replace(given, time_limit=0.01, workers=1))
    assert (answer.plan, answer.impossible, answer.interrupted) == (None, False, False)


def test_an_interruption_ends_the_search() -> None:
    def interrupt(question: str) -> None:
        raise KeyboardInterrupt

    problem, given = read(MIXED)
    wish = read_wish(Said("C07", at="16/03/2027 9h"), problem, Plan(()))
    assert why(problem, Plan(()), wish, replace(given, workers=1), interrupt).interrupted


def test_who_moves() -> None:
    before, problem = laid_out(), session()
    after = replace(before, tasks=tuple(replace(t, room="S2") if t.stage == "MSP" else t for t in before.tasks))
    assert moved(problem, before, after) == (("C1", "C2", "C3"), ())
    after = replace(before, tasks=tuple(replace(t, end=t.end + 5) if t.stage == "CORR" else t for t in before.tasks))
    assert moved(problem, before, after) == ((), ("J1", "J2", "J3", "J4"))
    assert moved(problem, before, before) == ((), ())


# --- what no plan grants ---------------------------------------------------------------------------------------------


def tight() -> Problem:
    """Two candidates to the title for one panel, from 08:00 to 18:00, with a meal.

    One heard from 14:00 to 15:50 leaves the other 11:00 to 13:55, too short with marking and meal, and 16:05 on: too
    late by 5 minutes with the deliberation.
    """
    whole = small("TITRE", "TITRE", days=(Day(MONDAY),))
    return replace(whole, rules=replace(whole.rules, meal=MealRules()))


def test_a_wish_that_only_the_search_refutes() -> None:
    problem = tight()
    answer = asked(problem, best(problem, "finish"), "finish", at="14:00")
    assert answer.impossible
    assert answer.breaches == ()
    assert answer.cause is not None
    assert answer.cause.minimal
    assert set(answer.cause.kinds) == {"candidates", "locks", "opening", "meal", "changeover", "panels"}
    assert "verrou : ET de Nom1 (C1), 14:00" in [line.text for line in answer.cause.lines]
    assert has_plan(problem)
    assert not has_plan(replace(problem, locks=(answer.wish,)))


def has_plan(problem: Problem) -> bool:
    """Whether there is a plan, apart from how explanations find out."""
    return solve(problem, wishes("days")).plan is not None


def test_without_time_to_look_for_it_no_cause_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = tight()
    monkeypatch.setattr("tspi_sched.explain.why._Search.left", lambda self: 0.0)
    search = _Search(replace(problem, locks=(locked(problem),)), Plan(()), wishes("days"), lambda question: None)
    answer = search.without_plan()
    assert (answer.impossible, answer.cause) == (True, None)


def locked(problem: Problem) -> Lock:
    """The wish that no plan grants."""
    return read_wish(Said("C1", at="14:00"), problem, Plan(()))


# --- reading a wish --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "day", "minute"),
    [
        ("2026-12-08 13:00", TUESDAY, 780),
        ("08/12/2026 13h", TUESDAY, 780),
        ("8 décembre 2026 à 13 h 05", TUESDAY, 785),
        ("2026-12-08T13:00", TUESDAY, 780),
        ("mardi 8/12/26 8h30", TUESDAY, 510),
        ("13:00", None, 780),
    ],
)
def test_a_moment_as_people_write_it(said: str, day: date | None, minute: int) -> None:
    lock = read_wish(Said("C1", at=said), session(), laid_out())
    assert lock.parts == ({"day", "start"} if day else {"start"})
    assert (lock.task.stage, lock.task.start, lock.task.end) == ("ET", minute, minute + 30)
    assert lock.task.day == (day or MONDAY)


def test_a_wish_with_everything() -> None:
    said = Said("c1", "titre", "entretien final", "10:00", "8/12/2026", "s4", "J4 / j3")
    lock = read_wish(said, session(), laid_out())
    assert lock.parts == {"day", "start", "room", "panel"}
    assert (lock.task.stage, lock.task.day, lock.task.start) == ("EF", TUESDAY, 600)
    assert (lock.task.room, set(lock.task.members)) == ("S4", {"J3", "J4"})


def two_tracks() -> Problem:
    return session(candidates=(Candidate("C1", "Martin", ("CCP1", "CCP2"), "Alice", final_interview=True),))


def test_several_tracks() -> None:
    problem, plan = two_tracks(), Plan(())
    assert read_wish(Said("C1", track="CCP2", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "ET")
    assert read_wish(Said("C1", stage="QPP", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "QPP")
    assert read_wish(Said("C1", stage="EF", day="7/12/2026"), problem, plan).task.key == ("C1", "CCP2", "EF")
    assert faults(problem, at="8h") == {"--track": "Alice Martin (C1) passe CCP1, CCP2 : dites lequel avec --track"}


def faults(problem: Problem, candidate: str = "C1", **said: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_wish(Said(candidate, **said), problem, laid_out())
    return {fault.where: fault.message for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("said", "where", "message"),
    [
        ({"candidate": "C11"}, "--candidate", "inconnu : « C11 » ; vouliez-vous dire « C1 » ?"),
        ({"candidate": "Alice Martin"}, "--candidate", "vouliez-vous dire « C1 »"),
        ({"track": "CCP1"}, "--track", "Alice Martin (C1) ne passe pas le parcours « CCP1 » ; connus : TITRE"),
        ({"stage": "QP"}, "--stage", "ne passe pas l'épreuve « QP » ; vouliez-vous dire « QPP » ?"),
        ({"stage": "PV"}, "--stage", "ne passe pas l'épreuve « PV »"),
        ({"at": "13:02"}, "--at", "13:02 : les heures vont de 5 en 5 minutes ; vouliez-vous dire 13:00 ou 13:05 ?"),
        ({"at": "9/12/2026 13:00"}, "--at", "le 09/12/2026 n'est pas dans la session (07/12/2026, 08/12/2026)"),
        ({"day": "9/12/2026"}, "--day", "le 09/12/2026 n'est pas dans la session"),
        ({"day": "lundi"}, "--day", "« lundi » n'est pas une date"),
        ({"at": "7/12/2026"}, "--at", "un jour et une heure sont attendus"),
        ({"at": ""}, "--at", "un jour et une heure sont attendus"),
        ({"room": "S9"}, "--room", "inconnu : « S9 »"),
        ({"room": "Salle 3"}, "--room", "vouliez-vous dire « S3 »"),
        ({"room": "S3", "stage": "CORR"}, "--room", "l'épreuve CORR n'a pas de salle"),
        ({"panel": "J9"}, "--panel", "inconnu : « J9 »"),
        ({"panel": "J1;Judith Simon"}, "--panel", "vouliez-vous dire « J3 »"),
        ({"panel": ""}, "--panel", "inconnu"),
        ({"panel": "A", "stage": "MSP"}, "--panel", "l'épreuve MSP n'a pas de jury"),
    ],
)  # fmt: skip
def test_a_wish_that_cannot_be_read(said: dict[str, Any], where: str, message: str) -> None:
    assert message in faults(session(), **said)[where]


def test_every_fault_at_once() -> None:
    assert set(faults(session(), at="13:02", day="x", room="?", panel="?")) == {"--at", "--day", "--room", "--panel"}


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_tells_what_a_wish_costs(run, solved):  # type: ignore[no-untyped-def]
    """C02 heard from 13:00: then C01 until 16:55, with the deliberation 17:05 instead of 16:35."""
    code, out, err = run("why", solved[0] / "plan.json", TINY, "--candidate", "c02", "--at", "13h", "--workers", 1)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Souhait : ET (TITRE) – Théo BRISSET (C02) [heure : 13:00]"
    assert lines[1] == "Ce souhait coûte, et c'est prouvé : Fin de la dernière épreuve, +30 min."
    table = {line.split("   ")[0].strip(): line.split() for line in lines[3:9]}
    assert table["Fin de la dernière épreuve"][-3:] == ["+30", "min", "prouvé"]
    assert table["Journées de juré"][-3:] == ["2", "2", "="]
    assert lines[-1].startswith("Change aussi pour 1 autre candidat (Nadia ABELIN (C01)) et 2 jurés (")
    assert all(line.startswith("Recherche d") for line in err.splitlines())


def test_the_command_tells_what_a_wish_breaks(run, solved):  # type: ignore[no-untyped-def]
    code, out, err = run("why", solved[0] / "planning.xlsx", TINY, "--candidate", "C02", "--room", "S1")
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        "Impossible : ce souhait contredit les règles à lui seul.",
        "  – [oral_room] ET (TITRE) – Théo BRISSET (C02), lundi 15 mars 2027 de 14:35 à 15:05 : la salle Salle Ampère"
        " (S1) ne reçoit pas d'oraux.",
    ]


def test_the_command_tells_what_no_plan_grants(run, solved):  # type: ignore[no-untyped-def]
    code, out, _err = run("why", solved[0] / "plan.json", TINY, "--candidate", "C02", "--at", "14:00", "--workers", 1)
    assert code == 0
    assert out.splitlines()[1].startswith("Impossible, c'est prouvé")
    assert out.splitlines()[2].startswith("  Les 2 candidats TITRE : 4 h 50 de jury à caser en 6 h 20")
    assert "     – verrou : ET de " in out
    assert "c'est vérifié." in out


def test_the_command_names_faults(run, solved):  # type: ignore[no-untyped-def]
    code, out, err = run("why", solved[0] / "plan.json", TINY, "--candidate", "C77", "--at", "8h")
    assert (code, out) == (1, "")
    assert err.splitlines() == ["1 faute à corriger :", "--candidate : inconnu : « C77 » ; connus : C01, C02"]


def test_help(run):  # type: ignore[no-untyped-def]
    code, out, _err = run("why", "--help")
    assert code == 0
    assert "Usage : tspi-sched why [OPTIONS] PLAN INPUT" in out
    assert "Durée du calcul en secondes (par défaut 30)." in out


@pytest.mark.parametrize("args", [("--candidate", "C01"), ("--at", "13h"), ("--candidate", "C01", "--att", "13h")])
def test_wrong_use(run, solved, args):  # type: ignore[no-untyped-def]
    assert run("why", solved[0] / "plan.json", TINY, *args)[0] == 2


ONE = Lock(row(laid_out(), "C1 ET"), frozenset({"start"}))
ENDS = {
    "no plan in time": (Answer(ONE), 5, "--time-limit"),
    "interrupted before a plan": (Answer(ONE, interrupted=True), 5, "Interrompu avant la première réponse."),
    "interrupted with a plan": (Answer(ONE, plan=laid_out(), costs=(), interrupted=True), 130, ""),
    "interrupted, but proven": (Answer(ONE, impossible=True, interrupted=True), 0, ""),
}


@pytest.mark.parametrize("name", ENDS)
def test_how_the_command_ends(run, solved, monkeypatch, name):  # type: ignore[no-untyped-def]
    answer, code, message = ENDS[name]
    monkeypatch.setattr("tspi_sched.explain.why.why", lambda *_: answer)
    monkeypatch.setattr(command, "_told", lambda *_: iter(()))
    ended = run("why", solved[0] / "plan.json", TINY, "--candidate", "C01", "--at", "8h")
    assert ended[0] == code
    assert message in ended[2]


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupted_command(solved):  # type: ignore[no-untyped-def]
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


@pytest.mark.parametrize(
    ("costs", "verdict"),
    [
        ((Cost("days", 1, 1), Cost("waiting", 9, 9)), "Ce souhait ne coûte rien : chaque objectif garde sa valeur."),
        (
            (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 50)),
            "Ce souhait coûte, et c'est prouvé : Attente cumulée des candidats, +30 min.",
        ),
        (
            (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 45, 5)),
            "Ce souhait coûte, et c'est prouvé : Attente cumulée des candidats, +30 min.",
        ),
        (
            (Cost("days", 1, 1, 1), Cost("waiting", 20, 50, 30)),
            "Ce souhait coûte au moins, c'est prouvé : Attente cumulée des candidats, +10 min ; trouvé jusqu'ici :"
            " +30 min.",
        ),
        (
            (Cost("days", 1, 1, 0), Cost("waiting", 20, 50, 50)),
            "Ce souhait coûte, au mieux trouvé jusqu'ici et sans preuve : Attente cumulée des candidats, +30 min.",
        ),
        (
            (Cost("juror_days", 4, 2, 2), Cost("waiting", 20, 50, 50)),
            "Ce souhait ne coûte rien : avec lui, un plan vaut même mieux (Journées de juré : −2).",
        ),
    ],
)  # fmt: skip
def test_the_verdict(costs: tuple[Cost, ...], verdict: str) -> None:
    assert command._verdict(session(), Answer(ONE, plan=laid_out(), costs=costs)) == verdict


def test_the_verdict_when_it_is_proven_that_there_is_a_cost() -> None:
    answer = Answer(ONE, plan=laid_out(), costs=(Cost("days", 1, 2),), costly=True)
    assert command._verdict(session(), answer).startswith("Ce souhait coûte quelque chose, c'est prouvé ; au mieux")


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
