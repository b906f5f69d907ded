"""The benchmarks: sessions that are the same each time and can be planned, runs that tell all, a report of them."""

import json
from pathlib import Path

import pytest

from benchmarks.building import built
from benchmarks.one import arguments, solve_and_tell
from benchmarks.plots import steps
from benchmarks.report import gap, main, merged, reached, section, spread
from benchmarks.run import FRESH, FRESH_SIZES, HOLD_OUT, PEERS, SETS, SOLVERS
from benchmarks.run import main as run
from benchmarks.sessions import FAMILIES, LARGE, session, write
from tests.support.patient_planner import patient_plan
from tspi_sched.checker import check
from tspi_sched.reading import read
from tspi_sched.reasons import counting_reasons

SIZES = [(family, count) for family in FRESH for count in (6, 13, 24)]


@pytest.mark.parametrize(("family", "count"), SIZES)
def test_a_session_is_read_and_counting_finds_nothing_against_it(family: str, count: int) -> None:
    problem, wishes = session(family, count, 5)
    assert len(problem.candidates) == count
    assert counting_reasons(problem) == ()
    assert wishes.name == f"{family}-{count}-5"


def test_a_session_is_the_same_each_time_and_another_for_another_seed(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write("mixed", 12, seed, tmp_path / folder)
    files = {path.parent.name: path.read_bytes() for path in tmp_path.glob("*/*.xlsx")}
    assert files["a"] == files["b"] != files["c"]


@pytest.mark.parametrize("count", LARGE)
def test_a_large_session_has_a_plan(count: int) -> None:
    problem, _wishes = session("large", count, 1)
    assert counting_reasons(problem) == ()
    assert check(problem, patient_plan(problem)) == ()


def test_sixty_candidates_are_those_of_a_real_session() -> None:
    problem, _wishes = session("large", 60, 1)
    tracks = [track for candidate in problem.candidates for track in candidate.tracks]
    assert [tracks.count(track) for track in ("TITRE", "CCP1", "CCP2")] == [36, 12, 12]
    assert [len(panel) for panel in problem.panels.values()] == [2] * 8
    assert [(day.open, day.close) for day in problem.days] == [(480, 1080)] * 5
    assert sum(room.seats for room in problem.rooms if "MSP" in room.uses) >= 36


def test_there_is_no_large_session_of_another_size() -> None:
    with pytest.raises(ValueError, match="60, 120, 240, 1000 candidates, not 61"):
        session("large", 61, 1)


def test_the_sets_name_known_families() -> None:
    assert {family for entries in SETS.values() for family, _count, _seeds in entries} == set(FAMILIES)


def test_a_run_tells_all_that_happened(tmp_path: Path) -> None:
    told = []
    scenario = write("classic", 6, 1, tmp_path)
    solve_and_tell(arguments([str(scenario), "--time-limit", "60", "--workers", "1"]), told.append)
    session_size, *during, end = told
    model_size = next(line for line in during if "variables" in line)
    events = [line for line in during if "objective" in line]
    assert (session_size["panels"], session_size["days"]) == (2, 2)
    assert min(model_size["variables"], model_size["constraints"]) > 0
    assert (end["status"], end["broken"]) == ("optimal", [])
    # Two panels, papers until 11:00. A panel that starts then hears two candidates, not three: 3 x (20 + 5 + 110 + 10)
    # + 45 for the meal = 480 minutes would end at 19:00. So two days; and as 2 + 3 < 6 for one panel, both serve, best
    # on the second day only, 4 juror-days: 08:00 to 16:00, 1440 + 960 = 2400; 4 x 480 minutes; nobody waits.
    values = {objective["name"]: objective["value"] for objective in end["objectives"]}
    assert values == {"days": 2, "juror_days": 4, "finish": 2400, "presence": 1920, "waiting": 0}
    assert all(0 <= objective["proven_at"] <= end["seconds"] for objective in end["objectives"])
    assert {event["objective"] for event in events} == set(values)
    ends = {step["name"]: (step["value_after"], step["bound_after"]) for step in end["steps"]}
    assert ends == {name: (value, value) for name, value in values.items() if value > 0}  # 0 needs no step
    assert end["memory_mb"] is None or end["memory_mb"] > 20


def test_the_making_of_a_model_is_measured() -> None:
    small, large = built("classic", 6, 1), built("classic", 12, 1)
    assert small["seconds"] >= 0  # 0.0 where it takes less than half a hundredth
    assert 0 < small["variables"] < large["variables"]
    assert small["constraints"] < large["constraints"]


def test_what_was_run_is_reported(tmp_path: Path) -> None:
    out, report = tmp_path / "small.jsonl", tmp_path / "RESULTS.md"
    report.write_text("# Results\n\n## large\n\nas it was\n\n## small\n\ngone\n", encoding="utf-8")
    run(["--families", "classic", "--sizes", "6", "--seeds", "3", "--time-limit", "60", "--out", str(out)])
    main([str(out), "-o", str(report)])
    text = report.read_text(encoding="utf-8")
    assert "| classic-6-3 | tspi-sched | 6 | 2 | 2 |" in text
    assert "| 2400 (" in text
    assert "as it was" in text
    assert "gone" not in text
    assert "![classic-6-3](plots/classic-6-3.png)" in text
    assert (tmp_path / "plots" / "classic-6-3.png").read_bytes().startswith(b"\x89PNG")


def test_a_run_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "small.jsonl"
    monkeypatch.setitem(SOLVERS, "tspi-sched", "benchmarks.not_there")
    run(["--families", "classic", "--sizes", "6", "--seeds", "1", "--out", str(out)])
    record = json.loads(out.read_text(encoding="utf-8"))
    assert record["status"] == "failed"
    assert "not_there" in record["error"]
    text = section("small", [record])
    assert "classic-6-1: failed. exit code 1" in text
    assert "| classic-6-1 | tspi-sched | 6 | – |" in text


def test_cells_say_value_bound_gap_and_proof() -> None:
    proven = {"name": "days", "value": 2, "bound": 2, "status": "optimal", "proven_at": 0.61}
    # (1000 - 900) / 1000 = 10 %
    open_one = {"name": "finish", "value": 1000, "bound": 900, "status": "feasible", "proven_at": None}
    assert reached(proven) == "2 (0.61 s)"
    assert reached(open_one) == "1000 ≥ 900 (10 %)"
    assert reached(None) == "–"
    assert gap({**open_one, "value": 0, "bound": 0}) == 0
    assert (spread([3, 1, 2]), spread([2, 2]), spread([None])) == ("2 (1.5–2.5)", "2", "–")  # quartiles


def test_values_fall_bounds_rise_and_none_goes_beyond_what_was_proven() -> None:
    told = [(1, 120, -50), (2, 110, 105), (3, 115, 90), (4, None, 95)]
    events = [{"objective": "finish", "seconds": at, "best": best, "bound": bound} for at, best, bound in told]
    values, bounds = steps(events, {"name": "finish", "bound": 95})
    assert values == [(1, 120), (2, 110), (3, 110)]
    assert bounds == [(1, 0), (2, 95), (3, 95), (4, 95)]


def test_sections_are_replaced_or_added() -> None:
    text = merged(merged("", {"small": "## small\n\none\n"}), {"large": "## large\n\ntwo\n"})
    assert text.count("## small") == text.count("## large") == text.count("# Results") == 1
    assert merged(text, {"small": "## small\n\none\n"}) == text


@pytest.mark.parametrize(
    "given", [["--seeds", "3", "25"], ["--set", "hold-out", "--seeds", "21", "--solver", "no_columns"]]
)
def test_what_chooses_refuses_the_seeds_of_reports(given: list[str], tmp_path: Path) -> None:
    if given[-1] == "no_columns":
        given = [*given[:-1], next(name for name in SOLVERS if name not in ("tspi-sched", *PEERS))]
    with pytest.raises(SystemExit, match="kept for reports"):
        run([*given, "--out", str(tmp_path / "x.jsonl")])


def test_reports_hold_every_family_at_every_size() -> None:
    wanted = {(family, count, seed) for family in FRESH for count in FRESH_SIZES for seed in HOLD_OUT}
    assert wanted <= {(family, count, seed) for family, count, some in SETS["hold-out"] for seed in some}
    assert not {seed for name, rows in SETS.items() if name != "hold-out" for *_, some in rows for seed in some} & set(
        HOLD_OUT
    )


def test_orals_of_one_candidate_may_have_a_room_each(tmp_path: Path) -> None:
    rules = read(write("per_stage", 12, 3, tmp_path))[0].rules
    assert (rules.oral_rooms, rules.oral_gap_max_minutes) == ("per_stage", 15)


def test_two_in_five_sit_both(tmp_path: Path) -> None:
    problem, _wishes = read(write("two_tracks", 24, 3, tmp_path))
    assert sum(len(candidate.tracks) == 2 for candidate in problem.candidates) == 10
