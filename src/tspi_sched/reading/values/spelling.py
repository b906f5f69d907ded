"""Texts as they were meant, whatever program wrote them: the one place where characters of a file are made plain.

Escapes that exporters leave are undone, accents composed, exotic blanks become blanks, and what nobody can see goes.
Dashes and apostrophes stay as typed in names; where a value is more than a text, `signs` makes them plain as well.
"""

import re
import unicodedata
from html.entities import html5

from tspi_sched.problem import letters, signs

DASHES = frozenset("-–—−")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_CSV = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
_BREAKS = frozenset("\n\v\f\x85\u2028\u2029")
_BLANKS = frozenset("\u2800\u3164\u115f\u1160\uffa0\u180e")
_UNSEEN = frozenset("\u034f\ufe0e\ufe0f")


def clean(text: str) -> str:
    """A text without what a program added to it; its line breaks stay."""
    if text.isascii() and text.isprintable() and not ("&" in text or "_x" in text or text.startswith("=")):
        return text
    if match := _CSV.fullmatch(text.strip()):  # how an exporter keeps Excel from changing 0612 into a number
        text = match[1].replace('""', '"')
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    for _again in range(3):  # escaped once by each program on the way
        text = _ENTITY.sub(_entity, text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", "".join(map(_seen, text)))


def _entity(found: re.Match[str]) -> str:
    """The character that `&amp;` or `&#39;` stands for; anything else as it is."""
    name = found[1]
    if not name.startswith("#"):
        return html5.get(f"{name};", found[0])
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    return chr(number) if 0 < number < 0x110000 else " "


def _seen(character: str) -> str:
    kind = unicodedata.category(character)
    if character in _BREAKS:
        return "\n"
    if character.isspace() or character in _BLANKS or kind in ("Cc", "Cs", "Cn"):
        return " "
    if kind in ("Cf", "Co") or character in _UNSEEN:
        return ""
    return unicodedata.normalize("NFKC", character) if "\uff01" <= character <= "\uff5e" else character


def tidy(text: str) -> str:
    """A text without the blanks around it, with plain single blanks inside, and without what nobody can see."""
    return " ".join(clean(text).split())


def unaccented(text: str) -> str:
    """A text in small letters without accents, its signs and blanks as they are."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn"))


# --- words that are no values ----------------------------------------------------------------------------------------

_ERROR = re.compile(r"#{2,}|#[¡¿]?[A-ZÀ-Þ][A-ZÀ-Þ0-9_/]*[!?]|#N/?[A-Z]{1,2}|#[A-Z_]{3,}")
_NUMBERED_ERROR = re.compile(r"#?(?:err|erreur|error|fehler)\s?[:.]?\s?\d{3}", re.IGNORECASE)
_DITTO = frozenset(('"', '""', "''", "”", "“", "”“", "〃", "″", "‟", "»", "«", "««", "»»", "idem", "ditto"))
_NO_VALUE = frozenset(("na", "nc", "ras", "aucun", "aucune", "sans", "neant", "rien", "none", "nil", "null", "nan"))
_NO_VALUE_LONG = frozenset(
    ("nonrenseigne", "nonrenseignee", "nonconcerne", "nonconcernee", "sansobjet", "notapplicable")
)
_NO_NAME = frozenset(("n/a", "n.a.", "#n/a", "néant"))
_NO_LIMIT = frozenset(("illimite", "illimitee", "sanslimite", "pasdelimite", "nolimit", "unlimited"))


def is_error(value: object) -> bool:
    """Whether a value is what a spreadsheet program shows for a failed formula, in whatever language."""
    if not isinstance(value, str):
        return False
    text = tidy(value)
    return bool(_ERROR.fullmatch(text) or _NUMBERED_ERROR.fullmatch(text))


def is_ditto(value: object) -> bool:
    """Whether a value says: the same as above."""
    return isinstance(value, str) and tidy(value).casefold().strip(" -–—") in _DITTO


def is_nothing(value: object, kind: str) -> bool:
    """Whether a text is how people leave a cell of this kind of column empty: a dash, N/A, néant.

    Where the word could as well be an answer (no rights at all, never there), it is none of these.
    """
    if not isinstance(value, str) or is_ditto(value) or is_error(value):
        return False
    text = tidy(value)
    if kind != "yes_no" and text in DASHES:
        return True
    word = letters(text)
    match kind:
        case "id" | "name":
            return text.casefold() in _NO_NAME
        case "ticks":  # a sign alone is a tick
            return word in _NO_VALUE or word in _NO_VALUE_LONG
        case "text" | "ids" | "extra_time" | "gender" | "phone" | "salutation" | "address":
            return word in _NO_VALUE or word in _NO_VALUE_LONG or not word
        case "count" | "amount":
            return word in ("na", "nc", "ras") or word in _NO_VALUE_LONG or word in _NO_LIMIT
        case "date":
            return word in _NO_LIMIT
        case _:
            return False


__all__ = ["DASHES", "clean", "is_ditto", "is_error", "is_nothing", "letters", "signs", "tidy", "unaccented"]
