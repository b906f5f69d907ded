"""What a sweep does with its folder: it calculates what is missing, keeps what is done, and mixes with nobody else."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import tspi_sched
from tests.support.books import book, scenario, with_cell
from tests.support.cli_runs import LARGE, PATIENCE, TINY, ended, start
from tests.support.paths import ROOT
from tspi_sched.cli import main
from tspi_sched.parallel import Ended
from tspi_sched.sweeps.definition import read_sweep
from tspi_sched.sweeps.job import Job, Outcome, solved
from tspi_sched.sweeps.run import Means, Run, states
from tspi_sched.sweeps.store import Store, key

HOSTILE = ("=1+1", "<script>alert(1)</script>", "+1 juré", "@x")
CHANGEOVER = {"name": "battement", "key": "rules.changeover_minutes", "values": [5, 10]}


def asked(*axes: Any, base: Path = TINY, **more: Any) -> dict[str, Any]:
    return {"name": "essai", "base": str(base), "time_limit": 60, "axis": list(axes), **more}


def command(*args: Any) -> int:
    with pytest.raises(SystemExit) as end:
        main([*map(str, args)])
    return end.value.code


def sweep_file(folder: Path, text: str = "", base: Any = TINY) -> Path:
    path = folder / "essai.toml"
    path.write_text(f'base = "{base.as_posix()}"\ntime_limit = 60\n{text}', encoding="utf-8")
    return path


def here(job: Job) -> Ended[Any, Any]:
    """A job in this very process."""
    return Ended(job, solved(job))


@pytest.fixture
def together(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Jobs are done in this process, and counted."""
    done = []

    def each(work: Any, jobs: Any, processes: Any) -> Iterator[Any]:
        for job in jobs:
            done.append(job.key)
            yield here(job)

    monkeypatch.setattr("tspi_sched.parallel.each", each)
    return done


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """A folder of results, with labels of every kind; and its table."""
    folder = tmp_path_factory.mktemp("sweep")
    labels = [{"label": label, "rules.transfer_minutes": place} for place, label in enumerate(HOSTILE)]
    frame = tspi_sched.sweep(asked(CHANGEOVER, {"name": "=nom", "values": labels}), folder, jobs=2)
    return folder, frame


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "sweep.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- what is there afterwards ----------------------------------------------------------------------------------------


def test_a_row_per_scenario_with_the_columns_of_the_interface(finished: tuple[Path, Any]) -> None:
    _folder, frame = finished
    wished = [f"{name}{end}" for name in ("days", "juror_days", "finish", "presence", "waiting")
              for end in ("", "_bound", "_status")]  # fmt: skip
    assert list(frame.columns) == ["base", "battement", "=nom", "status", "reason", *wished, "seconds", "key"]
    assert len(frame) == 8
    assert set(frame["status"]) == {"optimal"}
    assert (frame["waiting"] == frame["waiting_bound"]).all()
    # one panel, a changeover before the orals of each of two candidates: 5 minutes more, twice
    ends = frame.groupby("battement")["finish"].min()
    assert ends[10] - ends[5] == 10


def test_the_csv_is_the_frame_and_no_formula(finished: tuple[Path, Any]) -> None:
    folder, frame = finished
    rows = table(folder)
    assert list(rows[0]) == [f"'{name}" if name.startswith("=") else name for name in frame.columns]
    assert [row["'=nom"] for row in rows[:4]] == ["'=1+1", HOSTILE[1], "'+1 juré", "'@x"]
    assert [int(row["waiting"]) for row in rows] == frame["waiting"].tolist()


