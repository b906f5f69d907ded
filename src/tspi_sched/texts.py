"""The texts that users see: French in the code, English through one gettext catalogue.

French is the source language, so it can never be missing; ``locale/en`` holds the English.
Every text goes through ``_`` (or ``ngettext``) where it is written, so that one extraction finds
them all and one test finds a missing translation.
"""

import gettext as _gettext
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

LANGUAGES = ("fr", "en")
_language: ContextVar[str] = ContextVar("tspi_sched_language", default="fr")


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "fr":
        return _gettext.NullTranslations()
    return _gettext.translation("tspi_sched", Path(__file__).parent / "locale", [language])


def use_language(language: str) -> None:
    """Choose the language of every text from here on: one of `LANGUAGES`."""
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {LANGUAGES}, not {language!r}")
    _language.set(language)


def language() -> str:
    """The language in force."""
    return _language.get()


@contextmanager
def in_language(name: str) -> Iterator[None]:
    """Texts in another language for the time of a block."""
    before = language()
    use_language(name)
    try:
        yield
    finally:
        use_language(before)


def _(text: str) -> str:
    """The text in the language in force."""
    return _catalogue(language()).gettext(text)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text that agrees with `count`: zero is singular in French, plural in English."""
    if language() == "fr":
        return singular if abs(count) < 2 else plural
    return _catalogue(language()).ngettext(singular, plural, count)


def mark(sign: str) -> str:
    """A colon or semicolon between two texts: a blank stands before it in French only."""
    return f" {sign} " if language() == "fr" else f"{sign} "


def nth(number: int) -> str:
    """A place in a list, counted from 1: ``n° 2``."""
    return _("n° {number}").format(number=number)


def clock(minute: int) -> str:
    """A minute of the day, everywhere: ``08:05``, as nobody takes for a length."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def long_date(day: date) -> str:
    """A day in full, without the machine's locale: ``lundi 7 décembre 2026``."""
    return _long_date(day, language())


@lru_cache(maxsize=4096)
def _long_date(day: date, language: str) -> str:
    """In the language in force, which is part of what it is kept by."""
    weekdays = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))
    months = (
        _("janvier"), _("février"), _("mars"), _("avril"), _("mai"), _("juin"), _("juillet"), _("août"),
        _("septembre"), _("octobre"), _("novembre"), _("décembre"),
    )  # fmt: skip
    number = "1er" if day.day == 1 and language == "fr" else day.day
    return f"{weekdays[day.weekday()]} {number} {months[day.month - 1]} {day.year}"


def duration(minutes: int) -> str:
    """A length of time, everywhere: ``2 h 05``, ``3 h``, ``45 min``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


# --- texts from files -------------------------------------------------------------------------------------------------

_ESCAPES = re.compile(
    r"(?:\x1b\]|\x9d)[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"  # colours, moves
    r"|\x1b[ -/]*[0-~]?"
)
_TURNS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of writing, and so the apparent order of a line."""


def harmless(text: str) -> str:
    """A text from a file on one line: no escape sequences, control characters, marks of direction, half characters."""
    kept = (c for c in _ESCAPES.sub("", text) if c not in _TURNS)
    spaced = (" " if c in "\t\n\v\f\r\x85\u2028\u2029" else c for c in kept)
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cs"))


def typographic(text: str) -> str:
    """A text with the apostrophes of print: ``l’écrit``."""
    return re.sub(r"(?<=\w)'(?=\w)", "’", text)


def of(name: str) -> str:
    """Whose: ``d'Ousmane``, ``de Claire``; ``of Claire`` in English. A French h is mute before most vowels."""
    if language() != "fr":
        return f"of {name}"
    plain = unicodedata.normalize("NFKD", name.casefold())
    return f"d'{name}" if re.match(r"(?:h?[eio]|[au]|y(?![aeiou]))", plain) else f"de {name}"


def says(name: str, code: str) -> bool:
    """Whether a name holds a code as a word of its own, so that the code need not be said beside it."""
    return re.search(rf"(?<!\w){re.escape(code)}(?!\w)", name, re.IGNORECASE) is not None


def cut(text: str, length: int) -> str:
    """A text for a narrow place, with an ellipsis where it was cut."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
