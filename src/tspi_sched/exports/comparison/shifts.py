"""What moves between two plans, in words: tasks that move together as one, with what each was and what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from tspi_sched.comparison import Comparison, Move
from tspi_sched.comparison.moves import PARTS
from tspi_sched.plan import Task
from tspi_sched.problem import Problem
from tspi_sched.texts import _, clock, duration, long_date, mark
from tspi_sched.wording.bare import invigilator_name, means_name, member_name, room_name

NOTHING = "–"

Aspect = tuple[str, str, str]
"""What differs, in a word; what it was; what it is."""


@dataclass(frozen=True)
class Shift:
    """Tasks of one candidate and track that follow each other without a pause in both plans."""

    moves: tuple[Move, ...]

    @property
    def task(self) -> Task:
        """The first of its tasks."""
        return self.moves[0].task

    @property
    def stages(self) -> str:
        """Its stages: ``ET QPP EF``."""
        return " ".join(move.task.stage for move in self.moves)

    @property
    def before(self) -> tuple[Task, ...]:
        """Its tasks in the first plan, none if they are new."""
        return tuple(move.before for move in self.moves if move.before)

    @property
    def after(self) -> tuple[Task, ...]:
        """Its tasks in the other plan, none if they are gone."""
        return tuple(move.after for move in self.moves if move.after)


def shifts(comparison: Comparison, plan: str) -> tuple[Shift, ...]:
    """What differs in a plan from the first one, candidate by candidate."""
    order = {candidate.id: place for place, candidate in enumerate(comparison.problem.candidates)}
    moved = [move for move in comparison.moved if move.plan == plan]
    found: list[tuple[Move, ...]] = []
    for move in sorted(moved, key=lambda move: order.get(move.task.candidate or "", len(order))):
        if found and _together(found[-1][-1], move):
            found[-1] += (move,)
        else:
            found.append((move,))
    return tuple(map(Shift, found))


def _together(one: Move, other: Move) -> bool:
    """Whether one task follows another in both plans, and moves in the same way; only some need a projector."""
    same = set(one.parts) - {"projector"} == set(other.parts) - {"projector"}
    return same and _follows(one.before, other.before) and _follows(one.after, other.after)


def _follows(one: Task | None, other: Task | None) -> bool:
    if one is None or other is None:
        return one is other
    meet = (one.day, one.end) == (other.day, other.start)
    return meet and (one.candidate, one.track, one.room, one.members) == (
        other.candidate,
        other.track,
        other.room,
        other.members,
    )


# --- aspects ---------------------------------------------------------------------------------------------------------


def aspects(problem: Problem, shift: Shift) -> tuple[Aspect, ...]:
    """Each aspect that differs; what is added or removed is told as a whole."""
    if not shift.before:
        return ((_("ajouté"), NOTHING, _whole(problem, shift.after)),)
    if not shift.after:
        return ((_("retiré"), _whole(problem, shift.before), NOTHING),)
    words, differing = part_names(), {part for move in shift.moves for part in move.parts}
    return tuple(
        (words[part], _aspect(problem, part, shift.before), _aspect(problem, part, shift.after))
        for part in PARTS
        if part in differing
    )


def part_names() -> dict[str, str]:
    """What may differ in a task, in words."""
    return {
        "day": _("jour"),
        "start": _("heure"),
        "length": _("durée"),
        "room": _("salle"),
        "panel": _("jury"),
        "invigilators": _("surveillants"),
        "projector": _("vidéoprojecteur"),
        "means": _("moyens"),
    }


def _aspect(problem: Problem, part: str, tasks: Sequence[Task]) -> str:
    first, last = tasks[0], tasks[-1]
    match part:
        case "day":
            return long_date(first.day)
        case "start":
            return f"{clock(first.start)} – {clock(last.end)}"
        case "length":
            return duration(sum(task.minutes for task in tasks))
        case "room":
            return room_name(problem, first.room) or NOTHING
        case "panel":
            return ", ".join(sorted(member_name(problem, id) for id in first.members)) or NOTHING
        case "invigilators":
            return ", ".join(sorted(invigilator_name(problem, id) for id in first.invigilators)) or NOTHING
        case "means":
            used = dict.fromkeys(id for task in tasks for id in task.means)
            return ", ".join(means_name(problem, id) for id in used) or NOTHING
        case _:
            return ", ".join(task.projector for task in tasks if task.projector) or NOTHING


def _whole(problem: Problem, tasks: Sequence[Task]) -> str:
    told = (_aspect(problem, part, tasks) for part in ("day", "start", "room", "panel", "invigilators"))
    return mark(";").join(text for text in told if text != NOTHING)
