"""How much there is in a session, in words."""

from collections.abc import Iterator

from tspi_sched.problem import WRITTEN, Problem
from tspi_sched.texts import ngettext


def counts(problem: Problem) -> Iterator[str]:
    """How many of each kind of thing: ``12 candidats``."""
    n = len(problem.candidates)
    yield ngettext("{count} candidat", "{count} candidats", n).format(count=n)
    n = len(problem.members)
    yield ngettext("{count} juré", "{count} jurés", n).format(count=n)
    n = len(problem.rooms)
    yield ngettext("{count} salle", "{count} salles", n).format(count=n)
    n = len(problem.projectors)
    yield ngettext("{count} vidéoprojecteur mobile", "{count} vidéoprojecteurs mobiles", n).format(count=n)
    n = len(problem.invigilators)
    if n or problem.title.of_kind(WRITTEN):
        yield ngettext("{count} surveillant", "{count} surveillants", n).format(count=n)
    if problem.means:
        n = sum(one.count for one in problem.means if not one.person)
        yield ngettext("{count} moyen", "{count} moyens", n).format(count=n)
        n = len(problem.helpers)
        yield ngettext("{count} intervenant", "{count} intervenants", n).format(count=n)
    n = len(problem.days)
    yield ngettext("{count} jour", "{count} jours", n).format(count=n)
