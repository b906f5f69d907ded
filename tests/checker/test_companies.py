"""One company, however it is written: the model's statement of it and the checker's own agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tspi_sched.checker.companies import same_company
from tspi_sched.problem import Candidate, Member, excluded

SAME = [
    ("Société de l'Été", "Société de l’Été"),
    ("Verre & Cie", "VERRE – CIE"),
    ("S.N.C.F.", "sncf"),
    ("Œuvres du Lac", "oeuvres du lac"),
    ("Acie\u0301ries du Rhône", "Aciéries\u00a0du Rhône"),
    ("Atelier 1", "atelier-1"),
]
NONE = [
    "N/A",
    "n.a.",
    "NÉANT",
    "néant",
    "sans",
    "-",
    "–",
    "/",
    "RAS",
    "aucune",
    "Non renseigné",
    "Sans emploi",
    "",
    "?",
]
OTHER = [("Atelier 1", "Atelier 2"), ("Verre & Cie", "Verre et Cie"), ("Sans Souci", "Sans"), ("NA", "Nataïs")]


def conflict(one: str, other: str) -> bool:
    """Whether the model keeps a member of one company from a candidate of the other; the checker must agree."""
    found = excluded(Candidate("C1", "A", ("TITRE",), company=one), Member("J1", "B", company=other))
    assert same_company(one, other) == found
    return found


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same(one: str, other: str) -> None:
    assert conflict(one, other)


@pytest.mark.parametrize("word", NONE)
def test_words_for_nothing(word: str) -> None:
    assert not conflict(word, word)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_others(one: str, other: str) -> None:
    assert not conflict(one, other)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), max_size=12), st.text(max_size=3))
def test_the_two_statements_agree(text: str, more: str) -> None:
    for other in (text, text.upper(), text.casefold(), f" {text}. ", text + more, more):
        conflict(text, other)
