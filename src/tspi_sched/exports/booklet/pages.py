"""What the booklet says, before it has a look: a page for each loss, and the first page, which sums them up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tspi_sched.checker import measure
from tspi_sched.comparison import Comparison, compare
from tspi_sched.exports.booklet.calls import Call, calls_of, short_date
from tspi_sched.exports.comparison.shifts import Shift, aspects, shifts
from tspi_sched.exports.comparison.tables import moves_table
from tspi_sched.losses import Answer, Contingency
from tspi_sched.losses.loss import HELPER, INVIGILATOR, MEANS, MEMBER, ROOM, thing
from tspi_sched.losses.record import MISSING, UNCHANGED, UNKNOWN
from tspi_sched.losses.session import served
from tspi_sched.plan import Plan
from tspi_sched.problem import ATTENDED, Problem
from tspi_sched.texts import _, mark, ngettext
from tspi_sched.wording import objective_value
from tspi_sched.wording.bare import candidate_name

Facts = tuple[tuple[str, str], ...]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A loss: what is lost, what comes of it in a sentence, then whom to call, whom it leaves out and why, and what
    moves, as rows."""

    number: int
    title: str
    short: str
    """The title without saying what kind of loss it is."""
    event: str
    """The loss as an event of ``replan``."""
    verdict: str
    proof: str
    tone: str
    """``good``: nobody is called again; ``fair``: everybody is placed; ``bad``: somebody is left out, or not known."""
    facts: Facts
    calls: tuple[Call, ...]
    left: tuple[tuple[str, str], ...]
    moves: tuple[Row, ...]
    """Papers and orals, in the columns of `move_heads`."""
    tasks: tuple[Row, ...]
    """Every task that differs, in the columns of `task_heads`."""


def pages(found: Contingency) -> tuple[Page, ...]:
    """A page for each loss, in the order of the workbook."""
    return tuple(_page(found, number, answer) for number, answer in enumerate(found.answers, 1))


def _page(found: Contingency, number: int, answer: Answer) -> Page:
    comparison = compare(found.problem, [found.plan, answer.plan]) if answer.plan and _is_new(answer) else None
    calls = tuple(calls_of(found, answer, comparison)) if comparison else ()
    return Page(
        number=number,
        title=f"{_kind(answer)}{mark(':')}{name_of(found.problem, answer)}",
        short=name_of(found.problem, answer),
        event=_event(answer),
        verdict=verdict(answer),
        proof=_proof(answer),
        tone="good" if answer.quiet else "fair" if answer.everybody else "bad",
        facts=_facts(found, answer, len(calls)),
        calls=calls,
        left=tuple(_left(found, answer)),
        moves=tuple(_moves(answer, comparison)) if comparison else (),
        tasks=moves_table(comparison).rows if comparison else (),
    )


def _is_new(answer: Answer) -> bool:
    return answer.plan is not None and answer.status != UNCHANGED


# --- what moves -------------------------------------------------------------------------------------------------------


def task_heads() -> tuple[str, ...]:
    """The heads of every task that differs."""
    return (
        _("Candidat"), _("N°"), _("Parcours"), _("Épreuve"), _("Jour"), _("Change"), _("Avant"), _("Après"),
    )  # fmt: skip


def move_heads() -> tuple[str, ...]:
    """The heads of the papers and orals that move."""
    return _("Candidat"), _("Épreuve"), _("Jour"), _("Avant"), _("Après")


def _moves(answer: Answer, comparison: Comparison) -> Iterator[Row]:
    """The papers and orals that move, but for those who are left out, of whom everything goes."""
    out = {row.candidate for row in answer.left_out}
    kinds = {stage.code: stage.kind for stage in comparison.problem.title.stages}
    for shift in shifts(comparison, comparison.names[1]):
        if shift.task.candidate not in out and any(kinds[move.task.stage] in ATTENDED for move in shift.moves):
            yield _move(comparison.problem, shift)


def _move(problem: Problem, shift: Shift) -> Row:
    """What moves together, in a line: who, what, when, what it was and what it is."""
    task, about = shift.task, aspects(problem, shift)
    stages = f"{shift.stages} ({task.track})" if task.track else shift.stages
    who = f"{candidate_name(problem, task.candidate)} ({task.candidate})"
    sides = zip(*((was, now) for _word, was, now in about), strict=True)
    return who, stages, short_date((shift.before or shift.after)[0].day), *(mark(";").join(side) for side in sides)


# --- what is lost, and what comes of it -------------------------------------------------------------------------------


def _kind(answer: Answer) -> str:
    words = {
        MEMBER: _("En cas d'absence au jury"),
        INVIGILATOR: _("En cas d'absence à la surveillance"),
        ROOM: _("Si une salle manque"),
        HELPER: _("En cas d'absence d'un intervenant"),
        MEANS: _("Si un moyen manque"),
    }
    return words.get(answer.loss.kind) or _("Si un vidéoprojecteur manque")


def _event(answer: Answer) -> str:
    person = answer.loss.kind in (MEMBER, INVIGILATOR, HELPER)
    return (_("absent {id}") if person else _("fermé {id}")).format(id=answer.loss.id)


