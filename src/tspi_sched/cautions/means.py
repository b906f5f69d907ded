"""What stages need and the workbook has nothing of: a place without a room, a type of means without any."""

from collections.abc import Iterator

from tspi_sched.problem import ORAL, PREPARATION, WRITTEN, Problem, Stage
from tspi_sched.texts import _


def wholly_missing(problem: Problem) -> Iterator[str]:
    """What a stage that somebody sits needs, of which the session has nothing: each named once, with the sheet."""
    uses = {use for room in problem.rooms for use in room.uses}
    for stage in _sat(problem):
        if stage.place not in uses:
            text = _("feuille « Salles » : aucune salle n'a l'usage {place}, dont {stage} a besoin")
            yield text.format(place=stage.place, stage=_named(stage))
        for need in stage.needs:
            if not problem.means_of(need.means):
                text = _("feuilles « Moyens » et « Intervenants » : aucun « {type} », dont {stage} a besoin")
                yield text.format(type=need.means, stage=_named(stage))


def _named(stage: Stage) -> str:
    return f"{stage.name} ({stage.code})"


def _sat(problem: Problem) -> list[Stage]:
    """The stages in rooms that some candidate of the session sits, in the title's order."""
    tracks = {track for candidate in problem.candidates for track in candidate.tracks}
    codes = {code for track in tracks for code, _minutes in problem.title.track[track].minutes}
    kinds = (WRITTEN, PREPARATION, ORAL)
    return [stage for stage in problem.title.stages if stage.code in codes and stage.kind in kinds]
