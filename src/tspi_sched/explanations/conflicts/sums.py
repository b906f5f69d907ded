"""A sum that shows a conflict, with who and how much: people believe a sum more than any list."""

from collections.abc import Callable
from dataclasses import replace

from tspi_sched.explanations.constraints.kind import is_spare, with_rules
from tspi_sched.problem import ORAL_USE, Problem
from tspi_sched.reasons import counting_reasons
from tspi_sched.reasons.panels import panel_balance, passage_balance
from tspi_sched.reasons.places import projector_balance, room_balance
from tspi_sched.reasons.session import Session
from tspi_sched.reasons.written import desk_balance, watch_balance
from tspi_sched.texts import _, clock, duration, long_date, ngettext
from tspi_sched.wording.facts import desks, track_list
from tspi_sched.wording.names import listed, person, room
from tspi_sched.wording.names import paper as paper_of

TIGHT = 0.6
"""Share of the time that there is, above which what is needed is worth telling though it is not too much."""


def counted(clash: Problem, session: Problem) -> str:
    """The sum that proves that a session has no plan, in one sentence; empty if no sum does.

    `clash` is what is left of it where nothing but the facts of a cause restricts anybody, `session` the same with all
    the facts that it has: the sum is found in the first and told with the figures of the second, which people know.
    """
    reasons = counting_reasons(clash) if clash.candidates else ()
    if not reasons:
        return ""
    found = [tell for tell in _SUMS if tell(Session(clash))]
    told = (tell(Session(known)) for tell in found for known in (session, _as_made(clash, session)))
    return next(filter(None, told), reasons[0])


def among(session: Problem, clash: Problem) -> Problem:
    """A session with the candidates of a clash only."""
    return replace(session, candidates=tuple(one for one in session.candidates if one.id in clash.candidate))


def _as_made(clash: Problem, session: Problem) -> Problem:
    """A clash with panels made as in the session, whether that matters or not: people know them so."""
    return with_rules(clash, panel={"mode": session.rules.panel.mode})


def tight(clash: Problem, session: Problem, kinds: frozenset[str]) -> str:
    """How nearly everything fits, where only its order does not; empty if there is room enough or no such sum.

    `clash` and `session` are as in `counted`.
    """
    texts = {
        panel_balance: (
            "panels",
            _("{who} : {needed} de jury à caser en {found} au plus, mais aucun ordre ne convient."),
        ),
        room_balance: (
            "rooms",
            _("{who} : {needed} de salle d'oral à caser en {found} au plus, mais aucun ordre ne convient."),
        ),
        projector_balance: (
            "projection",
            _("{who} : {needed} de projection à caser en {found} au plus, mais aucun ordre ne convient."),
        ),
    }
    for balance, (kind, text) in texts.items():
        for known in map(Session, (session, _as_made(clash, session))):
            needed, found = balance(known)
            if kind in kinds and TIGHT * found <= needed <= found:
                return text.format(who=_who(known), needed=duration(needed), found=duration(found))
    return ""


# --- who, when -------------------------------------------------------------------------------------------------------


def _who(session: Session) -> str:
    people = session.problem.candidates
    tracks = {candidate.tracks for candidate in people}
    if len(people) == 1:
        return person(session.problem, people[0].id)
    if len(tracks) == 1:
        text = _("Les {count} candidats {track}")
        return text.format(count=len(people), track=track_list(people[0].tracks))
    return _("Les {count} candidats").format(count=len(people))


def _after_paper(session: Session) -> str:
    """When the first paper can be over, and there to be marked; where panels wait for none, that it is all they do."""
    if not session.since:
        return _("en tout")
    day, minute = session.first_work or (0, 0)
    date, time = long_date(session.problem.days[day].date), clock(minute)
    single = len(session.problem.days) == 1
    if session.first_work == session.first_paper:
        text = _("après l'épreuve {paper} ({time})") if single else _("après l'épreuve {paper} ({day} à {time})")
    else:
        text = _("après l'épreuve {paper} et le délai de correction ({time})")
        text = text if single else _("après l'épreuve {paper} et le délai de correction ({day} à {time})")
    return text.format(day=date, time=time, paper=paper_of(session.problem.title))


def _on_days(session: Session) -> str:
    days = session.problem.days
    if len(days) == 1:
        return _("ce jour-là")
    return _("en {count} jours").format(count=len(days))


def _panels(session: Session) -> str:
    count = len(session.assessors)
    if any(is_spare(member.id) for agent in session.assessors for member in agent):
        return _("quel que soit le jury")
    if not session.given:
        return ngettext("le seul juré", "les {count} jurés", count).format(count=count)
    if count == 1:
        return _("le jury « {name} »").format(name=session.assessors[0][0].panel)
    return _("les {count} jurys").format(count=count)


