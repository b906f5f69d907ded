"""Branch and bound over the starts of the papers, with column generation at each node (branch-and-price).

How early a paper starts decides how long its candidates wait, so one set of duals does not suit all starts. A node
whose bound reaches the cutoff is pruned; the most promising one is branched on next. At a leaf, all columns of a better
plan are enumerated, and the integer master chooses among them: a proof for the node, and a guide to a plan. Theory:
docs/how/columns.md.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count, product

from tspi_sched.columns.assign import assign_schedules
from tspi_sched.columns.integer_master import HASTY, THOROUGH, Selection, best_selection
from tspi_sched.columns.master import SCALE, BoundingProblem, LagrangianBound, column_generation
from tspi_sched.columns.network import Duals, PanelSchedule
from tspi_sched.columns.node import Node, papers_in
from tspi_sched.columns.pricing import INFINITY
from tspi_sched.columns.realisable import RealisableStarts, realisable_starts
from tspi_sched.relaxations.bound import Minimise, RelaxationSolution

MAX_KNOWN = 400
"""Columns that are kept for the next node."""


@dataclass(frozen=True)
class PendingNode:
    """An open node: its bound, the duals that prove it, and what was tried already."""

    expected: int
    """Expected cost of a plan in the node: bound plus half of the spread of starts, for each candidate."""
    number: int
    bound: int
    node: Node
    duals: Duals | None = None
    too_long: bool = False
    """Whether enumeration failed before; not tried again while there are several starts."""
    failed_at: int = 2 * INFINITY
    """The cutoff at which enumeration failed; a lower cutoff may succeed."""
    exhaustive: bool = False
    """Whether enumeration was tried with all effort."""


@dataclass
class BranchAndBound:
    """The tree: its open nodes, and the least bound of its closed ones."""

    bounding: BoundingProblem
    latest: Mapping[str, int]
    run: Minimise
    nodes: list[PendingNode]
    least_leaf: int | None = None
    """The least bound of a closed leaf."""
    has_led: bool = False
    """Whether some choice of columns led to a plan yet."""
    proves: bool = True
    """Whether a bound is wanted, not only guides to plans."""
    failed: int = 0
    """Guides in a row that led to no better plan."""
    later: list[RelaxationSolution] = field(default_factory=list)
    """Guides that were put off."""
    known: list[PanelSchedule] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def bound(self, best: int | None) -> int:
        """The proven bound of the objective, given the incumbent's value."""
        # Every plan is in a node that is open or closed: docs/how/arguments-branch-and-bound.md#the-bound-of-a-tree
        totals = [pending.bound for pending in self.nodes]
        totals += [] if self.least_leaf is None else [self.least_leaf]
        proven = self.bounding.bound(min(totals)) if totals else best
        return min(x for x in (proven, best) if x is not None) if proven is not None else 0

    def next_lead(self, best: int | None, until: float) -> RelaxationSolution | None:
        """Process nodes until a choice of columns may lead to a better plan; None if there is none, or no time."""
        cutoff = self.bounding.cutoff(best)
        while (pending := self._select(cutoff)) and time.monotonic() < until:
            if pending.bound >= cutoff or not self._papers_fit(pending.node):
                self.nodes.remove(pending)
                continue
            lagrangian = column_generation(self.bounding, pending.node, pending.duals, self.known, cutoff, until)
            if lagrangian is None or time.monotonic() > until:
                return None
            guide = self._process(pending, lagrangian, cutoff, until)
            if guide is not None:
                self.has_led = True
                return guide
        return None

    def refuted(self, best: int, until: float) -> bool:
        """Whether column generation alone proves that no plan is better than a value, whatever the starts."""
        # No plan has more presence than the agents have hours:
        # docs/how/arguments-branch-and-bound.md#refuted-ends-and-days-of-duty
        cutoff = self.bounding.cutoff(best)
        while self.nodes:
            pending = min(self.nodes, key=lambda candidate: (candidate.bound, candidate.number))
            self.nodes.remove(pending)
            if not self._papers_fit(pending.node):
                continue
            lagrangian = column_generation(self.bounding, pending.node, pending.duals, self.known, cutoff, until)
            if (
                lagrangian is None
                or time.monotonic() > until
                or (lagrangian.bound < cutoff and pending.node.duty_fixed)
            ):
                return False
            for child in pending.node.branch() if lagrangian.bound < cutoff else ():
                self.add_node(child, replace(pending, bound=lagrangian.bound, duals=lagrangian.duals))
        return True

    def _select(self, cutoff: int) -> PendingNode | None:
        """The node of least bound; until there is a guide, that of least expected cost, if that is a better plan's."""
        nodes = self._not_failed(cutoff) or [candidate for candidate in self.nodes if not candidate.exhaustive]
        promising = any(candidate.expected < cutoff for candidate in nodes)
        by_bound = self.proves and (self.has_led or not promising)
        return min(
            nodes,
            key=lambda candidate: (candidate.bound if by_bound else candidate.expected, candidate.number),
            default=None,
        )

    def _not_failed(self, cutoff: int) -> list[PendingNode]:
        """The nodes whose enumeration did not fail, or failed at a higher cutoff."""
        return [candidate for candidate in self.nodes if cutoff < candidate.failed_at]

    @property
    def _proving(self) -> bool:
        return self.has_led and self.proves

    def add_node(self, node: Node, parent: PendingNode | None = None) -> None:
        """Add a node; it inherits the bound of its parent."""
        total = parent.bound if parent else 0
        jobs = {job_type.example.track: 0 for job_type in self.bounding.network.job_types}
        for job_type in self.bounding.network.job_types:
            jobs[job_type.example.track] += len(job_type.jobs)
        wide = sum((len(slots) - 1) * jobs[track] for track, slots in node.starts.items())
        expected = total + SCALE * wide // 2
        fresh = PendingNode(expected, next(self.numbers), total, node)
        self.nodes.append(replace(parent, expected=expected, number=fresh.number, node=node) if parent else fresh)

    def _papers_fit(self, node: Node) -> bool:
        """Whether the papers can start within the node."""
        return not self.run(papers_in(self.bounding.network.instance, self.latest, node)).infeasible

    def _process(
        self, pending: PendingNode, lagrangian: LagrangianBound, cutoff: int, until: float
    ) -> RelaxationSolution | None:
        """Prune, close or branch on a node after column generation; a guide if its columns are chosen."""
        # A node stays open with its bound until it is pruned, branched on or closed:
        # docs/how/arguments-branch-and-bound.md#branching
        self.nodes.remove(pending)
        del self.known[:-MAX_KNOWN]
        node, total = pending.node, max(pending.bound, lagrangian.bound)
        if total >= cutoff:
            return None
        if (
            node.is_leaf
            and not self._proving
            and any(candidate.expected < total for candidate in self._not_failed(cutoff))
        ):
            self.add_node(
                node, replace(pending, bound=total, duals=lagrangian.duals)
            )  # others may lead to a better plan
            return None
        parent = replace(pending, bound=total, duals=lagrangian.duals)
        if node.is_leaf:
            return self._finish(parent, self._best_selection(parent, lagrangian, cutoff, until), node.earliest, cutoff)
        if node.duty_fixed:
            return self._branch_on_starts(parent, lagrangian, cutoff, until)
        for child in node.branch():
            self.add_node(child, parent)
        return None

    def _best_selection(
        self, pending: PendingNode, lagrangian: LagrangianBound, cutoff: int, until: float
    ) -> Selection:
        """Enumerate and choose at a node, with more effort if that failed at this cutoff before."""
        limits_of_enumeration = THOROUGH if cutoff >= pending.failed_at else HASTY
        return best_selection(self.bounding, pending.node, lagrangian, cutoff, self.run, until, limits_of_enumeration)

    def _finish(
        self, pending: PendingNode, best: Selection, papers: Mapping[str, int], cutoff: int
    ) -> RelaxationSolution | None:
        """Close a node whose bound is exact, or leave it pending until the cutoff is lower."""
        total = max(pending.bound, best.value)
        if best.exact:
            self._fathom(total, cutoff)
        else:
            again = cutoff >= pending.failed_at
            self.nodes.append(replace(pending, expected=total, bound=total, failed_at=cutoff, exhaustive=again))
        return self._assign(papers, best.chosen)

    def _branch_on_starts(
        self, parent: PendingNode, lagrangian: LagrangianBound, cutoff: int, until: float
    ) -> RelaxationSolution | None:
        """Branch on starts, unless the columns are realisable at one set of them: then enumerate and close the node."""
        node, realisable = parent.node, self._realisable_starts(parent.node, lagrangian.lp_solution)
        if self._starts_suffice(node, realisable) and not parent.too_long:
            best = self._best_selection(parent, lagrangian, cutoff, until)
            parent = replace(parent, bound=max(parent.bound, best.value), too_long=not best.chosen)
            if parent.bound >= cutoff:
                return None
            realisable = self._realisable_starts(node, [(schedule, 1.0) for schedule in best.chosen], longer=True)
            if best.chosen and self._starts_suffice(node, realisable):
                return self._finish(parent, best, realisable.starts, cutoff)
        for child in self._branch_by_score(node, realisable):
            self.add_node(child, parent)
        return None

    def _starts_suffice(self, node: Node, realisable: RealisableStarts) -> bool:
        """Whether branching on starts would not raise the bound: the columns are realisable at one possible set of
        starts."""
        return realisable.exact and self._papers_fit(
            Node({t: (slot,) for t, slot in realisable.starts.items()}, node.duty)
        )

    def _branch_by_score(self, node: Node, realisable: RealisableStarts) -> tuple[Node, Node]:
        """The two children, split by the paper with the largest branching score, so that neither keeps these columns'
        cost."""
        if realisable.exact:
            return node.branch_on_starts()
        track = max(realisable.score, key=lambda track: realisable.score[track])
        later = [slot for slot in node.starts[track] if slot > realisable.starts[track]] or node.starts[track]
        return node.branch_at(track, later[len(later) // 2])

    def _realisable_starts(
        self, node: Node, used: list[tuple[PanelSchedule, float]], *, longer: bool = False
    ) -> RealisableStarts:
        """The realisable starts of some columns."""
        return realisable_starts(self.bounding.network, node, used, waits=self.bounding.waits, longer=longer)

    def _fathom(self, value: int, cutoff: int) -> None:
        """Record the bound of a closed node."""
        if value < cutoff:
            self.least_leaf = min(x for x in (self.least_leaf, value) if x is not None)

    def _assign(self, papers: Mapping[str, int], chosen: list[PanelSchedule]) -> RelaxationSolution | None:
        """A guide by chosen columns with the papers at these starts, if there are any."""
        return assign_schedules(self.bounding.network, dict(papers), chosen, self.run) if chosen else None


def start_branch_and_bound(
    bounding: BoundingProblem,
    latest: Mapping[str, int],
    starts: Mapping[str, tuple[int, ...]],
    run: Minimise,
    begin: Mapping[str, int],
) -> BranchAndBound:
    """The tree with its root nodes: each combination of a day for each paper; `starts`: by track, the possible
    starts."""
    # Each paper starts on one day, and a plan is in one of two children: docs/how/arguments-columns.md#nodes
    tree = BranchAndBound(bounding, latest, run, [])
    by_day: list[list[tuple[str, tuple[int, ...]]]] = []
    for track, slots in starts.items():
        by_date: dict[int, list[int]] = defaultdict(list)
        for slot in slots:
            by_date[slot // bounding.network.instance.slots_per_day].append(slot)
        by_day.append([(track, tuple(day_slots)) for day_slots in by_date.values()])
    panel_groups, days = bounding.network.panel_groups, range(len(bounding.network.instance.problem.days))
    duty = tuple((0, sum(len(panel_group.agents) for panel_group in panel_groups if panel_group.days[d])) for d in days)
    if all(begin.get(track) in slots for track, slots in starts.items()):
        tree.add_node(Node({track: (begin[track],) for track in starts}, duty))
    for choice in product(*by_day):
        tree.add_node(Node(dict(choice), duty))
    return tree
