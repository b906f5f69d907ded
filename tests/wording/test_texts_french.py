"""French as it is spoken: elision, codes said once, apostrophes of print."""

import pytest

from tspi_sched.texts import in_language, of, says, typographic


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Ousmane BÂ", "d'Ousmane BÂ"), ("Élise", "d'Élise"), ("Claire", "de Claire"), ("Yves", "d'Yves"),
        ("Yasmine", "de Yasmine"), ("Hélène", "d'Hélène"), ("Hamza", "de Hamza"), ("Özdemir", "d'Özdemir"),
    ],
)  # fmt: skip
def test_elision(name: str, whose: str) -> None:
    assert of(name) == whose


def test_english_has_none() -> None:
    with in_language("en"):
        assert of("Ousmane") == "of Ousmane"


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("Salle C201", "C201", True),
        ("salle c201", "C201", True),
        ("Salle C2010", "C201", False),
        ("Ampère", "S1", False),
    ],
)
def test_a_code_is_said_once(name: str, code: str, said: bool) -> None:
    assert says(name, code) == said


def test_apostrophes_of_print() -> None:
    assert typographic("l'écrit d'aujourd'hui 'x' 5'") == "l’écrit d’aujourd’hui 'x' 5'"
