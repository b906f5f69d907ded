"""Facts about the papers and the places: desks, moments, invigilators, oral rooms, projectors."""

from collections.abc import Iterator
from dataclasses import replace

from tspi_sched.explanations.constraints.kind import SPARE, About, Kind, is_spare, replaced, with_rules
from tspi_sched.problem import MSP_USE, ORAL, WRITTEN, Candidate, Invigilator, Means, Problem, Room, plain
from tspi_sched.reasons.session import Session
from tspi_sched.texts import _, ngettext
from tspi_sched.wording.facts import desks, limited
from tspi_sched.wording.names import listed, people, person, room, seated
from tspi_sched.wording.names import paper as paper_of

PLENTY = 10**4
"""Seats of a room that holds everybody."""

MOMENTS = 4
"""At which papers are thought to start when it does not matter how many moments there are."""


def _whole(_problem: Problem) -> Iterator[About]:
    return iter([()])


# --- desks -----------------------------------------------------------------------------------------------------------


def _spare_desks(problem: Problem, _chosen: list[About]) -> Problem:
    """For each moment of a paper a room that holds everybody; other rooms are then of no use for papers.

    Where somebody who watches has trained a candidate, these must be kept apart: in as many rooms as there are, two at
    the least. Locks name rooms, so with locks they stay.
    """
    tracks = {track for candidate in problem.candidates for track in candidate.tracks}
    rooms = sum(problem.hosts(one, WRITTEN) for one in problem.rooms)
    apart = min(len(problem.invigilators), max(2, rooms)) if any(_watching_trainers(problem)) else 1
    count = len(tracks) * problem.rules.msp.waves * max(1, apart)
    uses = problem.places(WRITTEN)
    spare = tuple(Room(f"{SPARE}E{number}", uses, PLENTY, accessible=True) for number in range(count))
    if problem.locks or problem.title.has_places_or_means:  # a room may hold what papers need, or host orals as well
        return replace(problem, rooms=(*problem.rooms, *spare))
    rest = (replace(r, uses=tuple(use for use in r.uses if use != MSP_USE)) for r in problem.rooms)
    return replace(problem, rooms=(*(r for r in rest if r.uses), *spare))


