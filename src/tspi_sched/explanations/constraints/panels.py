"""Facts about panels: who may not assess whom, who may serve when and how much, how panels are made."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.explanations.constraints.absent import panel_name
from tspi_sched.explanations.constraints.kind import SPARE, About, Kind, replaced, with_rules
from tspi_sched.problem import Candidate, Member, Problem, accredited, excluded
from tspi_sched.texts import _, duration, long_date, ngettext
from tspi_sched.wording.facts import panels, why_excluded
from tspi_sched.wording.names import listed, person

NO_LIMIT = 10**6

# --- who may not meet whom -------------------------------------------------------------------------------------------


def _exclusions(problem: Problem) -> Iterator[About]:
    return ((c.id, m.id) for c in problem.candidates for m in problem.members if excluded(c, m))


def _no_exclusions(problem: Problem, chosen: list[About]) -> Problem:
    """The candidates with those exclusions left by hand, and without a company, which would stand for several."""
    pairs = set(chosen)

    def freed(candidate: Candidate) -> Candidate:
        kept = (m.id for m in problem.members if excluded(candidate, m) and (candidate.id, m.id) not in pairs)
        others = tuple(id for id in candidate.trainers if id not in problem.member)
        return replace(candidate, company="", trainers=others, exclusions=tuple(kept))

    return replace(problem, candidates=replaced(problem.candidates, chosen, freed))


def _say_exclusions(problem: Problem, chosen: list[About]) -> Iterator[str]:
    by_candidate: dict[str, list[str]] = {}
    for candidate, member in chosen:
        why = why_excluded(problem.candidate[candidate], problem.member[member])
        text = _("{who} ({why})").format(who=person(problem, member), why=why)
        by_candidate.setdefault(candidate, []).append(text)
    for candidate, members in by_candidate.items():
        text = _("{who} ne peut pas passer devant {members}")
        yield text.format(who=person(problem, candidate), members=listed(members))


# --- who may serve ---------------------------------------------------------------------------------------------------


def _unaccredited(problem: Problem) -> Iterator[About]:
    return ((m.id,) for m in problem.members if not all(accredited(m, day.date) for day in problem.days))


def _accredited(problem: Problem, chosen: list[About]) -> Problem:
    free = replaced(problem.members, chosen, lambda m: replace(m, accredited_from=None, accredited_to=None))
    return replace(problem, members=free)


def _say_accreditation(problem: Problem, chosen: list[About]) -> Iterator[str]:
    for (id,) in chosen:
        member = problem.member[id]
        start, end = member.accredited_from, member.accredited_to
        if start and end:
            text = _("{who} n'a d'habilitation que du {start} au {end}")
        elif start:
            text = _("{who} n'a d'habilitation qu'à partir du {start}")
        else:
            text = _("{who} n'a plus d'habilitation après le {end}")
        dates = {"start": start and long_date(start), "end": end and long_date(end)}
        fact, label = text.format(who=person(problem, id), **dates), _not_sitting(problem, member)
        sentence = _("{fact} : {panel} ne peut siéger aucun jour") if label else "{fact}"
        yield sentence.format(fact=fact, panel=panel_name(label))


def _not_sitting(problem: Problem, member: Member) -> str:
    """The label of a panel that can sit on no day for want of an accreditation; empty if there is none."""
    never = not any(accredited(member, day.date) for day in problem.days)
    return member.panel if problem.rules.panel.mode == "given" and never else ""


def _reserve(problem: Problem) -> Iterator[About]:
    kept = any(member.reserve for member in problem.members) and not problem.rules.panel.use_reserve
    return iter([()] if kept else [])


def _use_reserve(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, panel={"use_reserve": True})


def _say_reserve(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    names = [person(problem, one.id) for one in problem.members if one.reserve and not problem.may_serve(one)]
    if not names:
        yield _("la réserve ne siège que pour compléter un jury")
        return
    yield ngettext("en réserve, ne siège pas : {names}", "en réserve, ne siègent pas : {names}", len(names)).format(
        names=listed(names)
    )


def limit(problem: Problem, member: Member) -> int | None:
    """The most candidates that a member hears on a day."""
    own, general = member.max_candidates_per_day, problem.rules.member.max_candidates_per_day
    return general if own is None else own


def _limits(problem: Problem) -> Iterator[About]:
    """Each member's own limit, and the one that the rules set for the others."""
    if problem.rules.member.max_candidates_per_day is not None:
        yield ()
    yield from ((member.id,) for member in problem.members if member.max_candidates_per_day is not None)


