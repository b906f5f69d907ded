"""Jobs in processes of their own: all are done, what fails fails alone, Ctrl-C ends them, none is done for nothing."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tspi_sched.parallel import each
from tspi_sched.texts import _, in_language, language


@dataclass(frozen=True)
class Chore:
    name: str
    folder: str
    does: str = ""

    def tries(self) -> int:
        path = Path(self.folder, self.name)
        return len(path.read_text()) if path.exists() else 0


def work(chore: Chore) -> tuple[str, int]:
    with Path(chore.folder, chore.name).open("a") as file:
        file.write("x")
    if chore.does == "die" or (chore.does == "die once" and chore.tries() == 1):
        os._exit(9)
    if chore.does == "raise":
        raise ValueError(f"{chore.name} cannot")
    if chore.does == "hang":
        time.sleep(600)
    return chore.name, os.getpid()


def chores(folder: Path, count: int, **special: str) -> list[Chore]:
    return [Chore(f"c{n}", str(folder), special.get(f"c{n}", "")) for n in range(count)]


@pytest.mark.parametrize("processes", [1, 2])
def test_every_job_is_done_once_in_another_process(tmp_path: Path, processes: int) -> None:
    jobs = chores(tmp_path, 7)
    ended = list(each(work, jobs, processes))
    assert {one.job for one in ended} == set(jobs)
    assert all(one.value is not None and one.value[0] == one.job.name and not one.reason for one in ended)
    assert os.getpid() not in {one.value[1] for one in ended}
    assert [job.tries() for job in jobs] == [1] * 7


def test_no_job_needs_no_process() -> None:
    assert list(each(work, [], 2)) == []


def test_a_job_that_kills_its_process_or_raises_fails_alone_after_a_second_try(tmp_path: Path) -> None:
    jobs = chores(tmp_path, 8, c2="die", c4="raise")
    ended = {one.job.name: one for one in each(work, jobs, 2)}
    assert len(ended) == 8
    assert ended["c2"].value is None
    assert ended["c2"].reason == "le processus de calcul s'est arrêté (mémoire épuisée ?)"
    assert (ended["c4"].value, ended["c4"].reason) == (None, "ValueError: c4 cannot")
    assert all(ended[f"c{n}"].value for n in (0, 1, 3, 5, 6, 7))
    assert jobs[2].tries() == jobs[4].tries() == 2


def test_a_job_whose_process_dies_once_has_a_value_in_the_end(tmp_path: Path) -> None:
    jobs = chores(tmp_path, 3, c1="die once")
    ended = {one.job.name: one for one in each(work, jobs, 2)}
    assert ended["c1"].value is not None
    assert jobs[1].tries() == 2


def spoken(_job: int) -> tuple[str, str]:
    return language(), _("Candidat")


def test_the_language_in_force_goes_along() -> None:
    with in_language("en"):
        assert [one.value for one in each(spoken, [1], 1)] == [("en", "Candidate")]
    assert [one.value for one in each(spoken, [1], 1)] == [("fr", "Candidat")]


def test_who_stops_asking_ends_the_processes(tmp_path: Path) -> None:
    jobs = chores(tmp_path, 4, c1="hang", c2="hang", c3="hang")
    results = each(work, jobs, 2)
    assert next(results).job.name == "c0"
    started = time.monotonic()
    results.close()  # type: ignore[attr-defined]
    assert time.monotonic() - started < 300  # a job that hangs takes 600 s


SCRIPT = """
import os, signal, sys, threading
sys.path.insert(0, {tests!r})
from pathlib import Path
from {module} import chores, work
from tspi_sched.parallel import each
jobs = chores(Path({folder!r}), 3, c1="hang", c2="hang")
try:
    for one in each(work, jobs, 2):
        print(one.job.name, flush=True)
        threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_is_heard_while_jobs_go_on(tmp_path: Path) -> None:
    module, tests = Path(__file__).stem, str(Path(__file__).parent)
    script = SCRIPT.format(tests=tests, module=module, folder=str(tmp_path))
    restore = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored around some tests
    ran = subprocess.run([sys.executable, "-c", restore + script], capture_output=True, text=True, timeout=300)
    assert ran.stdout.split() == ["c0", "interrupted"], ran.stderr
