"""Sums about the orals' places: a room for each, and enough rooms and projectors for all."""

from collections.abc import Iterator

from tspi_sched.problem import ORAL_USE, Day, Room, Windows, intersect
from tspi_sched.reasons.session import Case, Reasons, Session, total, with_changeover
from tspi_sched.texts import _, duration

Piece = tuple[int, int]
"""Orals in one room without a break: minutes, minutes with projection."""


def oral_places(session: Session) -> Reasons:
    """Each candidate has rooms that suit the orals, at a time when the candidate is there."""
    if session.first_paper is None:
        return
    fine = set[object]()
    for case in session.cases:
        kind = case.orals, case.candidate.availability, case.candidate.accessible
        if kind in fine:
            continue  # somebody alike has a place
        if not session.rooms(ORAL_USE, case.candidate):
            yield _no_room(session, case)
            continue
        for piece in _pieces(session, case):
            if not any(_has_room(session, case, piece, day) for day in session.problem.days):
                yield _no_time(case, piece)
                break
        else:
            fine.add(kind)


def _no_room(session: Session, case: Case) -> str:
    text = _("Il n'y a aucune salle d'oral d'au moins {chairs} places pour {who}.")
    if case.candidate.accessible:
        text = _("Il n'y a aucune salle d'oral accessible d'au moins {chairs} places pour {who}.")
    return text.format(chairs=session.problem.rules.panel.size + 1, who=case.label)


def _no_time(case: Case, piece: Piece) -> str:
    text = _("Aucune salle d'oral n'est libre {length} pour {who} quand ce candidat est disponible.")
    if piece[1]:
        text = _(
            "Aucune salle d'oral avec projection n'est libre {length} pour {who} quand ce candidat est disponible."
        )
    return text.format(length=duration(piece[0]), who=case.label)


def _pieces(session: Session, case: Case) -> Iterator[Piece]:
    """The stretches of orals that a room must hold: all of them if they are back to back in one room, else each."""
    rules, moves = session.problem.rules, session.problem.title.moves_between_orals
    if rules.oral_rooms == "single" and rules.oral_gap_max_minutes == 0 and not moves:
        yield case.chain, sum(minutes for minutes, projected in case.orals if projected)
        return
    for minutes, projected in case.orals:
        yield minutes, minutes if projected else 0


def _has_room(session: Session, case: Case, piece: Piece, day: Day) -> bool:
    minutes, projected = piece
    free = session.after_papers(day, day.windows(case.candidate.availability))
    for room in session.rooms(ORAL_USE, case.candidate):
        held = intersect(free, day.windows(room.availability))
        if session.fits(held, minutes) and (not projected or _projects(session, room, day, case)):
            return True
    return False


def _projects(session: Session, room: Room, day: Day, case: Case) -> bool:
    """Whether an oral with projection may be in a room on a day: by its own projector, or by one that is brought."""
    shortest = min(minutes for minutes, projected in case.orals if projected)
    needed = shortest + session.problem.rules.projector_setup_minutes
    lent = (total(day.windows(projector.availability)) for projector in session.problem.projectors)
    return room.projector or any(minutes >= needed for minutes in lent)


# --- sums ------------------------------------------------------------------------------------------------------------


def room_minutes(session: Session) -> Reasons:
    """The orals and deliberations take no more than all the oral rooms' time."""
    needed, found = room_balance(session)
    if needed > found:
        text = _(
            "Il faut {needed} de salle d'oral (oraux, délibérations, battements) "
            "et les salles n'offrent que {found}{since}."
        )
        yield text.format(needed=duration(needed), found=duration(found), since=session.since)


def room_balance(session: Session) -> tuple[int, int]:
    """Minutes of oral room that everybody needs, and the most that there are; 0 where that is moot."""
    rules, rooms = session.problem.rules, session.rooms(ORAL_USE)
    if not rooms or not session.first_paper:
        return 0, 0
    before = rules.changeover_minutes if rules.oral_rooms == "single" else 0
    needed = sum(before + case.chain + case.deliberation for case in session.cases)
    hours = [_open(session, room, day) for room in rooms for day in session.problem.days]
    return needed, sum(total(with_changeover(session.problem, some) if before else some) for some in hours)


def _open(session: Session, room: Room, day: Day) -> Windows:
    return session.open_after_papers(day, room.availability)


def projector_minutes(session: Session) -> Reasons:
    """The orals with projection take no more than the time of all equipped rooms and mobile projectors."""
    needed, found = projector_balance(session)
    if needed > found:
        text = _(
            "Il faut {needed} de projection et il n'y en a que {found}, salles équipées et vidéoprojecteurs mobiles "
            "réunis{since}."
        )
        yield text.format(needed=duration(needed), found=duration(found), since=session.since and f",{session.since}")


def projector_balance(session: Session) -> tuple[int, int]:
    """Minutes of projection that everybody needs, and the most that there are; 0 where that is moot."""
    if not session.first_paper:
        return 0, 0
    setup, days = session.problem.rules.projector_setup_minutes, session.problem.days
    fixed = [room for room in session.rooms(ORAL_USE) if room.projector]
    orals = [minutes for case in session.cases for minutes, projected in case.orals if projected]
    needed = sum(orals) + (0 if fixed else setup * len(orals))
    found = sum(total(_open(session, room, day)) for room in fixed for day in days)
    for projector in session.problem.projectors:
        found += sum(total(session.open_after_papers(day, projector.availability, setup)) for day in days)
    return needed, found
