"""Sessions with a rule less, for peers that cannot state it: the session is changed so that the rule never binds.

The changed session is then what both sides plan and what the checker judges by, so nobody keeps a rule that the other
side drops.
"""

from collections.abc import Callable
from dataclasses import replace

from tspi_sched.problem import MSP_USE, Invigilator, Problem, Room


def _no_meal(problem: Problem) -> Problem:
    """Nobody eats."""
    meal = replace(problem.rules.meal, minutes=0)
    return replace(problem, rules=replace(problem.rules, meal=meal))


def _no_distances(problem: Problem) -> Problem:
    """No delay before a marking, no rest between tracks, no turnover between sittings."""
    rules = problem.rules
    marking, msp = replace(rules.marking, delay_minutes=0), replace(rules.msp, turnover_minutes=0)
    return replace(problem, rules=replace(rules, rest_between_tracks_minutes=0, marking=marking, msp=msp))


def _no_changeover(problem: Problem) -> Problem:
    """Candidates follow each other without a pause."""
    return replace(problem, rules=replace(problem.rules, changeover_minutes=0))


def _projector_everywhere(problem: Problem) -> Problem:
    """Every room has its own projector."""
    rooms = tuple(replace(room, projector=True) for room in problem.rooms)
    return replace(problem, rooms=rooms, projectors=())


def _room_for_every_paper(problem: Problem) -> Problem:
    """Each track's paper has a room of its own, always open, accessible, with a desk for everybody."""
    tracks = dict.fromkeys(track for candidate in problem.candidates for track in candidate.tracks)
    kept = (replace(r, uses=tuple(u for u in r.uses if u != MSP_USE)) for r in problem.rooms)
    rooms = tuple(room for room in kept if room.uses)
    own = (Room(own_room(track), (MSP_USE,), len(problem.candidates), accessible=True) for track in tracks)
    return replace(problem, rooms=(*rooms, *own))


def _invigilator_for_everybody(problem: Problem) -> Problem:
    """As many invigilators as sittings could ever need: always there, strangers to all candidates, never hungry."""
    written = sum(MSP_USE in room.uses for room in problem.rooms)
    share = problem.rules.msp.candidates_per_invigilator
    tracks = {track for candidate in problem.candidates for track in candidate.tracks}
    most = written * len(tracks) * -(-len(problem.candidates) // share)
    return replace(problem, invigilators=tuple(Invigilator(f"surveillant {n}", "") for n in range(1, most + 1)))


def _no_daily_limit(problem: Problem) -> Problem:
    """No most candidates per day for anybody."""
    members = tuple(replace(member, max_candidates_per_day=None) for member in problem.members)
    return replace(problem, members=members)


def own_room(track: str) -> str:
    """The room of a track's paper in a session without `sitting`."""
    return f"écrit {track}"


REDUCTIONS: dict[str, Callable[[Problem], Problem]] = {
    "meal": _no_meal,
    "changeover": _no_changeover,
    "distances": _no_distances,
    "projection": _projector_everywhere,
    "sitting": _room_for_every_paper,
    "invigilation": _invigilator_for_everybody,
    "daily_limit": _no_daily_limit,
}
"""What may be left out, by name, in the order in which it is."""


def reduced(problem: Problem, without: tuple[str, ...]) -> Problem:
    """The session without these rules."""
    for name in without:
        if name not in REDUCTIONS:
            raise SystemExit(f"unknown rule to leave out: {name}; known: {', '.join(REDUCTIONS)}")
    for name, reduction in REDUCTIONS.items():
        if name in without:
            problem = reduction(problem)
    return problem