def test_the_workbook_has_texts_differences_and_grey_rows(finished: tuple[Path, Any]) -> None:
    folder, _frame = finished
    sheet = load_workbook(folder / "sweep.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    cells = [cell for row in sheet.iter_rows(min_row=4) for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert [sheet.cell(row, 3).value for row in range(5, 9)] == list(HOSTILE)
    apart = heads.index("Fin de la dernière épreuve") + 2
    assert sheet.cell(5, apart).value is None  # the reference itself
    assert sheet.cell(9, apart).value == "+ 10 min"
    # with the same transfer, a longer changeover is worse in the end and better in nothing: grey
    grey = [sheet.cell(row, 1).fill.start_color.rgb for row in range(5, 13)]
    assert grey[4] == "FFD9D9D9"
    assert grey[0] != "FFD9D9D9"


def test_every_plan_is_there_with_a_scenario_that_makes_it(finished: tuple[Path, Any]) -> None:
    folder, frame = finished
    for one, row in frame.groupby("key"):
        place = folder / "plans" / one
        problem, wishes = tspi_sched.read(place / "scenario.toml")
        assert key(problem, wishes) == one
        plan = tspi_sched.read_plan(place / "plan.json", problem)
        assert tspi_sched.check(problem, plan) == ()
        assert tspi_sched.measure(problem, plan)["finish"] == row["finish"].iloc[0]
        assert wishes.workers == 1
        assert command("check", place / "plan.json", place / "scenario.toml") == 0


def test_the_page_says_what_the_frame_says(finished: tuple[Path, Any]) -> None:
    folder, frame = finished
    text = (folder / "sweep.html").read_text(encoding="utf-8")
    data = json.loads(text.split('id="data">')[1].split("</script>")[0])
    assert [row["values"][2]["value"] for row in data["rows"]] == frame["finish"].tolist()
    assert "<script>alert" not in text


# --- what is missing, and only that ----------------------------------------------------------------------------------


def test_a_second_run_does_only_what_is_missing(tmp_path: Path, together: list[Any]) -> None:
    first = tspi_sched.sweep(asked(CHANGEOVER), tmp_path)
    more = CHANGEOVER | {"values": [5, 10, 15]}
    second = tspi_sched.sweep(asked(more), tmp_path)
    assert len(together) == 3
    assert together[-1] == second["key"][2]
    assert second.loc[:1, "finish":"waiting_status"].equals(first.loc[:, "finish":"waiting_status"])


@pytest.mark.parametrize("change", [{"time_limit": 61}, {"seed": 9}, {"workers": 2}, {"base": "workbook"}])
def test_whatever_a_result_depends_on_is_in_its_key(tmp_path: Path, change: dict[str, Any]) -> None:
    book(tmp_path / "book.xlsx")
    path = scenario(tmp_path / "s.toml")
    wanted = asked(base=path)
    (before,) = Run(read_sweep(wanted), Store(tmp_path)).keys
    if change == {"base": "workbook"}:
        book(tmp_path / "book.xlsx", with_cell("Candidats", 2, "Priorité", 3))
    else:
        wanted |= change
    assert Run(read_sweep(wanted), Store(tmp_path)).keys != (before,)


def test_a_changed_title_is_another_key(tmp_path: Path) -> None:
    """The référentiel's file is a part of what a result depends on, wherever it is."""
    shutil.copy(ROOT / "src/tspi_sched/titles/TP-01305.toml", tmp_path / "mine.toml")
    shutil.copy(ROOT / "instances" / "tiny.xlsx", tmp_path / "book.xlsx")
    path = scenario(tmp_path / "s.toml", 'title = "mine.toml"')
    (before,) = Run(read_sweep(asked(base=path)), Store(tmp_path)).keys
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(text.replace('version = "', 'version = "x'), encoding="utf-8")
    assert Run(read_sweep(asked(base=path)), Store(tmp_path)).keys != (before,)


def test_names_and_labels_are_not_in_the_key_and_alike_rows_are_solved_once(
    tmp_path: Path, together: list[Any]
) -> None:
    axis = {"name": "a", "values": [{"label": "x"}, {"label": "y", "rules.changeover_minutes": 5}]}  # 5 is the default
    frame = tspi_sched.sweep(asked(axis), tmp_path)
    assert len(together) == 1
    assert frame["key"].nunique() == 1
    assert frame["finish"].nunique() == 1
    tspi_sched.sweep(asked(axis | {"name": "b"}, name="autre nom", base=TINY), tmp_path / "elsewhere")


def test_another_version_of_the_program_calculates_anew(
    tmp_path: Path, together: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    tspi_sched.sweep(asked(), tmp_path)
    monkeypatch.setattr(tspi_sched, "__version__", "99.0", raising=False)
    tspi_sched.sweep(asked(), tmp_path)
    assert len(set(together)) == 2


@pytest.mark.parametrize("damage", ["edited", "cut", "gone", "result"])
def test_a_damaged_result_is_calculated_again(tmp_path: Path, together: list[Any], damage: str) -> None:
    (one,) = tspi_sched.sweep(asked(), tmp_path)["key"]
    place = tmp_path / "plans" / one
    plan, result = place / "plan.json", place / "result.json"
    text = plan.read_text(encoding="utf-8")
    if damage == "edited":
        plan.write_text(text.replace('"08:', '"09:', 1), encoding="utf-8")
    elif damage == "cut":
        plan.write_text(text[:200], encoding="utf-8")
    elif damage == "gone":
        plan.unlink()
    else:
        result.write_text("{}", encoding="utf-8")
    frame = tspi_sched.sweep(asked(), tmp_path)
    assert len(together) == 2
    assert frame["status"][0] == "optimal"
    assert plan.read_text(encoding="utf-8").count("MSP") == text.count("MSP")


# --- what has no plan ------------------------------------------------------------------------------------------------


def test_a_scenario_without_a_plan_is_a_row_with_its_reason_and_found_again(
    tmp_path: Path, together: list[Any]
) -> None:
    book(tmp_path / "book.xlsx")
    path = scenario(tmp_path / "s.toml")
    axis = {"name": "a", "values": [{"label": "peu", "what_if.days": [{"date": "2026-12-07", "close": "09:00"}]}]}
    frame = tspi_sched.sweep(asked(axis, base=path), tmp_path / "out")
    assert frame["status"].tolist() == ["infeasible"]
    assert frame["reason"][0]
    assert frame["waiting"].isna().all()
    tspi_sched.sweep(asked(axis, base=path), tmp_path / "out")
    assert len(together) == 1


def test_a_job_that_fails_is_a_row_with_its_reason_and_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def each(work: Any, jobs: Any, processes: Any) -> Iterator[Any]:
        for job in jobs:
            begun.append(job.key)
            bad = job.problem.rules.changeover_minutes == 10 and len(begun) < 3
            yield Ended(job, None, "arrêté") if bad else here(job)

    monkeypatch.setattr("tspi_sched.parallel.each", each)
    frame = tspi_sched.sweep(asked(CHANGEOVER), tmp_path)
    assert frame[["status", "reason"]].values.tolist() == [["optimal", ""], ["failed", "arrêté"]]
    frame = tspi_sched.sweep(asked(CHANGEOVER), tmp_path)
    assert frame["status"].tolist() == ["optimal"] * 2
    assert len(begun) == 3


def test_a_plan_that_breaks_a_rule_is_never_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    problem, wishes = tspi_sched.read(TINY)
    honest = tspi_sched.solve(problem, wishes)
    wrong = replace(honest, plan=replace(honest.plan, tasks=honest.plan.tasks[1:]))
    monkeypatch.setattr(tspi_sched, "solve", lambda problem, wishes: wrong, raising=False)
    with pytest.raises(AssertionError, match="breaks a rule"):
        solved(Job("x", problem, wishes, "fr", tspi_sched.__version__))


def test_another_version_on_a_machine_is_refused() -> None:
    problem, wishes = tspi_sched.read(TINY)
    with pytest.raises(RuntimeError, match="même version"):
        solved(Job("x", problem, wishes, "fr", "0.0.1"))


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_with_another_sweep_or_somebody_elses_files_is_refused(tmp_path: Path, together: list[Any]) -> None:
    tspi_sched.sweep(asked(), tmp_path / "a")
    with pytest.raises(tspi_sched.InputError, match="essai"):
        tspi_sched.sweep(asked(name="autre"), tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "sweep.xlsx").write_bytes(b"mine")
    with pytest.raises(tspi_sched.InputError, match=r"sweep\.xlsx"):
        tspi_sched.sweep(asked(), tmp_path / "b")
    assert (tmp_path / "b" / "sweep.xlsx").read_bytes() == b"mine"


def test_a_table_that_somebody_worked_on_is_kept(tmp_path: Path, together: list[Any]) -> None:
    tspi_sched.sweep(asked(), tmp_path)
    path = tmp_path / "sweep.csv"
    path.write_text("mine", encoding="utf-8")
    tspi_sched.sweep(asked(), tmp_path)
    kept = [one for one in tmp_path.glob("sweep*.csv") if one != path]
    assert [one.read_text(encoding="utf-8") for one in kept] == ["mine"]
    assert len(list(tmp_path.glob("sweep*.xlsx"))) == 1
    assert not list(tmp_path.rglob("*.tspi-tmp"))


def test_no_more_jobs_than_cores_unless_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from tspi_sched.sweeps import run

    problem, wishes = tspi_sched.read(TINY)
    job = Job("x", problem, wishes, "fr", "1")
    monkeypatch.setattr("tspi_sched.parallel.cores", lambda: 8)
    with_workers = [replace(job, wishes=replace(wishes, workers=workers)) for workers in (1, 3)]
    assert run.usual_jobs([with_workers[0]] * 20) == 8
    assert run.usual_jobs(with_workers * 10) == 2
    assert run.usual_jobs([with_workers[0]] * 3) == 3


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_writes_sums_up_and_knows_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], together: list[Any]
) -> None:
    path = sweep_file(tmp_path, '[[axis]]\nname = "a"\nkey = "rules.changeover_minutes"\nvalues = [5, 10]\n')
    assert command("sweep", path, "-o", tmp_path / "out") == 0
    told = capsys.readouterr()
    assert "optimal, prouvé : 2" in told.out
    assert "2 scénarios calculés sur 2" in told.err
    assert command("sweep", path, "-o", tmp_path / "out", "--lang", "en") == 0
    told = capsys.readouterr()
    assert "2 of them there already" in told.err
    assert "optimal, proven: 2" in told.out
    assert len(together) == 2


