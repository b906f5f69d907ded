"""Keeps the English catalogue in step with the French texts of the code.

    python tools/messages.py                 update the .po from the code and compile the .mo
    python tools/messages.py --missing       print the untranslated texts as JSON, ready to be filled in
    python tools/messages.py --fill FILE     take translations from such a JSON file, then update
    python tools/messages.py --check         change nothing; fail if anything is missing or out of step

French stands in the code and in the templates of the local page, inside ``_("…")`` and ``ngettext("…", "…", n)``; the
catalogue holds the English only. The files carry neither dates nor line numbers, so that a change in them is a change
of a text.
"""

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "tspi_sched"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "tspi_sched.po"
MO = PO.with_suffix(".mo")

FUNCTIONS = {"_": 1, "ngettext": 2}
"""What marks a text, and how many texts it takes: one, or singular and plural."""

FIELD = re.compile(r"\{\w*(?:[.!:\[][^{}]*)?\}")
"""A place that ``str.format`` fills in; other braces, as in a line of TOML, are only text."""

Texts = tuple[str, ...]
"""A text, or its singular and plural."""


@dataclass
class Source:
    """The texts of the code: each with the files that hold it, and the calls whose text cannot be read off."""

    files: dict[Texts, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, texts: Texts, name: str) -> None:
        """One more file that holds a text."""
        files = self.files.setdefault(texts, [])
        files += [name] if name not in files else []


# --- reading ---------------------------------------------------------------------------------------------------------


def read_source(folder: Path = SOURCE) -> Source:
    """Every text of every module below a folder."""
    source = Source()
    for path in sorted(folder.rglob("templates/*.html")):
        for template_text in template_texts(path.read_text(encoding="utf-8")):
            source.add(template_text, path.relative_to(folder).as_posix())
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            texts = _texts(call)
            if texts is not None:
                source.add(texts, name)
            elif name != "texts.py":  # where the two functions are made
                source.faults.append(f"{name}:{call.lineno}: the text must be written out in the call")
    return source


def template_texts(template: str) -> Iterator[Texts]:
    """The texts of a page's template, where ``_`` and ``ngettext`` are called as in the code."""
    found = extract_from_ast(Environment(autoescape=True).parse(template), tuple(FUNCTIONS), babel_style=False)
    for line, function, texts in found:
        several = texts if isinstance(texts, tuple) else (texts,)
        given = tuple(text for text in several[: FUNCTIONS[function]] if text is not None)
        if len(given) != FUNCTIONS[function]:
            raise SystemExit(f"line {line} of a template: the text must be written out in the call")
        yield given


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS:
            yield node


def _texts(call: ast.Call) -> Texts | None:
    assert isinstance(call.func, ast.Name)
    arguments = call.args[: FUNCTIONS[call.func.id]]
    texts = tuple(a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str))
    return texts if len(texts) == FUNCTIONS[call.func.id] else None


def read_catalogue(path: Path = PO) -> Catalog:
    """The catalogue as it is on the disk; an empty one if there is none."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def known(catalogue: Catalog) -> dict[Texts, Message]:
    """The catalogue's messages by their French texts."""
    return {_both(message.id): message for message in catalogue if message.id}


def translation(message: Message) -> Texts:
    """The English of a message: one text, or singular and plural."""
    return _both(message.string or "")


def _both(text: str | list[str] | tuple[str, ...]) -> Texts:
    return (text,) if isinstance(text, str) else tuple(text)


# --- checking --------------------------------------------------------------------------------------------------------


def faults(source: Source, catalogue: Catalog, compiled: bytes | None) -> list[str]:
    """Everything that keeps the catalogue from being right, one sentence each."""
    messages = known(catalogue)
    found = list(source.faults)
    found += [f"two texts share the singular {texts[0]!r}" for texts in _clashes(source)]
    found += [f"not translated: {texts[0]!r}" for texts in missing(source, catalogue)]
    found += [f"no longer in the code: {texts[0]!r}" for texts in messages if texts not in source.files]
    found += [f"no longer in the code: {_both(message.id)[0]!r}" for message in catalogue.obsolete.values()]
    for texts, message in messages.items():
        found += [f"fuzzy: {texts[0]!r}"] if message.fuzzy else []
        found += [] if texts not in source.files else _unlike(texts, translation(message))
    if not found and compiled != compile_catalogue(catalogue):
        found.append(f"{MO.name} is not what {PO.name} gives: run python tools/messages.py")
    return found


