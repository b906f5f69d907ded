"""The objectives, measured on a plan: one function each, under the objective's name; smaller is better."""

from datetime import date

from tspi_sched.checker.facts import Facts
from tspi_sched.checker.spans import DAY_MINUTES
from tspi_sched.plan import VOID, Task


def unplaced(facts: Facts) -> int:
    """Sum of the priorities of the candidates left out, but for those who are absent to the end of the session."""
    placed = {task.candidate for task in facts.live} - (facts.left_out if facts.plan.is_replanned else set())
    counted = (candidate for candidate in facts.problem.candidates if not facts.is_gone(candidate.id))
    return sum(candidate.priority for candidate in counted if candidate.id not in placed)


def days(facts: Facts) -> int:
    """Number, from 1, of the last day of the session with a row; 0 for an empty plan."""
    return max((facts.problem.day_index.get(task.day, -1) + 1 for task in facts.tasks), default=0)


def finish(facts: Facts) -> int:
    """End of the last row: 1440 for each day of the session before its own, and its minute; 0 for an empty plan."""
    index = facts.problem.day_index
    return max((DAY_MINUTES * index[task.day] + task.end for task in facts.tasks if task.day in index), default=0)


def juror_days(facts: Facts) -> int:
    """Number of (member, day) with a row."""
    return len(facts.duties)


def presence(facts: Facts) -> int:
    """Over (member, day), minutes from the start of the first row to the end of the last."""
    return sum(_span(rows) for rows in facts.duties.values())


def waiting(facts: Facts) -> int:
    """Over (candidate, day), minutes from first start to last end that are neither written paper nor oral."""
    return sum(_span(rows) - sum(row.minutes for row in rows) for rows in _heard(facts))


def candidate_days(facts: Facts) -> int:
    """Number of (candidate, day) with a written paper or an oral."""
    return len(_heard(facts))


def rooms(facts: Facts) -> int:
    """Number of (room, day) used by any row."""
    return len(_used_rooms(facts))


def balance(facts: Facts) -> int:
    """Largest less smallest number of (candidate, track) assessed, over all members not in reserve, idle ones too."""
    counts = [
        sum(member.id in case.panel for case in facts.cases) for member in facts.problem.members if not member.reserve
    ]
    return max(counts, default=0) - min(counts, default=0)


def mixed_panels(facts: Facts) -> int:
    """Number of (candidate, track) whose members are all known to be of one gender; an unknown gender is not one."""
    return sum(_one_gender(facts, case.panel) for case in facts.cases)


def cost(facts: Facts) -> int:
    """Sum of the daily costs of members and invigilators with a row and of rooms used, each once a day."""
    problem = facts.problem
    members = (problem.member[id].cost for id, _ in facts.duties if id in problem.member)
    watching = {(id, task.day) for task in facts.tasks for id in task.invigilators}
    invigilators = (problem.invigilator[id].cost for id, _ in watching if id in problem.invigilator)
    used = (problem.room[id].cost for id, _ in _used_rooms(facts) if id in problem.room)
    return sum(members) + sum(invigilators) + sum(used)


def _heard(facts: Facts) -> list[list[Task]]:
    """The papers and orals that count of each candidate and day."""
    counted = ([row for row in rows if row.state != VOID] for rows in facts.attended.values())
    return [rows for rows in counted if rows]


def _span(rows: list[Task]) -> int:
    return max(row.end for row in rows) - min(row.start for row in rows)


def _used_rooms(facts: Facts) -> set[tuple[str, date]]:
    return {(task.room, task.day) for task in facts.tasks if task.room is not None}


def _one_gender(facts: Facts, panel: frozenset[str]) -> bool:
    known = (facts.problem.member.get(id) for id in panel)
    genders = {member.gender if member else "" for member in known}
    return len(genders) == 1 and "" not in genders
