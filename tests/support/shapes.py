"""Titles of every shape that a title file can say, made by chance, and sessions of them.

A shape is a way to make a title: which stages its tracks have is left to chance, and so are their minutes.
"""

from collections.abc import Callable
from random import Random

from tests.support.random_sessions import Lengths, made_of
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, WRITTEN, Problem, Stage, Title, Track

_BOTH, _ALONE = ("candidate", "panel"), ("candidate", "invigilator")


def optional(rng: Random) -> Title:
    """Tracks without a written stage, without its marking, without a deliberation; one of two is anything."""
    stages = (
        Stage("QCM", "Questionnaire", WRITTEN, _ALONE, "MSP"),
        Stage("NOTE", "Notation", MARKING, ("panel",), "anywhere"),
        *_orals(),
        Stage("DECISION", "Décision", DELIBERATION, ("panel",), "last_oral"),
    )
    tracks = tuple(Track(code, code, _minutes(rng, bare=code == "NU")) for code in ("NU", "COMPLET", "PART"))
    return Title("TP-90001", "01", "Sans écrit", stages, tracks, ("BILAN", 10))


def _orals() -> tuple[Stage, ...]:
    return (
        Stage("PROJET", "Projet", ORAL, _BOTH, "ORAL", projection=True),
        Stage("ENTRETIEN", "Entretien", ORAL, _BOTH, "ORAL"),
        Stage("BILAN", "Bilan", ORAL, _BOTH, "ORAL"),
    )


def _minutes(rng: Random, *, bare: bool) -> Lengths:
    """The stages of a track with their minutes; without a written stage if it is to be `bare`."""
    written, orals = not bare and rng.choice((True, True, False)), rng.choice((1, 2))
    parts = [("QCM", rng.choice((30, 45, 90)))] if written else []
    parts += [("NOTE", rng.choice((5, 10)))] if written and rng.choice((True, False)) else []
    parts += [(code, rng.choice((15, 25, 40))) for code in rng.sample(("PROJET", "ENTRETIEN"), orals)]
    return (*parts, *([("DECISION", 5)] if rng.choice((True, False)) else []))


SHAPES: dict[str, Callable[[Random], Title]] = {"optional": optional}


def shaped_session(rng: Random, shape: str) -> Problem:
    """A session of one to five candidates of a title of a shape."""
    return made_of(rng, SHAPES[shape](rng))
