"""Which facts of a session cannot hold together: cause after cause, with a sum that shows it where there is one."""

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
"""Kinds that take part in many clashes: a cause that differs from another in these alone is the same to a person."""

TOGETHER = frozenset(("opening", "access"))
"""Kinds of which one cause tells enough, whatever days or people it is about."""

BASIC = ("one_at_a_time", "candidate_time", "same_panel", "chain", "order", "oral_room")
"""Rules that are always in force while causes are looked for; which of them matter is found out at the end."""

MOST_CAUSES, MOST_TOLD = 6, 3
"""So many are looked for, those that say the same counted; so many are told at the most."""

FURTHER = 0.6
"""Share of the time that the first cause leaves, for all the others."""


def rough_hunt(problem: Problem, oracle: Oracle, lifted: Iterable[Fact] = ()) -> Hunt:
    """Facts that cannot hold together, as a proof shows them: whether each of them matters is not known yet."""
    gone = list(lifted)
    hunt = Hunt(problem, oracle, [fact for fact in facts_of(problem) if fact not in gone], gone)
    hunt.shrink(refuting(hunt.without(()), oracle))
    return hunt


def in_rough(problem: Problem, hunt: Hunt) -> Cause:
    """The cause that a hunt has come to, with a sum that shows it if there is one."""
    cause = hunt.cause()
    return replace(cause, sum=_sum(problem, (cause,)))


def find_cause(
    problem: Problem,
    oracle: Oracle,
    lifted: Iterable[Fact] = (),
    known: Sequence[Cause] = (),
    begun: Hunt | None = None,
) -> Cause:
    """A cause of a session that is known to have no plan, even without the facts `lifted`; `begun`: by this hunt.

    One that says no more than those `known` already is left as rough as it was when that was seen. One of which some
    facts cannot be verified gives way to another one without these, where that is quickly found.
    """
    hunt = begun or rough_hunt(problem, oracle, lifted)
    hunt.oracle = oracle
    before, cause = _hunted(hunt, known)
    doubtful = [*lifted, *(fact for fact in cause.unverified if fact.kind != "candidates")]
    if before is not cause and len(doubtful) > len([*lifted]) and oracle.tally_refutes(lift(problem, doubtful)):
        rougher, another = _hunted(rough_hunt(problem, oracle, doubtful), ())
        if len(another.unverified) < len(cause.unverified):
            before, cause = rougher, another
    if before is cause:
        return cause
    cause = replace(cause, sum=_sum(problem, (cause, before)))
    return cause if cause.sum else replace(cause, basics=_basics(cause, oracle))


def _hunted(hunt: Hunt, known: Sequence[Cause]) -> tuple[Cause, Cause]:
    """A cause as a proof shows it, and when its facts have been verified: the same if it is no news."""
    before = hunt.cause()
    if not says_more(before, known):
        return before, before
    hunt.verify()
    return before, hunt.cause()


def refuting(problem: Problem, oracle: Oracle) -> Refutes:
    """The quickest kind of proof that shows that a problem has no plan."""
    quick = (oracle.sums_refute, oracle.tally_refutes, oracle.refuted)
    return next((means for means in quick if means(problem)), lambda variant: oracle.ask(variant, QUESTION).impossible)


def says_more(cause: Cause, known: Iterable[Cause]) -> bool:
    """Whether a cause is news beside others: about other candidates, or about kinds new to them that are no frame."""
    return all(not cause.who & other.who or cause.kinds - other.kinds - FRAME for other in known)


def _sum(problem: Problem, causes: Iterable[Cause]) -> str:
    """A sum that shows one of the causes."""
    clashes = {id(clash): clash for cause in causes for clash in (cause.whole, cause.problem)}.values()
    return next(filter(None, (counted(clash, among(problem, clash)) for clash in clashes)), "")


def _basics(cause: Cause, oracle: Oracle) -> tuple[str, ...]:
    """The rules that a clash without a sum depends on."""
    return tuple(rule for rule in BASIC if oracle.possible_without(cause.problem, rule, QUESTION / 4))


def all_causes(
    problem: Problem, oracle: Oracle, most: int = MOST_CAUSES, begun: Hunt | None = None
) -> Iterator[tuple[Cause, ...]]:
    """The causes so far, whenever there is one more: each holds even if a part of every one before is thought away.

    Goes through what would have to be thought away to undo the causes known: wherever there is still no plan, there is
    one more cause. Not all of them are news (`says_more`).
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
    """The first cause, and some of the others: news of which at least half of the facts are verified, sums before."""
    news = [cause for place, cause in enumerate(causes) if place and says_more(cause, causes[:place])]
    sound = [cause for cause in news if 2 * len(cause.unverified) <= len(cause.facts)]
    return [causes[0], *sorted(sound, key=lambda cause: not cause.sum)][:MOST_TOLD]


def _parts(cause: Cause, problem: Problem) -> list[frozenset[Fact]]:
    """What may be thought away of a cause: all facts of one of its kinds, of one person where they are about people."""
    facts: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts_of(problem):
        facts.setdefault(_part_of(fact), []).append(fact)
    own = [fact for fact in cause.facts if fact.kind != "candidates"] or [*cause.facts]
    return list(dict.fromkeys(frozenset(facts.get(_part_of(fact), ())) for fact in own))


def _part_of(fact: Fact) -> tuple[object, ...]:
    """Equal for facts that are thought away together."""
    return (fact.kind,) if fact.kind in TOGETHER else (fact.kind, fact.about[:1])
