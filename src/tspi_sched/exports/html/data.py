"""What the page draws, as plain values for JSON: days, blocks, and the lanes of each view.

Times are minutes from midnight. A block is drawn in several lanes (its panel's, its candidate's, its room's), so lanes
name blocks by their place in one list, each with what the block is called there.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tspi_sched.exports.common.breaks import Span, free_noon, meal_break
from tspi_sched.exports.common.calls import busy
from tspi_sched.exports.common.colours import ink_on, stage_colours
from tspi_sched.exports.common.roster import Roster, Sitting
from tspi_sched.exports.common.runs import Run, attended, kit, notes, panel_tasks, runs, sitting_lines, sitting_title
from tspi_sched.plan import Task
from tspi_sched.problem import MSP_USE, Availability, Candidate, Invigilator, Room
from tspi_sched.texts import _, clock, harmless, long_date, mark

Json = dict[str, object]


Block = Run | Sitting


@dataclass(frozen=True)
class Lane:
    """One line of a view: the `key` of whom or what it is about; its blocks with what they are called there; `always`
    are the availabilities that must all hold; `meals` the break of each day, if any."""

    key: tuple[str, ...]
    name: str
    note: str
    blocks: Sequence[tuple[Block, str]]
    always: tuple[Availability, ...] = ()
    meals: tuple[Span | None, ...] = ()


@dataclass(frozen=True)
class View:
    """One way to look at the plan; lanes without blocks are left out."""

    id: str
    name: str
    lanes: tuple[Lane, ...]


def page_data(roster: Roster, known: Callable[[Block], Json] | None = None) -> Json:
    """Everything that the script of the page needs.

    For a page where blocks are moved, `known` gives what else is known of each block; then lines have their keys, and
    those without blocks are shown too.
    """
    views, scale = _views(roster, empty=known is not None), _scale(roster)
    blocks = dict.fromkeys(block for view in views for lane in view.lanes for block, _name in lane.blocks)
    place = {block: number for number, block in enumerate(blocks)}
    return {
        "days": [{"name": long_date(day)} for day in roster.days],
        "scale": scale,
        "hours": [clock(60 * hour) for hour in range(scale[0] // 60, scale[1] // 60)],
        "stages": _stages(roster),
        "blocks": [_known(roster, one) | (known(one) if known else {}) for one in blocks],
        "views": [
            {
                "id": view.id,
                "name": view.name,
                "lanes": [_keyed(roster, lane, place, scale, known) for lane in view.lanes],
            }
            for view in views
        ],
        "texts": _texts(),
    }


def _stages(roster: Roster) -> list[Json]:
    colours = stage_colours(roster.problem.title)
    return [
        {
            "code": harmless(stage.code),
            "name": harmless(stage.name),
            "colour": f"#{colours[stage.code]}",
            "ink": f"#{ink_on(colours[stage.code])}",
        }
        for stage in roster.stages
    ]


def _known(roster: Roster, block: Block) -> Json:
    return _sitting(roster, block) if isinstance(block, Sitting) else _run(roster, block)


def _keyed(roster: Roster, lane: Lane, place: dict[Block, int], scale: Span, keyed: object) -> Json:
    return _lane(roster, lane, place, scale) | ({"key": lane_key(lane.key)} if keyed else {})


def lane_key(parts: tuple[str, ...]) -> str:
    """What programs call a line."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _lane(roster: Roster, lane: Lane, place: dict[Block, int], scale: Span) -> Json:
    return {
        "name": harmless(lane.name),
        "note": harmless(lane.note),
        "blocks": [(place[block], harmless(name)) for block, name in lane.blocks],
        "closed": [_closed(roster, day, lane.always, scale) for day in roster.days],
        "meals": lane.meals,
    }


def _texts() -> Json:
    """The words that the script itself needs."""
    return {
        "meal": _("Repas"),
        "closed": _("Fermé ou indisponible"),
        "shown": _("Lignes affichées : {shown} sur {count}"),
        "nothing": _("Rien ne correspond à ce filtre."),
        "every": _("Tous les jours"),
        "colon": mark(":"),
    }


