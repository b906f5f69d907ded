"""How people are addressed and reached: salutations, telephone numbers, postal addresses."""

import re

from tspi_sched.reading.values.cells import Unclear, number, pieces, text
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.texts import _

_NUMBER_DIGITS = 9
"""A French number that Excel took for a number has lost its zero in front, and has nine digits."""
_POSTCODE = re.compile(r"[\s,;–—-]+(?=(?:[A-Z]{1,2}-)?\d{5}\s+[^\W\d])")
"""Where a last line begins that starts with a French postcode: before it, in an address written in one line."""

_SALUTATIONS = {
    **dict.fromkeys(
        ("madame", "mme", "mad", "mlle", "melle", "mle", "mademoiselle", "f", "femme", "ms", "mrs", "miss"), "Madame"
    ),
    **dict.fromkeys(("monsieur", "m", "mr", "h", "homme"), "Monsieur"),
}


_TITLES = frozenset(
    ("madame", "monsieur", "maitre", "me", "docteur", "docteure", "dr", "dre", "professeur", "professeure", "pr", "pre")
)
"""The first word of a usual salutation."""
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")
_NAMED_EMAIL = re.compile(r"[^<>]*<\s*(?:mailto:)?([^<>\s]+)\s*>", re.IGNORECASE)
_EXTENSION = re.compile(r"(?:poste|bureau|interne|standard|ext(?:ension)?)\b\.?\s*\d", re.IGNORECASE)
_PHONE = re.compile(r"0[1-9]\d{8}|(?:\+|00)[1-9]\d{7,14}|[1-9]\d{5}|[1-9]\d{7}")
"""A national number, an international one, one of the Pacific (six or eight digits)."""


def email(value: object) -> str:
    """Addresses as a mail program takes them, parted by ``;``: without the link or the name that came along."""
    parts = pieces(text(value), r"[;,\n\r]")
    return "; ".join(_bare(part) for part in parts) if all(map(is_email, map(_bare, parts))) else text(value)


def _bare(part: str) -> str:
    named = _NAMED_EMAIL.fullmatch(part)
    return (named[1] if named else re.sub("^mailto:", "", part, flags=re.IGNORECASE)).rstrip(".")


def is_email(spelt: str) -> bool:
    """Whether a text is one address or several, each of which every mail program takes."""
    return bool(emails(spelt))


def emails(spelt: str) -> tuple[str, ...]:
    """The addresses that a text is; none if one of them is no address that every mail program takes."""
    parts = tuple(part.strip() for part in spelt.split(";"))
    return parts if all(part.isascii() and _EMAIL.fullmatch(part) for part in parts) else ()


def is_phone(spelt: str) -> bool:
    """Whether a text is one telephone number or several; a word may stand beside it, or an extension alone."""
    if _EXTENSION.search(spelt) or _is_number(spelt):
        return True
    parts = [part for part in re.split(r"[;/,\n\r]|\bou\b|\bor\b", spelt) if part.strip()]
    return bool(parts) and all(map(_is_number, parts))


def _is_number(part: str) -> bool:
    """Whether a text without its remarks is one number."""
    bare = re.sub(r"\(0\)|\((?!\d)[^)]*\)|[^\W\d_]{2,}\.?|(?<=[^\W\d_]):|[\s.\-–/()\u2011:]", "", part)
    return bool(_PHONE.fullmatch(bare))


def is_salutation(spelt: str) -> bool:
    """Whether a text begins as a usual salutation does, and is one."""
    words = [fold(word) for word in re.findall(r"[^\W\d_]+", spelt)]
    usual = [word for word in words if word in _TITLES or word in _SALUTATIONS]
    return bool(words) and words[0] in _TITLES and len(usual) == 1


def salutation(value: object) -> str:
    """``Madame``, ``Monsieur``, or another salutation as it is written; a slip in the usual two is asked about."""
    written = text(value)
    if known := _SALUTATIONS.get(fold(written)):
        return known
    if near := Names(("Madame", "Monsieur")).nearest(written, 0.8):
        raise Unclear(_("« {value} » : vouliez-vous dire « {name} » ?").format(value=written, name=near))
    return written


def phone(value: object) -> str:
    """A telephone number as written; one that Excel took for a number gets its zero back."""
    written = text(value)
    if not isinstance(value, str) and number(value) is not None and len(written) == _NUMBER_DIGITS:
        return f"0{written}"
    return written


def address(value: object) -> str:
    """A postal address, a line each; one written in a single line is parted before its postcode."""
    if not isinstance(value, str):
        return text(value)
    lines = pieces(value, r"[;\n\r]|\\n")
    if len(lines) == 1:
        lines = tuple(part for part in _POSTCODE.split(lines[0]) if part)
    return "\n".join(lines)
