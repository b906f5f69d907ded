"""A plan of a large session as a patient person would make it: all papers on the first day, then each panel in a room
of its own, one candidate after the other. Not a good plan; it shows that there is one."""

from dataclasses import dataclass

from tspi_sched.checker.expected import expected
from tspi_sched.plan import Plan, Task, in_time_order
from tspi_sched.problem import Candidate, Day, Member, Problem, Room

PAPERS = {"TITRE": 480, "CCP1": 820, "CCP2": 1000}
"""At 08:00, 13:40 and 16:40: even with a third more time, each ends a turnover before the next begins, and the last by
18:00; everybody eats before 13:40."""

ORALS = ("ET", "QPP", "EF")
MEAL, NOON, AFTER = 45, 690, 795
"""The meal from 11:30; who is done by 13:15 still has it in time, and so has who begins after it."""


@dataclass(frozen=True)
class Desk:
    """Where a panel sits for a day; `projector` is None if the room has one, or if there is none."""

    panel: tuple[Member, ...]
    room: Room
    projector: str | None

    def may_hear(self, candidate: Candidate, needed: dict[str, int]) -> bool:
        """Whether nothing stands between the panel and a candidate."""
        at_odds = {*candidate.trainers, *candidate.exclusions} & {member.id for member in self.panel}
        same_company = candidate.company_key in {member.company_key for member in self.panel}
        seen = "QPP" not in needed or self.room.projector or self.projector is not None
        return not at_odds and not same_company and seen and (self.room.accessible or not candidate.accessible)


def patient_plan(problem: Problem) -> Plan:
    """The plan; whoever finds no place is missing in it."""
    tasks = [task for track in PAPERS for task in _papers(problem, track)]
    waiting = [(candidate, track) for candidate in problem.candidates for track in candidate.tracks]
    waiting.sort(key=lambda case: not case[0].accessible)
    for day in problem.days[1:]:
        for desk in _desks(problem, day):
            tasks += _heard(problem, day, desk, waiting)
    return Plan(in_time_order(tasks))


def _papers(problem: Problem, track: str) -> list[Task]:
    """Who needs it sits in the accessible halls; the first two invigilators, who are trainers, stay out of it."""
    left = sorted((c for c in problem.candidates if track in c.tracks), key=lambda c: not c.accessible)
    crew, at, tasks = [person.id for person in problem.invigilators[2:]], PAPERS[track], []
    for hall in sorted((r for r in problem.rooms if "MSP" in r.uses), key=lambda r: not r.accessible):
        here, left = left[: hall.seats], left[hall.seats :]
        count = -(-len(here) // problem.rules.msp.candidates_per_invigilator)
        watching, crew = tuple(crew[:count]), crew[count:]
        for candidate in here:
            end = at + expected(problem, candidate, track)["MSP"]
            tasks.append(Task(candidate.id, track, "MSP", problem.days[0].date, at, end, hall.id, (), watching))
    return tasks


def _desks(problem: Problem, day: Day) -> list[Desk]:
    """Every panel that is there all day, with a mobile projector while there are any."""
    mobile, desks = [projector.id for projector in problem.projectors], []
    rooms = (room for room in problem.rooms if "ORAL" in room.uses)
    for panel, room in zip(problem.panels.values(), rooms, strict=False):
        if all(day.windows(member.availability) == day.windows() for member in panel):
            desks.append(Desk(panel, room, mobile.pop() if mobile and not room.projector else None))
    return desks


def _heard(problem: Problem, day: Day, desk: Desk, waiting: list[tuple[Candidate, str]]) -> list[Task]:
    """What a panel does on a day; whom it hears is taken off those who wait."""
    now, eaten, tasks = day.open, False, []
    for case in list(waiting):
        needed = expected(problem, *case)
        minutes = sum(needed.values()) - needed["MSP"] + problem.rules.changeover_minutes
        eats = not eaten and now + minutes > AFTER
        begins = max(now, NOON) + MEAL if eats else now
        if begins + minutes <= day.close and desk.may_hear(case[0], needed):
            tasks += _one(problem, day, desk, case, begins)
            now, eaten = begins + minutes, eaten or eats
            waiting.remove(case)
    return tasks


def _one(problem: Problem, day: Day, desk: Desk, case: tuple[Candidate, str], at: int) -> list[Task]:
    """Marking, changeover, orals back to back, deliberation."""
    candidate, track = case
    needed, tasks = expected(problem, candidate, track), []
    members = tuple(member.id for member in desk.panel)
    for stage in ("CORR", *(oral for oral in ORALS if oral in needed), "DELIB"):
        end = at + needed[stage]
        room, projector = None if stage == "CORR" else desk.room.id, desk.projector if stage == "QPP" else None
        tasks.append(Task(candidate.id, track, stage, day.date, at, end, room, members, (), projector))
        at = end + (problem.rules.changeover_minutes if stage == "CORR" else 0)
    return tasks
