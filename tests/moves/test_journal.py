"""What is done by hand stays on the disk, and can be undone: after a reload, a kill at any moment, a full disk."""

import errno
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.sessions import MONDAY, at, laid_out, session
from tspi_sched.moves import Place, block_at, put
from tspi_sched.moves.journal import Command, Journal, Moved, State, begin, load
from tspi_sched.moves.mending import locks_of
from tspi_sched.plan import Plan, Unplaced

SESSION, PLAN = session(), laid_out()
C2, C3 = '["chain","C2","CCP1"]', '["chain","C3","CCP2"]'


def moved(journal: Journal, key: str, start: str) -> None:
    """One block put at another hour of Monday."""
    before = journal.state
    after = put(SESSION, before.plan, block_at(SESSION, before.plan, key), Place(MONDAY, at(start)))
    journal.do(Command("move", f"{key} {start}", before, replace(before, plan=after), key), journal.version)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return begin(tmp_path / "moves.jsonl", State(PLAN), "the file\n")


def same(one: Journal | None, other: Journal) -> None:
    assert one is not None
    assert (one.version, one.text, one.base) == (other.version, other.text, other.base)
    assert (one.done, one.undone) == (other.done, other.undone)


def test_a_reload_finds_everything(journal: Journal) -> None:
    moved(journal, C3, "09:30")
    moved(journal, C2, "16:00")
    before = journal.state
    locks = locks_of(SESSION, block_at(SESSION, before.plan, C3).tasks, ("day", "room"))
    journal.do(Command("lock", "verrou", before, replace(before, locks=locks), C3), journal.version)
    journal.undo(journal.version)
    journal.undo(journal.version)
    journal.redo(journal.version)
    same(load(journal.path, PLAN), journal)
    journal.redo(journal.version)
    assert load(journal.path, PLAN).state.locks == locks
    same(load(journal.path, PLAN), journal)


def test_everything_can_be_undone_down_to_the_start(journal: Journal) -> None:
    for start in ("09:30", "09:45", "10:00"):
        moved(journal, C3, start)
    while journal.undo(journal.version):
        pass
    assert journal.state == State(PLAN) == load(journal.path, PLAN).state
    while journal.redo(journal.version):
        pass
    assert [command.label for command in journal.done] == [f"{C3} {start}" for start in ("09:30", "09:45", "10:00")]


def test_a_new_command_forgets_what_was_undone(journal: Journal) -> None:
    moved(journal, C3, "09:30")
    journal.undo(journal.version)
    moved(journal, C2, "16:00")
    assert journal.redo(journal.version) is None
    same(load(journal.path, PLAN), journal)


def test_a_command_for_an_earlier_version_is_refused(journal: Journal) -> None:
    version = journal.version
    moved(journal, C3, "09:30")
    content = journal.path.read_bytes()
    for late in (journal.undo, journal.redo):
        with pytest.raises(Moved):
            late(version)
    with pytest.raises(Moved):
        journal.do(Command("move", "", journal.state, journal.state), version)
    assert journal.path.read_bytes() == content


def test_a_kill_at_any_byte_leaves_the_last_whole_command(journal: Journal) -> None:
    first = journal.path.read_bytes()
    moved(journal, C3, "09:30")
    second = journal.path.read_bytes()
    expected = load(journal.path, PLAN).state
    for length in range(len(first), len(second) + 1, 7):
        journal.path.write_bytes(second[:length])
        found = load(journal.path, PLAN)
        assert found.state == (expected if length == len(second) else State(PLAN))
        moved(found, C2, "16:00")  # what comes after half a line is a line of its own
        assert load(journal.path, PLAN).done == found.done
    journal.path.write_bytes(first[:-1])
    assert load(journal.path, PLAN) is None


def test_a_full_disk_changes_nothing(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    moved(journal, C3, "09:30")
    content, known = journal.path.read_bytes(), journal.state

    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        moved(journal, C2, "16:00")
    monkeypatch.undo()
    assert (journal.path.read_bytes(), journal.state) == (content, known)


def test_names_are_texts(journal: Journal) -> None:
    hostile = '</script>\n{"kind":"undo"}\ud800'
    left_out = replace(PLAN, unplaced=(Unplaced("C9", hostile),))
    journal.do(Command("mend", hostile, journal.state, State(left_out)), journal.version)
    same(load(journal.path, PLAN), journal)


def test_a_plan_from_elsewhere_begins_anew(journal: Journal) -> None:
    moved(journal, C3, "09:30")
    again = begin(journal.path, State(Plan(PLAN.tasks[:3])), "another")
    assert again.version > journal.version
    same(load(journal.path, PLAN), again)
    assert again.undo(again.version) is None


def test_there_may_be_no_journal(tmp_path: Path) -> None:
    assert load(tmp_path / "none.jsonl", PLAN) is None
    (tmp_path / "strange.jsonl").write_text("[1, 2]\nnull\n{}\n", encoding="utf-8")
    assert load(tmp_path / "strange.jsonl", PLAN) is None
