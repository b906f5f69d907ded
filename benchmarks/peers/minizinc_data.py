"""A session as data of `session.mzn`."""

from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.peers.session import Job, Session, Spans, starts
from tspi_sched.problem import Room

NO_LIMIT = -1

UNKNOWN = ("panel", "room", "oral", "mark", "paper")
"""The unknowns that a search may start from, in the order of the model."""


def data(s: Session, goal: int, limits: dict[int, int], last: dict[str, Any] | None) -> str:
    """The whole file: what is minimised, what the earlier objectives allow, and the solution to start from, if any."""
    parts = {**_numbers(s), **_jobs(s), **_people(s), **_places(s)}
    parts["old"] = _list(value for name in UNKNOWN for value in last[name]) if last else "[]"
    parts["goal"] = str(goal)
    parts["limit"] = _list(limits.get(place, NO_LIMIT) for place in range(1, 6))
    return "".join(f"{name} = {value};\n" for name, value in parts.items())


def _numbers(s: Session) -> dict[str, str]:
    first, last = s.meal_starts
    numbers = {
        "day_slots": s.day_slots,
        "grid": s.grid,
        "changeover": s.changeover,
        "setup": s.setup,
        "meal": s.meal,
        "meal_first": first,
        "meal_last": last,
        "share": s.problem.rules.msp.candidates_per_invigilator,
    }
    shown = [job for job in s.jobs for _ in job.projected]
    counted: dict[str, Sequence[Any]] = {
        "TRACK": s.tracks,
        "CANDIDATE": s.problem.candidates,
        "JOB": s.jobs,
        "PANEL": s.panels,
        "ROOM": s.oral_rooms,
        "HALL": s.written_rooms,
        "SHOWN": shown,
        "PROJECTOR": s.problem.projectors,
        "WATCHER": s.problem.invigilators,
    }
    sets = {name: f"1..{len(things)}" for name, things in counted.items()}
    return {**{name: str(number) for name, number in numbers.items()}, **sets, "DAY": f"0..{len(s.days) - 1}"}


def _jobs(s: Session) -> dict[str, str]:
    people = [candidate.id for candidate in s.problem.candidates]
    shown = [(job, offset, slots) for job in s.jobs for _, offset, slots in job.projected]
    return {
        "track": _list(s.tracks.index(job.track) + 1 for job in s.jobs),
        "candidate": _list(people.index(job.candidate.id) + 1 for job in s.jobs),
        "written": _list(job.written for job in s.jobs),
        "marking": _list(job.marking for job in s.jobs),
        "chain": _list(job.chain for job in s.jobs),
        "hearing": _list(job.hearing for job in s.jobs),
        "before": _list(_before(s, job) for job in s.jobs),
        "paper_at": _list(_starts(s.spans(job.candidate), 0, job.written) for job in s.jobs),
        "oral_at": _list(_starts(s.spans(job.candidate), 0, job.chain) for job in s.jobs),
        "shown_job": _list(job.index + 1 for job, _, _ in shown),
        "shown_offset": _list(offset for _, offset, _ in shown),
        "shown_length": _list(slots for _, _, slots in shown),
    }


def _before(s: Session, job: Job) -> int:
    """The job whose orals come first, counted from 1; 0: none."""
    own = s.jobs_of(job.candidate)
    place = own.index(job)
    return own[place - 1].index + 1 if place else 0


def _people(s: Session) -> dict[str, str]:
    watchers = s.problem.invigilators
    barred = [
        [[j.index + 1 for j in s.jobs if j.track == track and who.id in j.candidate.trainers] for track in s.tracks]
        for who in watchers
    ]
    return {
        "members": _list(len(panel.members) for panel in s.panels),
        "most": _list(len(s.jobs) if panel.most is None else panel.most for panel in s.panels),
        "mark_at": _table([[_serves(j, p, j.marking) for p in s.panels] for j in s.jobs]),
        "hear_at": _table([[_serves(j, p, j.hearing) for p in s.panels] for j in s.jobs]),
        "barred": _table([["{" + ", ".join(map(str, jobs)) + "}" for jobs in row] for row in barred]),
        "away": _list(_set((a, b - 1) for a, b in s.closed(s.spans(who))) for who in watchers),
    }


def _serves(job: Job, panel: Any, length: int) -> str:
    return "{}" if job.index in panel.barred else _starts(panel.spans, 0, length)


def _places(s: Session) -> dict[str, str]:
    halls = [room.id for room in s.written_rooms]
    shown = [(job, offset, slots) for job in s.jobs for _, offset, slots in job.projected]
    carried = [
        [_starts(s.spans(p), s.setup - offset, offset + slots) for p in s.problem.projectors]
        for _, offset, slots in shown
    ]
    return {
        "room_at": _table([[_enters(s, j, r, 0, j.hearing) for r in s.oral_rooms] for j in s.jobs]),
        "hall_at": _table([[_enters(s, j, r, 0, j.written) for r in s.written_rooms] for j in s.jobs]),
        "desks": _list(room.seats for room in s.written_rooms),
        "fixed": _list(str(room.projector).lower() for room in s.oral_rooms),
        "hall_of": _list(halls.index(room.id) + 1 if room.id in halls else 0 for room in s.oral_rooms),
        "projector_at": _table(carried, len(s.problem.projectors)),
    }


def _enters(s: Session, job: Job, room: Room, before: int, length: int) -> str:
    return _starts(s.spans(room), before, length) if s.suited(job, [room]) else "{}"


# --- how MiniZinc writes things --------------------------------------------------------------------------------------


def _starts(spans: Spans, before: int, length: int) -> str:
    """The slots at which something may start."""
    return _set(starts(spans, before, length))


def _set(ranges: Iterable[tuple[int, int]]) -> str:
    return " union ".join(f"{first}..{last}" for first, last in ranges) or "{}"


def _list(values: Iterable[Any]) -> str:
    return "[" + ", ".join(map(str, values)) + "]"


def _table(rows: list[list[Any]], width: int | None = None) -> str:
    """Two dimensions, also with nothing in one of them."""
    width = width if width is not None else len(rows[0]) if rows else 0
    cells = [cell for row in rows for cell in row]
    return f"array2d(1..{len(rows)}, 1..{width}, {_list(cells)})"
