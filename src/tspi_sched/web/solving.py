"""A search in its own process: how it goes, the best plan so far; without a plan, why and what would help."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from tspi_sched.checker import check, measure
from tspi_sched.editions.delivery import Target, deliver, difference, origin_of, refuse_another
from tspi_sched.explanations import SECONDS, Explanation, Most, Repair, Told, explain
from tspi_sched.exports import plan_json
from tspi_sched.exports.writing import ALWAYS, NotWritten
from tspi_sched.plan import Plan, Result, Status
from tspi_sched.planner import Progress, solve
from tspi_sched.problem import Problem
from tspi_sched.reading import documents_for, read, read_result
from tspi_sched.reasons import counting_reasons, lock_reasons
from tspi_sched.texts import _, ngettext
from tspi_sched.web.asked_of import mark_of_question
from tspi_sched.web.desk import Desk
from tspi_sched.web.moving import JOURNAL, locked_in, plan_in
from tspi_sched.wishes import Wishes
from tspi_sched.wording import moment, objective_title, objective_value
from tspi_sched.wording.names import listed, person

KEEP = "keep"
"""The word that ends a search and keeps its plan as the session's."""


def solved(desk: Desk, asked: dict[str, Any]) -> dict[str, Any]:
    """Search, and put the plan into its folder unless somebody stopped the search; `of` marks what was asked."""
    problem, wishes = read(asked["input"])
    return _solved(desk, asked, problem, wishes) | {"of": mark_of_question(problem, wishes)}


def _solved(desk: Desk, asked: dict[str, Any], problem: Problem, wishes: Wishes) -> dict[str, Any]:
    input, folder = asked["input"], Path(asked["folder"])
    locks = locked_in(folder, problem)
    problem = replace(problem, locks=(*problem.locks, *locks))
    if asked.get("limit"):
        wishes = replace(wishes, time_limit=float(asked["limit"]))
    if reasons := lock_reasons(problem):
        return {"status": "infeasible", "reasons": list(reasons), "causes": [], "repairs": [], "most": []}
    if counting_reasons(problem):
        return _explained(desk, problem, wishes)
    result = solve(problem, wishes, _Watch(desk, problem, wishes))
    if result.plan is None:
        return _explained(desk, problem, wishes) if result.status is Status.INFEASIBLE else _without(result)
    plan_json.write(problem, replace(result, origin=origin_of(input)), desk.best)
    told = {"status": result.status, "interrupted": result.interrupted, "seconds": round(result.seconds, 1)}
    told["objectives"] = _objectives(problem, result)
    if result.interrupted and desk.stopped != KEEP:
        return told | {"kept": False}
    if not result.interrupted and (better := better_there(problem, result, folder, wishes)):
        return told | {"kept": False, "better": better}
    return told | kept(input, folder, desk.best, len(locks))


def better_there(problem: Problem, result: Result, folder: Path, wishes: Wishes) -> str:
    """In words, what the plan of the folder does better than the one found; empty if it does not, or breaks rules.

    The plan is that of `PLAN` alone: the workbook beside it may be from before moves by hand. It has to keep what is
    locked as well, as the one found does.
    """
    there = plan_in(folder, problem)
    if there is None or result.plan is None or check(problem, there):
        return ""
    found = difference(problem, there, result.plan, wishes.objectives)
    if found is None or found.after <= found.before:
        return ""
    before, after = (objective_value(problem, found.name, value) for value in (found.before, found.after))
    return _("{title} : {before}, et {after} ici").format(title=objective_title(found.name), before=before, after=after)


def kept(input: str, folder: Path, best: Path, locks: int = 0) -> dict[str, Any]:
    """Make the plan that a search has found the session's; whether that was possible, and what is to be told of it."""
    problem, wishes = read(input)
    result = read_result(best, problem)
    sentences: list[str] = []
    if locks:
        text = ngettext("{count} verrou est respecté.", "{count} verrous sont respectés.", locks)
        sentences.append(text.format(count=locks))
    if (folder / JOURNAL).is_file():
        sentences.append(_("Le planning d'avant n'est pas perdu : dans la vue Planning, « Annuler » y revient."))
    origin = origin_of(input)
    target = Target(folder, ALWAYS, origin, documents_for(input), (), wishes.objectives, tell=sentences.append)
    try:
        refuse_another(folder, problem, origin)
        deliver(problem, result, target)
    except NotWritten as late:
        return {"kept": False, "told": [*sentences, str(late)]}
    return {"kept": True, "told": sentences}


def _without(result: Result) -> dict[str, Any]:
    return {"status": "stopped" if result.interrupted else "unknown", "seconds": round(result.seconds, 1)}


def _objectives(problem: Problem, result: Result) -> list[dict[str, Any]]:
    """What the search came to, objective by objective."""
    return [
        {
            "title": objective_title(one.name),
            "value": objective_value(problem, one.name, one.value),
            "bound": objective_value(problem, one.name, one.bound) if one.bound else "",
            "proven": one.status == "optimal",
        }
        for one in result.objectives
    ]


