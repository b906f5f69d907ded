"""When two spellings are the same thing: ids and labels by all but case, accents and blanks; companies by letters and
digits only."""

import unicodedata
from functools import lru_cache

_DASHES = "‐‑‒–—―−﹘﹣－⁃"
_APOSTROPHES = "’‘‛ʼʹ´`′＇"
_SIGNS = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_APOSTROPHES, "'")})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

_NOTHING_WORDS = """
na nc nr so ras x xx xxx aucun aucune neant sans rien vide inconnu inconnue none nothing nil null nan tbd unknown
sansobjet sansentreprise sansemployeur sansemploi sansactivite sansprofession demandeurdemploi demandeusedemploi
chomage auchomage retraite retraitee aucuneentreprise aucunemployeur pasdentreprise nonrenseigne nonrenseignee
nonconcerne nonconcernee noncommunique nonapplicable notapplicable unemployed adefinir acompleter aconfirmer
"""
_NOTHING = frozenset(_NOTHING_WORDS.split())


def signs(text: str) -> str:
    """A text whose dashes and apostrophes are those of a keyboard, whichever a program put in their place."""
    return text if text.isascii() else text.translate(_SIGNS)


@lru_cache(maxsize=10_000)
def plain(text: str) -> str:
    """A text without case, accents and blanks, as ids and labels of panels are compared."""
    spelt = unicodedata.normalize("NFKD", signs(text).casefold())
    return "".join(c for c in spelt if not c.isspace() and unicodedata.category(c) not in ("Mn", "Me", "Cf"))


@lru_cache(maxsize=10_000)
def letters(text: str) -> str:
    """The letters and digits of a text, without case and accents."""
    spelt = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(c for c in spelt if c.isalnum())


def alphabetical(text: str) -> tuple[str, ...]:
    """What sorts a text as a dictionary does: word by word, accents aside (`Öztürk` before `Petit`)."""
    words = "".join(c if c.isalnum() or unicodedata.combining(c) else " " for c in text).split()
    return tuple(letters(word) for word in words)


def company_key(text: str) -> str:
    """A company as it is compared: by its letters and digits; empty for none, however that is written."""
    key = letters(text)
    return "" if key in _NOTHING else key
