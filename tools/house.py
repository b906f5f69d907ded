"""Measures how well the rooms that model, bound and search read without their author: ``python tools/house.py``.

Names that are pronouns, bare adjectives or words of before the field's own, comments where something is bounded,
dictionaries with tuples for keys, long functions, long files. Each has a limit, and the command fails for a figure
beyond it; ``--list`` says where they are.
"""

import ast
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "tspi_sched"
ROOMS = ("solver.py", "planner.py", "model", "relaxations", "columns", "heuristics", "search", "left_out")
BOUNDING = ("relaxations", "columns")

PRONOUNS = frozenset({
    "one", "ones", "some", "mine", "theirs", "other", "others", "most", "least", "found", "at", "which", "here",
    "there", "those", "these", "it", "all", "every", "each",
})  # fmt: skip
"""Names that tell nobody what something is: pronouns, bare adjectives, participles."""

FORMER = frozenset({
    "crew", "deal", "dealing", "dealt", "glance", "glancing", "itineraries", "itinerary", "outline", "outlines",
    "piles", "quest", "tallied", "tally", "timetable", "wander", "wandering",
})  # fmt: skip
"""Words of this house for what the field has names for: they are not to come back."""

Found = Iterator[tuple[Path, int, str]]
"""File, line and what was found there."""


def files(rooms: tuple[str, ...] = ROOMS) -> list[Path]:
    """The modules of some rooms."""
    return sorted(
        p for room in rooms for p in ([SOURCE / room] if room.endswith(".py") else (SOURCE / room).rglob("*.py"))
    )


def names_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every name that is bound: variables, loops, arguments, fields, functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.lineno, node.name


def bound_names(path: Path) -> Found:
    """The names that a module binds."""
    yield from ((path, line, name) for line, name in names_in(_tree(path)))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def pronouns() -> Found:
    """Bound names that are pronouns."""
    yield from (found for path in files() for found in bound_names(path) if found[2].strip("_") in PRONOUNS)


def former_words() -> Found:
    """Bound names with a word of before in them."""
    for path in files((*ROOMS, "explanations")):
        yield from (found for found in bound_names(path) if FORMER & set(found[2].lower().split("_")))


def pronoun_share() -> float:
    """Pronouns among bound names, in percent."""
    return 100 * len(list(pronouns())) / sum(len(list(bound_names(path))) for path in files())


def comments() -> Found:
    """Comments of the rooms that bound, but for rulers and remarks to tools."""
    for path in files(BOUNDING):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
        for token in tokens:
            if token.type == tokenize.COMMENT and not token.string.startswith(("# ---", "# type:", "# noqa", "# fmt")):
                yield path, token.start[0], token.string


def comments_per_100_lines() -> float:
    """Comments in the rooms that bound, by 100 lines."""
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files(BOUNDING))
    return 100 * len(list(comments())) / lines


def tuple_keys_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Annotations of dictionaries whose keys are tuples."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("dict", "Mapping"):
            key = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice
            if isinstance(key, ast.Subscript) and ast.unparse(key.value) == "tuple":
                yield node.lineno, ast.unparse(node)


def tuple_keys() -> Found:
    """Dictionaries with tuples for keys."""
    yield from ((path, line, words) for path in files() for line, words in tuple_keys_in(_tree(path)))


def memos_in(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Cached properties that give something empty: memos that a reader takes for constants."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and "cached_property" in map(ast.unparse, node.decorator_list):
            empty = ast.unparse(node.body[-1]) in ("return {}", "return []", "return set()")
            yield from [(node.lineno, node.name)] if empty else []


def hidden_memos() -> Found:
    """Memos hidden in cached properties."""
    yield from ((path, line, words) for path in files() for line, words in memos_in(_tree(path)))


def functions() -> Iterator[tuple[Path, int, str, int]]:
    """Every function with its lines, docstring apart."""
    for path in files():
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                size = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
                yield path, node.lineno, node.name, size


def long_functions() -> Found:
    """The longest function."""
    longest = max(functions(), key=lambda found: found[3])
    yield longest[0], longest[1], f"{longest[2]}: {longest[3]} lines"


def long_files() -> Found:
    """The longest file."""
    longest = max(files(), key=_lines)
    yield longest, 1, f"{_lines(longest)} lines"


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@dataclass(frozen=True)
class Figure:
    """What is measured, its limit, and where it is found."""

    words: str
    value: Callable[[], float]
    limit: float
    where: Callable[[], Found]
    at_least: bool = False

    def kept(self) -> bool:
        """Whether the figure is within its limit."""
        return self.value() >= self.limit if self.at_least else self.value() <= self.limit


FIGURES = (
    Figure("names that are pronouns, %", pronoun_share, 1.0, pronouns),
    Figure("names with a word of before", lambda: len(list(former_words())), 0, former_words),
    Figure("comments by 100 lines of the rooms that bound", comments_per_100_lines, 1.5, comments, at_least=True),
    Figure("dictionaries with tuples for keys", lambda: len(list(tuple_keys())), 15, tuple_keys),
    Figure("memos hidden in cached properties", lambda: len(list(hidden_memos())), 0, hidden_memos),
    Figure("lines of the longest function", lambda: max(found[3] for found in functions()), 40, long_functions),
    Figure("lines of the longest file", lambda: max(map(_lines, files())), 400, long_files),
)


def main() -> None:
    """Print the figures; with ``--list`` where they are found. Fails if one is beyond its limit."""
    for figure in FIGURES:
        relation = "at least" if figure.at_least else "at most"
        mark = "ok " if figure.kept() else "NOT"
        print(f"{mark} {figure.value():8.2f}  {relation} {figure.limit:g}: {figure.words}")
        if "--list" in sys.argv:
            for path, line, words in figure.where():
                print(f"      {path.relative_to(SOURCE)}:{line}: {words}")
    print(
        "\nlines by room:",
        ", ".join(f"{room.removesuffix('.py')} {sum(map(_lines, files((room,))))}" for room in ROOMS),
    )
    sys.exit(not all(figure.kept() for figure in FIGURES))


if __name__ == "__main__":
    main()
