"""Pages to PDF with typst, which is an extra. What a page says goes there as data, never as source."""

import json
import re
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree
from typing import Any

from tspi_sched.documents import Logo
from tspi_sched.errors import fault
from tspi_sched.exports.common.colours import ACCENT, GREY, INK, LINE, MUTED, PALE, SHADE, WARN
from tspi_sched.exports.common.extras import needed
from tspi_sched.exports.common.marks import label
from tspi_sched.exports.pdf.pieces import Paper
from tspi_sched.exports.pdf.session import Session
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.texts import _, harmless, language, long_date, typographic

EXTRA = "pdf"
"""What installs typst."""

LONGEST, POSTER, PIECE = 30, 16, 8
"""Characters: a longer word may be broken into pieces, or it would run out of its cell; on a poster, sooner."""

COLOURS = {"ink": INK, "muted": MUTED, "accent": ACCENT, "rule": LINE, "shade": SHADE, "pale": PALE, "grey": GREY,
           "warn": WARN}  # fmt: skip
"""The colours of every document, by their names in the templates."""


class Typesetter:
    """Typst in a folder of its own, which holds the templates, the logo and the data: templates see no other file.

    Raises `ImportError`, which names the extra to install, when typst is missing.
    """

    def __init__(self, session: Session) -> None:
        self._session, self._typst = session, needed("typst", EXTRA)
        self._folder = tempfile.TemporaryDirectory(prefix="tspi-sched-")
        self._root = Path(self._folder.name)

    def __enter__(self) -> "Typesetter":
        with as_file(files("tspi_sched.exports.pdf") / "templates") as templates:
            copytree(templates, self._root, dirs_exist_ok=True)
        self._compiler = self._typst.Compiler(root=str(self._root))
        self._logo = self._put_logo(self._session.documents.logo)
        return self

    def __exit__(self, *_error: object) -> None:
        self._folder.cleanup()

    def pdf(self, paper: Paper) -> bytes:
        """A whole file. Equal pages give equal bytes."""
        (self._root / "data.json").write_text(json.dumps(self._data(paper)), encoding="utf-8")
        return self._compile(f"{paper.template}.typ")

    def _compile(self, name: str) -> bytes:
        day = self._session.today
        stamp = datetime(day.year, day.month, day.day, tzinfo=UTC)
        content = self._compiler.compile(input=str(self._root / name), format="pdf", timestamp=stamp)
        assert isinstance(content, bytes)
        return content

    def _put_logo(self, logo: Logo | None) -> str:
        """The logo's name in the folder; a fault if it is damaged."""
        if logo is None:
            return ""
        name = f"logo.{logo.suffix}"
        (self._root / name).write_bytes(logo.content)
        (self._root / "logo.typ").write_text(f'#image("{name}")', encoding="utf-8")
        try:
            self._compile("logo.typ")
        except self._typst.TypstError:
            raise fault(_("cette image est abîmée : elle ne peut être lue"), file=logo.file) from None
        return name

    def _data(self, paper: Paper) -> dict[str, Any]:
        session = self._session
        texts = {
            "title": paper.title,
            "centre": session.centre,
            "address": session.documents.address,
            "contact": session.documents.contact,
            "exam": session.exam,
            "established": _("Établi le {day}").format(day=long_date(session.today)),
            "stamp": stamp_text(session.stamp),
            "draft": stamp_text(session.stamp).upper() if session.stamp.draft else "",
            "place": _("Lieu des épreuves"),
            "pages": [asdict(page) for page in paper.pages],
        }
        fixed = {"mark": label(session.plan), "lang": language(), "logo": self._logo, "colours": COLOURS}
        longest = POSTER if paper.template == "poster" else LONGEST
        found: dict[str, Any] = {**printable(texts, longest), **fixed}
        return found


# --- texts -----------------------------------------------------------------------------------------------------------


def printable(value: Any, longest: int = LONGEST) -> Any:
    """Every text inside a value, made fit for paper; words of so many characters may be broken."""
    match value:
        case str():
            return "\n".join(_printable(line, longest) for line in value.split("\n"))
        case dict():
            return {key: printable(part, longest) for key, part in value.items()}
        case list() | tuple():
            return [printable(part, longest) for part in value]
        case _:
            return value


def _printable(text: str, longest: int) -> str:
    """A line without characters that nobody sees, with the apostrophes, quotes and blanks of print, and with very long
    words made breakable."""
    text = typographic(harmless(text))
    if language() == "en":
        text = re.sub(r'"([^"]*)"', r"“\1”", text)
    if language() == "fr":
        text = re.sub(r" (?=[:;?!»])|(?<=«) |(?<=\d) (?=(?:h|min)\b)|(?<=\bh) (?=\d)|(?<=n°) ", "\u00a0", text)
    return re.sub(rf"[^\s-]{{{longest},}}", lambda word: re.sub(rf"(.{{{PIECE}}})", "\\1\u200b", word[0]), text)
