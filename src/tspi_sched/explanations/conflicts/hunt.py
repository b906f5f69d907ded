"""MUS extraction: relaxable constraints ("facts") are deleted as long as the rest is still refuted, then verified one
by one.

Deletion halves groups, so that one question drops many facts, in an order of preference, as QuickXplain does (Junker
2004). Relaxing is monotone (`Kind.lifted`), so a fact once needed stays needed when others go.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tspi_sched.explanations.constraints.facts import lift
from tspi_sched.explanations.constraints.kind import Fact
from tspi_sched.explanations.oracle import Oracle
from tspi_sched.problem import Candidate, Problem, excluded

KEPT_LAST = (
    "meal", "waves", "exclusions", "accreditation", "member_times", "candidate_times", "projection", "means", "rooms",
    "invigilators", "desks", "dropped_days", "absence", "opening", "panels", "mode",
)  # fmt: skip
"""Kinds of facts that explain most to most people: relaxed after all others, the last of them at the very end."""

CORE = frozenset(("changeover", "delay", "meal", "waves", "exclusions", "member_times", "opening", "panels"))
"""Kinds of facts that often conflict with each other: all others are relaxed at once first."""

QUESTION = 4.0
"""Most seconds for one question to the solver."""

Refutes = Callable[[Problem], bool]
"""Whether a problem is proven to have no plan."""


@dataclass(frozen=True)
class Cause:
    """A conflict: jointly infeasible constraints, and the session reduced to them.

    `unverified`: facts of which it is not known whether the others are feasible without them. `alike`: its candidates
    in groups that nothing tells apart, each with all of the session who could take their place; with all these,
    `whole`.
    """

    facts: tuple[Fact, ...]
    problem: Problem
    unverified: frozenset[Fact]
    whole: Problem
    alike: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    sum: str = ""
    """A sum that shows the conflict, in words; empty if there is none."""
    basics: tuple[str, ...] = ()
    """Rules that nobody would give up (`BASIC`), but without which the facts would be feasible."""

    @property
    def minimal(self) -> bool:
        """Whether it is proven minimal."""
        return not self.unverified

    @property
    def who(self) -> frozenset[Fact]:
        """The facts that are candidates."""
        return frozenset(fact for fact in self.facts if fact.kind == "candidates")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of its facts."""
        return frozenset(fact.kind for fact in self.facts)


