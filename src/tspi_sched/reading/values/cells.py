"""Reading one value as a person would: numbers stored as text, `Oui`, `CCP 1`, blanks around, and so on.

Every reader takes a value that is not empty, from a cell or from TOML, and returns what it means or raises
`Unclear` with a sentence that says what was found and what would be right. Nothing here knows where the value stands.
"""

import re
from datetime import date, datetime, time

from tspi_sched.plan import DONE, VOID
from tspi_sched.problem import LOCK_PARTS, MSP_USE, ORAL_USE
from tspi_sched.reading.values.near import Names, fold
from tspi_sched.reading.values.spelling import DASHES, tidy
from tspi_sched.texts import _

_SHOWN = 60
_LARGEST = 1e15
_NUMBER = re.compile(r"[-+−]?\d[\d ]*(?:[.,]\d+)?(?:[eE][-+]?\d{1,2})?")
_PER_DAY = r"(?:\s*(?:/|par|per|a)\s*(?:jour|j|day))?"
_MONEY = rf"\s*(?:€|euros?|EUR){_PER_DAY}$"
_COUNTED = re.compile(
    r"(?:max(?:imum)?\.?\s+)?(\d{1,6})"
    r"(?:\s*(?:places?(?: assises)?|chaises?|tables?|postes?|candidats?|passages?|pers(?:onnes?)?\.?|pl\.?"
    rf"|seats?|desks?|chairs?|people|candidates?))?{_PER_DAY}(?:\s+max(?:i|imum)?\.?)?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}")


class Unclear(ValueError):
    """A value that cannot be read with confidence; the text says what would be right."""


def shown(value: object) -> str:
    """A value as its author sees it, shortened."""
    match value:
        case bool():
            text = _("VRAI") if value else _("FAUX")
        case datetime() if value.time() != time():
            text = f"{value:%d/%m/%Y %H:%M}"
        case date():
            text = f"{value:%d/%m/%Y}"
        case float():
            text = f"{value:.15g}"
        case _:
            text = tidy(str(value)) if not isinstance(value, int) or abs(value) < 10**30 else "10000…"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def is_empty(value: object) -> bool:
    """Nothing, an empty list, or a text with nothing to see."""
    return value is None or value == [] or (isinstance(value, str) and not tidy(value))


def text(value: object) -> str:
    """A text; a whole number is read as its digits."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, int | float) and number(value) is not None:
        return str(int(value)) if value == int(value) else f"{value:.15g}"
    raise Unclear(_("« {value} » n'est pas un texte").format(value=shown(value)))


def identifier(value: object) -> str:
    """An id: one word or a few, without what separates ids in a list."""
    name = text(value)
    if re.search(r"[;,]", name) or (isinstance(value, str) and "\n" in value.strip()):
        raise Unclear(
            _("« {value} » n'est pas un identifiant : un seul, sans « ; » ni « , »").format(value=shown(value))
        )
    if isinstance(value, float) and value != int(value):
        raise Unclear(_("« {value} » n'est pas un identifiant : écrivez par exemple J1").format(value=shown(value)))
    return name


def pieces(value: object, separators: str = r"[;,\n\r]") -> tuple[str, ...]:
    """The parts of a list written in one cell, or of a TOML list."""
    if isinstance(value, list):
        return tuple(text(item) for item in value if not is_empty(item))
    if not isinstance(value, str):
        return (text(value),)
    return tuple(part for part in (tidy(piece) for piece in re.split(separators, value)) if part)


def track_list(value: object) -> str:
    """A candidate's tracks as one text; only a title knows which tracks these are."""
    return "+".join(pieces(value)) if isinstance(value, list | str) else text(value)


def identifiers(value: object) -> tuple[str, ...]:
    """Ids in one cell; whether a remaining `/` separates two of them is for those who know the ids."""
    return tuple(dict.fromkeys(pieces(value)))


def number(value: object) -> float | int | None:
    """The number that a value is or spells, or None; `1,250` could be two numbers, so it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value if abs(value) <= _LARGEST else None
    if not isinstance(value, str):
        return None
    spelt = re.sub(_MONEY, "", tidy(value), flags=re.IGNORECASE)
    if len(spelt) > 30 or not _NUMBER.fullmatch(spelt) or _THOUSANDS.fullmatch(spelt):
        return None
    spelt = spelt.replace(" ", "").replace(",", ".").replace("−", "-")
    found = float(spelt)
    if abs(found) > _LARGEST:
        return None
    return int(found) if found.is_integer() else found


def whole(value: object, least: int, most: int) -> int:
    """A whole number between two others."""
    found = number(value)
    if found is None or found != int(found):
        raise Unclear(_("« {value} » n'est pas un nombre entier").format(value=shown(value)))
    if not least <= found <= most:
        message = _("« {value} » doit être compris entre {least} et {most}")
        raise Unclear(message.format(value=shown(value), least=least, most=most))
    return int(found)


def count(value: object) -> int:
    """How many, at least one; the unit may stand beside it: `20 places`, `4 par jour`."""
    if isinstance(value, str) and (match := _COUNTED.fullmatch(tidy(value))):
        value = match[1]
    return whole(value, 1, 1_000_000)


def amount(value: object) -> int:
    """Whole euros, zero or more."""
    found = number(value)
    if found is not None and found != int(found):
        raise Unclear(_("« {value} » : écrivez des euros entiers, sans centimes").format(value=shown(value)))
    return whole(value, 0, 10_000_000)


def minutes(value: object) -> int:
    """Minutes of a day, none or more; the unit may stand beside them: `10 min`."""
    if isinstance(value, str):
        value = re.sub(r"\s*(?:minutes?|mins?|mn)\.?$", "", tidy(value), flags=re.IGNORECASE)
    return whole(value, 0, 1440)


_YES = frozenset(("oui", "o", "yes", "y", "x", "vrai", "true", "1", "✓", "✔", "☑", "✅", "[x]"))
_NO = frozenset(
    ("non", "n", "no", "faux", "false", "0", "aucun", "aucune", "sans", "néant", "neant", "rien", "none", "☐", "[]")
)


def yes_no(value: object) -> bool:
    """Yes or no, in the ways people tick a box."""
    if isinstance(value, bool):
        return value
    spelt = tidy(str(value)).casefold().rstrip(".! ") if isinstance(value, str) else str(number(value))
    if spelt in _YES or spelt == "1.0":
        return True
    if spelt in _NO or spelt in DASHES or spelt == "0.0":
        return False
    raise Unclear(_("« {value} » : écrivez oui ou non").format(value=shown(value)))


def one_of(value: object, words: dict[str, str], expected: str) -> str:
    """What a word stands for, among words written without case and accents."""
    spelt = text(value)
    if fold(spelt) in words:
        return words[fold(spelt)]
    hint = Names(words).hint(spelt) if len(spelt) > 2 else ""
    raise Unclear(_("« {value} » : {expected} est attendu{hint}").format(value=spelt, expected=expected, hint=hint))


def name(value: object) -> str:
    """A person's name: a text with letters, so that a number under a column of names is no person."""
    spelt = text(value)
    if not any(c.isalpha() for c in spelt):
        raise Unclear(_("« {value} » n'est pas un nom").format(value=shown(value)))
    return spelt


