"""Whether two people work for the same company, in the checker's own words: a conflict of interest is a legal matter.

Letters and digits alone count, without case and accents; a word for nothing (N/A, néant, sans, a dash) is no company.
"""

import unicodedata

_NONE = (
    "na", "nc", "nr", "so", "ras", "x", "xx", "xxx", "aucun", "aucune", "neant", "sans", "rien", "vide", "inconnu",
    "inconnue", "none", "nothing", "nil", "null", "nan", "tbd", "unknown", "sans objet", "sans entreprise",
    "sans employeur", "sans emploi", "sans activite", "sans profession", "demandeur d emploi", "demandeuse d emploi",
    "chomage", "au chomage", "retraite", "retraitee", "aucune entreprise", "aucun employeur", "pas d entreprise",
    "non renseigne", "non renseignee", "non concerne", "non concernee", "non communique", "non applicable",
    "not applicable", "unemployed", "a definir", "a completer", "a confirmer",
)  # fmt: skip
_NO_COMPANY = {words.replace(" ", "") for words in _NONE}


def same_company(one: str, other: str) -> bool:
    """Whether two entries name one company."""
    first = _compared(one)
    return first not in ("", *_NO_COMPANY) and first == _compared(other)


def _compared(text: str) -> str:
    """The letters and digits of an entry, each as its plain capital."""
    capitals = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae")).casefold()
    whole = unicodedata.normalize("NFKD", capitals.replace("æ", "ae"))
    return "".join(sign for sign in whole if unicodedata.category(sign)[0] in "LN")
