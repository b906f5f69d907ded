"""Shapes of a title that a relaxation was not argued for: each tempts it to a false proof, so it is off."""

from dataclasses import replace
from random import Random

import pytest

from tests.support.pattern_values import pattern_solution
from tests.support.random_sessions import optimum
from tests.support.sessions import MONDAY, ruled, session
from tests.support.shapes import optional, shaped_session
from tspi_sched.model import build_instance
from tspi_sched.model.instance import Instance
from tspi_sched.problem import ORAL, Candidate, Day, Problem, Title, Track
from tspi_sched.relaxations.patterns.data import pattern_data
from tspi_sched.relaxations.workload.model import workload_applies


def unwritten() -> Title:
    """One oral of 60 minutes, and nothing else."""
    known = optional(Random(1))
    return replace(known, tracks=(Track("NU", "Nu", (("ENTRETIEN", 60),)),), completion=None)


def nowhere_to_write() -> Problem:
    """No room for papers: a release date that is looked for there is never, so that nobody could be heard."""
    known = session(title=unwritten(), candidates=tuple(Candidate(f"C{i}", "Nu", ("NU",)) for i in range(3)))
    rooms = tuple(room for room in known.rooms if "ORAL" in room.uses)
    # 3 x (5 + 60) min from 8:00 on, by two panels: 65 for two of them, 130 for one, less the first changeover.
    return ruled(replace(known, rooms=rooms, invigilators=(), days=(Day(MONDAY),)))


def test_an_oral_without_a_paper_waits_for_nothing() -> None:
    problem = nowhere_to_write()
    assert {stage.kind for code, _n in problem.title.tracks[0].minutes for stage in (problem.title.stage[code],)} == {
        ORAL
    }
    assert optimum(problem, "finish") == 8 * 60 + 60 + 5 + 60
    assert optimum(problem, "days") == 1


def test_the_counting_would_lie_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the switch forced on, nobody has a release date: this session tempts it indeed."""
    assert pattern_solution(nowhere_to_write(), "days") is None
    monkeypatch.setattr(Instance, "classic", True)
    found = pattern_solution(nowhere_to_write(), "days")
    assert found is not None
    assert found.infeasible


def test_one_job_without_a_paper_switches_it_off() -> None:
    known = optional(Random(4))
    written = next(track.code for track in known.tracks if known.minutes_of(track.code, "written"))
    both = session(title=known, candidates=(Candidate("C1", "Un", (written,)), Candidate("C2", "Deux", ("NU",))))
    usual = replace(both, candidates=both.candidates[:1])
    assert build_instance(usual).classic
    assert pattern_data(build_instance(usual)) is not None
    assert not build_instance(both).classic
    assert pattern_data(build_instance(both)) is None
    assert not workload_applies(build_instance(both))


@pytest.mark.parametrize("shape", ["prepared", "several"])
def test_other_shapes_switch_it_off_too(shape: str) -> None:
    """Whatever a job has besides one paper and its orals, nothing but the exact model bounds the session."""
    seen = 0
    for seed in range(12):
        instance = build_instance(shaped_session(Random(f"off {shape} {seed}"), shape))
        if any(job.earlier or instance.prepared(job) for job in instance.jobs):
            seen += 1
            assert pattern_data(instance) is None
            assert not workload_applies(instance)
            assert not instance.dispatches
    assert seen > 3
