"""Which session a calendar is of, told by what stays when a plan is made again.

Days move, a spare one is put in front, a scenario is renamed, a candidate comes or goes: it is still the same session,
and its entries must replace the earlier ones. Another session of the same centre counts its candidates from C01 too.
What tells them apart are the people who are assessed: of the digests of all candidates, the least is a session's
identity (a *minhash*), which a candidate more or less hardly ever changes. A folder of calendars keeps the identity
that they were first written with, whatever becomes of the candidates.

People who come back for another title, or after a failure, would give a later session the same identity if the least
digest were theirs; so the half of the year in which a session ends goes into it. The year is parted on the 15th of
August, when no centre assesses anybody, as at New Year.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from datetime import date

from tspi_sched.problem import Candidate, Problem, plain

HALF = 16
"""Digits of a session's identity, and of an entry's in it."""

DOMAIN = "@tspi-sched"


def identity(problem: Problem) -> str:
    """What a session is known by where no earlier calendar says it: `HALF` digits, in which nobody can be read."""
    season = _season(problem.days[-1].date) if problem.days else ""
    digests = (_digest(season, problem.title.code, one.id, _name(one)) for one in problem.whole.candidates)
    return min(digests, default=_digest(season, problem.title.code))


def uid(session: str, key: Iterable[str]) -> str:
    """The identifier of an entry: the same for the same thing in the same session, whatever its time and place."""
    return session + _digest(*key) + DOMAIN


def session_of(uids: Iterable[str]) -> str | None:
    """The session that most identifiers are of; none if there is no such."""
    found = Counter(one[:HALF] for one in uids)
    ((session, count),) = found.most_common(1) or [("", 0)]
    return session if 2 * count > found.total() else None


def _season(last: date) -> str:
    return f"{last.year}-{1 if (last.month, last.day) < (8, 15) else 2}"


def _name(candidate: Candidate) -> str:
    return plain(f"{candidate.first_name} {candidate.last_name}")


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:HALF]
