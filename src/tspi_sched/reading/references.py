"""What candidates say about other things, once all ids are known: trainers, exclusions, tracks, extra time."""

import re
from dataclasses import dataclass

from tspi_sched.problem import WRITTEN, Candidate, ExtraTime, Title
from tspi_sched.reading.faults import Faults
from tspi_sched.reading.title import codes_in
from tspi_sched.reading.values.cells import shown
from tspi_sched.reading.values.extra_time import Grant
from tspi_sched.reading.values.near import Names
from tspi_sched.reading.workbook.records import Record
from tspi_sched.texts import _


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that references may name (None: unknown, so nothing can be said), and those a scenario took away."""

    members: Names | None
    staff: Names | None
    gone: Names


def candidate_of(record: Record, title: Title | None, known: Known, faults: Faults) -> Candidate | None:
    """A candidate with references resolved; None if something essential could not be read."""
    trainers = _references(record, "trainers", known.staff, known.gone, faults)
    exclusions = _references(record, "exclusions", known.members, known.gone, faults)
    tracks = _tracks(record, title, faults) if title else ()
    if title is None or not tracks:
        return None
    _check_final_interview(record, tracks, title, faults)
    granted = _extra_time(record, tracks, title, faults)
    if not record.readable or "id" not in record.values:
        return None
    values = {**record.values, "tracks": tracks, "trainers": trainers, "exclusions": exclusions, "extra_time": granted}
    return Candidate(**values)


# --- ids -------------------------------------------------------------------------------------------------------------


def _references(record: Record, field: str, known: Names | None, gone: Names, faults: Faults) -> tuple[str, ...]:
    """The ids named in a cell; those that the scenario took away are left out."""
    found: list[str] = []
    if known is None:
        return ()
    for text in record.values.get(field, ()):
        names = split_ids(text, known, gone)
        if names is None:
            message = _("identifiant inconnu « {value} »{hint}").format(value=shown(text), hint=known.hint(text))
            record.fault(faults, field, message)
        else:
            found += names
    return tuple(dict.fromkeys(found))


def split_ids(text: str, known: Names, gone: Names) -> list[str] | None:
    """The known ids in one piece of a list, which may still be several parted by `/`, a blank or a word."""
    for separator in (None, r"\s*/\s*", r"\s+(?:et|and|&|\+)\s+", r"\s*[+&]\s*", r"\s+"):
        parts = [text] if separator is None else [part for part in re.split(separator, text) if part]
        meant = [(part, known.find(part)) for part in parts]
        if all(name or gone.find(part) for part, name in meant):
            return [name for _part, name in meant if name]
    return None


# --- CERES sessions ---------------------------------------------------------------------------------------------------


def ceres_numbers(records: list[Record], title: Title | None, faults: Faults) -> tuple[tuple[str, str], ...]:
    """The number of each track's CERES session; a row may name several tracks, a track has one number."""
    numbers: dict[str, str] = {}
    for record in records if title else ():
        for track in _named_tracks(record, "track", title, faults) if title else ():
            number = record.values.get("number", "")
            if numbers.setdefault(track, number) != number:
                message = _("le parcours {track} a déjà un autre numéro, {number} ; gardez-en un")
                record.fault(faults, "number", message.format(track=track, number=numbers[track]))
    return tuple(numbers.items())


# --- tracks and stages -----------------------------------------------------------------------------------------------


def _tracks(record: Record, title: Title, faults: Faults) -> tuple[str, ...]:
    """The tracks of a candidate, in the order written; empty if they cannot be told."""
    tracks = _named_tracks(record, "tracks", title, faults)
    whole = [code for code in tracks if _is_whole(code, title)]
    if whole and len(tracks) > 1:
        message = _("« {value} » : le parcours {track} est déjà le titre entier")
        record.fault(faults, "tracks", message.format(value=shown(record.values["tracks"]), track=whole[0]))
        return ()
    return tracks


def _named_tracks(record: Record, field: str, title: Title, faults: Faults) -> tuple[str, ...]:
    """The tracks named in a cell; a fault for one that is not known or stands there twice."""
    text = record.values.get(field)
    if text is None:
        return ()
    tracks = codes_in(text, title)
    if tracks is None:
        hint = Names(track.code for track in title.tracks).hint(text)
        record.fault(faults, field, _("parcours inconnu « {value} »{hint}").format(value=shown(text), hint=hint))
        return ()
    if len(set(tracks)) < len(tracks):
        record.fault(faults, field, _("« {value} » : un parcours y est deux fois").format(value=shown(text)))
        return ()
    return tracks


def _is_whole(code: str, title: Title) -> bool:
    """Whether a track ends with the final interview, so gives the whole title."""
    return title.completion is not None and title.completion[0] in dict(title.track[code].minutes)


def _check_final_interview(record: Record, tracks: tuple[str, ...], title: Title, faults: Faults) -> None:
    if not record.values.get("final_interview"):
        return
    if title.completion is None:
        message = _("le titre {title} n'a pas d'entretien final de capitalisation ; écrivez non")
        record.fault(faults, "final_interview", message.format(title=title.code))
    for code in tracks:
        if _is_whole(code, title):
            message = _("le parcours {track} comprend déjà un entretien final ; écrivez non")
            record.fault(faults, "final_interview", message.format(track=code))


def _extra_time(record: Record, tracks: tuple[str, ...], title: Title, faults: Faults) -> tuple[ExtraTime, ...]:
    """What is granted, for stages that this candidate sits; no stage named means the written paper."""
    sat = [code for track in tracks for code, _minutes in title.track[track].minutes]
    if record.values.get("final_interview") and title.completion:
        sat.append(title.completion[0])
    stages = {code: title.stage[code] for code in sat if "candidate" in title.stage[code].attends}
    written = [code for code, stage in stages.items() if stage.kind == WRITTEN]
    codes, names = Names(stages), {stage.name: code for code, stage in stages.items()}
    found: list[ExtraTime] = []
    for grant in record.values.get("extra_time", ()):
        named = codes.find(grant.stage) or Names(names).find(grant.stage) if grant.stage else None
        if grant.stage and named is None:
            _not_sat(record, grant, tuple(stages), codes, faults)
        for code in [names.get(named, named)] if named else [] if grant.stage else dict.fromkeys(written):
            if code in (extra.stage for extra in found):
                message = _("temps majoré : l'épreuve {stage} y est deux fois").format(stage=code)
                record.fault(faults, "extra_time", message)
            found.append(ExtraTime(code, grant.share, grant.minutes))
    return tuple(found)


def _not_sat(record: Record, grant: Grant, stages: tuple[str, ...], codes: Names, faults: Faults) -> None:
    near = codes.nearest(grant.stage)
    hint = _(" ; vouliez-vous dire « {name} » ?").format(name=near) if near else ""
    message = _("temps majoré : le candidat ne passe pas l'épreuve « {stage} »{hint} (il passe {stages})")
    record.fault(faults, "extra_time", message.format(stage=shown(grant.stage), hint=hint, stages=", ".join(stages)))
