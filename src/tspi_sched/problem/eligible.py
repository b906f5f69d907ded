"""Who may assess whom, on which days and at which hours: facts that the model and the sums before it ask for alike.

The checker says each of them in its own words: a mistake made here is seen there.
"""

from datetime import date

from tspi_sched.problem.facts import Availability, Candidate, Day, Member, Windows


def excluded(candidate: Candidate, member: Member) -> bool:
    """Whether a member may not assess a candidate: company, training, or by hand."""
    same_company = bool(candidate.company_key) and candidate.company_key == member.company_key
    return same_company or member.id in candidate.trainers or member.id in candidate.exclusions


def accredited(member: Member, day: date) -> bool:
    """Whether a member's accreditation covers a day; no dates: always."""
    return (member.accredited_from or day) <= day <= (member.accredited_to or day)


def in_common(day: Day, *availabilities: Availability) -> Windows:
    """The stretches of a day that lie inside every one of the availabilities."""
    common = day.windows()
    for availability in availabilities:
        common = intersect(common, day.windows(availability))
    return common


def intersect(left: Windows, right: Windows) -> Windows:
    """The common parts of two lists of stretches."""
    parts = ((max(a0, b0), min(a1, b1)) for a0, a1 in left for b0, b1 in right)
    return tuple((start, end) for start, end in parts if start < end)
