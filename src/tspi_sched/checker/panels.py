"""The rules of the panels: who assesses whom, in what company, and when papers are marked and marks decided."""

from collections.abc import Iterator
from datetime import date

from tspi_sched.checker.companies import same_company
from tspi_sched.checker.facts import OF_PANEL, Case, Facts, last
from tspi_sched.checker.place_of_deliberation import released
from tspi_sched.checker.spans import DAY_MINUTES, ended, grouped, started
from tspi_sched.checker.standing_in import stands_in
from tspi_sched.checker.violation import Found, Violation, at, on
from tspi_sched.plan import DONE, VOID, Task
from tspi_sched.problem import CLOSING, DELIBERATION, MARKING, ORAL, PREPARATION, WRITTEN, Candidate, Member
from tspi_sched.texts import _, clock, long_date, mark, ngettext
from tspi_sched.wording import names


def same_panel(facts: Facts) -> Found:
    """Every row that a panel holds for a (candidate, track) names the members of the first oral."""
    for case in facts.cases:
        for row in case.of(*OF_PANEL):
            if frozenset(row.members) != case.panel and not _handed_over(facts, case, row):
                text = _("{task} : devant {found} au lieu de {right}, qui tient les autres épreuves du parcours.")
                found, right = (names.people(facts.problem, ids) for ids in (row.members, case.panel))
                message = text.format(task=names.task(facts.problem, row), found=found, right=right)
                yield at(
                    "same_panel",
                    row,
                    message,
                    case.candidate.id,
                    *sorted(case.panel ^ set(row.members)),
                    also=case.orals[:1],
                )


def _handed_over(facts: Facts, case: Case, row: Task) -> bool:
    """Whether a marking that is done counts for the panel that hears: one of its members did it."""
    done = row.state == DONE and facts.kind(row) == MARKING
    return done and facts.problem.rules.marking.handover == "one" and not case.panel.isdisjoint(row.members)


def panel_makeup(facts: Facts) -> Found:
    """Size, professionals, exclusions, reserve and accreditation (every day with a task) of the members who serve; a
    member whom nobody knows, or on a written paper or a preparation. Each panel and each member of it is reported once
    per (candidate, track), accreditation once per member and day."""
    for case in facts.cases:
        for row in _distinct_panels(case):
            yield from _composition(facts, case, row)
        for member, row in _assessors(facts, case):
            yield from _fit(facts, case, member, row)
    yield from _accredited(facts)
    yield from _strangers(facts)


def _distinct_panels(case: Case) -> Iterator[Task]:
    """The first row of each panel met."""
    for rows in grouped(case.of(*OF_PANEL), lambda row: sorted_members(row)).values():
        yield rows[0]


def sorted_members(row: Task) -> tuple[str, ...]:
    """A panel as it is written, so that a member named twice shows."""
    return tuple(sorted(row.members))


def _assessors(facts: Facts, case: Case) -> Iterator[tuple[Member, Task]]:
    """The known members who serve, each with their first row."""
    first = {id: row for row in reversed(case.of(*OF_PANEL)) for id in row.members}
    for id in sorted(first):
        if id in facts.problem.member:
            yield facts.problem.member[id], first[id]


def _composition(facts: Facts, case: Case, row: Task) -> Found:
    rules, members, texts = facts.problem.rules.panel, facts.problem.member, list[str]()
    if len(row.members) != rules.size or len(set(row.members)) != rules.size:
        text = ngettext(
            "{task} : le jury ({panel}) doit compter exactement {size} membre.",
            "{task} : le jury ({panel}) doit compter exactement {size} membres différents.",
            rules.size,
        )
        texts.append(text)
    professionals = sum(id in members and members[id].professional for id in set(row.members))
    if professionals < rules.min_professionals:
        text = ngettext(
            "{task} : le jury ({panel}) doit compter au moins {least} professionnel.",
            "{task} : le jury ({panel}) doit compter au moins {least} professionnels.",
            rules.min_professionals,
        )
        texts.append(text)
    for text in texts:
        named = {"task": names.task(facts.problem, row), "panel": names.people(facts.problem, row.members)}
        message = text.format(size=rules.size, least=rules.min_professionals, **named)
        yield at("panel_makeup", row, message, case.candidate.id, *row.members)


