"""An explanation as lines that a person reads: why there is no plan, what would allow one, who fits as it is."""

from collections.abc import Iterator

from tspi_sched.check.words import listed, person
from tspi_sched.explain import Explanation, Most, Repair, Told
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording import moment


def explanation_lines(problem: Problem, explanation: Explanation) -> Iterator[str]:
    """All that was found out about a session without a plan."""
    yield _("Aucun plan ne respecte toutes les règles : c'est prouvé.")
    yield from _causes(explanation.causes)
    yield from _repairs(explanation)
    if explanation.most:
        yield from _most(problem, explanation.most)


def in_one_line(explanation: Explanation) -> str:
    """The first cause alone."""
    head = _("Aucun plan ne respecte toutes les règles : c'est prouvé.")
    return " ".join([head, *(cause.headline for cause in explanation.causes[:1])])


# --- causes ----------------------------------------------------------------------------------------------------------


def _causes(causes: tuple[Told, ...]) -> Iterator[str]:
    if not causes:
        return
    yield ""
    yield _("Pourquoi :") if len(causes) == 1 else _("Pourquoi ({count} causes) :").format(count=len(causes))
    for number, cause in enumerate(causes, 1):
        yield f"{number}. {cause.headline}" if len(causes) > 1 else f"  {cause.headline}"
        yield from facts_lines(cause)


def facts_lines(cause: Told) -> Iterator[str]:
    """The facts of a cause, and whether each of them matters."""
    yield _("   Ce qui se heurte :")
    for line in cause.lines:
        text = _("     – {fact}") if line.verified else _("     – {fact} (peut-être sans importance)")
        yield text.format(fact=line.text)
    if cause.minimal:
        yield _("   Sans un seul de ces faits, n'importe lequel, les autres tiennent ensemble : c'est vérifié.")
    else:
        yield _("   Le temps a manqué pour vérifier que chacun de ces faits compte.")


# --- repairs ---------------------------------------------------------------------------------------------------------


def _repairs(explanation: Explanation) -> Iterator[str]:
    if not explanation.repairs:
        yield ""
        yield _("Aucun changement simple qui permette un plan n'a été trouvé dans le temps donné.")
        return
    yield ""
    yield _("Ce qui permettrait un plan, du plus facile au plus difficile (chacun a été calculé) :")
    for number, repair in enumerate(explanation.repairs, 1):
        yield from _repair(number, repair)
    if any(repair.snippet for repair in explanation.repairs):
        yield _("Les lignes en retrait s'ajoutent à la fin du scénario, à la place de celles qui y seraient déjà.")


def _repair(number: int, repair: Repair) -> Iterator[str]:
    least = "" if repair.least else _(" (un peu moins suffirait peut-être)")
    changes = _(" et ").join([repair.said[0], *(_decapitalised(text) for text in repair.said[1:])])
    yield _("{number}. {changes}{least} : tout finit {moment}.").format(
        number=number, changes=changes, least=least, moment=moment(repair.problem, repair.finish)
    )
    for line in repair.snippet.splitlines():
        yield f"       {line}".rstrip()


def _decapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- the most that fits ----------------------------------------------------------------------------------------------


def _most(problem: Problem, most: Most) -> Iterator[str]:
    plan, whole = most.result.plan, len(problem.candidates)
    if plan is None or (not plan.tasks and not most.largest):
        return
    yield ""
    if not plan.tasks:
        yield _("Sans rien changer, aucun candidat ne peut passer.")
        return
    placed = whole - len(most.left_out)
    text = ngettext(
        "Sans rien changer, {count} candidat sur {all} peut passer",
        "Sans rien changer, {count} candidats sur {all} peuvent passer",
        placed,
    )
    proof = _("et pas davantage") if most.largest else _("et peut-être davantage")
    yield _("{head}, {proof} ; sans place : {names}.").format(
        head=text.format(count=placed, all=whole),
        proof=proof,
        names=listed(person(problem, id) for id in most.left_out),
    )
    end = moment(most.problem, most.finish)
    yield _("Ce plan finit {moment}.").format(moment=end)
