"""A click on the page as events: the state that a passage is set to, and what that says of when things happened."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tspi_sched.day.passages import DONE, EXPECTED, UNDER_WAY, WELCOMED, Passage
from tspi_sched.plan import Event, moment

Events = tuple[Event, ...]


def with_state(events: Iterable[Event], passage: Passage, state: str, at: datetime) -> Events:
    """The events after a passage was set to a state (of `passages.STATES`) at a moment.

    What was noted of earlier states stays; what was noted of later ones goes. A passage that is done without anybody
    having noted that it began has begun when it was expected to.
    """
    if passage.noted and passage.state == state:
        return tuple(events)
    kept = [event for event in events if not _undone(event, passage, state)]
    if state in (WELCOMED, UNDER_WAY) and not any(_is_arrival(event, passage) for event in kept):
        kept.append(Event("arrived", passage.candidate, at))
    if state == UNDER_WAY and not any(_is_of(event, passage, "started") for event in kept):
        kept.append(_event("started", passage, 0, at))
    if state == DONE:
        kept += _done(kept, passage, at)
    return tuple(kept)


def _undone(event: Event, passage: Passage, state: str) -> bool:
    """Whether an event says more than a state does."""
    if state == EXPECTED and _is_arrival(event, passage):
        return True
    if _is_of(event, passage, "started"):
        return state in (EXPECTED, WELCOMED) or (state == UNDER_WAY and event.stage != passage.tasks[0].stage)
    return _is_of(event, passage, "ended")


def _done(events: list[Event], passage: Passage, at: datetime) -> Iterable[Event]:
    """That every stage has begun, one after the other, and that the last one has ended."""
    known = {event.stage: event.start for event in events if _is_of(event, passage, "started")}
    since = datetime.min
    for place, task in enumerate(passage.tasks):
        start = known.get(task.stage)
        if start is None:
            likely = moment(passage.day, passage.hours[place].start) if passage.hours else moment(task.day, task.start)
            start = min(at, max(since, likely))
            yield _event("started", passage, place, start)
        since = start
    yield _event("ended", passage, len(passage.tasks) - 1, max(since, at))


def as_planned(events: Events, passages: Iterable[Passage], until: datetime) -> Events:
    """The events with every passage of which nothing was noted as the plan has it, so far as its hours are over."""
    for passage in passages:
        if any(_is_of(event, passage, "started", "ended") for event in events) or passage.absent:
            continue
        starts = [moment(task.day, task.start) for task in passage.tasks]
        end = moment(passage.day, passage.tasks[-1].end)
        if any(task.state for task in passage.tasks) or starts[0] >= until:
            continue
        events += tuple(_event("started", passage, n, start) for n, start in enumerate(starts) if start < until)
        if end <= until:
            events += (_event("ended", passage, len(starts) - 1, end),)
    return events


def implied(events: Events, passages: Iterable[Passage], now: datetime) -> Events:
    """The events with those of the chains under way that nobody clicks: each oral begins when the one before is over.

    A new plan counts as history what is said to have begun, and a later oral of a chain is not, once the first one
    began late.
    """
    for passage in passages:
        if not any(_is_of(event, passage, "started") for event in events):
            continue
        known = {event.stage for event in events if _is_of(event, passage, "started")}
        places = enumerate(passage.hours)
        events += tuple(
            _event("started", passage, n, moment(passage.day, hours.start))
            for n, hours in places
            if hours.task.stage not in known and hours.noted and moment(passage.day, hours.start) <= now
        )
    return events


def with_hours(events: Iterable[Event], passage: Passage, start: datetime | None, end: datetime | None) -> Events:
    """The events with other hours at which a passage really began and ended; None: nobody knows."""
    kept = tuple(event for event in events if not _is_of(event, passage, "started", "ended"))
    if start is None:
        return kept
    first = _event("started", passage, 0, start)
    return (*kept, first) if end is None else (*kept, first, *_until(passage, start, end))


def _until(passage: Passage, start: datetime, end: datetime) -> Iterable[Event]:
    """The later stages of a passage that began and ended at other times, each as long after the first as planned."""
    for place, task in enumerate(passage.tasks[1:], start=1):
        yield _event("started", passage, place, min(end, start + timedelta(minutes=task.start - passage.planned)))
    yield _event("ended", passage, len(passage.tasks) - 1, max(start, end))


def told_of(event: Event, passage: Passage) -> bool:
    """Whether an event is about a passage: its arrival, its beginning or its end."""
    return _is_arrival(event, passage) or _is_of(event, passage, "started", "ended")


def _event(kind: str, passage: Passage, place: int, at: datetime) -> Event:
    task = passage.tasks[place]
    return Event(kind, None, at, candidate=task.candidate, track=task.track, stage=task.stage)


def _is_of(event: Event, passage: Passage, *kinds: str) -> bool:
    """Whether an event is about a stage of a passage."""
    if event.kind not in kinds or event.start is None or event.start.date() != passage.day:
        return False
    return (event.candidate, event.track) == (passage.candidate, passage.track) and event.stage in {
        task.stage for task in passage.tasks
    }


def _is_arrival(event: Event, passage: Passage) -> bool:
    """Whether a candidate came on the day of a passage."""
    came = event.kind == "arrived" and event.who == passage.candidate and event.start is not None
    return came and event.start is not None and event.start.date() == passage.day
