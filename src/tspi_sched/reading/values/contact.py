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
    **dict.fromkeys(("madame", "mme", "mad", "mlle", "mademoiselle", "f", "femme", "ms", "mrs", "miss"), "Madame"),
    **dict.fromkeys(("monsieur", "m", "mr", "h", "homme"), "Monsieur"),
}


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
