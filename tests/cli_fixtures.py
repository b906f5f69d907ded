"""What the tests of the command line share: a plug-in that they name."""

import pytest

from cli_runs import TINY, ended, start
from tspi_sched.cli import main


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Runs a command line in an empty folder; gives its exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TSPI_SCHED_LANG", raising=False)

    def run(*args):
        with pytest.raises(SystemExit) as end:
            main([str(arg) for arg in args])
        return end.value.code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """The folder of a solved session, and what was printed."""
    folder = tmp_path_factory.mktemp("solved")
    code, out, err = ended(start("solve", TINY, "-o", folder, "--workers", 1))
    assert code == 0, err
    return folder, out, err
