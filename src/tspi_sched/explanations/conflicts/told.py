"""A conflict in the user's words: what clashes in one sentence, then each fact of it."""

from dataclasses import dataclass

from tspi_sched.explanations.conflicts.hunt import Cause
from tspi_sched.explanations.conflicts.sums import among, tight
from tspi_sched.explanations.conflicts.unusual import unusual
from tspi_sched.explanations.constraints.facts import BY_NAME, KINDS
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.problem import Problem
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.facts import candidates, track_list
from tspi_sched.wording.names import person

LEAST_SHOWN, MOST_SHOWN, OF_A_KIND = 3, 5, 2
"""Of facts that are not known to matter, so many are told at least, with those known so many, so many of one kind."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of a cause; `verified`: without it, the others were seen to hold; `people`: it is who clashes."""

    text: str
    verified: bool = True
    people: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A cause in words, and the names of the rules that clash.

    `minimal`: drop any one of the lines, and the rest can hold. Of facts of which that is not known, `lines` hold the
    most unusual ones only; `others` is the number of the rest.
    """

    headline: str
    lines: tuple[Line, ...]
    rules: tuple[str, ...]
    candidates: tuple[str, ...]
    """The ids of as many candidates as it takes."""
    kinds: tuple[str, ...]
    minimal: bool
    others: int = 0


def told(problem: Problem, cause: Cause) -> Told:
    """A cause of a session in words."""
    rules = {BY_NAME[name].rule for name in cause.kinds if name != "candidates"} | set(cause.basics)
    who = tuple(fact.about[0] for fact in cause.facts if fact.kind == "candidates")
    facts = tuple(fact for fact in cause.facts if fact.kind != "candidates")
    shown = facts if cause.minimal else _worth_a_look(problem, cause, facts)
    lines = (*_candidate_lines(problem, cause), *_fact_lines(problem, cause, shown), *_basic_line(cause))
    kinds = tuple(kind.name for kind in KINDS if kind.name in cause.kinds)
    others = len(facts) - len(shown)
    return Told(_headline(problem, cause, who), lines, tuple(sorted(rules)), who, kinds, cause.minimal, others)


def _worth_a_look(problem: Problem, cause: Cause, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts that are known to matter, and of the others a few, the most unusual ones."""
    sure = [fact for fact in facts if fact not in cause.unverified]
    doubtful = sorted((f for f in facts if f in cause.unverified), key=lambda fact: unusual(problem, fact))
    few: list[Fact] = []
    for fact in doubtful:
        if sum(fact.kind == other.kind and fact.about[:1] != other.about[:1] for other in few) < OF_A_KIND:
            few.append(fact)
    subjects = list(dict.fromkeys((fact.kind, fact.about[:1]) for fact in few))
    kept = set(subjects[: max(LEAST_SHOWN, MOST_SHOWN - len({(f.kind, f.about[:1]) for f in sure}))])
    return tuple(sure + [fact for fact in few if (fact.kind, fact.about[:1]) in kept])


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
        lines.append(Line(text, all(verified[id] for id in mine), True))
    for ids in named.values():
        some = [candidate for candidate in problem.candidates if candidate.id in ids]
        lines.append(Line(candidates(some), all(verified[id] for id in ids), True))
    return lines


def _fact_lines(problem: Problem, cause: Cause, shown: tuple[Fact, ...]) -> list[Line]:
    """Facts in words, those of a kind together: those that matter in the order of the kinds, then the unusual ones."""
    sure = [kind.name for kind in KINDS]
    doubtful = list(dict.fromkeys(fact.kind for fact in shown))
    lines = []
    for verified, names in ((True, sure), (False, doubtful)):
        for name in names:
            about = [f.about for f in shown if f.kind == name and (f not in cause.unverified) == verified]
            if about:
                lines += [Line(text, verified) for text in BY_NAME[name].said(problem, about)]
    return lines


def _basic_line(cause: Cause) -> list[Line]:
    words = {
        "one_at_a_time": _("un juré fait une chose à la fois"),
        "candidate_time": _("un candidat fait une chose à la fois"),
        "same_panel": _("un même jury corrige et fait passer les oraux"),
        "chain": _("les oraux d'un candidat s'enchaînent"),
        "order": _("les épreuves d'un candidat, la correction et la délibération se suivent"),
        "oral_room": _("une salle d'oral reçoit un candidat à la fois"),
    }
    texts = [words[rule] for rule in cause.basics]
    return [Line(_("et, comme toujours : {rules}").format(rules=", ".join(texts)))] if texts else []
