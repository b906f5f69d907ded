"""Sweeps on a real cluster: a scheduler and two workers on this machine; one is killed in the middle."""

import os
import signal
import threading
from collections import Counter
from pathlib import Path

import pytest

import tspi_sched
from tests.support.cli_runs import TINY
from tests.support.dask_machines import cluster, counted, deadly, record, until
from tspi_sched.sweeps.cluster import TRIES, each_on_cluster

pytest.importorskip("distributed", reason="no Dask here: pip install '.[cluster]'")

JOBS = 12


def test_a_worker_that_is_killed_loses_nothing_and_nothing_is_done_twice(tmp_path: Path) -> None:
    consumed, killed = set(), []

    def kill() -> None:
        """End the worker that holds number 0, once all that it did before is fetched."""
        until(lambda: any(line[:2] == ["begun", "0"] for line in record(tmp_path)))
        pid = next(line[2] for line in record(tmp_path) if line[:2] == ["begun", "0"])
        until(lambda: {int(line[1]) for line in record(tmp_path) if line[0] == "done" and line[2] == pid} <= consumed)
        until(lambda: len(consumed) >= 3)
        os.kill(int(pid), signal.SIGKILL)
        killed.append(pid)
        (tmp_path / "go").touch()

    with cluster(tmp_path) as address:
        killer = threading.Thread(target=kill, daemon=True)
        killer.start()
        found = {}
        for ended in each_on_cluster(counted, [(tmp_path, number) for number in range(JOBS)], address):
            found[ended.job[1]] = ended.value
            consumed.add(ended.job[1])
        killer.join()
    assert found == {number: 2 * number for number in range(JOBS)}
    done = Counter(line[1] for line in record(tmp_path) if line[0] == "done")
    assert done == {str(number): 1 for number in range(JOBS)}  # nothing twice
    begun = Counter(line[1] for line in record(tmp_path) if line[0] == "begun")
    assert begun == {str(number): 1 + (number == 0) for number in range(JOBS)}
    pids = {line[2] for line in record(tmp_path)}
    assert len(pids) == 2
    assert set(killed) < pids


def test_a_job_that_takes_its_worker_along_is_begun_twice_and_fails_alone(tmp_path: Path) -> None:
    with cluster(tmp_path, nanny=True) as address:
        ended = {one.job[1]: one for one in each_on_cluster(deadly, [(tmp_path, n) for n in range(8)], address)}
    assert {number: one.value for number, one in ended.items()} == {n: None if n in (3, 4) else 2 * n for n in range(8)}
    assert "arrêté" in ended[3].reason
    assert ended[4].reason == "ValueError: four"
    begun = Counter(line[1] for line in record(tmp_path))
    assert begun == {str(number): TRIES if number in (3, 4) else 1 for number in range(8)}


def test_a_sweep_gives_on_a_cluster_what_it_gives_here(tmp_path: Path) -> None:
    axis = {"name": "battement", "key": "rules.changeover_minutes", "values": [0, 5, 10]}
    asked = {"base": str(TINY), "axis": [axis]}
    with cluster(tmp_path) as address:
        there = tspi_sched.sweep(asked, tmp_path / "there", cluster=address)
    here = tspi_sched.sweep(asked, tmp_path / "here", jobs=1)
    columns = [name for name in here.columns if name != "seconds"]
    assert there[columns].equals(here[columns])
    assert set(there["status"]) == {"optimal"}
    assert len(list((tmp_path / "there" / "plans").glob("*/plan.json"))) == 3


def test_nobody_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tspi_sched.sweeps.cluster.CONNECTED", 0.5)
    with pytest.raises(tspi_sched.InputError, match=r"tcp://127\.0\.0\.1:1 .*dask scheduler"):
        list(each_on_cluster(counted, [], "tcp://127.0.0.1:1"))


def test_a_scheduler_without_workers_is_told(tmp_path: Path) -> None:
    told = []
    with cluster(tmp_path, workers=0) as address:
        jobs = each_on_cluster(counted, [], address, lambda: told.append(True))
        assert list(jobs) == []
    assert told == [True]
