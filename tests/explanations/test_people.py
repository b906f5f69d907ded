"""Repairs with the people there are: the reserve first, the least that is asked of anybody, days that were dropped."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import as_files
from tests.support.explaining import ONE, explained, has_plan
from tests.support.impossible import days, excluded, without_members
from tests.support.sessions import MONDAY, TUESDAY, at, changed, ruled
from tests.support.tempting import TWO_DAYS, A, B, opened, small
from tspi_sched.checker import check
from tspi_sched.explanations import Explanation, Repair, explain
from tspi_sched.explanations.constraints.facts import facts_of, lift
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.problem import Day, Gone, Member, Opening, Problem
from tspi_sched.reading import read

RESERVE = Member("R1", "Réserve", first_name="Rose", reserve=True)
OTHER = Member("R2", "Réserve", first_name="Léon", reserve=True)


def mended(problem: Problem) -> Explanation:
    """What there is to say of a session without a plan; its repairs work."""
    found = explain(problem, ONE)
    assert found.status == "impossible"
    for repair in found.repairs:
        assert check(repair.problem, repair.plan) == ()
    return found


def said(found: Explanation) -> list[str]:
    return [" + ".join(repair.said) for repair in found.repairs]


# --- the reserve -----------------------------------------------------------------------------------------------------

LACKING = {
    "who is put aside": without_members(small(members=(*A, RESERVE)), "J2"),
    "who is never there": changed(small(members=(*A, RESERVE)), "J2", availability=(Opening(TUESDAY),)),
    "who is not accredited any more": changed(
        small(members=(*A, RESERVE)), "J2", accredited_to=MONDAY.replace(month=10)
    ),
    "who is not accredited yet": changed(small(members=(*A, RESERVE)), "J2", accredited_from=TUESDAY),
    "who is excluded": excluded(small(members=(*A, RESERVE)), C1="J2"),
}


@pytest.mark.parametrize("name", LACKING)
def test_the_reserve_takes_the_place_of(name: str, tmp_path: Path) -> None:
    problem, found = LACKING[name], mended(LACKING[name])
    assert said(found)[0] == "Faire entrer Rose Réserve (R1), en réserve, dans le jury « A » à la place de Deux (J2)"
    first = found.repairs[0]
    assert {member.id for member in first.problem.panels["A"]} == {"J1", "R1"}
    pasted = read(as_files.write(problem, tmp_path, first.snippet))[0]
    assert check(pasted, first.plan) == ()


@pytest.mark.parametrize("mode", ["daily", "free"])
@pytest.mark.parametrize("name", [name for name in LACKING if name != "who is never there"])
def test_where_panels_are_composed_the_reserve_serves(name: str, mode: str) -> None:
    found = mended(ruled(LACKING[name], panel={"mode": mode}))
    assert said(found)[0] == "Faire siéger la réserve : Rose Réserve (R1)"
    assert found.repairs[0].problem.rules.panel.use_reserve


def test_no_reserve_is_called_that_does_not_help() -> None:
    barred = excluded(LACKING["who is put aside"], C1="R1")
    away = changed(LACKING["who is put aside"], "R1", availability=(Opening(TUESDAY),))
    for problem in (barred, away):
        assert not any("R1" in text for text in said(mended(problem)))


def test_two_in_reserve_make_a_panel() -> None:
    # 20 + 110 + 10 minutes and the changeover four times are 580 minutes; from 11:00 to 18:00 there are 425.
    problem = small(*["TITRE"] * 4, members=(*A, RESERVE, OTHER))
    room = replace(problem.rooms[1], id="S4")
    found = mended(replace(problem, rooms=(*problem.rooms, room)))
    text = "Faire siéger la réserve en un jury de plus : Rose Réserve (R1) et Léon Réserve (R2)"
    assert said(found)[0] == text


def test_no_more_than_two_differ_only_in_who_it_is() -> None:
    crowd = tuple(Member(f"R{n}", "Réserve", reserve=True) for n in range(1, 6))
    found = mended(without_members(small(members=(*A, *crowd)), "J2"))
    assert sum("Faire entrer" in text for text in said(found)) == 2
    assert len(found.repairs) > 2


def test_two_panels_that_lack_somebody_have_two_substitutes() -> None:
    # J1 hears nobody, J3 neither: each of the two candidates needs the other panel's substitute.
    problem = excluded(small("CCP1", "CCP1", members=(*A, *B, RESERVE, OTHER)), C1="J3 J4", C2="J1 J2")
    found = mended(without_members(problem, "J2", "J4"))
    assert any(text.count("Faire entrer") + text.count("faire entrer") == 2 for text in said(found))


# --- whoever is left out ---------------------------------------------------------------------------------------------


def test_who_is_put_aside_is_a_fact_and_said_with_the_panel() -> None:
    (cause,) = mended(without_members(small(members=A), "J2")).causes
    assert "absence" in cause.kinds
    assert "le jury « A » ne siège pas : Deux (J2) est hors du scénario (what_if.without)" in [
        line.text for line in cause.lines
    ]


def test_who_comes_back_is_excluded_as_before() -> None:
    # J2 has trained the candidate: that J2 is left out makes no difference, so it is no cause.
    problem = without_members(small(members=(*A, *B)), "J2")
    problem = excluded(replace(problem, gone=replace(problem.gone, barred=(("C1", "J2"),))), C1="J3")
    back = lift(problem, [Fact("absence", ("J2", "members"))])
    assert [member.id for member in back.panels["A"]] == ["J1", "J2"]
    assert not has_plan(back)
    assert all("absence" not in cause.kinds for cause in mended(problem).causes)


def test_everything_left_out_is_a_fact() -> None:
    v1, s1 = small().invigilators[0], small().rooms[0]
    gone = Gone(members=A[1:], rooms=(s1,), invigilators=(v1,), days=(Day(TUESDAY),))
    about = {fact.about for fact in facts_of(replace(small(), gone=gone)) if fact.kind in ("absence", "dropped_days")}
    assert about == {("J2", "members"), ("S1", "rooms"), ("V1", "invigilators"), (TUESDAY.isoformat(),)}


def test_the_reader_tells_who_would_be_missed(tmp_path: Path) -> None:
    problem = changed(small(members=(*A, *B), days=TWO_DAYS), "C1", trainers=("J2",), exclusions=("J4",))
    path = as_files.write(problem, tmp_path)
    text = path.read_text(encoding="utf-8")
    lines = f'[what_if]\nwithout = ["J2", "V1"]\ndays = [{{ date = "{TUESDAY}" }}]\n'
    path.write_text(text + lines, encoding="utf-8")
    gone = read(path)[0].gone
    assert gone.panels == (("A", ("J1",)),)
    assert gone.barred == (("C1", "J2"),)
    assert [day.date for day in gone.days] == [MONDAY]


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a dropped day", "Rouvrir le mardi 8 décembre 2026"),
        ("a room that is put aside", "Reprendre S4"),
        ("a panel that lost a member", "Laisser composer"),
    ],
)
def test_what_the_scenario_left_out_comes_back(name: str, start: str) -> None:
    assert explained(name).repairs[0].said[0].startswith(start)


def test_one_dropped_day_is_enough() -> None:
    # 4 x (20 + 5 + 110 + 10) minutes: more than a day, less than two; three were dropped.
    problem = small(*["TITRE"] * 4)
    dropped = tuple(Day(MONDAY.replace(day=day)) for day in (8, 9, 10))
    found = mended(replace(problem, gone=Gone(days=dropped)))
    assert said(found)[0].startswith("Rouvrir le mardi 8 décembre 2026, ")


# --- no more than it takes -------------------------------------------------------------------------------------------


def freed(found: Explanation, id: str) -> Repair:
    return next(r for r in found.repairs if f"({id})" in r.said[0] and r.said[0].startswith("Rendre disponible"))


def test_somebody_is_there_earlier_not_all_day() -> None:
    # J1 from 14:00: the paper is over at 10:00, so any hour does, but by 12:00 the room is closed again: 10:15 at
    # 15 + 5 + 30 + 10 = 60 minutes before noon, of which the changeover needs nobody there.
    problem = changed(
        changed(small(), "J1", availability=opened("14:00-18:00")), "S3", availability=opened("08:00-12:00")
    )
    repair = freed(mended(problem), "J1")
    assert repair.said == ("Rendre disponible dès 11:00 le lundi 7 décembre 2026 : Un (J1)",)
    assert repair.least


def test_somebody_stays_later_not_all_day() -> None:
    # J1 until 10:45: CORR until 10:15, ET from 10:20 to 10:50, DELIB until 11:00.
    problem = changed(small(), "J1", availability=opened("08:00-10:45"))
    repair = freed(mended(problem), "J1")
    assert repair.said == ("Rendre disponible jusqu'à 11:00 le lundi 7 décembre 2026 : Un (J1)",)


def test_somebody_who_is_away_that_day_comes_for_part_of_it() -> None:
    problem = changed(small(), "J1", availability=(Opening(TUESDAY),))
    repair = freed(mended(problem), "J1")
    windows = repair.problem.days[0].windows(repair.problem.member["J1"].availability)
    assert sum(end - start for start, end in windows) <= 180
    assert repair.least


def test_one_day_closes_later_not_every_day() -> None:
    # Paper and orals on one day: 10:00 + 15 + 5 + 30 + 10 = 11:00, and both days close at 10:45.
    problem = ruled(days(small(), "08:00-10:45", "08:00-10:45"), msp_and_orals="same_day")
    later = next(r for r in mended(problem).repairs if r.said[0].startswith("Fermer"))
    assert "tous les jours" not in later.said[0]
    assert sorted(day.close for day in later.problem.days) == [at("10:45"), at("11:00")]


@pytest.mark.parametrize("mode", ["daily", "free"])
def test_one_more_member_is_enough(mode: str) -> None:
    # Two members, one of them the trainer: somebody is missing for one panel, not two.
    problem = changed(ruled(small(), panel={"mode": mode}), "C1", trainers=("J2",))
    found = mended(problem)
    assert said(found) == ["Ajouter 1 juré"]
    assert found.repairs[0].least
    assert len(found.repairs[0].problem.members) == 3


def test_one_more_member_for_a_named_panel() -> None:
    found = mended(changed(small(), "C1", trainers=("J2",)))
    assert "Trouver un juré de plus pour le jury « A » à la place de Deux (J2)" in said(found)


@pytest.mark.parametrize("name", ["desks", "rest", "invigilators by rooms", "a dropped day"])
def test_an_end_that_is_called_the_soonest_is(name: str) -> None:
    for repair in explained(name).repairs:
        assert repair.soonest
        closed = [replace(day, close=min(day.close, repair.finish % 1440 - 5)) for day in repair.problem.days]
        last = repair.finish // 1440
        sooner = replace(repair.problem, days=(*repair.problem.days[:last], closed[last]))
        assert not has_plan(sooner), repair.said