_CAPACITIES = {
    **dict.fromkeys(("professionnel", "professionnelle", "professional", "pro", "p"), "professional"),
    **dict.fromkeys(("formateur", "formatrice", "trainer", "f"), "trainer"),
}
_GENDERS = {
    **dict.fromkeys(("f", "femme", "madame", "mme", "feminin", "female", "woman", "mrs", "ms"), "F"),
    **dict.fromkeys(("m", "h", "homme", "monsieur", "masculin", "male", "man", "mr"), "M"),
}
USES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("msp", "ecrit", "ecrits", "written"), (MSP_USE,)),
    **dict.fromkeys(("oral", "oraux", "orals"), (ORAL_USE,)),
    **dict.fromkeys(("lesdeux", "both", "msporal"), (MSP_USE, ORAL_USE)),
}
_ALL_PARTS = frozenset(("x", "oui", "yes", "tout", "all", "vrai", "true", "1", "o", "y"))
_LOCKS = {
    **dict.fromkeys(("jour", "day", "date"), "day"),
    **dict.fromkeys(("heure", "heures", "horaire", "debut", "time", "start"), "start"),
    **dict.fromkeys(("salle", "room"), "room"),
    **dict.fromkeys(("jury", "binome", "panel", "members"), "panel"),
    **dict.fromkeys(("surveillant", "surveillants", "invigilator", "invigilators"), "invigilators"),
}


def capacity(value: object) -> bool:
    """Whether a member is a professional (or else a trainer)."""
    return one_of(value, _CAPACITIES, _("professionnel ou formateur")) == "professional"


def gender(value: object) -> str:
    """`F` or `M`."""
    return one_of(value, _GENDERS, _("F ou M"))


_BETWEEN_USES = r"[;,/+&\n\r]|\bet\b|\band\b"


def places(value: object) -> tuple[str, ...]:
    """What a room may host, as it is written: the title says which places there are."""
    found = pieces(value, _BETWEEN_USES)
    if not found:
        raise Unclear(_("« {value} » : MSP, ORAL ou MSP;ORAL est attendu").format(value=shown(value)))
    return found


def uses(value: object) -> tuple[str, ...]:
    """The same in the usual words alone: papers, orals."""
    found: list[str] = []
    for part in pieces(value, _BETWEEN_USES):
        if fold(part) not in USES:
            hint = Names(("MSP", "ORAL")).hint(part)
            raise Unclear(_("« {value} » n'est pas un usage de salle{hint}").format(value=shown(part), hint=hint))
        found += USES[fold(part)]
    if not found:
        raise Unclear(_("« {value} » : MSP, ORAL ou MSP;ORAL est attendu").format(value=shown(value)))
    return tuple(use for use in (MSP_USE, ORAL_USE) if use in found)


_STATES = {"fait": DONE, "faite": DONE, "passe": DONE, "passee": DONE, "done": DONE, "annule": VOID, "annulee": VOID,
           "nul": VOID, "nulle": VOID, "void": VOID, "avenir": "", "tocome": ""}  # fmt: skip


def state(value: object) -> str:
    """What became of a task."""
    word = fold(text(value))
    if word not in _STATES:
        message = _("« {value} » ne dit pas ce que l'épreuve est devenue (fait, annulé, ou rien si elle est à venir)")
        raise Unclear(message.format(value=shown(value)))
    return _STATES[word]


def lock(value: object) -> frozenset[str]:
    """The parts of a task that are locked: all of them for a cross."""
    if isinstance(value, bool | int | float):
        return frozenset(LOCK_PARTS) if yes_no(value) else frozenset()
    words = [word for part in pieces(value, r"[;,/+\s]") for word in (fold(part),) if part not in DASHES]
    if len(words) == 1 and words[0] in _ALL_PARTS:
        return frozenset(LOCK_PARTS)
    if len(words) == 1 and words[0] in _NO:
        return frozenset()
    known = Names((_("jour"), _("heure"), _("salle"), _("jury"), _("surveillant")))
    for word in words:
        if word not in _LOCKS:
            raise Unclear(
                _("« {value} » ne dit pas ce qui est verrouillé{hint} (x verrouille tout)").format(
                    value=shown(value), hint=known.hint(word)
                )
            )
    return frozenset(_LOCKS[word] for word in words)
