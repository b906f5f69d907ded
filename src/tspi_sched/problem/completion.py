"""Who may complete a named panel that lost a member (`rules.panel.substitutes`): the panels that it may become."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from tspi_sched.problem.facts import Member
from tspi_sched.problem.rules import PanelRules

Panel = frozenset[str]


def completed(
    rules: PanelRules, members: Mapping[str, Member], own: Iterable[str], others: Iterable[str]
) -> list[Panel]:
    """The panels of the right size, with professionals enough, of some of those who are still there of a panel and some
    others: at least one of each."""
    own, others = [id for id in own if id in members], list(others)
    stays = range(1, min(len(own), rules.size - 1) + 1)
    panels = (
        frozenset((*kept, *more))
        for number in stays
        for kept in combinations(own, number)
        for more in combinations(others, rules.size - number)
    )
    return [p for p in panels if sum(members[id].professional for id in p) >= rules.min_professionals]


def may_complete(rules: PanelRules, member: Member) -> bool:
    """Whether a member may stand in at all: of the reserve, or anybody, who then has no other panel that day."""
    return rules.substitutes == "anyone" or (rules.substitutes == "reserve" and member.reserve)
