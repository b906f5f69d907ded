"""Sums about the panels: who may serve, for whom, and for how long in all."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from tspi_sched.problem import Candidate, Day, Windows, excluded, intersect
from tspi_sched.reasons.session import Agent, Case, Reasons, Session, panel_fault, total, with_changeover
from tspi_sched.texts import _, duration, mark, ngettext

MOST_SETS, NAMED = 6, 6
"""So many sets of panels that exclusions leave to somebody are looked at, the most frequent ones; more candidates are
counted, not named."""


def makeup(session: Session) -> Reasons:
    """There is a sound panel, or there are members enough for one."""
    problem, rules = session.problem, session.problem.rules.panel
    if session.given:
        if not session.agents:
            faults = ((label, panel_fault(problem, panel)) for label, panel in problem.panels.items())
            listed = mark(";").join(_("{panel} : {fault}").format(panel=label, fault=fault) for label, fault in faults)
            yield _("Aucun jury du classeur ne peut siéger ({faults}).").format(faults=listed or "–")
        return
    professionals = sum(member.professional for (member,) in session.agents)
    if len(session.agents) < rules.size:
        text = _("Un jury compte {size} jurés et il n'y en a que {found} hors réserve.")
        yield text.format(size=rules.size, found=len(session.agents))
    elif professionals < rules.min_professionals:
        text = _("Un jury compte au moins {least} professionnels et il n'y en a que {found}.")
        yield text.format(least=rules.min_professionals, found=professionals)


def eligible(session: Session) -> Reasons:
    """Each candidate has a panel that may and can hear the orals on some day."""
    if any(makeup(session)) or session.first_paper is None:
        return
    heard = set[tuple[object, ...]]()
    for case in session.cases:
        allowed = session.allowed(case)
        kind = tuple(map(id, allowed)), _longest(session, case), case.candidate.availability
        if kind in heard:
            continue  # somebody alike has a panel
        if not _seats(session, allowed):
            yield _("Aucun jury n'est possible pour {who} : entreprise, formateurs ou exclusions.").format(
                who=case.label
            )
        elif not any(_seats(session, _free_for(session, case, allowed, day)) for day in session.problem.days):
            text = _("Aucun jury admis pour {who} n'est disponible en même temps que ce candidat pendant {length}.")
            yield text.format(who=case.label, length=duration(_longest(session, case)))
        else:
            heard.add(kind)


def _seats(session: Session, agents: list[Agent]) -> bool:
    """Whether a panel can be made of some agents."""
    rules = session.problem.rules.panel
    if session.given:
        return bool(agents)
    return len(agents) >= rules.size and sum(m.professional for (m,) in agents) >= rules.min_professionals


def _longest(session: Session, case: Case) -> int:
    """The minutes of orals that are in one stretch in any plan."""
    moves = session.problem.title.moves_between_orals
    unbroken = session.problem.rules.oral_gap_max_minutes == 0 and not moves
    return case.chain if unbroken else max(minutes for minutes, _projected in case.orals)


def _free_for(session: Session, case: Case, agents: list[Agent], day: Day) -> list[Agent]:
    """The agents that have time for the orals on a day when the candidate has."""
    needed, free = _longest(session, case), day.windows(case.candidate.availability)
    return [agent for agent in agents if session.fits(intersect(session.duty(agent, day), free), needed)]


# --- sums ------------------------------------------------------------------------------------------------------------


def panel_minutes(session: Session) -> Reasons:
    """Marking, orals, deliberations and the changeovers before them take no more than all the panels' time."""
    needed, found = panel_balance(session)
    if needed > found:
        text = _(
            "Il faut {needed} de travail des jurés (corrections, oraux, délibérations, battements) "
            "et ils n'ont que {found}{since}, repas déduits."
        )
        if session.given:
            text = _(
                "Il faut {needed} de jury (corrections, oraux, délibérations, battements) "
                "et les jurys n'ont que {found}{since}, repas déduits."
            )
        yield text.format(needed=duration(needed), found=duration(found), since=session.since)


def panel_balance(session: Session) -> tuple[int, int]:
    """Minutes that everybody needs of panels, or of members, and the most that they have; 0 where that is moot."""
    if not session.assessors or session.first_paper is None:
        return 0, 0
    changeover = session.problem.rules.changeover_minutes
    work = sum(case.marking + case.chain + case.deliberation + changeover for case in session.cases)
    found = sum(_capacity(session, agent, day) for agent in session.assessors for day in session.problem.days)
    return session.heads * work, found