def _say_desks(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    some, stages = [one for one in problem.rooms if problem.hosts(one, WRITTEN)], seated(problem)
    if not some:
        yield _("aucune salle pour {stages}").format(stages=stages)
        return
    text = ngettext("{count} salle pour {stages} ({rooms})", "{count} salles pour {stages} ({rooms})", len(some))
    yield text.format(count=len(some), rooms=desks(problem), stages=stages)


def _unmixed(problem: Problem) -> Iterator[About]:
    return iter([] if problem.rules.msp.mix_tracks else [()])


def _mixed(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, msp={"mix_tracks": True})


def _say_unmixed(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    yield _("un seul parcours par salle pour l'épreuve {paper}").format(paper=paper_of(problem.title))


# --- moments ---------------------------------------------------------------------------------------------------------


def _few_waves(problem: Problem) -> Iterator[About]:
    tracks = [track for candidate in problem.candidates for track in candidate.tracks]
    return iter([()] if any(tracks.count(track) > problem.rules.msp.waves for track in set(tracks)) else [])


def _more_waves(problem: Problem, _chosen: list[About]) -> Problem:
    """Each candidate at a moment apart, up to `MOMENTS`; as it is where that would change nothing."""
    if _one_moment_is_best(problem):
        return problem
    return with_rules(problem, msp={"waves": min(MOMENTS, len(problem.candidates)), "waves_overlap": False})


def _one_moment_is_best(problem: Problem) -> bool:
    """Whether any plan stays one if every paper is moved to the first opening: then one moment is as good as many.

    With desks and invigilators for all, candidates on one track of one paper who are always there, and neither a
    longest wait nor locks nor a rule about days, nothing depends on a paper but what comes after it. A meal that lay
    before a paper has room after it, as all the time until the old end of the paper is free then.
    """
    rules, first = problem.rules, problem.days[0]
    session = Session(problem)
    longest, latest = (
        max((one.minutes for one in session.writings), default=0),
        rules.meal.window[1] - rules.meal.minutes,
    )
    free = all(is_spare(one.id) for one in problem.rooms if problem.hosts(one, WRITTEN)) and rules.msp.mix_tracks
    watched = rules.msp.candidates_per_invigilator == PLENTY
    single = all(len(case.papers) == 1 for case in session.cases)
    alone = single and all(len(c.tracks) == 1 and not limited(problem, c.availability) for c in problem.candidates)
    asked = rules.max_wait_minutes is not None or rules.msp_and_orals != "any" or problem.locks
    end = session.first_end(first.windows(), longest)
    own = problem.title.has_places_or_means
    return free and watched and alone and not asked and not own and end is not None and end <= latest


def _say_waves(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    waves = problem.rules.msp.waves
    text = ngettext(
        "l'épreuve {paper} d'un parcours commence au même moment pour tous",
        "l'épreuve {paper} d'un parcours commence à {count} moments au plus",
        waves,
    )
    yield text.format(count=waves, paper=paper_of(problem.title))


def _overlapping(problem: Problem) -> Iterator[About]:
    return iter([()] if problem.rules.msp.waves > 1 and problem.rules.msp.waves_overlap else [])


def _apart(problem: Problem, _chosen: list[About]) -> Problem:
    return with_rules(problem, msp={"waves_overlap": False})


def _say_overlap(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    text = _("personne ne sort d'une vague de l'épreuve {paper} avant que la dernière ait commencé")
    yield text.format(paper=paper_of(problem.title))


# --- invigilators ----------------------------------------------------------------------------------------------------


def _more_invigilators(problem: Problem, _chosen: list[About]) -> Problem:
    """One more for each room, who may watch over any number of candidates."""
    count = sum(problem.hosts(one, WRITTEN) for one in problem.rooms)
    more = tuple(Invigilator(f"{SPARE}V{number}", SPARE) for number in range(count))
    many = replace(problem, invigilators=(*problem.invigilators, *more))
    return with_rules(many, msp={"candidates_per_invigilator": PLENTY})


def _say_invigilators(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    names = [person(problem, one.id) for one in problem.invigilators]
    if not names:
        yield _("aucun surveillant")
        return
    text = ngettext("{count} surveillant : {names}", "{count} surveillants : {names}", len(names))
    share = _("{text} (un par salle et par {share} candidats commencés)")
    head = text.format(count=len(names), names=listed(names))
    yield share.format(text=head, share=problem.rules.msp.candidates_per_invigilator)


def _watching_trainers(problem: Problem) -> Iterator[About]:
    return ((c.id, id) for c in problem.candidates for id in c.trainers if id in problem.invigilator)


def _watched(problem: Problem, chosen: list[About]) -> Problem:
    pairs = set(chosen)

    def freed(candidate: Candidate) -> Candidate:
        return replace(candidate, trainers=tuple(id for id in candidate.trainers if (candidate.id, id) not in pairs))

    return replace(problem, candidates=replaced(problem.candidates, chosen, freed))


def _say_trainers(problem: Problem, chosen: list[About]) -> Iterator[str]:
    text = _("{trainer} a formé {who} et ne peut pas surveiller son épreuve {paper}")
    paper = paper_of(problem.title)
    return (
        text.format(trainer=person(problem, trainer), who=person(problem, who), paper=paper) for who, trainer in chosen
    )


# --- orals -----------------------------------------------------------------------------------------------------------


def _spare_rooms(problem: Problem, _chosen: list[About]) -> Problem:
    """An oral room a paper: accessible, with chairs for all, and with a projector only if all that there are have one.

    They take the place of those without a projector, unless locks name some, or
    means are in some.
    """
    papers = sum(len(candidate.tracks) for candidate in problem.candidates)
    equipped = not list(_bare_rooms(problem))
    uses = problem.places(ORAL)
    spare = tuple(Room(f"{SPARE}O{n}", uses, PLENTY, "", equipped, accessible=True) for n in range(papers))
    named = problem.locks or problem.title.has_places_or_means
    kept = (r for r in problem.rooms if named or r.projector or problem.hosts(r, WRITTEN))
    return replace(problem, rooms=(*kept, *spare))


def _say_rooms(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    some = [one for one in problem.rooms if problem.hosts(one, ORAL)]
    if not some:
        yield _("aucune salle d'oral")
        return
    text = ngettext("{count} salle d'oral : {rooms}", "{count} salles d'oral : {rooms}", len(some))
    least = problem.rules.panel.size + 1
    names = (_room_and_chairs(problem, one) if one.seats < least else room(problem, one.id) for one in some)
    yield text.format(count=len(some), rooms=listed(names))


def _room_and_chairs(problem: Problem, small: Room) -> str:
    text = ngettext("{room}, trop petite ({count} place)", "{room}, trop petite ({count} places)", small.seats)
    return text.format(room=room(problem, small.id), count=small.seats)


def _bare_rooms(problem: Problem) -> Iterator[About]:
    return iter([()] if any(problem.hosts(one, ORAL) and not one.projector for one in problem.rooms) else [])


def _projected(problem: Problem, _chosen: list[About]) -> Problem:
    """Every oral room with a projector of its own."""
    equipped = tuple(replace(one, projector=True) if problem.hosts(one, ORAL) else one for one in problem.rooms)
    return replace(problem, rooms=equipped)


def _say_projection(problem: Problem, _chosen: list[About]) -> Iterator[str]:
    names = [room(problem, one.id) for one in problem.rooms if one.projector and problem.hosts(one, ORAL)]
    names += [one.id for one in problem.projectors]
    if not names:
        yield _("aucun vidéoprojecteur pour les oraux")
        return
    text = ngettext("{count} vidéoprojecteur : {names}", "{count} vidéoprojecteurs : {names}", len(names))
    yield text.format(count=len(names), names=listed(names))


# --- means -----------------------------------------------------------------------------------------------------------


def _needed_types(problem: Problem) -> Iterator[About]:
    needs = (need for stage in problem.title.stages for need in stage.needs)
    return ((type,) for type in {plain(need.means): need.means for need in needs}.values())


def _spare_means(problem: Problem, chosen: list[About]) -> Problem:
    """Plenty of each type, carried to where it is needed in no time."""
    spare = tuple(Means(f"{SPARE}{type}", type, count=PLENTY) for (type,) in chosen)
    return replace(problem, means=(*problem.means, *spare))


def _say_means(problem: Problem, chosen: list[About]) -> Iterator[str]:
    for (type,) in chosen:
        some = [one for one in problem.means_of(type) if not is_spare(one.id)]
        if not some:
            yield _("aucun moyen « {type} »").format(type=type)
            continue
        names = listed(_one_means(problem, one) for one in some)
        yield _("« {type} » : {names}").format(type=type, names=names)


def _one_means(problem: Problem, one: Means) -> str:
    name = one.name if one.person else one.id
    excluded = [c.id for c in problem.candidates if one.id in (*c.exclusions, *c.trainers)] if one.person else []
    if excluded:
        name = _("{name} (exclu pour {people})").format(name=name, people=people(problem, excluded))
    if one.count > 1:
        name = _("{count} × {name}").format(count=one.count, name=name)
    return _("{name} en {room}").format(name=name, room=room(problem, one.room)) if one.room else name


DESKS = Kind("desks", "sitting", _whole, _spare_desks, _say_desks)
MIX = Kind("mix", "sitting", _unmixed, _mixed, _say_unmixed)
WAVES = Kind("waves", "same_paper", _few_waves, _more_waves, _say_waves)
OVERLAP = Kind("overlap", "same_paper", _overlapping, _apart, _say_overlap)
INVIGILATORS = Kind("invigilators", "invigilation", _whole, _more_invigilators, _say_invigilators)
TRAINERS = Kind("trainers", "invigilation", _watching_trainers, _watched, _say_trainers)
ROOMS = Kind("rooms", "oral_room", _whole, _spare_rooms, _say_rooms)
MEANS = Kind("means", "means", _needed_types, _spare_means, _say_means)
PROJECTION = Kind("projection", "projection", _bare_rooms, _projected, _say_projection)
