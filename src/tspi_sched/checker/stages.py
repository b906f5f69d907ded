"""The rules of one candidate's own stages: there, long enough, in order, without overlap."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from tspi_sched.checker.facts import Case, Facts, last
from tspi_sched.checker.spans import ended, grouped, overlap, overlaps, started
from tspi_sched.checker.violation import Found, Violation, at
from tspi_sched.plan import DONE, Task
from tspi_sched.problem import CLOSING, MARKING, WRITTEN
from tspi_sched.texts import _, clock, long_date
from tspi_sched.texts import duration as spelled
from tspi_sched.wording import names


def duration(facts: Facts) -> Found:
    """Each stage lasts its minutes plus extra time, rounded up to the grid; every row is on the grid and ends after it
    starts. The length of the signing of the minutes is in `minutes`."""
    for task in facts.tasks:
        yield from _grid(facts, task)
    for case in facts.cases:
        for stage, minutes in case.due:
            row = case.rows.get(stage.code)
            if row is not None and row.end > row.start and row.minutes != minutes:
                text = _("{task} : dure {found} au lieu de {right}.")
                found, right = spelled(row.minutes), spelled(minutes)
                message = text.format(task=names.task(facts.problem, row), found=found, right=right)
                yield at("duration", row, message, case.candidate.id)


def _grid(facts: Facts, task: Task) -> Found:
    if task.state:  # what has happened has its real times
        return
    grid, people = facts.problem.rules.grid_minutes, (task.candidate, *task.members)
    if task.end <= task.start:
        text = _("{task} : la fin doit venir après le début.")
        yield at("duration", task, text.format(task=names.task(facts.problem, task)), *people)
    if task.start % grid or task.end % grid:
        text = _("{task} : le début et la fin doivent être des multiples de {grid} min.")
        message = text.format(task=names.task(facts.problem, task), grid=grid)
        part = "start" if task.start % grid else "end"
        yield at("duration", task, message, *people, part=part)


def order(facts: Facts) -> Found:
    """Each stage due starts at or after the end of the one before (days count: the calendar's minutes are compared);
    the rest between the written paper and the first oral, or what prepares it; the delay between the end of the
    candidate's own paper and its marking, if it is marked at all; the orals of several tracks in the order listed."""
    for case in facts.cases:
        rows = [case.rows[stage.code] for stage, _minutes in case.due if stage.code in case.rows]
        for before, after in pairwise(rows):
            if started(after) < ended(before):
                yield _too_early(facts, before, after, 0)
        yield from _rest(facts, case)
        yield from _delay(facts, case)
    yield from _tracks_in_order(facts)


def _rest(facts: Facts, case: Case) -> Found:
    rest, written = facts.problem.rules.rest_after_msp_minutes, case.paper
    if written and case.chain and 0 <= started(case.chain[0]) - ended(written) < rest:
        yield _too_early(facts, written, case.chain[0], rest)


def _delay(facts: Facts, case: Case) -> Found:
    """What starts before the paper has ended is reported as such."""
    delay, written, marked = facts.problem.rules.marking.delay_minutes, case.paper, case.of(MARKING)
    if written and marked and 0 <= started(marked[0]) - ended(written) < delay:
        yield _too_early(facts, written, marked[0], delay)


def _tracks_in_order(facts: Facts) -> Found:
    for before, after in pairwise(case for case in facts.cases if case.orals):
        same = before.candidate.id == after.candidate.id
        if same and started(after.orals[0]) < ended(last(before.orals)):
            yield _too_early(facts, last(before.orals), after.orals[0], 0)


def _too_early(facts: Facts, before: Task, after: Task, rest: int) -> Violation:
    text = _("{task} : doit commencer après la fin de {before}.")
    if rest:
        text = _("{task} : doit commencer au moins {rest} après la fin de {before}.")
    named = {"task": names.task(facts.problem, after), "before": names.task(facts.problem, before)}
    return at("order", after, text.format(rest=spelled(rest), **named), after.candidate, also=(before,))


def chain(facts: Facts) -> Found:
    """Two orals of a track that follow one another in time are on one day, at most the gap apart, what prepares the
    second not counted; from one place to another there may be the time for the move, up to the next point of the grid.
    A preparation ends the minute its oral begins; one that is history has its oral later the same day."""
    for case in facts.cases:
        for oral in case.orals:
            yield from _prepared(facts, case.preparation(oral), oral)
        for before, after in pairwise(case.orals):
            prepares, gap = case.preparation(after), _longest_gap(facts, before, after)
            if before.day != after.day or _between(facts, before, after, prepares) > gap:
                text = _("{task} : doit suivre {before} à {gap} d'intervalle au plus, le même jour.")
                if not gap:
                    text = _("{task} : doit suivre {before} sans intervalle, le même jour.")
                named = {"task": names.task(facts.problem, after), "before": names.task(facts.problem, before)}
                message, part = text.format(gap=spelled(gap), **named), "start" if before.day == after.day else "day"
                yield at("chain", after, message, case.candidate.id, part=part, also=(before,))


def _prepared(facts: Facts, prepares: Task | None, oral: Task) -> Found:
    if prepares is None:
        return
    text, row = _("{task} : doit finir à {time} le {day}, quand {oral} commence."), prepares
    if prepares.state:
        text, row = _("{oral} : doit avoir lieu le {day}, jour de {task}."), oral
    if prepares.day != oral.day if prepares.state else ended(prepares) != started(oral):
        named = {"task": names.task(facts.problem, prepares), "oral": names.task(facts.problem, oral)}
        day = long_date(prepares.day if prepares.state else oral.day)
        message = text.format(time=clock(oral.start), day=day, **named)
        yield at("chain", row, message, oral.candidate, also=(prepares, oral))


def _longest_gap(facts: Facts, before: Task, after: Task) -> int:
    rules = facts.problem.rules
    move = -(-rules.transfer_minutes // rules.grid_minutes) * rules.grid_minutes if facts.moves(before, after) else 0
    return max(rules.oral_gap_max_minutes, move)


def _between(facts: Facts, before: Task, after: Task, prepares: Task | None) -> int:
    """Minutes between two orals that count as a gap: from the grid step at which a chain that has begun can go on,
    without the time for another room or a set-up if it must move, nor that of a preparation to come."""
    grid, rules = facts.problem.rules.grid_minutes, facts.problem.rules
    begins = prepares if prepares is not None and (after.state or not prepares.state) else after
    if before.state != DONE or after.state:
        return begins.start - (-(-before.end // grid) * grid if before.state else before.end)
    over = [before] if prepares is None or not prepares.state else [before, prepares]
    resumed = -(-max([*map(ended, over), facts.since.now]) // grid) * grid
    moving = max(
        rules.transfer_minutes if after.room != before.room else 0,
        rules.projector_setup_minutes if after.projector else 0,
        *(one.setup_minutes for id in after.means if (one := facts.problem.means_by_id.get(id))),
    )
    needed = moving if _moved_on(facts, before, after) else 0
    return max(started(begins) - resumed - -(-needed // grid) * grid, 0)


def _moved_on(facts: Facts, before: Task, after: Task) -> bool:
    """Whether the rest of a chain is elsewhere, or has another projector or other means, than where it began."""
    return after.room != before.room or bool(facts.since.away)


def candidate_time(facts: Facts) -> Found:
    """A candidate's written papers, preparations and orals never overlap, whatever the track; papers and chains of two
    tracks of one day are the rest apart, a preparation being of its chain; the longest wait between written paper and
    first oral (or what prepares it) of the same day, and whether they share a day, hold for each (candidate, track) by
    itself; of several written papers, the last is meant, and for other days all of them."""
    for (candidate, _day), rows in facts.attended.items():
        for first, second in overlaps(rows):
            text = _("{second} : chevauche {first}.")
            named = {"first": names.task(facts.problem, first), "second": names.task(facts.problem, second)}
            yield at("candidate_time", second, text.format(**named), candidate, also=(first,))
    for cases in grouped(facts.cases, lambda case: case.candidate.id).values():
        for one, other in combinations(cases, 2):
            yield from _tracks_apart(facts, one, other)
    for case in facts.cases:
        if case.orals and case.paper:
            yield from _wait(facts, case.paper, case.chain[0])
        for written in case.of(WRITTEN) if case.orals else ():
            yield from _days(facts, case, written)


@dataclass(frozen=True)
class Block:
    """A written paper, or the orals of one track on one day with what prepares them and the gaps between them."""

    rows: tuple[Task, ...]

    @property
    def day(self) -> date:
        """The day."""
        return self.rows[0].day

    @property
    def start(self) -> int:
        """When its first row starts."""
        return self.rows[0].start

    @property
    def end(self) -> int:
        """When its last row ends."""
        return last(self.rows).end


def _blocks(case: Case) -> list[Block]:
    papers = [Block((row,)) for row in case.of(WRITTEN)]
    return papers + [Block(tuple(rows)) for rows in grouped(case.chain, lambda row: row.day).values()]


def _tracks_apart(facts: Facts, case: Case, other: Case) -> Found:
    """Rows that overlap are reported as such; a paper in a gap between the orals of the other track is too near."""
    rest = facts.problem.rules.rest_between_tracks_minutes
    for pair in ((one, two) for one in _blocks(case) for two in _blocks(other) if one.day == two.day):
        first, second = sorted(pair, key=started)
        known = any(overlap(a, b) for a in first.rows for b in second.rows)
        if not known and second.start - first.end < rest:
            text = _("{task} : doit commencer après la fin de {before}, d'un autre parcours.")
            if rest:
                text = _("{task} : doit commencer au moins {rest} après la fin de {before}, d'un autre parcours.")
            named = {"task": names.task(facts.problem, second.rows[0]), "rest": spelled(rest)}
            message = text.format(before=names.task(facts.problem, last(first.rows)), **named)
            yield at("candidate_time", second.rows[0], message, case.candidate.id, also=first.rows[-1:])


def _wait(facts: Facts, written: Task, oral: Task) -> Found:
    longest = facts.problem.rules.max_wait_minutes
    if written.state:  # the wait has begun: nobody can shorten it
        return
    if longest is not None and oral.day == written.day and oral.start - written.end > longest:
        text = _("{task} : {found} d'attente après {stage}, {longest} au plus sont admises.")
        named = {"task": names.task(facts.problem, oral), "stage": written.stage}
        message = text.format(found=spelled(oral.start - written.end), longest=spelled(longest), **named)
        yield at("candidate_time", oral, message, oral.candidate, also=(written,))


def _days(facts: Facts, case: Case, written: Task) -> Found:
    wish, days = facts.problem.rules.msp_and_orals, {oral.day for oral in case.orals}
    text = ""
    final = written is case.paper
    if wish == "same_day" and final and not written.state and days != {written.day}:
        text = _("{task} : les oraux doivent avoir lieu le même jour.")
    if wish == "different_day" and written.day in days:
        text = _("{task} : les oraux doivent avoir lieu un autre jour.")
    if text:
        message = text.format(task=names.task(facts.problem, written))
        yield at("candidate_time", written, message, case.candidate.id, part="day", also=case.orals)


def all_or_nothing(facts: Facts) -> Found:
    """Every candidate has exactly one row for every stage due, on every track; with `allow_unplaced`, or no row at all.
    Rows that nobody asked for are reported here, and so is a candidate said to be left out who is not."""
    for candidate in facts.problem.candidates:
        cases = [case for case in facts.cases if case.candidate.id == candidate.id]
        if facts.plan.is_replanned and (candidate.id in facts.left_out or facts.is_gone(candidate.id)):
            yield from _left_out(facts, candidate.id, cases)
        elif any(case.rows for case in cases):
            some = next(row for case in cases for row in case.rows.values())
            for case in cases:
                yield from _missing(facts, case, next(iter(case.rows.values()), some))
        elif not facts.problem.rules.allow_unplaced:
            text = _("{person} n'est pas au planning.")
            message = text.format(person=names.person(facts.problem, candidate.id))
            yield Violation("all_or_nothing", message, (candidate.id,), part="candidate")
    yield from _superfluous(facts)
    yield from _said_unplaced(facts)


def _left_out(facts: Facts, id: str, cases: list[Case]) -> Found:
    """Of a candidate left out what happened stays, and nothing is to come; who has begun all chains is not left out."""
    named = {"person": names.person(facts.problem, id)}
    for row in (row for case in cases for row in case.rows.values() if not row.state):
        text = _("{task} : {person} n'est pas au planning, et n'a donc plus rien à passer.")
        yield at("all_or_nothing", row, text.format(task=names.task(facts.problem, row), **named), id)
    begun = [case for case in cases if case.orals and case.orals[0].state == DONE]
    if len(begun) == len(cases) and not facts.is_gone(id):
        text = _("{person} : tous ses oraux ont commencé, ils doivent donc être menés à bien.")
        yield Violation("all_or_nothing", text.format(**named), (id,), part="candidate")
    if id not in facts.left_out:
        text = _("{person} est absent jusqu'à la fin de la session et doit figurer parmi les non placés.")
        yield Violation("all_or_nothing", text.format(**named), (id,), part="candidate")


def _missing(facts: Facts, case: Case, near: Task) -> Found:
    """What a track lacks; `near` is a row of it, or else of the candidate."""
    missing = [stage.code for stage, _minutes in case.due if stage.code not in case.rows]
    if missing:
        text = _("{person}, parcours {track} : il manque {stages}.")
        named = {"person": names.person(facts.problem, case.candidate.id), "track": case.track}
        message = text.format(stages=names.listed(missing), **named)
        yield Violation("all_or_nothing", message, (case.candidate.id,), tasks=(near,))


def _superfluous(facts: Facts) -> Found:
    due = {(case.candidate.id, case.track, stage.code) for case in facts.cases for stage, _minutes in case.due}
    seen: Counter[tuple[str | None, str | None, str]] = Counter()
    for task in facts.live:
        seen[task.key] += 1
        text = ""
        if facts.kind(task) != CLOSING and task.key not in due:
            text = _("{task} : cette épreuve n'est pas à passer, ou le candidat, le parcours ou l'épreuve est inconnu.")
        elif facts.kind(task) != CLOSING and seen[task.key] > 1:
            text = _("{task} : cette épreuve figure plusieurs fois au planning.")
        if text:
            message = text.format(task=names.task(facts.problem, task))
            yield at("all_or_nothing", task, message, task.candidate)


def _said_unplaced(facts: Facts) -> Found:
    placed = {task.candidate for task in facts.live if not (task.state and facts.plan.is_replanned)}
    for left_out in facts.plan.unplaced:
        known = left_out.candidate in facts.problem.candidate
        if left_out.candidate in placed or not known:
            text = _("{person} est dit non placé, mais figure au planning.")
            if not known:
                text = _("{person} est dit non placé, mais n'est pas candidat de la session.")
            message = text.format(person=names.person(facts.problem, left_out.candidate))
            yield Violation("all_or_nothing", message, (left_out.candidate,), part="candidate")
