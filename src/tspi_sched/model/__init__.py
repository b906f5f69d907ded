"""The CP-SAT models: the only place where a plan becomes integers and booleans.

`build_model` states everything; `build_outline` states less, and so bounds it quickly.
"""

from collections.abc import Mapping
from dataclasses import replace

from tspi_sched.model.boxes import Box
from tspi_sched.model.chances import Chances, chances, waits_of
from tspi_sched.model.cheapest import NEVER, Least, cheapest, least_costs
from tspi_sched.model.itineraries import all_within
from tspi_sched.model.itinerary import (
    AMOUNTS,
    MOST_STATES,
    Itinerary,
    Network,
    Prices,
    Values,
    projected,
    short_of_projectors,
)
from tspi_sched.model.jobs import build_work
from tspi_sched.model.matching import matched
from tspi_sched.model.memory import uncollected
from tspi_sched.model.moments import Moments, markings_of, moments_of
from tspi_sched.model.neighbours import Ends, Kind, Pairing
from tspi_sched.model.network import build_network, without_waits
from tspi_sched.model.objectives import NAMING_ROOMS, OBJECTIVES
from tspi_sched.model.outline import OBJECTIVES as OUTLINE_OBJECTIVES
from tspi_sched.model.outline import build_outline, outline_applies
from tspi_sched.model.outline_papers import paper_slots, papers_in
from tspi_sched.model.outline_parts import Outline
from tspi_sched.model.piles import Indices
from tspi_sched.model.rules import NAMES, state_rules
from tspi_sched.model.shares import DEAR, of_share, share_costs, share_network
from tspi_sched.model.solution import read_plan
from tspi_sched.model.start import start_from
from tspi_sched.model.strengthen import strengthen
from tspi_sched.model.tally import OBJECTIVES as TALLY_OBJECTIVES
from tspi_sched.model.tally import build_seats, build_tally
from tspi_sched.model.tally_parts import Counted, Tally, counted, later, ready_slot
from tspi_sched.model.times import meal_slots
from tspi_sched.model.timetable import build_timetable, timetable_applies
from tspi_sched.model.timetable_candidates import waiting as waiting_of_timetable
from tspi_sched.model.timetable_parts import Timetable
from tspi_sched.model.unfold import build_deal, offers_of_deal
from tspi_sched.model.unknowns import build_variables
from tspi_sched.model.variables import Var, Variables
from tspi_sched.model.waits import between, waits_in
from tspi_sched.model.work import Agent, Job, Offer, Work, agent_windows, barred_jobs
from tspi_sched.problem import Problem

__all__ = [
    "AMOUNTS",
    "DEAR",
    "MOST_STATES",
    "NAMES",
    "NEVER",
    "OBJECTIVES",
    "OUTLINE_OBJECTIVES",
    "TALLY_OBJECTIVES",
    "Agent",
    "Box",
    "Chances",
    "Counted",
    "Ends",
    "Indices",
    "Itinerary",
    "Job",
    "Kind",
    "Least",
    "Moments",
    "Network",
    "Offer",
    "Outline",
    "Pairing",
    "Prices",
    "Tally",
    "Timetable",
    "Values",
    "Var",
    "Variables",
    "Work",
    "agent_windows",
    "all_within",
    "barred_jobs",
    "between",
    "build_deal",
    "build_model",
    "build_network",
    "build_outline",
    "build_seats",
    "build_tally",
    "build_timetable",
    "build_work",
    "chances",
    "cheapest",
    "counted",
    "later",
    "least_costs",
    "markings_of",
    "matched",
    "meal_slots",
    "moments_of",
    "of_share",
    "offers_of_deal",
    "outline_applies",
    "paper_slots",
    "papers_in",
    "projected",
    "read_plan",
    "ready_slot",
    "share_costs",
    "share_network",
    "short_of_projectors",
    "start_from",
    "timetable_applies",
    "waiting_of_timetable",
    "waits_in",
    "waits_of",
    "without_waits",
]


def build_model(
    problem: Problem,
    objectives: tuple[str, ...] = (),
    without: frozenset[str] = frozenset(),
    within: Mapping[int, tuple[Offer, ...]] | None = None,
) -> Variables:
    """The model of a problem, ready to have one of the `objectives` minimised.

    `without` names rules to leave out: to see that the checker misses them, or to find which of them clash. `within`
    says, per job, who may serve it on which days: the model of a part of the plans.
    """
    work = build_work(problem, without, names_rooms=bool(NAMING_ROOMS & set(objectives)))
    with uncollected():
        v = build_variables(replace(work, within=within))
        state_rules(v)
        strengthen(v, objectives)
    return v
