"""Who stands in: a named panel that lacks a member is completed by others, and by the same for the rest of the day."""

from collections.abc import Iterator

from tspi_sched.checker.facts import OF_PANEL, Facts
from tspi_sched.checker.spans import DAY_MINUTES, ended, started
from tspi_sched.plan import Plan, Task


def stands_in(facts: Facts, row: Task) -> bool:
    """Whether the members of a row complete a named panel that lacks some of its own by then."""
    rules = facts.problem.rules.panel
    if rules.mode != "given" or rules.substitutes in (None, "none"):
        return False
    return any(_completes(facts, row, own, lacking) for own, lacking in _incomplete(facts, row))


def _incomplete(facts: Facts, row: Task) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The panels that lack members when a row is held: those who are there, and those who are not."""
    gone = {member.id for member in facts.problem.gone.members}
    for ids in _named(facts):
        lacking = frozenset(id for id in ids if id in gone or _lacks(facts, id, row))
        if lacking:
            yield ids - lacking, lacking


def _named(facts: Facts) -> list[frozenset[str]]:
    """The panels that the workbook names, with the members whom the scenario leaves out."""
    labels: dict[str, set[str]] = {label: set(ids) for label, ids in facts.problem.gone.panels}
    for member in (*facts.problem.members, *facts.problem.gone.members):
        if member.panel:
            labels.setdefault(member.panel, set()).add(member.id)
    return [frozenset(ids) for ids in labels.values()]


def _lacks(facts: Facts, id: str, row: Task) -> bool:
    """Whether somebody is away while a row is held, or was before on that day: a panel stays as it was completed."""
    midnight = row.day.toordinal() * DAY_MINUTES
    return any(
        since < ended(row) and (until > started(row) or since >= midnight)
        for since, until in facts.since.away.get(id, ())
    )


def _completes(facts: Facts, row: Task, own: frozenset[str], lacking: frozenset[str]) -> bool:
    members = frozenset(row.members)
    others = members - own
    if not own & members or others & lacking or not others:
        return False
    return all(_may(facts, id, row, members) for id in others) and _same_for_the_day(facts, row, own)


def _may(facts: Facts, id: str, row: Task, members: frozenset[str]) -> bool:
    """Whether somebody may stand in: of the reserve, or (`anyone`) without a task to come that day in another panel."""
    member = facts.problem.member.get(id)
    if member is None:
        return False
    if member.reserve:
        return True
    if facts.problem.rules.panel.substitutes != "anyone":
        return False
    elsewhere = _others(facts, facts.plan, id, row, members)
    baseline = facts.problem.baseline
    return not elsewhere and (baseline is None or not _others(facts, baseline, id, row, members))


def _others(facts: Facts, plan: Plan, id: str, row: Task, members: frozenset[str]) -> bool:
    """Whether a plan has somebody in another, whole panel later that day."""
    return any(
        task.day == row.day
        and not task.state
        and id in task.members
        and frozenset(task.members) != members
        and facts.kind(task) in OF_PANEL
        and started(task) >= facts.since.now
        and not any(facts.since.is_away(fellow, started(task), ended(task)) for fellow in task.members)
        and not {member.id for member in facts.problem.gone.members} & set(task.members)
        for task in plan.tasks
    )


def _same_for_the_day(facts: Facts, row: Task, own: frozenset[str]) -> bool:
    """Whether whoever completes these members in rows to come of that day is the same."""
    named = {frozenset(member.id for member in panel) for panel in facts.problem.panels.values()}
    rows = (t for t in facts.of(*OF_PANEL) if t.day == row.day and not t.state and own & set(t.members))
    return (
        len({frozenset(t.members) for t in rows if frozenset(t.members) not in named} | {frozenset(row.members)}) == 1
    )
