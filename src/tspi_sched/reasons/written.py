"""Sums about the written papers: a day and a room for each, desks and invigilators for all at once."""

from tspi_sched.problem import MSP_USE, in_common
from tspi_sched.reasons.session import Reasons, Session, Writing
from tspi_sched.texts import _, duration, ngettext


def papers(session: Session) -> Reasons:
    """Each paper has a day long enough, with the candidate and a room there."""
    fine = set[object]()
    for one in session.writings:
        kind = one.minutes, one.candidate.availability, one.candidate.accessible
        if kind in fine:
            continue  # somebody alike has such a day
        text, named = _paper_fault(session, one), {"who": one.case.label, "length": duration(one.minutes)}
        named["paper"] = one.stage
        if text:
            yield text.format(**named)
        else:
            fine.add(kind)


def _paper_fault(session: Session, one: Writing) -> str:
    days, free = session.problem.days, one.candidate.availability
    rooms = session.rooms(MSP_USE, one.candidate)
    if not any(session.fits(day.windows(), one.minutes) for day in days):
        return _("Aucune journée n'est assez longue pour l'épreuve {paper} de {who}, qui dure {length}.")
    if not any(session.fits(day.windows(free), one.minutes) for day in days):
        return _("{who} n'est disponible aucun jour pendant les {length} de son épreuve {paper}.")
    if not rooms and one.candidate.accessible:
        return _("Il n'y a aucune salle accessible pour l'épreuve {paper} de {who}.")
    if not any(session.fits(in_common(day, free, room.availability), one.minutes) for day in days for room in rooms):
        return _(
            "Aucune salle pour l'épreuve {paper} où {who} puisse aller n'est libre {length} quand {who} est disponible."
        )
    return ""


def desks(session: Session) -> Reasons:
    """Everybody on a track sits the paper at one of a few moments."""
    for (track, paper), takers in session.by_paper.items():
        needing = [one for one in takers if one.candidate.accessible]
        yield from _desks_for(session, track, paper, takers, accessible=False)
        yield from _desks_for(session, track, paper, needing, accessible=True)


def _desks_for(session: Session, track: str, paper: str, takers: list[Writing], *, accessible: bool) -> Reasons:
    needed, most = desk_balance(session, takers, accessible=accessible)
    if needed > most:
        waves = session.problem.rules.msp.waves
        places = ngettext("{count} place", "{count} places", needed).format(count=needed)
        moments = ngettext("{count} vague", "{count} vagues", waves).format(count=waves)
        text = _("Il faut {places} pour l'épreuve {paper} ({track}, {moments}) et il n'y en a que {most}.")
        if accessible:
            text = _(
                "Il faut {places} en salle accessible pour {paper} ({track}, {moments}) et il n'y en a que {most}."
            )
        yield text.format(places=places, track=track, moments=moments, most=most, paper=paper)


def desk_balance(session: Session, takers: list[Writing], *, accessible: bool = False) -> tuple[int, int]:
    """Desks that the candidates on one track need, and the most that there are on a day, in all waves together."""
    shortest, waves = min((one.minutes for one in takers), default=0), session.problem.rules.msp.waves
    rooms = [room for room in session.rooms(MSP_USE) if room.accessible or not accessible]
    open_rooms = (
        [room for room in rooms if session.fits(day.windows(room.availability), shortest)]
        for day in session.problem.days
    )
    return len(takers), waves * max((sum(room.seats for room in some) for some in open_rooms), default=0)


def invigilators(session: Session) -> Reasons:
    """At the fullest moment of a paper there are enough invigilators."""
    for (track, paper), takers in session.by_paper.items():
        needed, found = watch_balance(session, takers)
        if needed > found:
            text = ngettext(
                "Il faut {count} surveillant au moins pour l'épreuve {paper} ({track}) et il n'y en a que {found}.",
                "Il faut {count} surveillants à la fois pour l'épreuve {paper} ({track}) et il n'y en a que {found}.",
                needed,
            )
            yield text.format(count=needed, track=track, found=found, paper=paper)


def watch_balance(session: Session, takers: list[Writing]) -> tuple[int, int]:
    """Invigilators that the candidates on one track need at the same moment, and the most that are there."""
    return _needed(session, len(takers)), _most_present(session, min(one.minutes for one in takers))


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
    for one in session.writings if people else ():
        kind = one.minutes, one.candidate.trainers
        if kind in fine:
            continue  # somebody alike is watched
        others = [person for person in people if person.id not in one.candidate.trainers]
        if not any(session.fits(day.windows(p.availability), one.minutes) for p in others for day in days):
            text = _("Personne ne peut surveiller l'épreuve {paper} de {who} ({length}) : formateurs ou indisponibles.")
            yield text.format(who=one.case.label, length=duration(one.minutes), paper=one.stage)
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
