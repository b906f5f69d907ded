"""Conflict after conflict: minimal sets of facts that leave no plan, with a sum that shows it where there is one."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tspi_sched.explanations.conflicts.hunt import QUESTION, Cause, Hunt, Refutes
from tspi_sched.explanations.conflicts.sums import among, counted
from tspi_sched.explanations.constraints.facts import facts_of, lift
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.problem import Problem

FRAME = frozenset((
    "candidates", "changeover", "delay", "between_tracks", "turnover", "setup", "meal", "waves", "mode", "reserve",
    "member_times", "opening",
))  # fmt: skip
"""Kinds of facts that take part in many conflicts: conflicts that differ in these alone are the same to a person."""

TOGETHER = frozenset(("opening", "access"))
"""Kinds of which one conflict tells enough, whatever days or people it is about."""

BASIC = ("one_at_a_time", "candidate_time", "same_panel", "chain", "order", "oral_room")
"""Rules that stay in force while conflicts are looked for; which of them matter is found out at the end."""

MOST_CAUSES, MOST_TOLD = 6, 3
"""Most conflicts looked for, repetitions included; most conflicts told."""

FURTHER = 0.6
"""Share of the time left after the first conflict, for all others."""


def rough_hunt(problem: Problem, oracle: Oracle, lifted: Iterable[Fact] = ()) -> Hunt:
    """A conflict as a proof shows it, not yet minimal."""
    gone = list(lifted)
    hunt = Hunt(problem, oracle, [fact for fact in facts_of(problem) if fact not in gone], gone)
    hunt.shrink(refuting(hunt.without(()), oracle))
    return hunt


def in_rough(problem: Problem, hunt: Hunt) -> Cause:
    """The conflict so far, with a sum that shows it if there is one."""
    cause = hunt.cause()
    return replace(cause, sum=_sum(problem, (cause,)))


def find_cause(
    problem: Problem,
    oracle: Oracle,
    lifted: Iterable[Fact] = (),
    known: Sequence[Cause] = (),
    begun: Hunt | None = None,
) -> Cause:
    """A conflict of a session that is known to have no plan, even with the facts `lifted` relaxed; `begun`: the search
    so far.

    One that says no more than those `known` stays as rough as it was when that was seen. One with facts that cannot be
    verified gives way to another one without these, where that is quickly found.
    """
    hunt = begun or rough_hunt(problem, oracle, lifted)
    hunt.oracle = oracle
    before, cause = _hunted(hunt, known)
    doubtful = [*lifted, *(fact for fact in cause.unverified if fact.kind != "candidates")]
    if before is not cause and len(doubtful) > len([*lifted]) and oracle.patterns_refute(lift(problem, doubtful)):
        rougher, another = _hunted(rough_hunt(problem, oracle, doubtful), ())
        if len(another.unverified) < len(cause.unverified):
            before, cause = rougher, another
    if before is cause:
        return cause
    cause = replace(cause, sum=_sum(problem, (cause, before)))
    return cause if cause.sum else replace(cause, basics=_basics(cause, oracle))


def _hunted(hunt: Hunt, known: Sequence[Cause]) -> tuple[Cause, Cause]:
    """A conflict as a proof shows it, and then verified; the same if it is no news."""
    before = hunt.cause()
    if not says_more(before, known):
        return before, before
    hunt.verify()
    return before, hunt.cause()


def refuting(problem: Problem, oracle: Oracle) -> Refutes:
    """The quickest kind of proof that refutes a problem."""
    quick = (oracle.sums_refute, oracle.patterns_refute, oracle.refuted)
    return next((means for means in quick if means(problem)), lambda variant: oracle.ask(variant, QUESTION).impossible)


def says_more(cause: Cause, known: Iterable[Cause]) -> bool:
    """Whether a conflict is news: about other candidates, or about kinds of facts that are new and no frame."""
    return all(not cause.who & other.who or cause.kinds - other.kinds - FRAME for other in known)


def _sum(problem: Problem, causes: Iterable[Cause]) -> str:
    """A sum that shows a conflict."""
    clashes = {id(clash): clash for cause in causes for clash in (cause.whole, cause.problem)}.values()
    return next(filter(None, (counted(clash, among(problem, clash)) for clash in clashes)), "")


def _basics(cause: Cause, oracle: Oracle) -> tuple[str, ...]:
    """The rules that a conflict without a sum depends on."""
    return tuple(rule for rule in BASIC if oracle.possible_without(cause.problem, rule, QUESTION / 4))


def all_causes(
    problem: Problem, oracle: Oracle, most: int = MOST_CAUSES, begun: Hunt | None = None
) -> Iterator[tuple[Cause, ...]]:
    """The conflicts so far, whenever there is one more: each remains when a part of every earlier one is relaxed.

    For each way to undo the known conflicts, it is asked whether there is a plan then; if not, there is one more. Not
    all of them are news (`says_more`).
    """
    causes: tuple[Cause, ...] = (find_cause(problem, oracle, begun=begun),)
    yield causes
    oracle = oracle.by(FURTHER)
    ways = deque(_parts(causes[0], problem))
    while ways and len(causes) < most and oracle.left > 0:
        lifted = ways.popleft()
        untouched = next((cause for cause in causes if not lifted & set(cause.facts)), None)
        if untouched is None and oracle.ask(lift(problem, lifted), QUESTION / 4).impossible:
            untouched = find_cause(problem, oracle, lifted, causes)
            causes = (*causes, untouched)
            yield causes
        if untouched:
            ways += [lifted | part for part in _parts(untouched, problem)]


def worth_telling(causes: Sequence[Cause]) -> list[Cause]:
    """The first conflict, and those others that are news and at least half verified; those with sums first."""
    news = [cause for place, cause in enumerate(causes) if place and says_more(cause, causes[:place])]
    sound = [cause for cause in news if 2 * len(cause.unverified) <= len(cause.facts)]
    return [causes[0], *sorted(sound, key=lambda cause: not cause.sum)][:MOST_TOLD]


def _parts(cause: Cause, problem: Problem) -> list[frozenset[Fact]]:
    """The parts of a conflict that are relaxed together: all facts of a kind, or of a person where they are about
    people."""
    facts: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts_of(problem):
        facts.setdefault(_part_of(fact), []).append(fact)
    own = [fact for fact in cause.facts if fact.kind != "candidates"] or [*cause.facts]
    return list(dict.fromkeys(frozenset(facts.get(_part_of(fact), ())) for fact in own))


def _part_of(fact: Fact) -> tuple[object, ...]:
    """Equal for facts that are relaxed together."""
    return (fact.kind,) if fact.kind in TOGETHER else (fact.kind, fact.about[:1])
