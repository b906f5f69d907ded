"""Gaps between the orals of a candidate, where the scenario allows them: bounds may say that there are none."""

from tspi_sched.model.calendar import meal_times
from tspi_sched.model.instance import Instance, agent_windows


def gaps_close(instance: Instance) -> bool:
    """Whether plans with gaps are bounded by orals that follow one another at once, each in time with its first one.

    So it is if neither an oral nor a meal fits into a gap, and everybody's hours of a day are of one piece.
    """
    # What a panel marks in a gap is marked after the deliberation instead, and nothing else is in a gap:
    # docs/how/arguments-easier-sessions.md#gaps-between-orals
    gap, meal = instance.oral_gap, meal_times(instance).length
    if not gap:
        return True
    orals = min((slots for job in instance.jobs for _, slots in job.orals), default=0)
    fits = gap >= orals or 0 < meal <= gap
    return not fits and all(
        len(agent_windows(agent, day)) <= 1 for agent in instance.agents for day in instance.problem.days
    )
