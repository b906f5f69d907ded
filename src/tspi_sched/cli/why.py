"""``why``: what a wish for one candidate would break, or what it would cost."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import INTERRUPTED, NO_PLAN, Ending
from tspi_sched.cli.grammar import Argument, Command
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.options import as_asked, search_options
from tspi_sched.cli.screen import say, tell, terminal_width
from tspi_sched.plan import Plan
from tspi_sched.problem import Lock, Problem
from tspi_sched.texts import _, duration, mark, ngettext
from tspi_sched.wishes import Wishes
from tspi_sched.wording import amount, objective_title, objective_value
from tspi_sched.wording.rules import rule_title

if TYPE_CHECKING:
    from tspi_sched.explanations.why import Answer, Cost

SECONDS = 30.0
"""The time limit when none is given."""

NAMED = 8
"""More people than these are counted, not named."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Dit ce qu'un souhait pour un candidat enfreindrait, ou ce qu'il coûterait. PLAN est le plan.json ou le "
        "planning.xlsx auquel comparer, INPUT le scénario ou le classeur dont il est le plan."
    )
    params: list[click.Parameter] = [
        Argument("plan", _("le plan auquel comparer")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        *_wished(),
        *search_options(_("Durée du calcul en secondes (par défaut {seconds}).").format(seconds=int(SECONDS))),
    ]
    return Command("why", run, params, about)


def _wished() -> list[click.Parameter]:
    at = _("Le souhait : jour et heure de l'épreuve, « 07/12/2026 13:00 », ou l'heure seule.")
    panel = _("Le souhait : le jury, par son nom ou par ses membres, « J1;J2 ».")
    track = _("Son parcours, s'il en passe plusieurs.")
    return [
        click.Option(["--candidate"], metavar="ID", help=_("Le candidat pour qui est le souhait ; il le faut.")),
        click.Option(["--at"], metavar=_("MOMENT"), help=at),
        click.Option(["--day"], metavar=_("JOUR"), help=_("Le souhait : le jour de l'épreuve.")),
        click.Option(["--room"], metavar=_("SALLE"), help=_("Le souhait : la salle de l'épreuve.")),
        click.Option(["--panel"], metavar=_("JURY"), help=panel),
        click.Option(["--stage"], metavar=_("ÉPREUVE"), help=_("L'épreuve en question (par défaut le premier oral).")),
        click.Option(["--track"], metavar=_("PARCOURS"), help=track),
    ]


def run(
    plan: str,
    input: str,
    candidate: str | None,
    at: str | None,
    day: str | None,
    room: str | None,
    panel: str | None,
    stage: str | None,
    track: str | None,
    time_limit: float | None,
    workers: int | None,
    seed: int | None,
) -> None:
    """Read, ask, and say what came of it."""
    if candidate is None:
        raise click.UsageError(_("il manque {name}").format(name="--candidate"))
    if (at, day, room, panel) == (None, None, None, None):
        options = ", ".join(("--at", "--day", "--room", "--panel"))
        raise click.UsageError(
            _("aucun souhait : donnez au moins une de ces options : {options}").format(options=options)
        )
    try:
        from tspi_sched.cli.wish import Said, read_wish
        from tspi_sched.reading import read, read_plan

        problem, wishes = read(input)
        given = read_plan(plan, problem)
        wish = read_wish(Said(candidate, track, stage, at, day, room, panel), problem, given)
        answer = _ask(problem, given, wish, as_asked(wishes, time_limit or SECONDS, workers, seed))
    except KeyboardInterrupt:
        raise Ending(NO_PLAN, _("Interrompu avant la première réponse.")) from None
    for line in _told(problem, given, answer):
        say(line)
    _end(answer)


def _ask(problem: Problem, plan: Plan, wish: Lock, wishes: Wishes) -> "Answer":
    """The answer; each question that takes time is announced."""
    from tspi_sched.explanations.why import why

    asked: list[str] = []
    with interruptible(_("Interruption : voici ce qui a été trouvé (Ctrl-C de nouveau : abandon).")) as interruption:

        def watch(question: str) -> None:
            if question not in asked:
                asked.append(question)
                tell(_question(question))
            interruption.listen()

        return why(problem, plan, wish, wishes, watch)


def _question(name: str) -> str:
    """What is being looked for."""
    questions = {
        "as_good": _("Recherche d'un plan qui exauce ce souhait sans qu'il en coûte rien…"),
        "nearly": _("Recherche d'un plan proche qui l'exauce, aussi bon sur l'essentiel…"),
        "nearest": _("Recherche du plan le plus proche qui l'exauce…"),
        "best": _("Recherche du meilleur plan qui l'exauce…"),
        "fewest": _("Recherche de celui des meilleurs qui change le moins…"),
        "cause": _("C'est impossible ; recherche de ce qui s'y oppose…"),
    }
    return questions[name]


def _end(answer: "Answer") -> None:
    """End with a code of its own if there is no answer, or an interrupted one."""
    if answer.breaches or answer.impossible:
        return
    if answer.plan is None and not answer.interrupted:
        text = _(
            "Le temps est écoulé sans qu'un plan soit trouvé, ni prouvé impossible. Donnez-lui plus de temps : {option}"
        )
        raise Ending(NO_PLAN, text.format(option="--time-limit"))
    if answer.plan is None:
        raise Ending(NO_PLAN, _("Interrompu avant la première réponse."))
    if answer.interrupted:
        raise Ending(INTERRUPTED)


# --- the answer in words ---------------------------------------------------------------------------------------------


def _told(problem: Problem, plan: Plan, answer: "Answer") -> Iterator[str]:
    from tspi_sched.cli.explained import facts_lines
    from tspi_sched.reasons import lock_in_words

    yield _("Souhait : {wish}").format(wish=lock_in_words(problem, answer.wish))
    if answer.breaches:
        yield _("Impossible : ce souhait contredit les règles à lui seul.")
        yield from (f"  – [{rule_title(breach.rule)}] {breach.message}" for breach in answer.breaches)
    elif answer.impossible:
        yield _("Impossible, c'est prouvé : aucun plan ne l'exauce en respectant toutes les règles.")
        if answer.cause:
            yield f"  {answer.cause.headline}"
            yield from facts_lines(answer.cause)
    elif answer.plan is not None:
        verdict, sureness = _verdict(problem, answer)
        yield verdict
        if sureness:
            yield sureness
        yield ""
        yield from _table(problem, answer)
        yield ""
        yield _moved(problem, plan, answer)
        yield from _unsound(problem, plan)


def _verdict(problem: Problem, answer: "Answer") -> tuple[str, str]:
    """The answer, the first objective that changes; and how sure it is, in a sentence of its own."""
    certain = True
    for cost in answer.costs:
        named = {"cost": _amount(problem, cost.name, cost.difference), "title": objective_title(cost.name)}
        if cost.difference < 0:
            return _("Ce souhait ne coûte rien : {title}, {cost}, un plan vaut même mieux ainsi.").format(**named), ""
        if cost.difference == 0:
            certain &= cost.proven
            continue
        return _("Ce souhait coûte : {title}, {cost}.").format(**named), _sureness(problem, answer, cost, certain)
    return _("Ce souhait ne coûte rien : chaque objectif garde sa valeur."), ""


def _sureness(problem: Problem, answer: "Answer", cost: "Cost", certain: bool) -> str:
    """How sure it is that the wish cannot be had for less."""
    least = (cost.bound or 0) - cost.before
    if certain and cost.proven:
        return _("C'est prouvé : il ne peut pas coûter moins.")
    if certain and least > 0:
        return _("C'est le mieux trouvé ; il est prouvé qu'il coûte au moins {least}.").format(
            least=_amount(problem, cost.name, least)
        )
    if answer.costly:
        return _("C'est le mieux trouvé ; il est prouvé qu'il coûte quelque chose.")
    return _("C'est le mieux trouvé dans le temps donné : ce n'est pas prouvé.")


def _table(problem: Problem, answer: "Answer") -> Iterator[str]:
    """The objectives before and after; one block each where the terminal is too narrow for a table."""
    from tspi_sched.cli.summary import aligned

    head: tuple[str, ...] = (_("Objectif"), _("Plan"), _("Avec le souhait"), _("Différence"), _("Preuve"))
    rows = [_row(problem, cost) for cost in answer.costs]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    lines = [*aligned([head, *rows], sys.maxsize)]
    if max(map(len, lines), default=0) <= terminal_width():
        yield from lines
        return
    for row in rows:
        remark = ", ".join(cell for cell in row[3:] if cell not in ("", "="))
        parts = [row[1], *([f"→ {row[2]}"] if row[1] != row[2] else []), *([f"({remark})"] if remark else [])]
        line = "    " + " ".join(parts)
        yield f"  {row[0]}"
        yield from [line] if len(line) <= terminal_width() else (f"    {part}" for part in parts)


def _row(problem: Problem, cost: "Cost") -> tuple[str, ...]:
    before, after = (objective_value(problem, cost.name, value) for value in (cost.before, cost.after))
    return (
        objective_title(cost.name),
        before,
        after,
        _amount(problem, cost.name, cost.difference),
        _proof(problem, cost),
    )


def _proof(problem: Problem, cost: "Cost") -> str:
    """How sure it is that the wish cannot be had for less; nothing where it costs nothing."""
    if cost.difference <= 0:
        return ""
    if cost.proven:
        return _("prouvé")
    if cost.bound is not None and cost.bound > cost.before:
        return _("au moins {least}").format(least=_amount(problem, cost.name, cost.bound - cost.before))
    return _("non prouvé")


def _amount(problem: Problem, name: str, difference: int) -> str:
    """A difference in the objective's unit, with its sign."""
    if difference == 0:
        return "="
    size = abs(difference)
    spelt = duration(size) if name == "finish" else objective_value(problem, name, size)
    return f"{'+' if difference > 0 else '−'}{spelt}"


def _moved(problem: Problem, plan: Plan, answer: "Answer") -> str:
    """For whom something changes besides the candidate of the wish."""
    if answer.plan == plan:
        return _("Le plan donné l'exauce déjà : rien ne change.")
    n, m = len(answer.candidates), len(answer.members)
    candidates = ngettext("{count} autre candidat", "{count} autres candidats", n).format(count=amount(n))
    members = ngettext("{count} juré", "{count} jurés", m).format(count=amount(m))
    text = _("Change aussi pour {candidates}{who} et {members}{whom}.")
    who, whom = _names(problem, answer.candidates), _names(problem, answer.members)
    return text.format(candidates=candidates, members=members, who=who, whom=whom)


def _unsound(problem: Problem, plan: Plan) -> Iterator[str]:
    """What to bear in mind if the given plan is none that could be had."""
    from tspi_sched.checker import check

    if count := len(check(problem, plan)):
        text = ngettext(
            "Le plan donné enfreint {count} règle : ses valeurs ne sont qu'indicatives.",
            "Le plan donné enfreint {count} règles : ses valeurs ne sont qu'indicatives.",
            count,
        )
        yield text.format(count=amount(count))


def _names(problem: Problem, ids: tuple[str, ...]) -> str:
    from tspi_sched.wording.names import person

    return f" ({mark(';').join(person(problem, id) for id in ids)})" if 0 < len(ids) <= NAMED else ""