def _fit(facts: Facts, case: Case, member: Member, row: Task) -> Found:
    texts = list(_exclusions(case.candidate, member))
    if member.reserve and not facts.problem.rules.panel.use_reserve and not stands_in(facts, row):
        texts.append(_("{task} : {member} est en réserve, et la réserve n'est pas ouverte."))
    for text in texts:
        named = {"task": names.task(facts.problem, row), "member": names.person(facts.problem, member.id)}
        yield at("panel_makeup", row, text.format(**named), case.candidate.id, member.id)


def _exclusions(candidate: Candidate, member: Member) -> Iterator[str]:
    if same_company(member.company, candidate.company):
        yield _("{task} : {member} est de la même entreprise que le candidat.")
    if member.id in candidate.trainers:
        yield _("{task} : {member} a formé le candidat.")
    if member.id in candidate.exclusions:
        yield _("{task} : {member} ne peut être du jury de ce candidat (exclusion).")


def _accredited(facts: Facts) -> Found:
    for (id, day), rows in facts.duties.items():
        member = facts.problem.member.get(id)
        if member and not (member.accredited_from or day) <= day <= (member.accredited_to or day):
            text = _("{member} siège le {day}, mais son habilitation va {bounds}.")
            named = {"member": names.person(facts.problem, id), "day": long_date(day), "bounds": _bounds(member)}
            yield on("panel_makeup", rows[0].day, text.format(**named), id, rows=rows)


def _bounds(member: Member) -> str:
    """The dates of an accreditation that has at least one."""
    start, end = member.accredited_from, member.accredited_to
    if start and end:
        return _("du {start} au {end}").format(start=long_date(start), end=long_date(end))
    if start:
        return _("à partir du {start}").format(start=long_date(start))
    return _("jusqu'au {end}").format(end=long_date(end)) if end else ""


def _strangers(facts: Facts) -> Found:
    for task in facts.tasks:
        for id in dict.fromkeys(task.members):
            heard_before = task.state and id in facts.problem.whole.member
            if id not in facts.problem.member and not heard_before:
                text = _("{task} : {member} n'est pas membre du jury de la session.")
                message = text.format(member=id, task=names.task(facts.problem, task))
                yield at("panel_makeup", task, message, task.candidate, id)
        if task.members and facts.kind(task) in (WRITTEN, PREPARATION):
            text = _("{task} : une épreuve écrite n'a pas de jury, mais des surveillants.")
            if facts.kind(task) == PREPARATION:
                text = _("{task} : le candidat se prépare seul, sans jury.")
            message = text.format(task=names.task(facts.problem, task))
            yield at("panel_makeup", task, message, task.candidate, *task.members)


def panel_mode(facts: Facts) -> Found:
    """`given`: the members are exactly those of a named panel; `daily`: over all of a day's tasks, the signing of the
    minutes among them, a member is always with the same colleagues; `free`: nothing more."""
    if facts.problem.rules.panel.mode == "given":
        yield from _named_panels(facts)
    elif facts.problem.rules.panel.mode == "daily":
        yield from _daily_panels(facts)


def _named_panels(facts: Facts) -> Found:
    named = {frozenset(member.id for member in panel) for panel in facts.problem.panels.values()}
    for case in facts.cases:
        for row in _distinct_panels(case):
            if frozenset(row.members) not in named and not stands_in(facts, row):
                text = ngettext(
                    "{task} : {panel} ne forme pas un jury du classeur.",
                    "{task} : {panel} ne forment pas un jury du classeur.",
                    len(set(row.members)),
                )
                panel = names.people(facts.problem, row.members)
                message = text.format(task=names.task(facts.problem, row), panel=panel)
                yield at("panel_mode", row, message, case.candidate.id, *row.members)


