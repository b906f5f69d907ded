"""The words that are no names: those that reading knows, so that a cell keeps its meaning or its fault."""

import re
from functools import cache
from pathlib import Path

from tspi_sched.reading import built_in_titles, read_title
from tspi_sched.reading.values.cells import Unclear
from tspi_sched.reading.values.near import fold
from tspi_sched.reading.workbook.layout import PLAN_SHEETS, SHEETS, Column
from tspi_sched.reading.workbook.records import read_value
from tspi_sched.wishes import OBJECTIVES

_TIMES = """
    janvier janv january jan fevrier fevr fev february feb mars march mar avril avr april apr mai may juin june jun
    juillet juil july jul aout august aug septembre sept september sep octobre oct october novembre nov november
    decembre dec december lundi lun monday mon mardi tuesday tue mercredi mer wednesday wed jeudi jeu thursday thu
    vendredi ven friday fri samedi sam saturday sat dimanche dim sunday sun
    matin matinee morning apres midi afternoon soir evening journee jour jours day days noon heure heures hour hours
    min mn minute minutes am pm toujours always tous toute toutes les every all
    sauf except pas not absent absente absence present presente indisponible unavailable disponible available
    partir des jusqu jusque until from avant before apres after entre between
    """
_ANSWERS = """
    oui non yes no vrai faux true false x ok tout seul
    professionnel professionnelle professional pro formateur formatrice trainer homme femme male female man woman
    monsieur madame mme mlle mr mrs ms formation continue vae capitalisation initiale apprentissage alternance
    ecrit oral oraux salle room jury binome panel salle bureau atelier amphi amphitheatre etage batiment
    tiers temps majore third extra time un une deux trois one two three
    aucun aucune neant sans rien none nothing nil ras na vide idem
    sous nombre nb remarque remarques exemple example session aide help
    """
_LITTLE = "a au aux de du d des la le l les et ou en par pour avec the of on and or to in for with by"
_FIRMS = "sa sas sasu sarl eurl snc scop gie cie ste societe etablissements ets groupe group co inc ltd gmbh"
_SCENARIO = """
    given daily free none reserve anyone any same different single per stage candidate all one each end after
    """
_CLOSED = frozenset(("date", "time", "yes_no", "count", "amount", "capacity", "gender", "uses", "lock", "availability"))
"""The kinds of columns in which only words of the program are read: what is read there names nobody."""
_NO_NAME = "na neant sans aucun aucune rien none nil ras total totaux soustotal somme legende legend note notes"
"""What stands for nothing, or heads a line under a table."""


_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
"""Letters, also those whose accents are characters of their own."""


def words(text: str) -> list[str]:
    """The words of a text, as they are written."""
    return _WORD.findall(text)


@cache
def known() -> frozenset[str]:
    """Every word, folded, that a text outside the columns of names may keep."""
    texts = [_TIMES, _ANSWERS, _LITTLE, _SCENARIO, _NO_NAME, *OBJECTIVES, *_layout(), *_titles()]
    return frozenset(fold(word) for text in texts for word in words(text))


@cache
def of_firms() -> frozenset[str]:
    """The words that stay in a company's name: these decide which companies are alike."""
    return frozenset(fold(word) for word in f"{_LITTLE} {_FIRMS}".split())


def is_no_name(text: str) -> bool:
    """Whether a text in a column of names is none: `N/A`, or `Total` under the table."""
    return all(fold(word) in _NO_NAME.split() for word in words(text.replace("/", ""))) or fold(text) in ("na", "nil")


def is_understood(text: str, column: str) -> bool:
    """Whether a text, in a column of this field or title, is read as it stands, and could not hold a name then."""
    known = _closed_columns().get(fold(column))
    try:
        return known is not None and read_value(text, known, None) is not None
    except Unclear:
        return False


@cache
def _closed_columns() -> dict[str, Column]:
    columns = [column for sheet in (*SHEETS, *PLAN_SHEETS) for column in sheet.columns if column.kind in _CLOSED]
    return {fold(name): column for column in columns for name in (column.field, *column.titles)}


def _layout() -> list[str]:
    columns = [column for sheet in (*SHEETS, *PLAN_SHEETS) for column in sheet.columns]
    return [*(t for sheet in SHEETS for t in sheet.titles), *(t for c in columns for t in (*c.titles, *c.choices))]


def _titles() -> list[str]:
    """The words of the built-in titles: codes and names of their tracks and stages."""
    titles = [read_title(code, Path()) for code in built_in_titles()]
    tracks = [(track.code, track.name) for title in titles for track in title.tracks]
    stages = [(stage.code, stage.name) for title in titles for stage in title.stages]
    return [text for named in (*tracks, *stages, *((title.code, title.name) for title in titles)) for text in named]