class _Watch:
    """Tells what is new of a search, and keeps each better plan."""

    def __init__(self, desk: Desk, problem: Problem, wishes: Wishes) -> None:
        self.desk, self.problem = desk, problem
        self.said: tuple[str, int | None, int | None] = ("", None, None)
        self.plan: Plan | None = None
        objectives = [{"name": one.name, "title": objective_title(one.name)} for one in wishes.objectives]
        desk.tell(objectives=objectives, limit=wishes.time_limit)

    def __call__(self, progress: Progress) -> None:
        name, best, bound = self.said
        if progress.objective != name:  # what the plan at hand is worth is known, before anything is done about it
            best = measure(self.problem, self.plan)[progress.objective] if self.plan else None
            bound = None
        better = progress.best is not None and (best is None or progress.best < best)
        best = progress.best if better else best
        bound = progress.bound if progress.bound is not None and (bound is None or progress.bound > bound) else bound
        if (known := (progress.objective, best, bound)) != self.said:
            self.said = known
            self._tell(progress, best, bound)
        if better or self.plan is None:
            self._keep(progress.latest())
        self.desk.listen()

    def _tell(self, progress: Progress, best: int | None, bound: int | None) -> None:
        texts = [
            "" if value is None else objective_value(self.problem, progress.objective, value) for value in (best, bound)
        ]
        self.desk.tell(
            index=progress.index, best=best, bound=bound, texts=texts, seconds=round(progress.seconds, 2),
            proven=best is not None and best == bound,
        )  # fmt: skip

    def _keep(self, plan: Plan | None) -> None:
        """A plan on the disk, once it is sure that it keeps every rule."""
        if plan is not None and plan is not self.plan and not check(self.problem, plan):
            self.plan = plan
            plan_json.write(self.problem, Result(Status.FEASIBLE, plan), self.desk.best)


# --- no plan ---------------------------------------------------------------------------------------------------------


def _explained(desk: Desk, problem: Problem, wishes: Wishes) -> dict[str, Any]:
    """Why there is no plan, what would allow one, and how many fit as it is."""
    said = set[str]()

    def watch(step: str) -> None:
        if step not in said:
            said.add(step)
            desk.tell(step=_steps().get(step, step))
        desk.listen()

    desk.best.unlink(missing_ok=True)
    found = explain(problem, replace(wishes, time_limit=min(SECONDS, wishes.time_limit)), watch, known=True)
    return _as_data(problem, found)


def _steps() -> dict[str, str]:
    return {
        "causes": _("Aucun plan : recherche des causes…"),
        "facts": _("Lesquels de ces faits comptent…"),
        "most": _("Combien de candidats peuvent passer sans rien changer…"),
        "repairs": _("Essai des changements qui permettraient un plan…"),
    }


def _as_data(problem: Problem, found: Explanation) -> dict[str, Any]:
    return {
        "status": "infeasible",
        "reasons": [],
        "causes": [_cause(one) for one in found.causes],
        "repairs": [_repair(one) for one in found.repairs],
        "most": _most(problem, found.most),
        "seconds": round(found.seconds, 1),
    }


def _cause(cause: Told) -> dict[str, Any]:
    sure = [line.text for line in cause.lines if line.verified or line.people]
    doubtful = [line.text for line in cause.lines if not (line.verified or line.people)]
    others = ngettext("et {count} autre fait", "et {count} autres faits", cause.others).format(count=cause.others)
    return {
        "headline": cause.headline,
        "sure": sure,
        "doubtful": doubtful,
        "others": others if cause.others else "",
        "minimal": cause.minimal,
    }


def _repair(repair: Repair) -> dict[str, Any]:
    end = _("tout finit au plus tôt {moment}") if repair.soonest else _("tout finit {moment} (au mieux trouvé)")
    return {
        "said": list(repair.said),
        "least": repair.least,
        "end": end.format(moment=moment(repair.problem, repair.finish)),
        "snippet": repair.snippet,
    }


def _most(problem: Problem, most: Most | None) -> list[str]:
    if most is None or most.result.plan is None or not (most.result.plan.tasks or most.largest):
        return []
    if not most.result.plan.tasks:
        return [_("Sans rien changer, aucun candidat ne peut passer.")]
    whole = len(problem.candidates)
    placed = whole - len(most.left_out)
    text = ngettext(
        "Sans rien changer, {count} candidat sur {all} peut passer",
        "Sans rien changer, {count} candidats sur {all} peuvent passer",
        placed,
    ).format(count=placed, all=whole)
    proof = _("et pas davantage") if most.largest else _("et peut-être davantage")
    names = listed(person(problem, id) for id in most.left_out)
    return [_("{head}, {proof} ; sans place : {names}.").format(head=text, proof=proof, names=names)]