def missing(source: Source, catalogue: Catalog) -> list[Texts]:
    """The texts of the code that have no translation yet."""
    messages = known(catalogue)
    return sorted(t for t in source.files if t not in messages or not all(translation(messages[t])))


def _clashes(source: Source) -> list[Texts]:
    singulars = [texts[0] for texts in source.files]
    return [texts for texts in source.files if len(texts) == 2 and singulars.count(texts[0]) > 1]


def _unlike(texts: Texts, english: Texts) -> list[str]:
    """How a translation differs from its text in what must be the same: fields, blanks at either end."""
    found = []
    for french, other in zip(texts, english, strict=True):
        if not other:
            continue
        if set(FIELD.findall(french)) != set(FIELD.findall(other)):
            found.append(f"other fields than {french!r}: {other!r}")
        if _ends(french) != _ends(other):
            found.append(f"other blanks at its ends than {french!r}: {other!r}")
    return found


def _ends(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


# --- writing ---------------------------------------------------------------------------------------------------------


class _Plain(Catalog):
    """A catalogue whose header says what gettext needs and nothing that changes from day to day."""

    mime_headers = property(
        lambda self: [
            ("Language", "en"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ],
        lambda self, headers: None,
    )


def updated(source: Source, catalogue: Catalog, filled: dict[str, Texts] | None = None) -> Catalog:
    """The texts of the code with the translations known, in alphabetical order."""
    messages, filled = known(catalogue), filled or {}
    fresh = _Plain(locale="en", header_comment="# English texts of tspi-sched, kept by tools/messages.py.", fuzzy=False)
    for texts, files in sorted(source.files.items()):
        english = translation(messages[texts]) if texts in messages else ("",) * len(texts)
        english = filled.get(texts[0], english)
        single = len(texts) == 1
        fresh.add(texts[0] if single else texts, english[0] if single else english, [(file, 1) for file in files])
    return fresh


def compile_catalogue(catalogue: Catalog) -> bytes:
    """The binary form that gettext reads."""
    plain = _Plain(locale="en", fuzzy=False)
    for message in catalogue:
        if message.id and all(translation(message)):
            plain.add(message.id, message.string)
    content = BytesIO()
    write_mo(content, plain)
    return content.getvalue()


def write(catalogue: Catalog) -> None:
    """Both files."""
    content = BytesIO()
    write_po(content, catalogue, width=120, include_lineno=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(content.getvalue())
    MO.write_bytes(compile_catalogue(catalogue))


# --- the command -----------------------------------------------------------------------------------------------------


def as_template(texts: list[Texts]) -> str:
    """Untranslated texts as JSON: the French, with a place for the English or for its singular and plural."""
    entries: dict[str, str | list[str]] = {t[0]: "" if len(t) == 1 else ["", ""] for t in texts}
    return json.dumps(entries, ensure_ascii=False, indent=1)


def read_filled(path: Path, source: Source) -> dict[str, Texts]:
    """The translations of a JSON file, without those left empty; refuses texts that the code does not have."""
    content = json.loads(path.read_text(encoding="utf-8"))
    forms = {texts[0]: len(texts) for texts in source.files}
    filled = {french: _both(english) for french, english in content.items() if english and all(english)}
    wrong = [french for french, english in filled.items() if forms.get(french) != len(english)]
    if wrong:
        raise SystemExit("not a text of the code, or not as many forms:\n" + "\n".join(map(repr, wrong)))
    return filled


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; fail if anything is out of step")
    choice.add_argument("--missing", action="store_true", help="print the untranslated texts as JSON")
    choice.add_argument("--fill", type=Path, metavar="FILE", help="take translations from a JSON file")
    options = parser.parse_args(arguments)
    source, catalogue = read_source(), read_catalogue()
    if options.missing:
        print(as_template(missing(source, catalogue)))
        return 0
    if not options.check:
        write(updated(source, catalogue, read_filled(options.fill, source) if options.fill else None))
        print(f"{len(source.files)} texts, {len(missing(source, read_catalogue()))} of them not translated")
        return 0
    found = faults(source, catalogue, MO.read_bytes() if MO.exists() else None)
    print("\n".join(found) or f"{len(source.files)} texts, all translated", file=sys.stderr if found else sys.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