# --- blocks ----------------------------------------------------------------------------------------------------------


def _block(roster: Roster, day: date, title: str, parts: list[tuple[int, int, int]], about: Json) -> Json:
    """A block: its parts are (stage, start, end); `about` has a text, or a list of texts, by its heading."""
    lines = {heading: value for heading, value in about.items() if value}
    return {"day": roster.days.index(day), "title": harmless(title), "parts": parts, "about": lines}


def _stage(roster: Roster, code: str) -> int:
    return [stage.code for stage in roster.stages].index(code)


def _run(roster: Roster, run: Run) -> Json:
    task = run.first
    track = roster.problem.title.track[task.track].name if task.track is not None else ""
    parts = [(_stage(roster, task.stage), task.start, task.end) for task in run.tasks]
    about: Json = {
        _("Parcours"): harmless(track),
        _("Salle"): harmless(roster.room_name(task.room)),
        _("Jury"): harmless(_panel(roster, roster.panel_of(task))) if task.members else "",
        _("Surveillance"): harmless(roster.invigilator_names(task.invigilators)),
        _("À noter"): [harmless(text) for text in (*notes(roster, run), *kit(run))],
    }
    title = roster.candidate_name(task.candidate) or roster.problem.title.stage[task.stage].name
    return _block(roster, run.day, title, parts, about)


def _sitting(roster: Roster, sitting: Sitting) -> Json:
    parts = [(_stage(roster, sitting.tasks[0].stage), sitting.start, sitting.end)]
    about: Json = {
        _("Salle"): harmless(roster.room_name(sitting.room)),
        _("Surveillance"): harmless(roster.invigilator_names(sitting.invigilators)),
        _("Candidats et heure de fin"): [harmless(text) for text in sitting_lines(roster, sitting)],
    }
    return _block(roster, sitting.day, sitting_title(sitting), parts, about)


def _panel(roster: Roster, members: tuple[str, ...]) -> str:
    """The label and the names, or the names alone."""
    names = roster.member_names(members)
    label = roster.panel_name(members)
    return label if label == names else f"{label} – {names}"


# --- times -----------------------------------------------------------------------------------------------------------


def _scale(roster: Roster) -> Span:
    """The hours that every day shows: whole ones, from the first opening to the last closing, and what lies beyond."""
    days = [day for day in roster.problem.days if day.date in roster.days]
    rows = [(task.start, task.end) for task in roster.tasks]
    spans = [*((day.open, day.close) for day in days), *rows] or [(480, 1080)]
    start, end = min(first for first, _ in spans), max(last for _, last in spans)
    return start // 60 * 60, -(-end // 60) * 60


def _closed(roster: Roster, day: date, always: tuple[Availability, ...], scale: Span) -> list[Span]:
    """When a day is closed, or somebody who is needed is not there."""
    opening = next(one for one in roster.problem.days if one.date == day)
    away = (span for availability in always for span in _outside(opening.windows(availability), scale))
    return sorted(set(away))


def _outside(windows: Iterable[Span], scale: Span) -> Iterable[Span]:
    reached = scale[0]
    for start, end in (*windows, (scale[1], scale[1])):
        if start > reached:
            yield reached, start
        reached = end


def _breaks(roster: Roster, tasks: Sequence[Task | Sitting]) -> tuple[Span | None, ...]:
    """Where the meal falls between some tasks, day by day."""
    return tuple(
        free_noon(roster.problem, (_held(roster, task) for task in tasks if task.day == day)) for day in roster.days
    )


def _held(roster: Roster, task: Task | Sitting) -> Span:
    return busy(roster, task) if isinstance(task, Task) else (task.start, task.end)


# --- views -----------------------------------------------------------------------------------------------------------