def test_faults_of_the_sweep_end_with_1_and_write_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = sweep_file(tmp_path, '[[axis]]\nname = "a"\nkey = "rules.changover_minutes"\nvalues = [5]\n')
    assert command("sweep", path, "-o", tmp_path / "out") == 1
    assert "changeover_minutes" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_jobs_and_cluster_exclude_each_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command("sweep", sweep_file(tmp_path), "--jobs", "2", "--cluster", "tcp://x:1") == 2


def test_broken_inputs_are_named_whole_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], together: list[Any]
) -> None:
    shutil.copy(ROOT / "instances" / "tiny.xlsx", tmp_path / "good.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK")
    path = tmp_path / "essai.toml"
    path.write_text('base = "*.xlsx"\n', encoding="utf-8")
    assert command("sweep", path, "-o", tmp_path / "out") == 0
    told = capsys.readouterr()
    assert "broken.xlsx" in told.err
    assert [row["status"] for row in table(tmp_path / "out")] == ["invalid", "optimal"]


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(tmp_path: Path) -> None:
    values = ", ".join(f'{{ label = "{n}", "solver.seed" = {n} }}' for n in range(1, 4))
    bases = f'name = "essai"\nbase = ["{TINY.as_posix()}", "{LARGE.as_posix()}"]\n'  # no machine proves LARGE at once
    path = tmp_path / "essai.toml"
    path.write_text(f'{bases}time_limit = 3600\n[[axis]]\nname = "graine"\nvalues = [{values}]\n', encoding="utf-8")
    process = start("sweep", path, "-o", tmp_path / "out", "--jobs", "1")
    while process.poll() is None and not any(tmp_path.glob("out/plans/*/result.json")):  # until a quick one is done
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    code, _out, err = ended(process)
    assert code == 130, err
    assert "gardé" in err
    statuses = [row["status"] for row in table(tmp_path / "out")]
    done = statuses.count("optimal")
    assert 1 <= done <= 3, err
    assert statuses.count("pending") == 6 - done
    left = sorted((tmp_path / "out" / "plans").glob("*/result.json"))
    assert len(left) == done
    run = Run(read_sweep(path), Store(tmp_path / "out"))
    assert run.found() == done


