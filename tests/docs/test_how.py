"""The pages of docs/how are true to the code, and the code cites each argument where it uses it."""

import ast
import re

import pytest

from tests.support.paths import ROOT

HOW, SOURCE = ROOT / "docs" / "how", ROOT / "src" / "tspi_sched"
PAGES = {path.name: path.read_text(encoding="utf-8") for path in sorted(HOW.glob("*.md"))}
ARGUMENTS = [name for name in PAGES if name.startswith("arguments-")]
CODE = {path: path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py"))}
ARGUED, LONGEST = 56, 250
"""Arguments that were there when they got pages of their own; lines of a page, at the most."""

VALID = "*Valid"
CITED = re.compile(r"docs/how/([\w-]+\.md)#([\w-]+)")
NAMED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def sections(text: str) -> dict[str, str]:
    """By anchor, what stands between a heading and the next one."""
    parts = re.split(r"^#+ (.+)$", FENCED.sub("", text), flags=re.MULTILINE)
    return {anchor(head): body for head, body in zip(parts[1::2], parts[2::2], strict=True)}


def anchor(heading: str) -> str:
    """A heading as the fragment of a link, as MyST and GitHub make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors() -> set[tuple[str, str]]:
    """Every heading, with its page."""
    return {(name, head) for name, text in PAGES.items() for head in sections(text)}


def cited() -> set[tuple[str, str]]:
    """What comments and docstrings of the code cite."""
    return {found for text in CODE.values() for found in CITED.findall(text)}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short(name: str) -> None:
    assert len(PAGES[name].splitlines()) <= LONGEST


def test_no_argument_is_lost() -> None:
    assert sum(PAGES[name].count(VALID) for name in ARGUMENTS) >= ARGUED


def test_every_argument_is_cited_by_the_code() -> None:
    argued = {(name, head) for name in ARGUMENTS for head, body in sections(PAGES[name]).items() if VALID in body}
    assert len(argued) > 50
    assert argued - cited() == set()


def test_every_citation_leads_to_a_heading() -> None:
    assert cited() - anchors() == set()


def test_an_argument_has_its_rules_by_name() -> None:
    """So that whoever changes a rule finds the arguments that depend on it."""
    argued = " ".join(PAGES[name] for name in ARGUMENTS)
    for rule in ("order", "same_panel", "one_at_a_time", "meal", "all_or_nothing", "projection", "panel_makeup"):
        assert f"`{rule}`" in argued


@pytest.mark.parametrize("name", PAGES)
def test_files_and_folders_that_a_page_names_are_there(name: str) -> None:
    files = [
        named for named in NAMED.findall(PAGES[name]) if re.fullmatch(r"[\w./-]+(\.(py|md|toml|json|svg|txt)|/)", named)
    ]
    assert [named for named in files if not there(named)] == []


def there(named: str) -> bool:
    """Whether a file or folder is in the project, its package, or (a bare file) anywhere in it."""
    if "/" in named:
        return any((place / named).exists() for place in (ROOT, SOURCE, SOURCE / "explanations"))
    return any(path.name == named for place in ("src", "tests", "tools") for path in (ROOT / place).rglob(named))


WORDS = set(re.findall(r"\w+", " ".join(CODE.values())))


@pytest.mark.parametrize("name", PAGES)
def test_names_in_code_type_are_names_of_the_code(name: str) -> None:
    named = {word for word in NAMED.findall(FENCED.sub("", PAGES[name])) if re.fullmatch(r"[A-Za-z_]\w*(\.\w+)*", word)}
    named = {word for word in named if not re.search(r"\.(py|md|toml|json|xlsx)$", word)}
    parts = {part for word in named for part in word.split(".")}
    assert parts - WORDS == set()


MEMBERS = {
    (made.name, name)
    for text in CODE.values()
    for made in ast.walk(ast.parse(text))
    if isinstance(made, ast.ClassDef)
    for part in made.body
    for name in (getattr(part, "name", None), getattr(getattr(part, "target", None), "id", None))
    if name
}
"""Every method and field of our classes, with the class."""


def test_members_of_classes_are_members() -> None:
    classes = {name for name, _ in MEMBERS}
    named = {tuple(found) for text in PAGES.values() for found in re.findall(r"`([A-Z]\w+)\.(\w+)`", text)}
    assert len(named & MEMBERS) > 5
    assert {found for found in named if found[0] in classes} - MEMBERS == set()


def test_each_reference_of_the_table_is_in_the_list() -> None:
    text = PAGES["overview.md"]
    listed = text.partition("## References")[2]
    for authors, year in re.findall(r"\[([^\]]+?) (\d{4})\]\(#references\)", text):
        first = re.split(r" & | et al\.", authors)[0]
        assert re.search(rf"^- [^\n]*{first}(?:(?!^- ).)*[\[(]{year}[\])]", listed, re.MULTILINE | re.DOTALL), authors


def test_the_figure_is_there() -> None:
    (name,) = re.findall(r"!\[[^\]]+\]\(([\w-]+\.svg)\)", PAGES["overview.md"])
    assert "<svg" in (HOW / name).read_text(encoding="utf-8")


# --- docstrings -------------------------------------------------------------------------------------------------------

ROOMS = ("model", "relaxations", "columns", "heuristics", "search", "left_out", "explanations")
QUOTED = re.compile(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)")


def code_words(text: str) -> set[str]:
    """The words of a module's code, but not of its docstrings and comments."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        found |= {
            word for field in ("id", "attr", "arg", "name") if isinstance(word := getattr(node, field, None), str)
        }
        if isinstance(node, ast.alias):
            found |= set(node.name.split("."))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 40:
            found |= set(re.findall(r"\w+", node.value))
    return found


def test_names_in_docstrings_of_the_solver_are_names_of_the_code() -> None:
    rooms = {path: text for path, text in CODE.items() if path.relative_to(SOURCE).parts[0] in ROOMS}
    words = set().union(
        *map(code_words, rooms.values()), {part for path in CODE for part in (path.stem, path.parent.name)}
    )
    quoted = {
        (path.name, name)
        for path, text in rooms.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for name in QUOTED.findall(node.value.value)
    }
    assert len(quoted) > 100
    assert {found for found in quoted if set(found[1].split(".")) - words} == set()
