"""Every rule has words that people read in the place of its id, in both languages, all different."""

import pytest

from tspi_sched.checker.table import RULES
from tspi_sched.texts import in_language
from tspi_sched.wording.rules import rule_title, rule_titles


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_rule_has_its_words(language: str) -> None:
    with in_language(language):
        titles = rule_titles()
        assert set(titles) == set(RULES)
        assert len(set(titles.values())) == len(titles)
        assert not [title for title in titles.values() if "_" in title]


def test_french_reads_french() -> None:
    assert rule_title("oral_room") == "salle d'oral"
    assert rule_title("panel_makeup") == "composition du jury"


def test_an_id_that_is_not_known_stays() -> None:
    assert rule_title("other") == "other"
