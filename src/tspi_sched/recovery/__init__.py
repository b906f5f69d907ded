"""Plans made anew after an incident: what has happened stays, what is to come changes as little as can be."""

from tspi_sched.recovery.answers import ANSWERS, BEST, ENGLISH
from tspi_sched.recovery.replan import Answer, Incident, Replanned, replan

__all__ = ["ANSWERS", "BEST", "ENGLISH", "Answer", "Incident", "Replanned", "replan"]