def _views(roster: Roster, *, empty: bool = False) -> list[View]:
    """Every view that has something to show; if `empty`, with the lines that have not."""
    views = (
        View("jurys", _("Jurys"), (*_rooms(roster, written_only=True), *_panels(roster))),
        View("candidats", _("Candidats"), _candidates(roster)),
        View("salles", _("Salles"), _rooms(roster)),
        View("surveillance", _("Surveillance"), _invigilators(roster)),
    )
    shown = (replace(view, lanes=tuple(lane for lane in view.lanes if lane.blocks or empty)) for view in views)
    return [view for view in shown if view.lanes]


def _panels(roster: Roster) -> tuple[Lane, ...]:
    return tuple(_panel_lane(roster, panel) for panel in roster.panels)


def _panel_lane(roster: Roster, panel: tuple[str, ...]) -> Lane:
    label, names = roster.panel_name(panel), roster.member_names(panel)
    return Lane(
        key=("panel", *panel),
        name=label,
        note=names if names != label else "",
        blocks=[(run, _short(roster, run)) for run in runs(roster.by_panel[panel])],
        always=tuple(roster.problem.member[member].availability for member in panel),
        meals=tuple(meal_break(roster, panel, day) for day in roster.days),
    )


def _short(roster: Roster, run: Run) -> str:
    """A candidate's last name, or the stage if there is none."""
    candidate = roster.problem.candidate.get(run.first.candidate or "")
    return candidate.last_name if candidate else run.codes


def _candidates(roster: Roster) -> tuple[Lane, ...]:
    return tuple(_candidate_lane(roster, candidate) for candidate in roster.problem.candidates)


def _candidate_lane(roster: Roster, candidate: Candidate) -> Lane:
    tasks, tracks = attended(roster, candidate), "+".join(candidate.tracks)
    return Lane(
        key=("candidate", candidate.id),
        name=candidate.name,
        note=f"{candidate.id} · {tracks}" if candidate.id != candidate.name else tracks,
        blocks=[(run, _where(roster, run)) for run in runs(tasks)],
        always=(candidate.availability,),
        meals=_breaks(roster, tasks),
    )


def _where(roster: Roster, run: Run) -> str:
    panel = roster.panel_name(roster.panel_of(run.first)) if run.first.members else ""
    return " · ".join(part for part in (roster.short_room(run.first.room), panel) if part)


def _rooms(roster: Roster, *, written_only: bool = False) -> tuple[Lane, ...]:
    rooms = (room for room in roster.problem.rooms if not written_only or MSP_USE in room.uses or _hosts(roster, room))
    return tuple(_room_lane(roster, room, written_only) for room in rooms)


def _hosts(roster: Roster, room: Room) -> bool:
    return any(sitting.room == room.id for sitting in roster.sittings)


def _room_lane(roster: Roster, room: Room, written_only: bool) -> Lane:
    """What happens in a room: its sittings, and unless only those are wanted, its orals."""
    named: list[tuple[Block, str]] = [(one, sitting_title(one)) for one in roster.sittings if one.room == room.id]
    orals = [] if written_only else [task for task in panel_tasks(roster) if task.room == room.id]
    named += [(run, _short(roster, run)) for run in runs(orals)]
    note = _("Écrits") if written_only else room.id if room.name and room.name != room.id else ""
    return Lane(("room", room.id), roster.short_room(room.id), note, named, (room.availability,))


def _invigilators(roster: Roster) -> tuple[Lane, ...]:
    return tuple(_watch_lane(roster, person) for person in roster.problem.invigilators)


def _watch_lane(roster: Roster, person: Invigilator) -> Lane:
    own = [sitting for sitting in roster.sittings if person.id in sitting.invigilators]
    return Lane(
        key=("invigilator", person.id),
        name=person.name,
        note=person.id if person.id != person.name else "",
        blocks=[(sitting, roster.short_room(sitting.room)) for sitting in own],
        always=(person.availability,),
        meals=_breaks(roster, own),
    )
