"""Sums about the written papers: a day and a room for each, desks and invigilators for all at once."""

from tspi_sched.problem import MSP_USE, in_common
from tspi_sched.reasons.session import Case, Reasons, Session
from tspi_sched.texts import _, duration, ngettext


def papers(session: Session) -> Reasons:
    """Each paper has a day long enough, with the candidate and a room there."""
    fine = set[object]()
    for case in session.cases:
        kind = case.written, case.candidate.availability, case.candidate.accessible
        if kind in fine:
            continue  # somebody alike has such a day
        text, named = _paper_fault(session, case), {"who": case.label, "length": duration(case.written)}
        named["paper"] = session.problem.title.paper
        if text:
            yield text.format(**named)
        else:
            fine.add(kind)


def _paper_fault(session: Session, case: Case) -> str:
    days, free = session.problem.days, case.candidate.availability
    rooms = session.rooms(MSP_USE, case.candidate)
    if not any(session.fits(day.windows(), case.written) for day in days):
        return _("Aucune journée n'est assez longue pour l'épreuve {paper} de {who}, qui dure {length}.")
    if not any(session.fits(day.windows(free), case.written) for day in days):
        return _("{who} n'est disponible aucun jour pendant les {length} de son épreuve {paper}.")
    if not rooms and case.candidate.accessible:
        return _("Il n'y a aucune salle accessible pour l'épreuve {paper} de {who}.")
    if not any(session.fits(in_common(day, free, room.availability), case.written) for day in days for room in rooms):
        return _(
            "Aucune salle pour l'épreuve {paper} où {who} puisse aller n'est libre {length} quand {who} est disponible."
        )
    return ""


def desks(session: Session) -> Reasons:
    """Everybody on a track sits the paper at one of a few moments."""
    for track, cases in session.by_track.items():
        yield from _desks_for(session, track, cases, accessible=False)
        yield from _desks_for(session, track, [case for case in cases if case.candidate.accessible], accessible=True)


def _desks_for(session: Session, track: str, cases: list[Case], *, accessible: bool) -> Reasons:
    needed, most = desk_balance(session, cases, accessible=accessible)
    if needed > most:
        waves = session.problem.rules.msp.waves
        places = ngettext("{count} place", "{count} places", needed).format(count=needed)
        moments = ngettext("{count} vague", "{count} vagues", waves).format(count=waves)
        text = _("Il faut {places} pour l'épreuve {paper} ({track}, {moments}) et il n'y en a que {most}.")
        if accessible:
            text = _(
                "Il faut {places} en salle accessible pour {paper} ({track}, {moments}) et il n'y en a que {most}."
            )
        paper = session.problem.title.paper
        yield text.format(places=places, track=track, moments=moments, most=most, paper=paper)


def desk_balance(session: Session, cases: list[Case], *, accessible: bool = False) -> tuple[int, int]:
    """Desks that the candidates on one track need, and the most that there are on a day, in all waves together."""
    shortest, waves = min((case.written for case in cases), default=0), session.problem.rules.msp.waves
    rooms = [room for room in session.rooms(MSP_USE) if room.accessible or not accessible]
    open_rooms = (
        [room for room in rooms if session.fits(day.windows(room.availability), shortest)]
        for day in session.problem.days
    )
    return len(cases), waves * max((sum(room.seats for room in some) for some in open_rooms), default=0)


def invigilators(session: Session) -> Reasons:
    """At the fullest moment of a paper there are enough invigilators."""
    for track, cases in session.by_track.items():
        needed, found = watch_balance(session, cases)
        if needed > found:
            text = ngettext(
                "Il faut {count} surveillant au moins pour l'épreuve {paper} ({track}) et il n'y en a que {found}.",
                "Il faut {count} surveillants à la fois pour l'épreuve {paper} ({track}) et il n'y en a que {found}.",
                needed,
            )
            yield text.format(count=needed, track=track, found=found, paper=session.problem.title.paper)


def watch_balance(session: Session, cases: list[Case]) -> tuple[int, int]:
    """Invigilators that the candidates on one track need at the same moment, and the most that are there."""
    return _needed(session, len(cases)), _most_present(session, min(case.written for case in cases))


def _needed(session: Session, candidates: int) -> int:
    """How many invigilators there must be at the fullest moment, whatever the rooms."""
    rules = session.problem.rules.msp
    together = -(-candidates // rules.waves)
    return max(-(-together // rules.candidates_per_invigilator), _rooms_for(session, together))


def _most_present(session: Session, minutes: int) -> int:
    """How many invigilators are there at most on one day for a paper of so many minutes."""
    people = session.problem.invigilators
    counts = (
        sum(session.fits(day.windows(person.availability), minutes) for person in people)
        for day in session.problem.days
    )
    return max(counts, default=0)


def watchers(session: Session) -> Reasons:
    """Each candidate has an invigilator who is there for the paper and is no trainer of the candidate's."""
    people, days = session.problem.invigilators, session.problem.days
    fine = set[object]()
    for case in session.cases if people else ():
        kind = case.written, case.candidate.trainers
        if kind in fine:
            continue  # somebody alike is watched
        others = [person for person in people if person.id not in case.candidate.trainers]
        if not any(session.fits(day.windows(p.availability), case.written) for p in others for day in days):
            text = _("Personne ne peut surveiller l'épreuve {paper} de {who} ({length}) : formateurs ou indisponibles.")
            yield text.format(who=case.label, length=duration(case.written), paper=session.problem.title.paper)
        else:
            fine.add(kind)


def _rooms_for(session: Session, candidates: int) -> int:
    """The least number of rooms that hold so many candidates; 0 if all together do not."""
    left = candidates
    for number, room in enumerate(sorted(session.rooms(MSP_USE), key=lambda room: -room.seats), 1):
        left -= room.seats
        if left <= 0:
            return number
    return 0