def passages(session: Session) -> Reasons:
    """The panels' days hold enough orals, by their length and by the limits of a day."""
    needed, found = passage_balance(session)
    if needed > found:
        text = ngettext(
            "Il faut {needed} passage devant un jury et les journées des jurys n'en permettent que {found}.",
            "Il faut {needed} passages devant un jury et les journées des jurys n'en permettent que {found}.",
            needed,
        )
        if not session.given:
            text = ngettext(
                "Il faut {needed} passage devant un juré et les journées des jurés n'en permettent que {found}.",
                "Il faut {needed} passages devant un juré et les journées des jurés n'en permettent que {found}.",
                needed,
            )
        yield text.format(needed=needed, found=found)


def passage_balance(session: Session) -> tuple[int, int]:
    """How often a panel, or a member, must hear somebody, and how often at most they can; 0 where that is moot."""
    if not session.assessors or session.first_paper is None:
        return 0, 0
    found = sum(_most_passages(session, agent, day) for agent in session.assessors for day in session.problem.days)
    return session.heads * len(session.cases), found


def barred(session: Session) -> Reasons:
    """Candidates whom exclusions leave to some of the panels only find time enough there."""
    for some, agents in _left_to_few(session):
        part = Session(replace(session.problem, candidates=some, locks=()))
        needed, found = panel_balance(part)
        if needed > found:
            text = _(
                "À cause des exclusions, {who} ne peuvent passer que devant {panels} : il y faut {needed} (de la "
                "correction à la délibération) et il n'y a que {found}, repas déduits."
            )
            names = {"who": _candidates(some), "panels": _names(agents)}
            yield text.format(needed=duration(needed), found=duration(found), **names)
            continue
        times, most = passage_balance(part)
        if times > most:
            text = _(
                "À cause des exclusions, {who} ne peuvent passer que devant {panels} : il faut {needed} passages et "
                "les journées n'en permettent que {found}."
            )
            yield text.format(who=_candidates(some), panels=_names(agents), needed=times, found=most)


def _left_to_few(session: Session) -> Iterator[tuple[tuple[Candidate, ...], tuple[Agent, ...]]]:
    """Sets of candidates, not all, whom nothing but some agents may assess: those of one candidate, or of two."""
    everybody, agents = session.problem.candidates, session.agents
    open_to = {
        one.id: frozenset(n for n, agent in enumerate(agents) if not any(excluded(one, m) for m in agent))
        for one in everybody
    }
    sets = [some for some, _count in Counter(open_to.values()).most_common() if len(some) < len(agents)][:MOST_SETS]
    pairs = (a | b for a, b in combinations(sets, 2))
    for some in dict.fromkeys((*sets, *(union for union in pairs if len(union) < len(agents)))):
        found = tuple(one for one in everybody if open_to[one.id] <= some)
        if len(found) > 1:
            yield found, tuple(agents[n] for n in sorted(some))


def _candidates(some: tuple[Candidate, ...]) -> str:
    if len(some) > NAMED:
        return _("{count} candidats").format(count=len(some))
    return ", ".join(f"{one.name} ({one.id})" for one in some)


def _names(agents: tuple[Agent, ...]) -> str:
    """Named panels by their labels, or members by their names."""
    return ", ".join(
        agent[0].panel if len(agent) > 1 and agent[0].panel else f"{agent[0].name} ({agent[0].id})" for agent in agents
    )


def _most_passages(session: Session, agent: Agent, day: Day) -> int:
    """How many candidates an agent can hear on a day at the very most."""
    rules = session.problem.rules
    shortest = session.shortest + rules.changeover_minutes
    by_time = _capacity(session, agent, day) // shortest
    limits = (m.max_candidates_per_day for m in agent)
    stated = (rules.member.max_candidates_per_day if own is None else own for own in limits)
    return min([by_time, *(most for most in stated if most is not None)])


def _capacity(session: Session, agent: Agent, day: Day) -> int:
    """The minutes that an agent can spend on tasks and changeovers on a day, a meal taken."""
    windows = with_changeover(session.problem, session.duty(agent, day))
    return total(windows) - _least_meal(session, windows)


def _least_meal(session: Session, windows: Windows) -> int:
    """The least that a meal takes of some stretches, wherever it is in its window."""
    meal = session.problem.rules.meal
    first, last = meal.window[0], meal.window[1] - meal.minutes
    edges = {edge - shift for window in windows for edge in window for shift in (0, meal.minutes)}
    starts = {first, last, *edges}
    taken = (total(intersect(windows, ((s, s + meal.minutes),))) for s in starts if first <= s <= last)
    return min(taken, default=0)
