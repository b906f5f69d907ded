"""Points to watch: what is no fault, and yet probably not meant."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.books import book
from tests.support.cli_runs import TINY
from tspi_sched.cautions import cautions
from tspi_sched.problem import Day, Invigilator, Member, Opening, Problem
from tspi_sched.reading import read
from tspi_sched.texts import in_language

TODAY = date(2027, 1, 15)
TITLES = Path(__file__).parents[2] / "examples" / "sessions"
MONDAY, TUESDAY = Day(date(2027, 6, 14)), Day(date(2027, 6, 15))


@pytest.fixture
def problem() -> Problem:
    """The tiny session, on two days in June, with a named panel A, and nothing to say about it."""
    found = read(TINY)[0]
    members = tuple(replace(member, panel="A", company=f"Firme {member.id}") for member in found.members)
    rules = replace(found.rules, panel=replace(found.rules.panel, mode="given"))
    return replace(found, days=(MONDAY, TUESDAY), members=members, rules=rules)


def said(problem: Problem, today: date = TODAY) -> str:
    return "\n".join(cautions(problem, today))


def with_member(problem: Problem, **values: object) -> Problem:
    first, *others = problem.members
    return replace(problem, members=(replace(first, **values), *others))  # type: ignore[arg-type]


def test_nothing_to_say(problem: Problem) -> None:
    assert said(problem) == ""


# --- companies --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Verre & Cie", "Verre et Cie"),
        ("Verre & Cie", "Verre & Cie SA"),
        ("Aciéries du Rhône", "Acieries Rhône SAS"),
        ("Michelin", "Micheiln"),
        ("Plasturgie Ain", "Plasturgi Ain"),
        ("Renault", "Renault Trucks"),
        ("Groupe Fonderie Isère", "Fonderie Isère"),
    ],
)
def test_companies_alike(problem: Problem, one: str, other: str) -> None:
    candidates = tuple(replace(candidate, company=one) for candidate in problem.candidates)
    member = problem.members[0].id
    text = said(with_member(replace(problem, candidates=candidates), company=other))
    ids = ", ".join(candidate.id for candidate in candidates)
    assert text == f"entreprises qui se ressemblent : « {one} » ({ids}), « {other} » ({member}) ; la même ?"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Atelier 1", "Atelier 2"), ("Usine A", "Usine B"), ("SA", "SAS"), ("N/A", "NA"),
        ("Verre & Cie", "VERRE – CIE"),
        ("Fonderie Isère", "Fonderie Drôme"), ("EDF", "GDF"), ("Lycée 12", "Lycée 13"),
    ],
)  # fmt: skip
def test_companies_that_differ_or_are_the_same(problem: Problem, one: str, other: str) -> None:
    candidates = tuple(replace(candidate, company=one) for candidate in problem.candidates)
    assert said(with_member(replace(problem, candidates=candidates), company=other)) == ""


# --- accreditation and panels -----------------------------------------------------------------------------------------


def test_an_expired_accreditation(problem: Problem) -> None:
    id = problem.members[0].id
    expired = with_member(problem, accredited_to=date(2026, 12, 31), gender="F")
    assert said(expired) == (
        f"{id} n'est plus habilitée pendant la session (jusqu'au 31/12/2026) ; le Jury A ne peut pas siéger"
    )
    with in_language("en"):
        assert said(expired) == (
            f"{id} is no longer accredited during the session (until 31/12/2026) – Panel A cannot sit"
        )


def test_other_accreditations(problem: Problem) -> None:
    assert "n'est pas encore habilité" in said(with_member(problem, accredited_from=date(2027, 7, 1)))
    assert "que jusqu'au 14/06/2027" in said(with_member(problem, accredited_to=MONDAY.date))
    assert "qu'à partir du 15/06/2027" in said(with_member(problem, accredited_from=TUESDAY.date))
    covered = with_member(problem, accredited_from=MONDAY.date, accredited_to=TUESDAY.date)
    assert said(covered) == ""


def test_a_panel_without_a_day_in_common(problem: Problem) -> None:
    """Each of the two may sit, on one day each: only both together say that the panel cannot."""
    first, second = problem.members[:2]
    apart = (
        replace(first, availability=(Opening(MONDAY.date),)), replace(second, availability=(Opening(TUESDAY.date),)),
    )  # fmt: skip
    text = said(replace(problem, members=(*apart, *problem.members[2:])))
    assert text == f"le Jury A ne peut pas siéger : {first.id} et {second.id} ne sont jamais disponibles ensemble"
    bounds = (replace(first, accredited_to=MONDAY.date), replace(second, accredited_from=TUESDAY.date))
    assert "aucun jour où" in said(replace(problem, members=(*bounds, *problem.members[2:])))


def test_somebody_who_is_never_there(problem: Problem) -> None:
    candidate = replace(problem.candidates[0], availability=(Opening(date(2027, 6, 20)),))
    text = said(replace(problem, candidates=(candidate, *problem.candidates[1:])))
    assert text == f"{candidate.name} ({candidate.id}) n'est disponible à aucun moment de la session"


# --- people -----------------------------------------------------------------------------------------------------------


def test_one_person_under_two_ids(problem: Problem) -> None:
    """Another juror, an invigilator or a candidate of the same name, whatever its case, accents and order."""
    one = Member("J9", "Lefèvre", "Zoé", panel="A")
    base = replace(problem, rules=replace(problem.rules, panel=replace(problem.rules.panel, mode="daily")))
    for other in (Member("J8", "LEFEVRE", "zoe"), Member("J8", "Zoé", "Lefèvre")):
        assert "deux identifiants" in said(replace(base, members=(*base.members, one, other)))
    watch = Invigilator("V9", "LEFÈVRE", "Zoe")
    text = said(replace(base, members=(*base.members, one), invigilators=(*base.invigilators, watch)))
    assert text == "la même personne sous deux identifiants ? Zoé Lefèvre (J9, juré), Zoe LEFÈVRE (V9, surveillant)"
    twin = replace(base.candidates[0], last_name="Lefevre", first_name="Zoé")
    assert "juré" in said(replace(base, members=(*base.members, one), candidates=(twin, *base.candidates[1:])))


def test_one_address_for_two(problem: Problem) -> None:
    first, second = problem.members[:2]
    both = (replace(first, email="A.B@exemple.fr"), replace(second, email="a.b@exemple.fr"))
    assert "la même adresse" in said(replace(problem, members=(*both, *problem.members[2:])))


@pytest.mark.parametrize(("last", "first", "odd"), [
    ("DUPONT Marie", "", True), ("Marie Dupont", "", True), ("DUPONT Marie", "Marie", True),
    ("DUPONT", "Marie", False), ("DE LA ROCHE", "", False), ("LE GOFF", "", False), ("Le Goff", "", False),
    ("GUÉRIN DE LA ROCHE", "Anne", False),
])  # fmt: skip
def test_two_names_in_one_cell(problem: Problem, last: str, first: str, odd: bool) -> None:
    text = said(with_member(problem, last_name=last, first_name=first))
    assert ("dans la même case" in text) is odd


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2027, 6, 13), "est un dimanche"),
        (date(2027, 5, 6), "est férié (Ascension)"),
        (date(2027, 7, 14), "est férié (Fête nationale)"),
        (date(2027, 3, 29), "est férié (Lundi de Pâques)"),
        (date(2027, 1, 14), "tous les jours de la session sont passés"),
        (date(2062, 6, 14), "est loin"),
        (date(2027, 1, 22), "la session commence dans 7 jours ; d'usage, on convoque un mois avant pour un titre"),
    ],
)
def test_odd_days(problem: Problem, day: date, text: str) -> None:
    assert text in said(replace(problem, days=(Day(day),)))


def test_certificates_are_convoked_later(problem: Problem) -> None:
    """15 days before a CCP, a month before a title: 20 days are enough for the one only."""
    days = (Day(date(2027, 2, 4)),)
    certificates = tuple(replace(candidate, tracks=("CCP1",)) for candidate in problem.candidates)
    assert "dans 20 jours" in said(replace(problem, days=days))
    assert said(replace(problem, days=days, candidates=certificates)) == ""


def test_one_day_past_and_odd_hours(problem: Problem) -> None:
    text = said(replace(problem, days=(Day(date(2026, 6, 15)), Day(date(2027, 6, 14), 150, 1080))))
    assert text.splitlines() == [
        "le lundi 15 juin 2026 est passé",
        "le lundi 14 juin 2027 est à 364 jours de tout autre jour de la session : la date est-elle juste ?",
        "le lundi 14 juin 2027 est ouvert de 02:30 à 18:00 : est-ce juste ?",
    ]  # fmt: skip


def test_the_wrong_year(problem: Problem) -> None:
    """One of two days has another year: the person is there on the other, so nobody would notice."""
    openings = (Opening(MONDAY.date), Opening(date(2026, 6, 15)))
    text = said(with_member(problem, availability=openings))
    assert text == f"{problem.members[0].id} est disponible le 15/06/2026 : l'année est-elle juste ?"
    assert said(with_member(problem, availability=(*openings, Opening(TUESDAY.date)))) == ""


@pytest.mark.parametrize(
    ("name", "odd"), [("LefÃ¨vre", True), ("Lefe\ufffdvre", True), ("Lefèvre", False), ("Âge", False)]
)
def test_accents_spoilt_on_the_way(problem: Problem, name: str, odd: bool) -> None:
    assert ("accents abîmés" in said(with_member(problem, last_name=name, first_name="Zoé"))) is odd


# --- weights ----------------------------------------------------------------------------------------------------------


def test_priorities_are_weights(problem: Problem) -> None:
    first, *others = problem.candidates
    weighed = replace(problem, candidates=(replace(first, priority=3), *others))
    assert said(weighed) == ""
    assert "qui a 1 est écarté avant qui a 3" in said(
        replace(weighed, rules=replace(weighed.rules, allow_unplaced=True))
    )


def test_a_workbook_without_companies_says_nothing_of_them(tmp_path: Path) -> None:
    assert "entreprises" not in said(read(book(tmp_path / "book.xlsx"))[0])


def test_what_stages_need_and_nothing_is_of_is_named_with_its_sheet() -> None:
    advf = read(TITLES / "advf.toml")[0]
    assert not [text for text in cautions(advf, TODAY) if "feuille" in text]
    kept = tuple(one for one in advf.means if one.type != "lit médicalisé")
    rooms = tuple(replace(room, uses=("ORAL",)) for room in advf.rooms)
    found = [text for text in cautions(replace(advf, means=kept, rooms=rooms), TODAY) if "feuille" in text]
    stage = "Mise en situation professionnelle (MSP)"
    assert found == [
        f"feuille « Salles » : aucune salle n'a l'usage APPARTEMENT, dont {stage} a besoin",
        f"feuilles « Moyens » et « Intervenants » : aucun « lit médicalisé », dont {stage} a besoin",
    ]


def test_what_only_tracks_of_nobody_need_is_not_missed() -> None:
    fpa = read(TITLES / "fpa.toml")[0]
    prepared = {track.code for track in fpa.title.tracks if "PREP" in dict(track.minutes)}
    others = tuple(one for one in fpa.candidates if not prepared & set(one.tracks))
    rooms = tuple(replace(room, uses=("ORAL",)) for room in fpa.rooms)
    bare = replace(fpa, rooms=rooms, candidates=others)
    assert "PREPARATION" not in said(bare)


@pytest.mark.parametrize(
    ("other", "told"), [(date(2027, 4, 6), True), (date(2026, 6, 15), True), (date(2027, 7, 8), False)]
)
def test_a_day_far_from_all_others(problem: Problem, other: date, told: bool) -> None:
    text = said(replace(problem, days=(MONDAY, TUESDAY, Day(other))), date(2026, 1, 15))
    assert ("jours de tout autre jour de la session" in text) == told


@pytest.mark.parametrize(
    ("salutation", "gender", "told"),
    [("Monsieur", "F", True), ("Madame la Directrice", "M", True), ("Madame", "F", False), ("Docteur", "F", False)],
)
def test_a_salutation_against_the_gender(problem: Problem, salutation: str, gender: str, told: bool) -> None:
    assert ("se contredisent" in said(with_member(problem, salutation=salutation, gender=gender))) == told
