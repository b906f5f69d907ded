"""A small model that finds members for teams: who serves in which team on which day, and which job has which place."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ortools.sat.python import cp_model

from tspi_sched.model import Instance, Job
from tspi_sched.model.calendar import days_with_time
from tspi_sched.problem import Day, Member, Problem, accredited, excluded
from tspi_sched.relaxations.bound import Minimise, Place, RelaxationSolution

TeamDay = tuple[int, int]
"""A team and a day, from 0."""

Jobs = tuple[int, ...]
"""The jobs of a type."""

Seat = tuple[str, TeamDay]
"""A member, who may be in a team on a day."""

JobPlace = tuple[int, Place]
"""A job and a place that it may have."""


class Casting(NamedTuple):
    """By team and day, who serves; by job, its place."""

    serving: Mapping[TeamDay, list[Member]]
    places: Mapping[int, Place]


def find_members(problem: Problem, teams: Instance, solution: RelaxationSolution, run: Minimise) -> Casting | None:
    """Members and jobs for the teams of a solution; None if there are none who may."""
    casting = _Casting(problem, teams, _places(solution))
    outcome = run(casting.model) if casting.state() else None
    if outcome is None or not outcome.found:
        return None
    return Casting(casting.serving(outcome.value), casting.given(outcome.value))


def _places(solution: RelaxationSolution) -> dict[Jobs, list[Place]]:
    """By jobs of a type, the places for them."""
    places: dict[Jobs, list[Place]] = defaultdict(list)
    for (agent, jobs), turns in (solution.service_times or {}).items():
        places[jobs] += [(agent, *turn) for turn in turns]
    return places


class _Casting:
    """A small model: who is in which team on which day, and which job has which place."""

    def __init__(self, problem: Problem, teams: Instance, places: Mapping[Jobs, list[Place]]) -> None:
        self.problem, self.teams, self.places = problem, teams, places
        self.model = cp_model.CpModel()
        spans = [(place[0], *self._span(place)) for listed in places.values() for place in listed]
        self.days = {(team, d) for team, first, last in spans for d in range(first, last + 1)}
        whole = bool(teams.closing)  # a panel signs once, so it is one on all its days
        self.kept = {(team, d) for team, first, last in spans for d in range(first, last)}
        self.kept |= {(team, d) for team, d in self.days if whole}
        self.seats: dict[Seat, cp_model.IntVar] = {}
        self.gives: dict[JobPlace, list[cp_model.IntVar]] = defaultdict(list)

    def _span(self, place: Place) -> tuple[int, int]:
        """The days of a place's marking and hearing."""
        return place[1] // self.teams.slots_per_day, place[2] // self.teams.slots_per_day

    def state(self) -> bool:
        """State the model; False if there is no place for each job."""
        self._seats()
        return all(self._places_of(jobs, listed) for jobs, listed in self.places.items())

    def _seats(self) -> None:
        rules = self.problem.rules.panel
        for team, d in sorted(self.days):
            there = [member for member in self.problem.members if self._may(member, self.problem.days[d])]
            seats = {member.id: self.model.new_bool_var("seat") for member in there}
            self.seats |= {(id, (team, d)): seat for id, seat in seats.items()}
            self.model.add(sum(seats.values()) == rules.size)
            professional = [seats[member.id] for member in there if member.professional]
            self.model.add(sum(professional) >= rules.min_professionals)
        for member in self.problem.members:
            for d in range(len(self.problem.days)):
                of_day = [seat for (id, (_, day)), seat in self.seats.items() if (id, day) == (member.id, d)]
                self.model.add_at_most_one(of_day)
        for team, d in sorted(self.kept):
            if (team, d + 1) in self.days:
                for member in self.problem.members:
                    self.model.add(self._seat(member, (team, d)) == self._seat(member, (team, d + 1)))

    def _may(self, member: Member, day: Day) -> bool:
        there = bool(day.windows(member.availability)) and accredited(member, day.date)
        return there and self.problem.may_serve(member)

    def _seat(self, member: Member, team_day: TeamDay) -> cp_model.IntVar | int:
        return self.seats.get((member.id, team_day), 0)

    def _places_of(self, jobs: tuple[int, ...], listed: list[Place]) -> bool:
        """Give each job of a type one of its places."""
        taken: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for index in jobs:
            job = self.teams.jobs[index]
            days, own = days_with_time(self.teams, job), []
            for number, place in enumerate(listed):
                if self._span(place)[1] in days:
                    gives = self.model.new_bool_var("gives")
                    own.append(gives)
                    taken[number].append(gives)
                    self.gives[index, place].append(gives)
                    self._at_odds_with_nobody(job, place, gives)
            self.model.add_exactly_one(own)
        for gives_of_place in taken.values():
            self.model.add_at_most_one(gives_of_place)
        return len(listed) >= len(jobs)

    def _at_odds_with_nobody(self, job: Job, place: Place, gives: cp_model.IntVar) -> None:
        candidate, (first, last) = self.problem.candidate[job.candidate.id], self._span(place)
        for member in (member for member in self.problem.members if excluded(candidate, member)):
            for d in range(first, last + 1):
                self.model.add(self._seat(member, (place[0], d)) == 0).only_enforce_if(gives)

    def serving(self, value: Callable[[cp_model.IntVar], int]) -> dict[TeamDay, list[Member]]:
        """By team and day, who serves."""
        serving: dict[TeamDay, list[Member]] = {team_day: [] for team_day in self.days}
        for (id, team_day), seat in self.seats.items():
            if value(seat):
                serving[team_day].append(self.problem.member[id])
        return serving

    def given(self, value: Callable[[cp_model.IntVar], int]) -> dict[int, Place]:
        """By job, its place."""
        return {index: place for (index, place), literals in self.gives.items() if any(map(value, literals))}
