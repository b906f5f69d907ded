"""A cause in the user's words: what clashes in one sentence, then each fact of it."""

from dataclasses import dataclass

from tspi_sched.check.words import person
from tspi_sched.explain.facts import BY_NAME, KINDS
from tspi_sched.explain.hunt import Cause
from tspi_sched.explain.sums import among, tight
from tspi_sched.explain.words import candidates, track_list
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a cause; `verified`: without it, the others were seen to hold."""

    text: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """A cause in words, and the names of the rules that clash.

    `minimal`: drop any one of the lines, and the rest can hold.
    """

    headline: str
    lines: tuple[Line, ...]
    rules: tuple[str, ...]
    candidates: tuple[str, ...]
    """The ids of as many candidates as it takes."""
    kinds: tuple[str, ...]
    minimal: bool


def told(problem: Problem, cause: Cause) -> Told:
    """A cause of a session in words."""
    rules = {BY_NAME[name].rule for name in cause.kinds if name != "candidates"} | set(cause.basics)
    who = tuple(fact.about[0] for fact in cause.facts if fact.kind == "candidates")
    lines = (*_candidate_lines(problem, cause), *_fact_lines(problem, cause), *_basic_line(cause))
    kinds = tuple(kind.name for kind in KINDS if kind.name in cause.kinds)
    return Told(_headline(problem, cause, who), lines, tuple(sorted(rules)), who, kinds, cause.minimal)


def _headline(problem: Problem, cause: Cause, who: tuple[str, ...]) -> str:
    if cause.sum:
        return cause.sum
    clashes = (cause.whole, cause.problem)
    if text := next(filter(None, (tight(clash, among(problem, clash), cause.kinds) for clash in clashes)), ""):
        return text
    if len(who) == 1:
        text = _("Aucun créneau ne convient à {who} avec tout ce qui suit.")
        return text.format(who=person(problem, who[0]))
    return _("Ces {count} candidats ne peuvent pas tous passer avec tout ce qui suit.").format(count=len(who))


def _candidate_lines(problem: Problem, cause: Cause) -> list[Line]:
    """Who clashes: any so many of those that nothing tells apart, the others by name."""
    lines, named = [], dict[tuple[str, ...], list[str]]()
    verified = {fact.about[0]: fact not in cause.unverified for fact in cause.facts if fact.kind == "candidates"}
    for mine, group in cause.alike:
        tracks = problem.candidate[mine[0]].tracks
        if len(mine) == len(group):
            named.setdefault(tracks, []).extend(mine)
            continue
        text = ngettext(
            "{count} candidat {track} sur {all}, n'importe lequel",
            "{count} candidats {track} sur {all}, n'importe lesquels",
            len(mine),
        )
        text = text.format(count=len(mine), track=track_list(tracks), all=len(group))
        lines.append(Line(text, all(verified[id] for id in mine)))
    for ids in named.values():
        some = [candidate for candidate in problem.candidates if candidate.id in ids]
        lines.append(Line(candidates(some), all(verified[id] for id in ids)))
    return lines


def _fact_lines(problem: Problem, cause: Cause) -> list[Line]:
    lines = []
    for kind in KINDS:
        facts = [fact for fact in cause.facts if fact.kind == kind.name]
        for verified in (True, False):
            about = [fact.about for fact in facts if (fact not in cause.unverified) == verified]
            if about and kind.name != "candidates":
                lines += [Line(text, verified) for text in kind.said(problem, about)]
    return lines


def _basic_line(cause: Cause) -> list[Line]:
    words = {
        "one_at_a_time": _("un juré fait une chose à la fois"),
        "candidate_time": _("un candidat fait une chose à la fois"),
        "same_panel": _("un même jury corrige et fait passer les oraux"),
        "chain": _("les oraux d'un candidat s'enchaînent"),
        "order": _("l'écrit, la correction, les oraux et la délibération se suivent"),
        "oral_room": _("une salle d'oral reçoit un candidat à la fois"),
    }
    texts = [words[rule] for rule in cause.basics]
    return [Line(_("et, comme toujours : {rules}").format(rules=", ".join(texts)))] if texts else []
