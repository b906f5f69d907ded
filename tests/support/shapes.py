"""Titles of every shape that a title file can say, made by chance, and sessions of them.

A shape is a way to make a title: which stages its tracks have is left to chance, and so are their minutes.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.support.random_sessions import Lengths, made_of
from tspi_sched.problem import DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN, Problem, Stage, Title, Track

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


def prepared(rng: Random) -> Title:
    """Orals that are prepared, the first one, the second, or both; with or without a written stage before them."""
    known = optional(rng)
    places = {code: rng.choice(("MSP", "ORAL")) for code in ("PREPA", "PREPB")}
    prepares = tuple(Stage(code, code, PREPARATION, ("candidate",), place) for code, place in places.items())
    return replace(known, stages=(*known.stages, *prepares), tracks=tuple(_with(rng, track) for track in known.tracks))


def _with(rng: Random, track: Track) -> Track:
    """A track with what prepares some of its orals."""
    minutes: list[tuple[str, int]] = []
    for code, length in track.minutes:
        prepares = {"PROJET": "PREPA", "ENTRETIEN": "PREPB"}.get(code)
        if prepares and rng.choice((True, True, False)):
            minutes.append((prepares, rng.choice((10, 20, 45))))
        minutes.append((code, length))
    return replace(track, minutes=tuple(minutes))


def several(rng: Random) -> Title:
    """Two or three written stages on some tracks, marked or not; orals that are prepared or not."""
    known = rng.choice((optional, prepared))(rng)
    more = Stage("ATELIER", "Atelier", WRITTEN, _ALONE, "MSP"), Stage("SUITE", "Suite", WRITTEN, _ALONE, "MSP")
    written = [(stage.code, rng.choice((30, 60, 120))) for stage in more[: rng.choice((1, 2))]]
    tracks = (replace(t, minutes=(*written, *t.minutes)) if _sits(known, t) else t for t in known.tracks)
    return replace(known, stages=(*more, *known.stages), tracks=tuple(tracks))


def _sits(title: Title, track: Track) -> bool:
    return bool(title.minutes_of(track.code, WRITTEN)) or track.code == "PART"


SHAPES: dict[str, Callable[[Random], Title]] = {"optional": optional, "prepared": prepared, "several": several}


def shaped_session(rng: Random, shape: str) -> Problem:
    """A session of one to five candidates of a title of a shape."""
    return made_of(rng, SHAPES[shape](rng))
