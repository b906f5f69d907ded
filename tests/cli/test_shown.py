"""What is shown in the terminal: harmless text, progress, values in their units, the summary of a plan."""

import io
import os
import re
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import book, scenario
from tests.support.cli_runs import PATIENCE, TINY, Run, start
from tests.support.sessions import MONDAY, laid_out, session
from tspi_sched.cli.progress import PAUSE, Board, Lines, elapsed
from tspi_sched.cli.screen import say, speak_anywhere
from tspi_sched.cli.summary import aligned, status, summary
from tspi_sched.exports import writing
from tspi_sched.plan import ObjectiveReport, Result, Status
from tspi_sched.planner import Progress, solve
from tspi_sched.reading import read_result
from tspi_sched.texts import harmless
from tspi_sched.wishes import Objective, Wishes
from tspi_sched.wording import objective_value


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoé Faure", "Zoé Faure"),
        ("\x1b[31mrouge\x1b[0m", "rouge"),
        ("\x1b]0;title\x07x", "x"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x9b2Jb", "ab"),
        ("a\rb\nc\td", "a b c d"),
        ("a\x00\x07\x7fb", "ab"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("a\ud800b", "ab"),
        ("[bold]x[/bold]", "[bold]x[/bold]"),
    ],
)
def test_harmless(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_faults_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    book(tmp_path / "book.xlsx")
    path = scenario(tmp_path / "s.toml", '"\\u001b[2J\\u202ekey" = 1\n')
    code, _out, err = run("validate", path)
    assert code == 1
    assert not set(err) & {"\x1b", "\u202e"}


def progress(name: str, index: int, best: int | None, bound: int | None, seconds: float = 1.0) -> Progress:
    return Progress(name, index, 2, best, bound, seconds)


def test_plain_lines_do_not_flood(capsys: pytest.CaptureFixture[str]) -> None:
    now = [0.0]
    lines = Lines(session(), lambda: now[0])
    now[0] = 100.0
    for best in (900, 800, 700):
        lines.show(progress("presence", 0, best, 60))
    now[0] += PAUSE
    lines.show(progress("presence", 0, 650, None))
    lines.show(progress("presence", 0, 600, 600, 75))
    lines.show(progress("presence", 0, 600, 600))
    lines.show(progress("days", 1, None, None))
    assert capsys.readouterr().err.splitlines() == [
        "[1/2] Présence cumulée des jurés",
        "[1/2] Présence cumulée des jurés : 15 h (1 s)",
        "[1/2] Présence cumulée des jurés : 10 h 50 (1 s)",
        "[1/2] Présence cumulée des jurés : 10 h, prouvé (1 min 15 s)",
        "[2/2] Durée de la session (jours)",
    ]


def drawn(board: Board) -> list[str]:
    """The lines of a live table."""
    from rich.console import Console

    console = Console(width=200, record=True, file=io.StringIO())
    console.print(board.table(63))
    return [re.sub(" +", " ", line).strip() for line in console.export_text().splitlines()]


def test_the_live_table() -> None:
    board = Board(session(), Wishes(objectives=(Objective("finish"), Objective("presence"))))
    board.learn(progress("finish", 0, 1440 + 940, 1440 + 940))
    board.learn(progress("presence", 1, 1000, 900))
    board.learn(progress("presence", 1, None, None))
    shown = drawn(board)
    assert shown[0] == "Calcul : 1 min 03 s sur 1 min 00 s au plus"
    assert "1/2 Fin de la dernière épreuve mardi 8 décembre 2026 à 15:40 mardi 8 décembre 2026 à 15:40 prouvé" in shown
    assert "2/2 Présence cumulée des jurés 16 h 40 15 h 10 %" in shown


def test_the_live_table_shows_no_bound_that_says_nothing() -> None:
    board = Board(session(), Wishes(objectives=(Objective("presence"), Objective("waiting"))))
    board.learn(progress("presence", 0, 1000, 0))
    board.learn(progress("waiting", 1, 0, 0))
    shown = drawn(board)
    assert "1/2 Présence cumulée des jurés 16 h 40" in shown
    assert "2/2 Attente cumulée des candidats 0 min 0 min prouvé" in shown


def read_all(terminal: int, found: list[Any]) -> None:
    """What is shown on a terminal until nobody writes there any more."""
    with suppress(OSError):  # how Linux says so
        while some := os.read(terminal, 4096):
            found.append(some)


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals")
def test_the_live_table_on_a_terminal(tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    process = start("solve", TINY, "--workers", 1, stderr=theirs, cwd=tmp_path, env=os.environ | {"TERM": "xterm"})
    os.close(theirs)
    shown = threading.Thread(target=read_all, args=(ours, screen := []))  # else a full screen would stop the search
    shown.start()
    out, _err = process.communicate(timeout=PATIENCE)
    shown.join()
    os.close(ours)
    assert process.returncode == 0
    assert out.startswith("Plan optimal prouvé.")
    assert "Objectif" in b"".join(screen).decode()


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("finish", 2380, "mardi 8 décembre 2026 à 15:40"),  # 2380 = 1440 + 940
        ("finish", 0, "–"),
        ("finish", 99_999, "–"),
        ("presence", 3050, "50 h 50"),
        ("waiting", 45, "45 min"),
        ("days", 1, "1 jour"),
        ("juror_days", 8, "8"),
        ("cost", 12_345, "12\u202f345"),
    ],
)
def test_values_in_their_units(name: str, value: int, shown: str) -> None:
    assert objective_value(session(), name, value) == shown


