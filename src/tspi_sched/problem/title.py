"""A référentiel as data: what a stage is, which stages each track has, and how long they last."""

from dataclasses import dataclass
from functools import cached_property

from tspi_sched.problem.facts import MSP_USE, ORAL_USE

WRITTEN, MARKING, PREPARATION, ORAL = "written", "marking", "preparation", "oral"
DELIBERATION, CLOSING = "deliberation", "closing"
KINDS = (WRITTEN, MARKING, PREPARATION, ORAL, DELIBERATION, CLOSING)
"""What a stage is: the written paper, its marking, the candidate's preparation of an oral, an oral, the deliberation,
the signing of the minutes."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a stage needs of one type of `means`, a thing or a person in a role: one for each `shared_by` of the
    candidates who sit it together; an oral has one candidate at a time."""

    means: str
    shared_by: int = 1


ATTENDED = (WRITTEN, PREPARATION, ORAL)
"""The kinds of stage that a candidate is there for."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One timed part of the référentiel. `attends`: ``candidate``, ``panel``, ``invigilator``; `place`: a use of a
    room, ``anywhere`` or ``last_oral`` (the room of the last oral); `projection`: a projector is needed; `needs`: the
    other means."""

    code: str
    name: str
    kind: str
    attends: tuple[str, ...]
    place: str
    projection: bool = False
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """One way through the title: its stages in order with their minutes, as the référentiel gives them."""

    code: str
    name: str
    minutes: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Title:
    """A référentiel as data: stages and tracks, and the final interview of who completes the title by its parts.

    Each track is one or more orals, with written stages before them and a deliberation after them where the title has
    them; what is written may be marked before the orals, and each oral prepared.
    """

    code: str
    version: str
    name: str
    stages: tuple[Stage, ...]
    tracks: tuple[Track, ...]
    completion: tuple[str, int] | None = None
    """Stage code and minutes of the final interview after the last certificate; None: the title has none."""
    places: tuple[str, ...] = (MSP_USE, ORAL_USE)
    """What a room may be used for, as the workbook's `Usages` say it."""

    @cached_property
    def stage(self) -> dict[str, Stage]:
        """Stages by code."""
        return {stage.code: stage for stage in self.stages}

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The codes of the stages of a kind, in order."""
        return tuple(stage.code for stage in self.stages if stage.kind == kind)

    def minutes_of(self, track: str, kind: str) -> tuple[tuple[str, int], ...]:
        """The stages of a kind that a track has, in order, with their minutes."""
        return tuple((code, n) for code, n in self.track[track].minutes if self.stage[code].kind == kind)

    def call(self, stage: str) -> str:
        """What a stage calls a candidate to: to itself where it is written, to the orals of its track where it is one
        of them or prepares one; empty for other stages, and unknown ones."""
        kind = self.stage[stage].kind if stage in self.stage else ""
        return stage if kind == WRITTEN else ORAL if kind in ATTENDED else ""

    def uses(self, kind: str) -> frozenset[str]:
        """The places of the stages of a kind: what a room must be used for to host one of them."""
        return frozenset(stage.place for stage in self.stages if stage.kind == kind)

    @property
    def has_places_or_means(self) -> bool:
        """Whether stages are in more places than rooms for papers and rooms for orals, or need more than a projector:
        what bounds and heuristics do not know of."""
        plain = self.uses(WRITTEN) <= {MSP_USE} and self.uses(ORAL) <= {ORAL_USE}
        return not plain or any(stage.needs for stage in self.stages)

    @property
    def moves_between_orals(self) -> bool:
        """Whether orals are in several places, so that a chain may be in several rooms, with the time to move."""
        return len(self.uses(ORAL)) > 1

    @property
    def certificates(self) -> tuple[str, ...]:
        """The codes of the tracks that are each a part of the title: those without its completing oral."""
        if self.completion is None:
            return ()
        return tuple(track.code for track in self.tracks if self.completion[0] not in dict(track.minutes))

    @cached_property
    def track(self) -> dict[str, Track]:
        """Tracks by code."""
        return {track.code: track for track in self.tracks}
