"""Somebody's day in a few words, for comparisons of plans."""

from collections.abc import Sequence

from tspi_sched.comparison.people import Entry
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, mark, ngettext
from tspi_sched.wording.bare import candidate_name, member_name, room_name


def day_text(problem: Problem, entries: Sequence[Entry]) -> str:
    """Somebody's day on one line; nothing for a day off."""
    return mark(";").join(day_lines(problem, entries))


def day_lines(problem: Problem, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The stretches of somebody's day: ``13:00 – 14:50 ET QPP EF (TITRE), Salle Curie``."""
    return tuple(_stretch(problem, stretch) for stretch in _stretches(entries))


def _stretches(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Entries that follow each other without a pause, about one candidate and in one room, are told as one."""
    found: list[list[Entry]] = []
    for entry in entries:
        before = found[-1][-1] if found else None
        if before and before.end == entry.start and _about(before) == _about(entry):
            found[-1].append(entry)
        else:
            found.append([entry])
    return found


def _about(entry: Entry) -> tuple[object, ...]:
    return entry.candidate, entry.track, entry.room, entry.beside


def _stretch(problem: Problem, entries: list[Entry]) -> str:
    first = entries[0]
    stages = " ".join(entry.stage for entry in entries)
    beside = ", ".join(member_name(problem, id) for id in first.beside)
    count = len(first.watched)
    watched = ngettext("{count} candidat", "{count} candidats", count).format(count=count) if count else ""
    parts = (
        f"{stages} ({first.track})" if first.track else stages,
        candidate_name(problem, first.candidate),
        room_name(problem, first.room),
        watched,
        _("avec {names}").format(names=beside) if beside else "",
    )
    return f"{clock(first.start)} – {clock(entries[-1].end)} " + ", ".join(filter(None, parts))