@pytest.mark.parametrize(("seconds", "shown"), [(0.4, "0 s"), (59.9, "59 s"), (65, "1 min 05 s"), (3900, "1 h 05")])
def test_elapsed(seconds: float | int, shown: str) -> None:
    assert elapsed(seconds) == shown


def test_the_summary_of_an_unproven_plan() -> None:
    reports = (
        ObjectiveReport("days", 1, 1, 1, Status.OPTIMAL, 0.1),
        ObjectiveReport("presence", 700, 680, 600, Status.FEASIBLE, 1.0),
    )
    result = Result(Status.FEASIBLE, laid_out(), reports, seconds=12.3, scenario="x")
    assert status(result) == "Plan valable, optimum non prouvé pour : Présence cumulée des jurés."
    lines = list(summary(session(), result, (Path("a/plan.json"),), MONDAY.replace(day=1), "tspi-sched solve x"))
    assert "  tspi-sched solve x" in lines  # what to do about what is not proven
    assert any(re.fullmatch(r"  Durée de la session \(jours\) +1 jour +prouvé", line) for line in lines)
    assert any(line.endswith("non prouvé ; au mieux 10 h") for line in lines)
    assert "  Chloé Petit (C3)     lundi 7 décembre 2026 à 10:45" in lines
    assert "Points d'attention :" in lines
    assert lines[-1] == "  a/plan.json"


def test_what_the_search_did_not_come_to() -> None:
    """Interrupted as soon as the first objective is settled: nothing is known of the second one."""

    def watch(progress: Any) -> None:
        if progress.best is not None and progress.best == progress.bound:
            raise KeyboardInterrupt

    wishes = Wishes(objectives=(Objective("days"), Objective("waiting")), workers=1)
    result = solve(session(), wishes, watch)
    assert result.interrupted
    lines = list(summary(session(), result, (), today=MONDAY))
    assert any(re.fullmatch(r"  Durée de la session \(jours\) +1 jour +prouvé", line) for line in lines)
    assert any(re.fullmatch(r"  Attente cumulée des candidats .* pas encore étudié", line) for line in lines)


def test_what_is_not_known_in_spite_of_the_search() -> None:
    report = ObjectiveReport("finish", 945, 945, 0, Status.FEASIBLE, 2.0)
    lines = list(summary(session(), Result(Status.FEASIBLE, laid_out(), (report,)), (), today=MONDAY))
    assert any(re.fullmatch(r"  Fin de la dernière épreuve .* à 15:45 +non prouvé", line) for line in lines)


def test_a_tolerance_that_was_used_is_told() -> None:
    report = ObjectiveReport("presence", 700, 680, 680, Status.OPTIMAL, 1.0)
    lines = list(summary(session(), Result(Status.OPTIMAL, laid_out(), (report,)), ()))
    assert any(line.endswith("prouvé (au mieux 11 h 20, tolérance employée)") for line in lines)


def test_many_candidates_are_not_told_one_by_one() -> None:
    problem, plan = session(), laid_out()
    many = tuple(replace(problem.candidates[0], id=f"X{n}") for n in range(13))
    tasks = tuple(replace(plan.tasks[0], candidate=one.id) for one in many)
    crowd = replace(problem, candidates=many)
    lines = list(summary(crowd, Result(Status.FEASIBLE, replace(plan, tasks=tasks)), ()))
    assert "Fin de chaque candidat :" not in lines
    (told,) = [line for line in lines if line.startswith("Fin des 13 candidats")]
    assert told.endswith("chacun dans la feuille Candidats de planning.xlsx.")


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_a_table_keeps_to_the_terminal_s_width_and_loses_no_word(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    rows = [
        ("Présence cumulée des jurés", "19 h 15", "non prouvé ; jamais mieux que 10 h"),
        ("Journées", "8", "prouvé"),
    ]
    monkeypatch.delenv("COLUMNS", raising=False)
    wide = [*aligned(rows)]
    assert len(wide) == 2
    monkeypatch.setenv("COLUMNS", str(columns))
    narrow = [*aligned(rows)]
    assert all(len(line) <= columns for line in narrow)
    assert " ".join(" ".join(narrow).split()) == " ".join(" ".join(wide).split())
    assert (narrow == wide) == (max(map(len, wide)) <= columns)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("ascii", b'jures - "A" -> 8 h... oeuvre n\'est ? 8'),
        ("cp1252", "jurés – «A» -> 8 h… œuvre n’est ? 8".encode("cp1252")),
        ("utf-8", "jurés – «A» → 8 h… œuvre n’est 日 8".encode()),
    ],
)
def test_a_terminal_without_accents_shows_plain_letters(
    monkeypatch: pytest.MonkeyPatch, encoding: str, shown: bytes
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="")
    monkeypatch.setattr("sys.stdout", stream)
    speak_anywhere()
    say("jurés – «A» → 8 h… œuvre n’est 日 8")
    assert stream.buffer.getvalue() == shown + b"\n"


def test_the_plan_of_the_summary_is_what_is_written(tmp_path: Path) -> None:
    paths = writing.write_plan(session(), Result(Status.FEASIBLE, laid_out()), tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["plan.json", "planning.xlsx"]
    assert read_result(paths[0], session()).plan == laid_out()