@dataclass
class Hunt:
    """The extraction of one conflict: the facts still in force, and those relaxed."""

    problem: Problem
    oracle: Oracle
    kept: list[Fact]
    lifted: list[Fact]
    needed: set[Fact] = field(default_factory=set)
    """Facts verified as needed: without one of them, a plan was found."""
    spared: frozenset[Fact] = field(init=False)
    """Facts relaxed from the start: they have no part in this conflict."""

    def __post_init__(self) -> None:
        self.spared = frozenset(self.lifted)

    @property
    def candidates(self) -> list[Fact]:
        """The candidates in force."""
        return [fact for fact in self.kept if fact.kind == "candidates"]

    def without(self, facts: Iterable[Fact]) -> Problem:
        """The session with the relaxed facts, and some more, relaxed."""
        return lift(self.problem, [*self.lifted, *facts])

    def give_up(self, facts: Sequence[Fact]) -> None:
        """Relax facts for good, and with candidates all that is said of them."""
        gone = {fact.about[0] for fact in facts if fact.kind == "candidates"}
        lost = {*facts, *(fact for fact in self.kept if self._said_of(fact, gone))}
        self.kept = [fact for fact in self.kept if fact not in lost]
        self.lifted += lost

    def _said_of(self, fact: Fact, candidates: set[str]) -> bool:
        if fact.kind == "locks":
            return self.problem.locks[int(fact.about[0])].task.candidate in candidates
        return bool(fact.about) and fact.about[0] in candidates

    def shrink(self, refutes: Refutes) -> None:
        """Delete all facts that a proof does not need: by kinds, then candidates, then what is left of each kind.

        Last the way panels are made: where any members may sit together, proofs are much harder.
        """
        by_kind: dict[str, list[Fact]] = {}
        for fact in sorted(self.kept, key=_worth):
            by_kind.setdefault(fact.kind, []).append(fact)
        common = [facts for kind, facts in by_kind.items() if kind in CORE]
        self._drop([facts for kind, facts in by_kind.items() if kind not in (*CORE, "candidates", "mode")], refutes)
        self._drop(common, refutes)
        self._drop(self.alike(), refutes)
        for alike in self.alike():
            self._fewer(alike, refutes)
        several = [facts for kind, facts in by_kind.items() if len(facts) > 1 and kind != "candidates"]
        self._drop([[fact] for facts in several for fact in facts], refutes)
        self._drop([by_kind.get("mode", [])], refutes)

    def _drop(self, groups: list[list[Fact]], refutes: Refutes) -> None:
        """Delete groups of facts, all together where the rest is still refuted, else by halves."""
        left = set(self.kept)
        groups = [kept for group in groups if (kept := [fact for fact in group if fact in left])]
        if not groups or self.oracle.left <= 0:
            return
        facts = [fact for group in groups for fact in group]
        if refutes(self.without(facts)):
            self.give_up(facts)
        elif len(groups) > 1:
            middle = len(groups) // 2
            self._drop(groups[:middle], refutes)
            self._drop(groups[middle:], refutes)

    def alike(self) -> list[list[Fact]]:
        """The candidates in force, those together that nothing tells apart; the special ones first."""
        kept = set(self.candidates)
        groups = ([fact for fact in group if fact in kept] for group in self._all_alike())
        return sorted((group for group in groups if group), key=len)

    def _all_alike(self) -> list[list[Fact]]:
        """All the candidates of the session, those together that the facts in force do not tell apart."""
        problem = lift(self.problem, [fact for fact in self.lifted if fact.kind != "candidates"])
        groups: dict[Hashable, list[Fact]] = {}
        for candidate in problem.candidates:
            fact = Fact("candidates", (candidate.id,))
            if fact not in self.spared:
                groups.setdefault(likeness(problem, candidate), []).append(fact)
        return list(groups.values())

    def _fewer(self, alike: list[Fact], refutes: Refutes) -> None:
        """Keep no more candidates of a group than the conflict needs, by bisection."""
        enough, too_few = len(alike), 0
        while enough - too_few > 1 and self.oracle.left > 0:
            middle = (enough + too_few) // 2
            if refutes(self.without(alike[middle:])):
                enough = middle
            else:
                too_few = middle
        self.give_up(alike[enough:])

    def verify(self) -> None:
        """Verify each fact: keep it if there is a plan without it, drop it if that is refuted."""
        for alike in self.alike():
            self._verify(alike)
        for fact in sorted(self.kept, key=_worth):
            if fact.kind != "candidates":
                self._verify([fact])

    def _verify(self, alike: list[Fact]) -> None:
        """Of candidates that nothing tells apart, one speaks for all."""
        alike = list(alike)
        while alike and self.oracle.left > 0:
            answer = self.oracle.ask(self.without(alike[-1:]), QUESTION)
            if not answer.impossible:
                self.needed |= set(alike if answer.plan else ())
                return
            self.give_up([alike.pop()])

    def cause(self) -> Cause:
        """The conflict."""
        kept = set(self.kept)
        groups = [(mine, group) for group in self._all_alike() if (mine := [f for f in group if f in kept])]
        others = {fact for _mine, group in groups for fact in group}
        whole = lift(self.problem, [fact for fact in self.lifted if fact not in others])
        alike = tuple((_ids(mine), _ids(group)) for mine, group in groups)
        return Cause(tuple(self.kept), self.without(()), frozenset(self.kept) - self.needed, whole, alike)


def _ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(fact.about[0] for fact in facts)


def likeness(problem: Problem, candidate: Candidate) -> Hashable:
    """All that any rule looks at in a candidate: equal for those that can change places in every plan."""
    locked = candidate.id if any(lock.task.candidate == candidate.id for lock in problem.locks) else None
    barred = frozenset(member.id for member in problem.members if excluded(candidate, member))
    trainers = frozenset(candidate.trainers) & set(problem.invigilator)
    helpers = frozenset((*candidate.trainers, *candidate.exclusions)) & {one.id for one in problem.helpers}
    extra = tuple(sorted(candidate.extra_time, key=lambda extra: (extra.stage, extra.share, extra.minutes)))
    needs = (candidate.tracks, candidate.final_interview, extra, candidate.accessible, candidate.availability)
    return (*needs, barred, trainers, helpers, locked)


def _worth(fact: Fact) -> int:
    return KEPT_LAST.index(fact.kind) if fact.kind in KEPT_LAST else -1
