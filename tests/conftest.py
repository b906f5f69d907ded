"""For all tests: the time of searches is work done, so no test depends on how fast the machine is."""

import shutil
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cli_runs import TINY, Run, Solved, ended, start
from tests.support.work_clock import counting_work
from tspi_sched.cli import main


@pytest.fixture(scope="session", autouse=True)
def _work_for_time() -> Iterator[None]:
    with counting_work():
        yield


@pytest.fixture(autouse=True)
def _interruptible() -> None:
    """Processes that a test starts hear Ctrl-C: whoever runs the tests may have it ignored, and a command that ends in
    this very process leaves it so."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed does not depend on the terminal of whoever runs the tests."""
    monkeypatch.setenv("COLUMNS", "200")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder; gives its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TSPI_SCHED_LANG", raising=False)

    def run(*args: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main([str(arg) for arg in args])
        assert isinstance(end.value.code, int)
        return end.value.code, *capsys.readouterr()

    return run


@pytest.fixture(scope="session")
def _solved_once(tmp_path_factory: pytest.TempPathFactory) -> Solved:
    folder = tmp_path_factory.mktemp("solved")
    code, out, err = ended(start("solve", TINY, "-o", folder, "--workers", 1))
    assert code == 0, err
    return folder, out, err


@pytest.fixture(scope="module")
def solved(_solved_once: Solved, tmp_path_factory: pytest.TempPathFactory) -> Solved:
    """The folder of a solved session, and what was printed: each module has its own copy."""
    folder, *printed = _solved_once
    copied = tmp_path_factory.mktemp("solved")
    shutil.copytree(folder, copied, dirs_exist_ok=True)
    out, err = (text.replace(str(folder), str(copied)) for text in printed)
    return copied, out, err
