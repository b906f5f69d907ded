"""The rooms that model, bound and search read without their author, as far as that can be measured."""

import ast
from pathlib import Path

import pytest

from tools import house


@pytest.mark.parametrize("figure", house.FIGURES, ids=lambda figure: figure.words)
def test_a_figure_keeps_its_limit(figure: house.Figure) -> None:
    assert figure.kept(), f"{figure.value():.2f}: python tools/house.py --list"


def names(code: str) -> list[str]:
    """The names that some code binds."""
    return [name for _line, name in house.names_in(ast.parse(code))]


def test_every_way_to_bind_a_name_counts() -> None:
    code = "def f(one, *, other):\n    some = [found for found in one]\n    for at, which in some:\n        pass\n"
    assert sorted(names(code)) == ["at", "f", "found", "one", "other", "some", "which"]
    assert {name for name in names(code) if name in house.PRONOUNS} == {"at", "found", "one", "other", "some", "which"}


def test_a_word_of_before_counts_in_any_part_of_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "module.py"
    module.write_text("OUTLINE_SHARE = 1\ndef _by_tally(tall: int) -> None: ...\n", encoding="utf-8")
    monkeypatch.setattr(house, "files", lambda _rooms: [module])
    assert sorted(name for _path, _line, name in house.former_words()) == ["OUTLINE_SHARE", "_by_tally"]


def test_what_is_only_used_does_not_count() -> None:
    assert names("print(one.other, some)") == []


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("a: dict[tuple[int, int], str]", 1),
        ("a: Mapping[tuple[int, int], str]", 1),
        ("a: dict[int, tuple[int, int]]", 0),
        ("def f(a: dict[tuple[int, str], int]) -> dict[tuple[int, int], int]: ...", 2),
    ],
)
def test_a_tuple_is_a_key_only_in_its_place(code: str, count: int) -> None:
    assert len(list(house.tuple_keys_in(ast.parse(code)))) == count


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("class A:\n    @cached_property\n    def known(self): return {}", 1),
        ("class A:\n    @cached_property\n    def known(self):\n        'Words.'\n        return []", 1),
        ("class A:\n    @cached_property\n    def known(self): return {1: 2}", 0),
        ("class A:\n    @property\n    def known(self): return {}", 0),
    ],
)
def test_a_cached_property_that_gives_something_empty_hides_a_memo(code: str, count: int) -> None:
    assert len(list(house.memos_in(ast.parse(code)))) == count
