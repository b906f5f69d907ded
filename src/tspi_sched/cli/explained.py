"""An explanation as lines that a person reads: why there is no plan, what would allow one, who fits as it is."""

from collections.abc import Iterator

from tspi_sched.cli.remedy import Source
from tspi_sched.explanations import Explanation, Most, Repair, Told
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording import moment
from tspi_sched.wording.names import listed, person


def explanation_lines(problem: Problem, explanation: Explanation, source: Source) -> Iterator[str]:
    """All that was found out about a session without a plan."""
    yield _("Aucun plan ne respecte toutes les règles : c'est prouvé.")
    yield from _causes(explanation.causes)
    yield from _repairs(explanation, source)
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
    """The facts of a cause; where it is not known whether each of them matters, the most unusual ones."""
    sure = [line.text for line in cause.lines if line.verified or line.people]
    doubtful = [line.text for line in cause.lines if not (line.verified or line.people)]
    if sure:
        yield _("   Ce qui se heurte :")
        yield from (_("     – {fact}").format(fact=text) for text in sure)
    if doubtful:
        yield _("   Le temps a manqué pour savoir ce qui compte du reste ; le plus inhabituel :")
        yield from (_("     – {fact}").format(fact=text) for text in doubtful)
    if cause.others:
        yield ngettext("     – et {count} autre fait", "     – et {count} autres faits", cause.others).format(
            count=cause.others
        )
    if cause.minimal:
        yield _("   Sans un seul de ces faits, n'importe lequel, les autres tiennent ensemble : c'est vérifié.")


# --- repairs ---------------------------------------------------------------------------------------------------------


def _repairs(explanation: Explanation, source: Source) -> Iterator[str]:
    if not explanation.repairs:
        yield ""
        yield _("Aucun changement simple qui permette un plan n'a été trouvé dans le temps donné.")
        return
    yield ""
    yield _("Ce qui permettrait un plan, du plus facile au plus difficile (chacun a été calculé) :")
    for number, repair in enumerate(explanation.repairs, 1):
        yield from _repair(number, repair, source)
    if any(repair.snippet for repair in explanation.repairs):
        yield ""
        yield _("Pour écrire un scénario ainsi changé, au choix :")
        for number, repair in enumerate(explanation.repairs, 1):
            if repair.snippet:
                yield f"  {source.command(number, repair)}"


def in_words(repair: Repair) -> str:
    """The changes of a repair in one phrase."""
    return _(" et ").join([repair.said[0], *(_decapitalised(text) for text in repair.said[1:])])


def _repair(number: int, repair: Repair, source: Source) -> Iterator[str]:
    least = "" if repair.least else _(" (un peu moins suffirait peut-être)")
    text = _("{number}. {changes}{least} : tout finit {moment} (au mieux trouvé).")
    if repair.soonest:
        text = _("{number}. {changes}{least} : tout finit au plus tôt {moment}.")
    end = moment(repair.problem, repair.finish)
    yield text.format(number=number, changes=in_words(repair), least=least, moment=end)
    if not repair.snippet:
        return
    for sentence, lines in source.steps(repair):
        yield f"     {sentence[:1].upper()}{sentence[1:]}"
        yield from (f"       {line}".rstrip() for line in lines)


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
