"""The day for the wall, in words: when and where each candidate comes, for a paper and for the orals.

Candidates and visitors read it: so it tells neither of marking, deliberation, remarks nor numbers of files, and of a
candidate's stages only when the first one begins: whoever has extra time must not be found out by comparing ends.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tspi_sched.exports.common.calls import call_text, called, opening, reception
from tspi_sched.exports.common.day import running_order, with_pauses
from tspi_sched.exports.common.roster import Assessment, Roster, Sitting
from tspi_sched.plan import Task
from tspi_sched.problem import ORAL
from tspi_sched.texts import _, clock


@dataclass(frozen=True, slots=True)
class Passage:
    """A row: who, on which track, called when, beginning when, for which stages, where."""

    last_name: str
    first_name: str
    track: str
    call: str
    start: int
    codes: str
    room: str


Column = tuple[str, Callable[[Passage], str]]
"""The title of a column, and what stands in it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A sitting or a panel: its title, and its candidates in order; between them, the words of a meal. The title of a
    `paper` says already what is written and where."""

    title: str
    paper: bool
    rows: tuple[Passage | str, ...]


def columns(block: Block) -> tuple[Column, ...]:
    """What a block's table shows, without columns in which nothing would stand."""
    found: tuple[Column, ...] = (
        (_("Nom"), lambda row: row.last_name),
        (_("Prénom"), lambda row: row.first_name),
        (_("Parcours"), lambda row: row.track),
        (_("Convocation"), lambda row: row.call),
        (_("Début"), lambda row: clock(row.start)),
        *(() if block.paper else ((_("Épreuves"), lambda row: row.codes), (_("Salle"), lambda row: row.room))),
    )
    rows = [row for row in block.rows if isinstance(row, Passage)]
    return tuple(column for column in found if any(map(column[1], rows)))


def blocks(roster: Roster, day: date) -> tuple[Block, ...]:
    """The sittings of a day in time order, then its panels that hear somebody."""
    papers = (_paper(roster, sitting) for sitting in roster.sittings if sitting.day == day)
    panels = (_panel(roster, panel, day) for panel in roster.panels)
    return (*papers, *(block for block in panels if block.rows))


def _paper(roster: Roster, sitting: Sitting) -> Block:
    title = _(
        "{stage} – {room} – accueil {reception} – ouverture des plis {opening} – début {start} – fin {end}"
    ).format(
        stage=roster.problem.title.stage[sitting.tasks[0].stage].name,
        room=roster.short_room(sitting.room),
        reception=call_text(reception(roster, sitting)),
        opening=call_text(opening(roster, sitting)),
        start=clock(sitting.start),
        end=_usual_ends(roster, sitting),
    )
    return Block(title, True, tuple(_row(roster, task, [task]) for task in roster.by_name(sitting.tasks)))


def _usual_ends(roster: Roster, sitting: Sitting) -> str:
    """When a paper ends by the title, for each track if they differ: what extra time makes of it is not said."""
    tracks = dict.fromkeys(task.track or "" for task in sitting.tasks)
    stage = sitting.tasks[0].stage
    ends = {track: sitting.start + dict(roster.problem.title.track[track].minutes)[stage] for track in tracks}
    if len(set(ends.values())) == 1:
        return clock(next(iter(ends.values())))
    return ", ".join(f"{clock(end)} ({track})" for track, end in ends.items())


def _panel(roster: Roster, panel: tuple[str, ...], day: date) -> Block:
    heard = [one for one in running_order(roster, panel, day) if _orals(roster, one, day)]
    rows = (
        one if isinstance(one, str) else _row(roster, *_first_and_all(roster, one, day))
        for one in with_pauses(roster, heard, panel, day)
    )
    return Block(roster.panel_name(panel), False, tuple(rows) if heard else ())


def _orals(roster: Roster, one: Assessment, day: date) -> list[Task]:
    return [task for task in one.on(day) if roster.kind(task) == ORAL]


def _first_and_all(roster: Roster, one: Assessment, day: date) -> tuple[Task, list[Task]]:
    """What a candidate is called to that day, the orals or what prepares them; and all of it."""
    tasks = [task for task in one.on(day) if roster.problem.title.call(task.stage) == ORAL]
    return tasks[0], tasks


def _row(roster: Roster, first: Task, tasks: list[Task]) -> Passage:
    person = roster.problem.candidate[first.candidate or ""]
    return Passage(
        person.last_name,
        person.first_name,
        first.track or "",
        call_text(called(roster, first)),
        first.start,
        " ".join(task.stage for task in tasks),
        roster.rooms_of(tasks),
    )