@pytest.mark.skipif(os.name == "nt", reason="signals as on Unix")
def test_a_process_that_is_killed_costs_nothing(tmp_path: Path) -> None:
    psutil = pytest.importorskip("psutil")
    run = Run(read_sweep(asked(CHANGEOVER)), Store(tmp_path))
    killed = []
    for state in states(run, Means(jobs=1)):
        workers = [one for one in psutil.Process().children(recursive=True) if "loky" in " ".join(one.cmdline())]
        if state.done == 1 and not killed:
            killed = [one.pid for one in workers if one.is_running() and "popen_loky" in " ".join(one.cmdline())]
            for pid in killed:
                os.kill(pid, signal.SIGKILL)
    assert killed
    assert [row.outcome.status for row in run.rows] == ["optimal"] * 2


def test_an_outcome_travels_as_it_is() -> None:
    import pickle

    outcome = Outcome("unknown", "raison", seconds=1.5)
    assert pickle.loads(pickle.dumps(outcome)) == outcome


def test_help_comes_without_anything_heavy() -> None:
    code = "import sys; from tspi_sched.cli import program; program(); print(HEAVY & set(sys.modules))"
    code = code.replace("HEAVY", "{'joblib', 'distributed', 'pandas', 'ortools'}")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert done.stdout.strip() == "set()"