def name_of(problem: Problem, answer: Answer) -> str:
    """Who or what is lost: ``Jeanne Leroy (J1)``."""
    lost = thing(problem, answer.loss)
    name = getattr(lost, "name", "") or getattr(lost, "type", "")
    return f"{name} ({lost.id})" if name and name != lost.id else lost.id


def short_verdict(problem: Problem, answer: Answer) -> str:
    """Who or what is lost, and what comes of it, in a line."""
    return f"{name_of(problem, answer)}{mark(':')}{verdict(answer)}"


def verdict(answer: Answer) -> str:
    """What comes of a loss, in a sentence."""
    if answer.status == MISSING:
        return _("Pas encore calculé : relancez la même commande pour finir.")
    if answer.status == UNKNOWN:
        if answer.reason:
            return _("Le calcul a échoué : {reason}").format(reason=answer.reason)
        return _("Aucun planning n'a été trouvé dans le temps donné : il lui en faut plus (option --time-limit).")
    if answer.status == UNCHANGED:
        return _unchanged(answer)
    if not answer.everybody:
        return _out(answer)
    if answer.quiet:
        return _("Tout le monde passe, et aucun candidat n'est rappelé.")
    return _recalled(answer)


def _unchanged(answer: Answer) -> str:
    if answer.loss.kind in (MEMBER, INVIGILATOR, HELPER):
        return _("Rien ne change : le planning ne compte sur cette personne aucun jour.")
    return _("Rien ne change : le planning ne s'en sert pas.")


def _out(answer: Answer) -> str:
    count = len(answer.left_out)
    return ngettext(
        "{count} candidat ne peut pas passer : il est à reporter.",
        "{count} candidats ne peuvent pas passer : ils sont à reporter.",
        count,
    ).format(count=count)


def _recalled(answer: Answer) -> str:
    count, days = answer.values["recalled"], answer.values["day_changes"]
    text = ngettext(
        "Tout le monde passe ; {count} convocation de candidat change",
        "Tout le monde passe ; {count} convocations de candidats changent",
        count,
    ).format(count=count)
    if days:
        text += ngettext(", dont {count} de jour", ", dont {count} de jour", days).format(count=days)
    return f"{text}."


def _proof(answer: Answer) -> str:
    """What is proven of the numbers of a loss, in a sentence; nothing where there is nothing to prove."""
    if not _is_new(answer):
        return ""
    if "recalled" in answer.proven or (not answer.everybody and "unplaced" in answer.proven):
        if answer.quiet:
            return ""
        if answer.everybody:
            return _("C'est prouvé : aucun planning n'en change moins.")
        return _("C'est prouvé : aucun planning n'en laisse moins.")
    return _("Ce n'est pas prouvé : avec plus de temps, un planning qui dérange moins reste possible.")


def _facts(found: Contingency, answer: Answer, calls: int) -> Facts:
    if answer.plan is None:
        return ()
    people = ngettext("{count} personne", "{count} personnes", calls).format(count=calls) if calls else _("personne")
    facts = [(_("À appeler"), people), (_("Fin de la session"), finish(found, answer))]
    if _is_new(answer):
        facts += [(_("Appelés en plus"), _duties(found, answer, more=True))]
        facts += [(_("Libérés"), _duties(found, answer, more=False))]
    return tuple((name, text) for name, text in facts if text)


def finish(found: Contingency, answer: Answer) -> str:
    """When the session ends after a loss, and when it would have."""
    before = measure(found.problem, found.plan)["finish"]
    after = answer.values.get("finish", before) if answer.plan and answer.plan.tasks else 0
    if after == before:
        return _("{moment} (inchangée)").format(moment=objective_value(found.problem, "finish", before))
    return _("{moment} (au lieu de {before})").format(
        moment=objective_value(found.problem, "finish", after) if after else _("aucune épreuve"),
        before=objective_value(found.problem, "finish", before),
    )


def _duties(found: Contingency, answer: Answer, *, more: bool) -> str:
    """Who has a day of duty more, or one less, whoever is lost left aside."""
    before, after = _on_duty(found.plan), _on_duty(answer.plan or found.plan)
    changed = after - before if more else before - after
    people = found.problem.member | found.problem.invigilator
    told = sorted((day, people[id].name) for id, day in changed if id != answer.loss.id and id in people)
    return mark(";").join(f"{name} ({short_date(day)})" for day, name in told)


def _on_duty(plan: Plan) -> frozenset[tuple[str, date]]:
    return served(plan) | {(id, task.day) for task in plan.tasks for id in task.invigilators}


# --- who is left out --------------------------------------------------------------------------------------------------


def _left(found: Contingency, answer: Answer) -> Iterator[tuple[str, str]]:
    """Those left out with why, the same reason once for all of them."""
    rows = sorted(answer.left_out, key=lambda row: row.reason)
    for reason, group in groupby(rows, key=lambda row: row.reason):
        names = sorted(f"{candidate_name(found.problem, row.candidate)} ({row.candidate})" for row in group)
        yield "\n".join(names), reason
