"""What a sweep file says, and every fault of it at once, with the axis, the value and the key."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.books import book, scenario
from tests.support.paths import ROOT
from tspi_sched.errors import InputError
from tspi_sched.sweeps.definition import read_sweep
from tspi_sched.sweeps.variants import read_variants
from tspi_sched.texts import in_language


def asked(folder: Path, text: str, name: str = "balayage.toml", base: str = 'base = "s.toml"') -> Path:
    """A sweep file beside a small session."""
    if not (folder / "s.toml").exists():
        book(folder / "book.xlsx")
        scenario(folder / "s.toml")
    path = folder / name
    path.write_text(f"{base}\n{text}", encoding="utf-8")
    return path


def faults(path: Path) -> list[str]:
    """All that is told of a file, in lines."""
    with pytest.raises(InputError) as error:
        read_variants(read_sweep(path))
    return [str(fault) for fault in error.value.faults]


def labels(path: Any) -> Any:
    """The labels of all rows."""
    return [variant.labels for variant in read_variants(read_sweep(path))]


AXES = """
[[axis]]
name = "jurys"
values = [{ label = "sans J3", "what_if.without" = ["J3"] }, { label = "tous" }]
[[axis]]
name = "battement"
key = "rules.changeover_minutes"
values = [0, 5]
[[axis]]
name = "candidats"
generate = "more_candidates"
values = [0, 2]
"""


def test_every_combination_is_a_scenario_the_last_axis_turning_fastest(tmp_path: Path) -> None:
    found = read_variants(read_sweep(asked(tmp_path, AXES)))
    assert [one.labels for one in found] == [
        (panel, minutes, more) for panel in ("sans J3", "tous") for minutes in (0, 5) for more in (0, 2)
    ]
    assert [one.problem.rules.changeover_minutes for one in found] == [0, 0, 5, 5] * 2
    assert [len(one.problem.candidates) for one in found] == [3, 5] * 4
    assert [len(one.problem.members) for one in found] == [2] * 4 + [3] * 4
    assert {one.wishes.workers for one in found} == {1}


def test_the_example_of_the_project_is_one() -> None:
    found = read_variants(read_sweep(ROOT / "scenarios" / "balayages" / "mixte.toml"))
    assert len(found) == 24
    assert all(one.problem for one in found)


def test_limits_of_the_sweep_go_before_those_of_the_base_and_axes_before_both(tmp_path: Path) -> None:
    path = asked(tmp_path, 'time_limit = 7\nseed = 3\n[[axis]]\nname = "graine"\nkey = "solver.seed"\nvalues = [1, 2]')
    (tmp_path / "s.toml").write_text('workbook = "book.xlsx"\n[solver]\ntime_limit = 99\nworkers = 8', encoding="utf-8")
    found = [one.wishes for one in read_variants(read_sweep(path))]
    assert [(one.time_limit, one.workers, one.seed) for one in found] == [(7, 1, 1), (7, 1, 2)]


def test_a_quoted_key_replaces_what_the_base_says(tmp_path: Path) -> None:
    axis = '[[axis]]\nname = "a"\nvalues = [{ label = "x", "what_if.without" = ["J3"] }, { label = "y" }]'
    path = asked(tmp_path, axis)
    scenario(tmp_path / "s.toml", '[what_if]\nwithout = ["VP1"]')
    with_key, without = read_variants(read_sweep(path))
    assert ([one.id for one in with_key.problem.projectors], len(with_key.problem.members)) == (["VP1"], 2)
    assert ([one.id for one in without.problem.projectors], len(without.problem.members)) == ([], 3)


@pytest.mark.parametrize(
    ("generate", "values", "counts"),
    [
        ("more_candidates", "[0, 1, 3]", [("candidates", n) for n in (3, 4, 6)]),
        ("more_projectors", "[0, 2]", [("projectors", n) for n in (1, 3)]),
        ("more_rooms", "[1]", [("rooms", 3)]),
        ("fewer_members", "[0, 1]", [("members", n) for n in (3, 2)]),
    ],
)
def test_values_that_are_made(tmp_path: Path, generate: str, values: str, counts: list[tuple[str, int]]) -> None:
    path = asked(tmp_path, f'[[axis]]\nname = "a"\ngenerate = "{generate}"\nvalues = {values}')
    found = read_variants(read_sweep(path))
    assert [len(getattr(one.problem, name)) for one, (name, _count) in zip(found, counts, strict=True)] == [
        count for _name, count in counts
    ]


def test_a_copy_has_all_that_bears_on_the_plan(tmp_path: Path) -> None:
    path = asked(tmp_path, '[[axis]]\nname = "a"\ngenerate = "more_candidates"\nvalues = [1]')
    (one,) = read_variants(read_sweep(path))
    last, copy = one.problem.candidates[-2:]
    for field in ("tracks", "final_interview", "extra_time", "report", "accessible", "availability", "company"):
        assert getattr(copy, field) == getattr(last, field), field
    assert copy.id != last.id


def test_single_losses_are_nobody_and_then_each_alone(tmp_path: Path) -> None:
    found = read_variants(read_sweep(asked(tmp_path, '[[axis]]\nname = "perte"\ngenerate = "single_losses"')))
    gone = [one.content.get("what_if", {}).get("without", []) for one in found]
    # J3 is in reserve and not called in: nothing is lost with it
    assert gone == [[], ["J1"], ["J2"], ["V1"], ["S1"], ["S2"], ["VP1"]]
    assert [one.labels for one in found[:2]] == [("personne",), ("sans J1",)]
    # a session without its only invigilator or room is still a scenario, or a row with its fault
    assert all(one.problem or one.faults for one in found)


def test_losses_add_to_what_another_axis_leaves_out(tmp_path: Path) -> None:
    first = '[[axis]]\nname = "a"\nvalues = [{ label = "sans J1", "what_if.without" = ["J1"] }]'
    second = '[[axis]]\nname = "b"\ngenerate = "more_rooms"\nvalues = [1]\n'
    third = '[[axis]]\nname = "c"\ngenerate = "fewer_members"\nvalues = [1]'
    found = read_variants(read_sweep(asked(tmp_path, "\n".join((first, second, third)))))
    assert found[0].content["what_if"]["without"] == ["J1", "J2"]


def test_two_axes_may_each_leave_somebody_out(tmp_path: Path) -> None:
    axis = '[[axis]]\nname = "{0}"\nvalues = [{{ label = "tous" }}, {{ label = "x", "what_if.without" = ["{0}"] }}]\n'
    path = asked(tmp_path, axis.format("J3") + axis.format("VP1"))
    scenario(tmp_path / "s.toml", '[what_if]\nwithout = ["V1"]')
    found = [one.content["what_if"]["without"] for one in read_variants(read_sweep(path))]
    assert found == [
        ["V1"],
        ["VP1"],
        ["J3"],
        ["J3", "VP1"],
    ]  # what the base says is replaced, not what another axis says


# --- bases -----------------------------------------------------------------------------------------------------------


def test_many_bases_by_a_pattern_and_what_excel_leaves_beside_is_none(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / name).mkdir()
        book(tmp_path / name / "book.xlsx")
        scenario(tmp_path / name / "s.toml")
    (tmp_path / "a" / "~$s.toml").write_text("x", encoding="utf-8")
    path = asked(tmp_path, "", base='base = ["*/*.toml"]')
    found = read_variants(read_sweep(path))
    assert [one.base.label for one in found] == ["a/s.toml", "b/s.toml"]  # both are called s


def test_bases_with_names_of_their_own_are_called_by_them(tmp_path: Path) -> None:
    for name in ("a", "b"):
        book(tmp_path / "book.xlsx")
        scenario(tmp_path / f"{name}.toml", f'name = "centre {name}"')
    path = tmp_path / "x.toml"
    path.write_text('base = ["b.toml", "*.xlsx", "a.toml"]', encoding="utf-8")
    assert [one.base.label for one in read_variants(read_sweep(path))] == ["centre b", "book", "centre a"]


def test_a_broken_workbook_among_others_is_a_row_with_its_fault(tmp_path: Path) -> None:
    path = asked(
        tmp_path, '[[axis]]\nname = "a"\nkey = "rules.changeover_minutes"\nvalues = [0, 5]', base='base = "*.xlsx"'
    )
    (tmp_path / "broken.xlsx").write_bytes(b"PK no workbook")
    found = read_variants(read_sweep(path))
    assert [(one.base.label, one.labels, bool(one.faults)) for one in found] == [
        ("book", (0,), False), ("book", (5,), False), ("broken.xlsx", ("",), True),
    ]  # fmt: skip


def test_when_no_base_can_be_read_all_their_faults_are_told(tmp_path: Path) -> None:
    path = asked(tmp_path, "", base='base = "*.xlsx"')
    for name in ("book", "other"):
        (tmp_path / f"{name}.xlsx").write_bytes(b"PK no workbook")
    told = faults(path)
    assert len(told) == 2
    assert "book.xlsx" in told[0]
    assert "other.xlsx" in told[1]


# --- faults ----------------------------------------------------------------------------------------------------------

WRONG = """
time_limit = -1
speed = 3
[[axis]]
name = "battement"
key = "rules.changeover_minute"
values = [0]
[[axis]]
name = "jurys"
values = [5, { label = "x", "what_if.witout" = ["J5"] }, { }]
[[axis]]
name = "status"
generate = "more_candidates"
values = [0, -1, 0]
[[axis]]
name = "vide"
"""


def test_all_faults_at_once_with_axis_value_and_key(tmp_path: Path) -> None:
    told = "\n".join(faults(asked(tmp_path, WRONG, base='base = ["none.toml", "x*.toml"]')))
    for part in (
        "time_limit", "speed", "base n° 1", "base n° 2",
        "axe n° 1 « battement », valeur n° 1", "changeover_minutes",
        "axe n° 2 « jurys », valeur n° 1", "axe n° 2 « jurys », valeur n° 2", "without",
        "axe n° 2 « jurys », valeur n° 3",
        "axe n° 3 « status »", "axe n° 4 « vide »",
    ):  # fmt: skip
        assert part in told, part


def test_faults_in_english(tmp_path: Path) -> None:
    path = asked(tmp_path, '[[axis]]\nname = "a"\nkey = "rules.changover_minutes"\nvalues = [0]')
    with in_language("en"):
        (told,) = faults(path)
    assert "axis no. 1 “a”" in told or "axis no. 1 ‘a’" in told
    assert "unknown key" in told
    assert "changeover_minutes" in told


def test_a_syntax_error_names_its_line(tmp_path: Path) -> None:
    (told,) = faults(asked(tmp_path, "\n[[axis]\n"))
    assert "ligne 3" in told


def test_two_axes_do_not_change_the_same_key(tmp_path: Path) -> None:
    first = '[[axis]]\nname = "a"\nkey = "rules.meal.minutes"\nvalues = [45]\n'
    second = '[[axis]]\nname = "b"\nvalues = [{ label = "x", "rules.meal" = { minutes = 30 } }, { label = "y" }]'
    (told,) = faults(asked(tmp_path, first + second))
    assert "« b »" in told
    assert "rules.meal.minutes" in told


def test_two_axes_of_one_name_and_two_values_of_one_label(tmp_path: Path) -> None:
    one = '[[axis]]\nname = "a"\nkey = "rules.meal.minutes"\nvalues = [45, 45]\n'
    other = '[[axis]]\nname = "a"\nkey = "rules.changeover_minutes"\nvalues = [0]\n'
    assert len(faults(asked(tmp_path, one + other))) == 2


def test_a_value_that_no_session_takes_is_a_fault_of_the_sweep(tmp_path: Path) -> None:
    path = asked(tmp_path, '[[axis]]\nname = "pause"\nkey = "rules.meal.minutes"\nvalues = [30, "long", 9999]')
    told = faults(path)
    assert len(told) == 2
    assert "valeur n° 2" in told[0]
    assert "valeur n° 3" in told[1]
    assert all("rules.meal" in one for one in told)


def test_an_id_that_nobody_has_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = asked(
        tmp_path, '[[axis]]\nname = "a"\nvalues = [{ label = "x", "what_if.without" = ["J33"] }, { label = "y" }]'
    )
    (told,) = faults(path)
    assert "valeur n° 1" in told
    assert "J33" in told


def test_a_value_that_only_some_sessions_take_is_a_row_with_its_reason(tmp_path: Path) -> None:
    path = asked(tmp_path, '[[axis]]\nname = "a"\ngenerate = "fewer_members"\nvalues = [0, 2]', base='base = "*.toml"')
    path.rename(tmp_path / "sweep.txt")
    scenario(tmp_path / "t.toml", '[what_if]\nwithout = ["J1"]\n[rules.panel]\nuse_reserve = true')
    scenario(tmp_path / "s.toml", "[rules.panel]\nuse_reserve = true")
    path = tmp_path / "z" / "sweep.toml"
    path.parent.mkdir()
    path.write_text((tmp_path / "sweep.txt").read_text().replace("*.toml", "../*.toml"), encoding="utf-8")
    found = read_variants(read_sweep(path))
    assert [(one.base.label, one.labels, len(one.faults) > 0) for one in found][3] == ("t", (2,), True)


def test_too_many_scenarios_are_refused_before_they_are_read(tmp_path: Path) -> None:
    axis = '[[axis]]\nname = "{}"\nkey = "{}"\nvalues = {}\n'
    keys = ("rules.meal.minutes", "rules.changeover_minutes", "rules.transfer_minutes")
    text = "".join(axis.format(key, key, list(range(30))) for key in keys)
    (told,) = faults(asked(tmp_path, text))
    assert "27000" in told


def test_losses_of_another_title_are_also_its_means_and_people_in_a_role(tmp_path: Path) -> None:
    """The room with the bed takes the bed along: no scenario is at fault."""
    path = tmp_path / "sweep.toml"
    axis = '[[axis]]\nname = "perte"\ngenerate = "single_losses"\n'
    path.write_text(f"base = '{ROOT / 'examples/sessions/advf.toml'}'\n{axis}", encoding="utf-8")
    found = read_variants(read_sweep(path))
    gone = [id for one in found for id in one.content.get("what_if", {}).get("without", [])]
    means = [one.id for one in found[0].problem.means] if found[0].problem else []
    assert {"LIT", "IN1"} <= set(means) <= set(gone)
    assert not any(one.faults for one in found)
