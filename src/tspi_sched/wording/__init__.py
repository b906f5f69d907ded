"""How people, places, rules, objectives and proofs are named, in the language in force: for every room that speaks."""

from tspi_sched.wording.objectives import objective_title
from tspi_sched.wording.values import amount, difference, moment, objective_value, proof, title_line

__all__ = ["amount", "difference", "moment", "objective_title", "objective_value", "proof", "title_line"]
