"""``validate``: is the input sound, before any calculation?"""

from collections.abc import Iterator

from tspi_sched.cli.attention import point_lines, points
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.screen import say
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording import title_line


def command() -> Command:
    """The command as click knows it."""
    about = _("Lit et contrôle les données sans rien calculer ; nomme chaque faute avec sa feuille et sa case.")
    return Command("validate", run, [Argument("input", _("le scénario ou le classeur"))], about)


def run(input: str) -> None:
    """Read, say how much there is, what would make planning impossible, and what is worth a look."""
    from tspi_sched.reading import read_noted

    reading = read_noted(input)
    found = [*_impossible(reading.problem), *points(reading.problem, reading.notes)]
    text = _("Aucune faute : {counts}.") if found else _("Rien à redire : {counts}.")
    say(text.format(counts=", ".join(_counts(reading.problem))))
    say(title_line(reading.problem.title))
    for line in point_lines(found):
        say(line)


def _counts(problem: Problem) -> Iterator[str]:
    """How many of each kind of thing."""
    n = len(problem.candidates)
    yield ngettext("{count} candidat", "{count} candidats", n).format(count=n)
    n = len(problem.members)
    yield ngettext("{count} juré", "{count} jurés", n).format(count=n)
    n = len(problem.rooms)
    yield ngettext("{count} salle", "{count} salles", n).format(count=n)
    n = len(problem.projectors)
    yield ngettext("{count} vidéoprojecteur mobile", "{count} vidéoprojecteurs mobiles", n).format(count=n)
    n = len(problem.invigilators)
    yield ngettext("{count} surveillant", "{count} surveillants", n).format(count=n)
    n = len(problem.days)
    yield ngettext("{count} jour", "{count} jours", n).format(count=n)


def _impossible(problem: Problem) -> Iterator[str]:
    """What is no fault but will stop the planning."""
    from tspi_sched.reasons import counting_reasons

    for reason in counting_reasons(problem):
        yield _("aucun plan n'est possible : {reason}").format(reason=reason)
