"""Rows of a table that are no rows: totals, notes and legends under it, or its header again."""

import re
from collections.abc import Mapping, Sequence

from tspi_sched.problem import letters
from tspi_sched.reading.values.cells import is_empty, number, shown
from tspi_sched.reading.values.spelling import is_error, tidy, unaccented

_MARK = re.compile(
    r"\W*(?:(?:sous[- ]?)?tota(?:l|ux)|(?:sub)?totals?|sommes?|sum|nombres?|nb|n\.\s?b\.?|moyennes?|average|mean"
    r"|effectifs?|count|legendes?|legend|notes?|nota(?: bene)?|remarques?|rq|commentaires?|remarks?|comments?|sources?"
    r"|attention|mise a jour|mis a jour|maj|derniere mise|p\.?\s?s\.?|rappel|a noter|ne pas effacer)(?![^\W_])"
    r"|\*|†|‡|\(\*|\(\d\)\s"
)
_INITIALS = frozenset(("nb", "ps", "rq", "maj", "sum"))
"""Marks that could as well be somebody's initials, and so an id."""
_COUNTED = re.compile(
    r"\d+ (?:candidate?s?|jures?|jurys?|salles?|surveillante?s?|(?:video)?-?projecteurs?|personnes?|appareils?|jours?"
    r"|places?|membres?|members|rooms?|projectors?|invigilators?|people|days?|seats?)\b"
)
_SENTENCE = 30
"""Letters from which on a text is a sentence and no name of a thing."""


def is_aside(values: Sequence[object], id_column: int | None, titles: Mapping[str, int]) -> bool | None:
    """Whether a row (all its values; `id_column` from 1; the header's titles, folded, by column) is a remark.

    None: it begins like one under the heading of ids, and yet holds as much as a person or a thing.
    """
    filled = {place: value for place, value in enumerate(values, 1) if not is_empty(value)}
    if sum(titles.get(letters(value)) == place for place, value in filled.items() if isinstance(value, str)) > 1:
        return True
    first = next(iter(filled), 0)
    if not isinstance(filled.get(first), str):
        return False
    text = tidy(str(filled[first]))
    others = [value for place, value in filled.items() if place != first and _says(value)]
    if _MARK.match(unaccented(text)) or _COUNTED.match(unaccented(text)):
        if id_column in filled and first != id_column and _says(filled[id_column]):
            return False
        if letters(text) in _INITIALS:
            return not others or (len(others) == 1 and _is_sentence(str(others[0])))
        return True if len(others) < 2 else (None if first == id_column else False)
    return first == id_column and len(filled) == 1 and _is_sentence(text)


def _says(value: object) -> bool:
    """Whether a value is more than what a row of totals has under other headings."""
    return isinstance(value, str) and number(value) is None and not is_error(value)


def _is_sentence(text: str) -> bool:
    words = text.split()
    if ":" in text or len(text) > _SENTENCE:
        return True
    if any(c.isdigit() for c in text):
        return len(words) > 4
    return len(words) > 2 or (len(words) > 1 and text[0].islower())


def first_words(values: Sequence[object]) -> str:
    """How a row begins, for a message."""
    return shown(next(value for value in values if not is_empty(value)))
