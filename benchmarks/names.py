"""Invented people and companies, enough for the largest session."""

from itertools import product

_LAST = product(
    ("ARB", "BELC", "CHAM", "DOR", "ESP", "FLOR", "GRAN", "HAUB", "JOUR", "LAMB", "MONT", "NOIR", "ORV", "PREV", "ROUV",
     "SAV", "TREM", "VALB", "VERN", "YST"),
    ("ANDEAU", "ERIN", "IGNOLLES", "OSSARD", "UCHET", "ELIER", "AVAUX", "INCOURT"),
)  # fmt: skip
_FIRST = (
    "Adèle", "Bilal", "Carla", "Driss", "Élodie", "Florian", "Gaspard", "Hawa", "Inaya", "Jules", "Kenza", "Léon",
    "Maïwenn", "Nolan", "Oriane", "Pierrick", "Quentin", "Rokia", "Solal", "Tess",
)  # fmt: skip
_TRADES = ("Fonderie", "Biscuiterie", "Tissages", "Câblerie", "Verrerie", "Papeterie", "Laiterie", "Mécanique")
_PLACES = (
    "Aubrelle", "Brissonne", "Cormeraie", "Dambrelles", "Escoures", "Fauvières", "Gravanne", "Hourmes", "Isolay",
    "Jarvaux", "Kerdoual", "Lourmelles", "Marsonne", "Nervieux", "Orgelade", "Pradières", "Quérande", "Roselier",
)  # fmt: skip

PEOPLE = tuple((start + end, first) for (start, end), first in product(_LAST, _FIRST))
"""Last and first names."""

FIRMS = tuple(f"{trade} {place}" for trade, place in product(_TRADES, _PLACES))
"""Companies: two jurors or two companies of candidates are never the same by chance."""
