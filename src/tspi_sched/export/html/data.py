"""What the page draws, as plain values for JSON: days, blocks, and the lanes of each view.

Times are minutes from midnight. A block is drawn in several lanes (its panel's, its candidate's, its room's), so lanes
name blocks by their place in one list, each with what the block is called there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tspi_sched.export.breaks import Span, break_between, meal_break
from tspi_sched.export.colours import ink_on, stage_colours
from tspi_sched.export.roster import Roster, Sitting
from tspi_sched.export.runs import Run, attended, kit, notes, panel_tasks, runs, sitting_lines, sitting_title
from tspi_sched.plan import Task
from tspi_sched.problem import Availability
from tspi_sched.texts import _, full_hour, harmless, long_date, mark

Json = dict[str, object]


@dataclass
class Blocks:
    """The blocks met so far, each once."""

    roster: Roster
    scale: Span
    found: dict[Run | Sitting, int] = field(default_factory=dict)
    rows: list[Json] = field(default_factory=list)

    def place(self, one: Run | Sitting) -> int:
        """Where a block stands in the list; it is added when it is met first."""
        if one not in self.found:
            self.found[one] = len(self.rows)
            self.rows.append(_sitting(self.roster, one) if isinstance(one, Sitting) else _run(self.roster, one))
        return self.found[one]


def page_data(roster: Roster) -> Json:
    """Everything that the script of the page needs."""
    blocks = Blocks(roster, _scale(roster))
    views = [_panels(blocks), _candidates(blocks), _rooms(blocks), _invigilators(blocks)]
    colours = stage_colours(roster.problem.title)
    return {
        "days": [{"name": long_date(day)} for day in roster.days],
        "scale": blocks.scale,
        "hours": [full_hour(hour) for hour in range(blocks.scale[0] // 60, blocks.scale[1] // 60)],
        "stages": [
            {"code": harmless(stage.code), "name": harmless(stage.name), "colour": f"#{colours[stage.code]}",
             "ink": f"#{ink_on(colours[stage.code])}"}
            for stage in roster.stages
        ],
        "blocks": blocks.rows,
        "views": [view for view in views if view["lanes"]],
        "texts": _texts(),
    }  # fmt: skip


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


def _scale(roster: Roster) -> Span:
    """The hours that every day shows: whole ones, from the first opening to the last closing."""
    days = [day for day in roster.problem.days if day.date in roster.days]
    start = min((day.open for day in days), default=480)
    end = max((day.close for day in days), default=1080)
    return start // 60 * 60, -(-end // 60) * 60


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


# --- lanes -----------------------------------------------------------------------------------------------------------

Named = Sequence[tuple[Run | Sitting, str]]
"""Blocks with what they are called in their lane."""


@dataclass(frozen=True)
class Lane:
    """One line of a view. `always` are the availabilities that must all hold; `meals` the break of each day, if any."""

    name: str
    note: str
    blocks: Named
    always: tuple[Availability, ...] = ()
    meals: tuple[Span | None, ...] = ()


def _view(blocks: Blocks, id: str, name: str, lanes: Iterable[Lane]) -> Json:
    return {"id": id, "name": name, "lanes": [_lane(blocks, lane) for lane in lanes if lane.blocks]}


def _lane(blocks: Blocks, lane: Lane) -> Json:
    return {
        "name": harmless(lane.name),
        "note": harmless(lane.note),
        "blocks": [(blocks.place(one), harmless(name)) for one, name in lane.blocks],
        "closed": [_closed(blocks, day, lane.always) for day in blocks.roster.days],
        "meals": lane.meals,
    }


def _closed(blocks: Blocks, day: date, always: tuple[Availability, ...]) -> list[Span]:
    """When a day is closed, or somebody who is needed is not there."""
    opening = next(one for one in blocks.roster.problem.days if one.date == day)
    away = [span for one in always or ((),) for span in _outside(opening.windows(one), blocks.scale)]
    return sorted(set(away))


def _outside(windows: Iterable[Span], scale: Span) -> Iterable[Span]:
    reached = scale[0]
    for start, end in (*windows, (scale[1], scale[1])):
        if start > reached:
            yield reached, start
        reached = end


# --- views -----------------------------------------------------------------------------------------------------------


def _panels(blocks: Blocks) -> Json:
    """The papers, room by room, then every panel."""
    roster = blocks.roster
    papers = (_room_lane(roster, room.id, written_only=True) for room in roster.problem.rooms)
    lanes = [*papers, *(_panel_lane(roster, panel) for panel in roster.panels)]
    return _view(blocks, "jurys", _("Jurys"), lanes)


def _panel_lane(roster: Roster, panel: tuple[str, ...]) -> Lane:
    label, names = roster.panel_name(panel), roster.member_names(panel)
    return Lane(
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


def _candidates(blocks: Blocks) -> Json:
    roster = blocks.roster
    return _view(
        blocks,
        "candidats",
        _("Candidats"),
        (
            Lane(
                name=one.name,
                note=" · ".join(part for part in (one.id if one.id != one.name else "", "+".join(one.tracks)) if part),
                blocks=[(run, _where(roster, run)) for run in runs(attended(roster, one))],
                always=(one.availability,),
                meals=_breaks(roster, attended(roster, one)),
            )
            for one in roster.problem.candidates
        ),
    )


def _where(roster: Roster, run: Run) -> str:
    panel = roster.panel_name(roster.panel_of(run.first)) if run.first.members else ""
    return " · ".join(part for part in (roster.short_room(run.first.room), panel) if part)


def _breaks(roster: Roster, tasks: Sequence[Task | Sitting]) -> tuple[Span | None, ...]:
    return tuple(
        break_between(roster.problem, ((task.start, task.end) for task in tasks if task.day == day))
        for day in roster.days
    )


def _rooms(blocks: Blocks) -> Json:
    lanes = (_room_lane(blocks.roster, room.id) for room in blocks.roster.problem.rooms)
    return _view(blocks, "salles", _("Salles"), lanes)


def _room_lane(roster: Roster, room: str, *, written_only: bool = False) -> Lane:
    """What happens in a room: its sittings, and unless only those are wanted, its orals."""
    sittings: Named = [(one, sitting_title(one)) for one in roster.sittings if one.room == room]
    orals = [] if written_only else [task for task in panel_tasks(roster) if task.room == room]
    note = _("Écrits") if written_only else room if roster.short_room(room) != room else ""
    named = [*sittings, *((run, _short(roster, run)) for run in runs(orals))]
    return Lane(roster.short_room(room), note, named, (roster.problem.room[room].availability,))


def _invigilators(blocks: Blocks) -> Json:
    roster = blocks.roster
    lanes = []
    for person in roster.problem.invigilators:
        own = [sitting for sitting in roster.sittings if person.id in sitting.invigilators]
        named = [(sitting, roster.short_room(sitting.room)) for sitting in own]
        note = person.id if person.id != person.name else ""
        lanes.append(Lane(person.name, note, named, (person.availability,), _breaks(roster, own)))
    return _view(blocks, "surveillance", _("Surveillance"), lanes)
