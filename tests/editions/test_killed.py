"""A publication that is killed at any moment, or runs beside another one, neither loses nor mixes an edition."""

import hashlib
import os
import signal
import time
from functools import partial
from itertools import count
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.support.campaigns import far
from tests.support.cli_runs import ended, start
from tests.support.killing import in_a_process, killed_before
from tests.support.published import editions, files, plan_file
from tests.support.sessions import laid_out, shifted
from tspi_sched.editions import Wanted, editions_in, last_edition, publish
from tspi_sched.editions.kept import load
from tspi_sched.editions.publish import Outcome
from tspi_sched.exports.common.marks import mark_in, mark_of
from tspi_sched.exports.formats import FORMATS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

LATER = shifted(laid_out(), 5, "C2 ET", "C2 DELIB")
LATEST = shifted(laid_out(), 10, "C2 ET", "C2 DELIB")
PARTS = 5
"""The steps are tried in so many parts, side by side where tests are; in the suite every fifth one, in one part."""


@pytest.fixture(autouse=True)
def _without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is forked has no threads of others: the pages would."""
    monkeypatch.setattr("tspi_sched.editions.todo.is_there", lambda package: False)


def put(folder: Path, plan_path: Path, scenario: Path) -> Outcome:
    def write(kept: Any) -> Any:
        return (FORMATS["ics"].write(kept.problem, kept.result, folder, kept.documents),)

    return publish(Wanted(plan_path, scenario), folder, write)


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, with a digest of what it holds."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.parametrize("part", range(0, PARTS, far(PARTS, 1)))
def test_killed_at_every_step(tmp_path: Path, part: int) -> None:
    """Whatever the step, the first edition is untouched, the second is there whole or not at all, and publishing again
    leads to the same folder as a publication that nobody disturbed."""
    quiet = editions(tmp_path / "quiet", laid_out(), LATER)
    before = editions(tmp_path / "before", laid_out())
    source, scenario = plan_file(tmp_path / "later.json", LATER), tmp_path / "before" / "session" / "scenario.toml"
    for step in count(part + 1, PARTS):
        folder = Path(copytree(before, tmp_path / str(step)))
        killed = killed_before(step, partial(put, folder, source, scenario))
        there = editions_in(folder)
        assert [edition.number for edition in there] in ([1], [1, 2])
        assert [mark_of(load(edition).plan) for edition in there] == [mark_of(laid_out()), mark_of(LATER)][: len(there)]
        if not there[-1].complete or len(there) == 1:
            put(folder, source, scenario)
        check_whole(folder, before, quiet)
        if not killed:
            return


def check_whole(folder: Path, before: Path, quiet: Path) -> None:
    """Whether a folder holds the first edition as it was, and the second one with all that it brings."""
    assert tree(folder / "editions" / "001") == tree(before / "editions" / "001")
    assert [edition.number for edition in editions_in(folder)] == [1, 2]
    assert last_edition(folder).complete
    assert {mark_in(file) for file in folder.glob("calendriers/*.ics")} == {mark_of(LATER)}
    assert set(tree(folder / "a-faire")) == set(tree(quiet / "a-faire"))
    assert [path.name for path in folder.rglob(".*") if path.is_dir()] == []  # nothing under way is left


def test_an_edition_that_was_interrupted_is_finished_before_another_begins(tmp_path: Path) -> None:
    """Whom the second edition concerns is told by its own to-do folder, which is kept when the third one comes."""
    folder = editions(tmp_path, laid_out())
    scenario = tmp_path / "session" / "scenario.toml"
    second, third = plan_file(tmp_path / "2.json", LATER), plan_file(tmp_path / "3.json", laid_out())

    def dies_at_the_documents() -> None:
        def write(_kept: Any) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        publish(Wanted(second, scenario), folder, write)

    os.waitpid(in_a_process(dies_at_the_documents), 0)
    assert not last_edition(folder).complete
    put(folder, third, scenario)
    assert [edition.number for edition in editions_in(folder)] == [1, 2, 3]
    assert all(edition.complete for edition in editions_in(folder))
    kept, now = folder / "editions" / "002" / "a-faire", folder / "a-faire"
    assert {file.name for file in (kept / "courriels").iterdir()} == {f.name for f in (now / "courriels").iterdir()}


@pytest.mark.parametrize("round", range(far(2, 5)))
def test_two_at_once(tmp_path: Path, round: int) -> None:
    folder = editions(tmp_path, laid_out())
    scenario = tmp_path / "session" / "scenario.toml"
    sources = [plan_file(tmp_path / f"{n}.json", plan) for n, plan in enumerate((LATER, LATEST))]
    processes = [in_a_process(lambda source=source: put(folder, source, scenario)) for source in sources]
    for process in processes:
        assert os.waitpid(process, 0)[1] == 0
    found = editions_in(folder)
    assert [edition.number for edition in found] == [1, 2, 3]
    assert all(edition.complete for edition in found)
    marks = [mark_of(load(edition).plan) for edition in found]
    assert set(marks[1:]) == {mark_of(LATER), mark_of(LATEST)}
    assert {mark_in(file) for file in folder.glob("calendriers/*.ics")} == {marks[2]}
    assert (folder / "a-faire").is_dir()
    assert (folder / "editions" / "002" / "a-faire").is_dir()


def test_one_is_killed_while_the_other_waits(tmp_path: Path) -> None:
    """The lock ends with its process: the other one goes on at once, and finishes what was begun."""
    folder = editions(tmp_path, laid_out())
    scenario = tmp_path / "session" / "scenario.toml"
    first, second = plan_file(tmp_path / "2.json", LATER), plan_file(tmp_path / "3.json", LATEST)

    def waits_for_ever() -> None:
        publish(Wanted(first, scenario), folder, lambda _kept: time.sleep(3_600))

    holder = in_a_process(waits_for_ever)
    while len(editions_in(folder)) < 2:
        time.sleep(0.01)
    waiter = in_a_process(lambda: put(folder, second, scenario))
    time.sleep(0.2)
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    assert os.waitpid(waiter, 0)[1] == 0
    assert [(edition.number, edition.complete) for edition in editions_in(folder)] == [(1, True), (2, True), (3, True)]


def stamp(path: Any) -> Any:
    """When something was there last, if it is there at all."""
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return None


@pytest.mark.real_size
@pytest.mark.parametrize("begun", ["calendriers", "editions/002", "documents"][: far(1, 3)])
def test_the_command_itself_killed_at_any_moment(tmp_path: Path, begun: Any) -> None:
    """As a user's machine would: the whole command, with every document, once something of the edition is there."""
    folder = editions(tmp_path, laid_out())
    source, scenario = plan_file(tmp_path / "2.json", LATER), files(tmp_path / "session")
    command = ("publish", source, scenario, "-o", folder)
    before, process = stamp(folder / begun), start(*command)
    while stamp(folder / begun) == before and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    code, _out, err = ended(start(*command))
    assert code == 0, err
    numbers = [edition.number for edition in editions_in(folder)]
    assert numbers in ([1, 2], [1, 2, 3])  # it may have come to its end before it was killed
    assert all(edition.complete for edition in editions_in(folder))