def _daily_panels(facts: Facts) -> Found:
    for (id, day), rows in facts.duties.items():
        served = [row for row in rows if facts.kind(row) in (*OF_PANEL, CLOSING)]
        most = 1 + any(facts.since.is_away(fellow, *_day_of(day)) for row in served for fellow in {*row.members} - {id})
        served = [row for row in served if row.state != VOID]
        if len({frozenset(row.members) for row in served}) > most:
            yield _several_panels(facts, id, day, grouped(served, lambda row: frozenset(row.members)))


def _day_of(day: date) -> tuple[int, int]:
    return day.toordinal() * DAY_MINUTES, (day.toordinal() + 1) * DAY_MINUTES


def _several_panels(facts: Facts, id: str, day: date, panels: dict[frozenset[str], list[Task]]) -> Violation:
    """The rows of the panel that the member is in most are left aside: the others are the odd ones."""
    most = max(map(len, panels.values()))
    odd = [row for rows in panels.values() if len(rows) < most for row in rows]
    text = _("{member} siège le {day} dans plusieurs jurys : {panels} ; un seul par jour est admis.")
    shown = mark(";").join(sorted(names.people(facts.problem, panel) for panel in panels))
    message = text.format(member=names.person(facts.problem, id), day=long_date(day), panels=shown)
    return on("panel_mode", day, message, id, rows=odd or [row for rows in panels.values() for row in rows])


def marking(facts: Facts) -> Found:
    """With `before: all`, the same members have marked all their papers of the session before their first oral."""
    if facts.problem.rules.marking.before != "all":
        return
    orals = grouped(facts.of(ORAL), lambda row: frozenset(row.members))
    for row in facts.of(MARKING):
        first = min(orals.get(frozenset(row.members), ()), key=started, default=None)
        if first is not None and started(first) < ended(row):
            text = _("{task} : le jury doit avoir corrigé toutes ses copies avant son premier oral, {oral}.")
            named = {"task": names.task(facts.problem, row), "oral": names.task(facts.problem, first)}
            yield at("marking", row, text.format(**named), row.candidate, *sorted(set(row.members)), also=(first,))


def deliberation(facts: Facts) -> Found:
    """`after_each`: it starts the moment the last oral ends; `end_of_day`: on the day of the last oral, once every oral
    that day of every member of its panel is over."""
    for case in facts.cases:
        for row in case.of(DELIBERATION):
            if not case.orals:
                continue
            if released(facts, case, row):
                continue
            if facts.problem.rules.deliberation.position == "end_of_day":
                yield from _end_of_day(facts, last(case.orals), row)
            elif ended(last(case.orals)) != started(row):
                text = _("{task} : doit commencer à {start} le {day}, dès la fin du dernier oral.")
                named = {"task": names.task(facts.problem, row), "day": long_date(last(case.orals).day)}
                message = text.format(start=clock(last(case.orals).end), **named)
                yield at("deliberation", row, message, row.candidate, *sorted(set(row.members)))


def _end_of_day(facts: Facts, last_oral: Task, row: Task) -> Found:
    named = {"task": names.task(facts.problem, row)}
    if row.day != last_oral.day:
        text = _("{task} : doit avoir lieu le jour du dernier oral, {day}.")
        message = text.format(day=long_date(last_oral.day), **named)
        yield at("deliberation", row, message, row.candidate, part="day")
    for id in sorted(set(row.members)):
        orals = [task for task in facts.duties[id, row.day] if facts.kind(task) == ORAL]
        if orals and last(orals).end > row.start:
            text = _("{task} : doit venir après le dernier oral de {member} ce jour-là, {oral}.")
            member, oral = names.person(facts.problem, id), names.task(facts.problem, last(orals))
            yield at("deliberation", row, text.format(member=member, oral=oral, **named), row.candidate, id)
