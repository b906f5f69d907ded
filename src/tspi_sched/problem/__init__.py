"""The facts and the rules of a session: what a plan must respect, whatever we wish from it.

Everything here is frozen and self-consistent: past `read`, nothing is half-right. Times are minutes from midnight,
local time of the centre; a variant of a problem is made with `dataclasses.replace`.
"""

from tspi_sched.problem.eligible import accredited, excluded, in_common, intersect
from tspi_sched.problem.facts import (
    MSP_USE,
    ORAL_USE,
    Availability,
    Candidate,
    Day,
    ExtraTime,
    Invigilator,
    Member,
    Opening,
    Projector,
    Room,
    Windows,
)
from tspi_sched.problem.rules import (
    LOCK_PARTS,
    DeliberationRules,
    Lock,
    MarkingRules,
    MealRules,
    MemberRules,
    MspRules,
    PanelRules,
    Rules,
    rules_in_force,
)
from tspi_sched.problem.session import Gone, Problem
from tspi_sched.problem.spelling import alphabetical, company_key, letters, plain, signs
from tspi_sched.problem.title import CLOSING, DELIBERATION, KINDS, MARKING, ORAL, WRITTEN, Need, Stage, Title, Track

__all__ = [
    "CLOSING",
    "DELIBERATION",
    "KINDS",
    "LOCK_PARTS",
    "MARKING",
    "MSP_USE",
    "ORAL",
    "ORAL_USE",
    "WRITTEN",
    "Availability",
    "Candidate",
    "Day",
    "DeliberationRules",
    "ExtraTime",
    "Gone",
    "Invigilator",
    "Lock",
    "MarkingRules",
    "MealRules",
    "Member",
    "MemberRules",
    "MspRules",
    "Need",
    "Opening",
    "PanelRules",
    "Problem",
    "Projector",
    "Room",
    "Rules",
    "Stage",
    "Title",
    "Track",
    "Windows",
    "accredited",
    "alphabetical",
    "company_key",
    "excluded",
    "in_common",
    "intersect",
    "letters",
    "plain",
    "rules_in_force",
    "signs",
]
