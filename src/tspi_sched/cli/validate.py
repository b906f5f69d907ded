"""``validate``: is the input sound, before any calculation?"""

from collections.abc import Iterator

from tspi_sched.cli.attention import point_lines, points
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.screen import say
from tspi_sched.problem import Problem
from tspi_sched.texts import _
from tspi_sched.wording import title_line
from tspi_sched.wording.counts import counts


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
    say(text.format(counts=", ".join(counts(reading.problem))))
    say(title_line(reading.problem.title))
    for line in point_lines(found):
        say(line)


def _impossible(problem: Problem) -> Iterator[str]:
    """What is no fault but will stop the planning."""
    from tspi_sched.reasons import counting_reasons

    for reason in counting_reasons(problem):
        yield _("aucun plan n'est possible : {reason}").format(reason=reason)