def _no_limits(problem: Problem, chosen: list[About]) -> Problem:
    own = [about for about in chosen if about]
    free = replaced(problem.members, own, lambda member: replace(member, max_candidates_per_day=NO_LIMIT))
    if () in chosen:
        problem = with_rules(problem, member={"max_candidates_per_day": None})
    return replace(problem, members=free)


def _say_limits(problem: Problem, chosen: list[About]) -> Iterator[str]:
    by_limit: dict[int, list[str]] = {}
    for about in chosen:
        if about:
            by_limit.setdefault(problem.member[about[0]].max_candidates_per_day or 0, []).append(about[0])
        else:
            most = problem.rules.member.max_candidates_per_day or 0
            text = ngettext("{count} candidat par juré et par jour", "{count} candidats par juré et par jour", most)
            yield text.format(count=most)
    for most, ids in by_limit.items():
        text = ngettext(
            "{count} candidat par jour au plus : {names}", "{count} candidats par jour au plus : {names}", most
        )
        yield text.format(count=most, names=listed(person(problem, id) for id in ids))


def _duty(problem: Problem) -> Iterator[About]:
    return iter([] if problem.rules.member.max_duty_minutes_per_day is None else [()])


def _no_duty(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, member={"max_duty_minutes_per_day": None})


def _say_duty(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    most = problem.rules.member.max_duty_minutes_per_day or 0
    yield _("{length} de travail par juré et par jour au plus").format(length=duration(most))


# --- how panels are made ---------------------------------------------------------------------------------------------


def _professionals(problem: Problem) -> Iterator[About]:
    few = problem.rules.panel.min_professionals and not all(member.professional for member in problem.members)
    return iter([()] if few else [])


def _no_professionals(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, panel={"min_professionals": 0})


def _say_professionals(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    least = problem.rules.panel.min_professionals
    others = listed(person(problem, member.id) for member in problem.members if not member.professional)
    text = ngettext(
        "{count} professionnel au moins par jury (formateurs : {names})",
        "{count} professionnels au moins par jury (formateurs : {names})",
        least,
    )
    yield text.format(count=least, names=others)


def _mode(problem: Problem) -> Iterator[About]:
    return iter([] if problem.rules.panel.mode == "free" else [()])


def _free_mode(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, panel={"mode": "free"})


def _say_mode(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    if problem.rules.panel.mode == "given":
        text = _("les binômes restent ceux du classeur, ou sont complétés par qui le peut (substitutes)")
        yield text if problem.completions else _("les binômes restent ceux du classeur")
    else:
        yield _("un juré ne siège que dans un jury par jour")


def _panels(_problem: Problem) -> Iterator[About]:
    return iter([()])


def _spare_panels(problem: Problem, _chosen: list[About]) -> Problem:
    """A panel a paper, of professionals without any restriction, who take the place of all others.

    Locks name those that there are, so with locks they stay.
    """
    papers, size = sum(len(candidate.tracks) for candidate in problem.candidates), problem.rules.panel.size
    spare = tuple(
        Member(f"{SPARE}{number}.{seat}", SPARE, panel=f"{SPARE}{number}", max_candidates_per_day=NO_LIMIT)
        for number in range(papers)
        for seat in range(size)
    )
    return replace(problem, members=(*problem.members, *spare) if problem.locks else spare)


def _say_panels(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    if problem.rules.panel.mode == "given":
        count = len(problem.panels)
        text = ngettext("{count} jury en tout : {names}", "{count} jurys en tout : {names}", count)
    else:
        count = len(problem.members)
        text = ngettext("{count} juré en tout : {names}", "{count} jurés en tout : {names}", count)
    yield text.format(count=count, names=panels(problem))


EXCLUSIONS = Kind("exclusions", "panel_makeup", _exclusions, _no_exclusions, _say_exclusions)
ACCREDITATION = Kind("accreditation", "panel_makeup", _unaccredited, _accredited, _say_accreditation)
RESERVE = Kind("reserve", "panel_makeup", _reserve, _use_reserve, _say_reserve)
LIMITS = Kind("limits", "hours", _limits, _no_limits, _say_limits)
DUTY = Kind("duty", "hours", _duty, _no_duty, _say_duty)
PROFESSIONALS = Kind("professionals", "panel_makeup", _professionals, _no_professionals, _say_professionals)
MODE = Kind("mode", "panel_mode", _mode, _free_mode, _say_mode)
PANELS = Kind("panels", "one_at_a_time", _panels, _spare_panels, _say_panels)