def _rooms(session: Session) -> str:
    ids = [one.id for one in session.rooms(ORAL_USE)]
    if any(map(is_spare, ids)):
        return _("quelle que soit la salle")
    return listed(room(session.problem, id) for id in ids)


# --- sums ------------------------------------------------------------------------------------------------------------


def _desks(session: Session) -> str:
    for (track, paper), takers in session.by_paper.items():
        needed, found = desk_balance(session, takers)
        if needed > found > 0:
            waves = session.problem.rules.msp.waves
            text = ngettext(
                "{needed} candidats {track} commencent {paper} au même moment ; il n'y a que {found} ({rooms}).",
                "{needed} candidats {track} passent {paper} en {waves} vagues ; il n'y a que {found} ({rooms}).",
                waves,
            )
            places = ngettext("{count} place", "{count} places", found).format(count=found)
            there = desks(session.problem)
            return text.format(needed=needed, track=track, waves=waves, found=places, rooms=there, paper=paper)
    return ""


def _watchers(session: Session) -> str:
    for (track, paper), takers in session.by_paper.items():
        needed, found = watch_balance(session, takers)
        if needed > found == 0:
            return _("Il n'y a aucun surveillant pour l'épreuve {paper} ({track}).").format(track=track, paper=paper)
        if needed > found:
            text = ngettext(
                "L'épreuve {paper} ({track}, {count}) demande {needed} surveillant ; il n'y en a que {found}.",
                "L'épreuve {paper} ({track}, {count}) demande {needed} surveillants ; il n'y en a que {found}.",
                needed,
            )
            many = ngettext("{count} candidat", "{count} candidats", len(takers)).format(count=len(takers))
            return text.format(track=track, count=many, needed=needed, found=found, paper=paper)
    return ""


def _panel_minutes(session: Session) -> str:
    needed, found = panel_balance(session)
    if not needed > found > 0:
        return ""
    text = ngettext(
        "{who} demande {needed} de jury {after} : correction, battement, oraux, délibération.",
        "{who} demandent {needed} de jury {after} : corrections, battements, oraux, délibérations.",
        len(session.problem.candidates),
    )
    if not session.given:
        text = ngettext(
            "{who} demande {needed} de travail de jurés {after} : correction, battement, oraux, délibération.",
            "{who} demandent {needed} de travail de jurés {after} : corrections, battements, oraux, délibérations.",
            len(session.problem.candidates),
        )
    rest = _("Il ne reste que {found} {days} ({panels}), repas déduits.")
    if not session.problem.rules.meal.minutes:
        rest = _("Il ne reste que {found} {days} ({panels}).")
    there = rest.format(found=duration(found), days=_on_days(session), panels=_panels(session))
    return f"{text.format(who=_who(session), needed=duration(needed), after=_after_paper(session))} {there}"


def _passages(session: Session) -> str:
    needed, found = passage_balance(session)
    if not needed > found > 0:
        return ""
    text = ngettext(
        "{who} : il faut {needed} passage devant un jury, et les journées n'en permettent que {found} ({panels}).",
        "{who} : il faut {needed} passages devant un jury, et les journées n'en permettent que {found} ({panels}).",
        needed,
    )
    if not session.given:
        text = ngettext(
            "{who} : il faut {needed} passage devant un juré, et les journées n'en permettent que {found} ({panels}).",
            "{who} : il faut {needed} passages devant un juré, et les journées n'en permettent que {found} ({panels}).",
            needed,
        )
    return text.format(who=_who(session), needed=needed, found=found, panels=_panels(session))


def _room_minutes(session: Session) -> str:
    needed, found = room_balance(session)
    if not needed > found > 0:
        return ""
    text = _(
        "{who} : il faut {needed} de salle d'oral {after}, battements et délibérations compris. "
        "Il n'y a que {found} {days} : {rooms}."
    )
    names = _rooms(session)
    return text.format(
        who=_who(session),
        needed=duration(needed),
        after=_after_paper(session),
        found=duration(found),
        days=_on_days(session),
        rooms=names,
    )


def _projector_minutes(session: Session) -> str:
    needed, found = projector_balance(session)
    if not needed > found > 0:
        return ""
    fixed = [one.id for one in session.rooms(ORAL_USE) if one.projector]
    names = [room(session.problem, id) for id in fixed] + [projector.id for projector in session.problem.projectors]
    text = _("{who} : il faut {needed} de projection {after}. Il n'y a que {found} {days} : {projectors}.")
    return text.format(
        who=_who(session),
        needed=duration(needed),
        after=_after_paper(session),
        found=duration(found),
        days=_on_days(session),
        projectors=_("quelle que soit la salle") if any(map(is_spare, fixed)) else listed(names),
    )


_SUMS: tuple[Callable[[Session], str], ...] = (
    _desks, _watchers, _panel_minutes, _passages, _room_minutes, _projector_minutes,
)  # fmt: skip
