"""Plans made anew after an incident: what has happened stays, what is to come changes as little as can be."""

from tspi_sched.recovery.answering import Answer, Incident, Replanned, replan
from tspi_sched.recovery.answers import ANSWERS, BEST, ENGLISH

__all__ = ["ANSWERS", "BEST", "ENGLISH", "Answer", "Incident", "Replanned", "replan"]
