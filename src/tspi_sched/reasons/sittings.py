"""Who may watch over whom, in which room: whether a paper that starts for everybody at once can be watched at all.

Invigilators are put into rooms in every way that makes a difference, for each day; then the candidates must fit between
rooms and invigilators who have not trained them. What else happens at that moment would only make it harder.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, islice, pairwise, product

from tspi_sched.problem import MSP_USE, Day, Invigilator, Room
from tspi_sched.reasons.session import Reasons, Session, Writing
from tspi_sched.texts import _

MOST_WAYS = 1000
"""So many ways to place invigilators are gone through; where there are more, nothing is said."""

NAMED = 3
"""So many pairs of trainer and candidate are named at the most."""

Sort = tuple[frozenset[str], bool]
"""What matters of a candidate: the invigilators who must not be there, whether the room must be accessible."""

Trained = tuple[Invigilator, Writing]
"""An invigilator, and somebody whom they trained."""


def sittings(session: Session) -> Reasons:
    """The rooms and invigilators of some day suffice for each paper, nobody being watched by a trainer."""
    if session.problem.rules.msp.waves > 1:
        return
    for (track, paper), takers in session.by_paper.items():
        pairs = list(_trained(session, takers))
        if pairs and not any(_suits(session, takers, day) for day in session.problem.days):
            yield _fault(session, {"track": track, "paper": paper}, takers, pairs)


def _fault(session: Session, named: dict[str, str], takers: list[Writing], pairs: list[Trained]) -> str:
    """What is wrong: in one room, how many there must be who have trained nobody; else that there is no way at all."""
    rooms, trained = session.rooms(MSP_USE), {one.id for one, _whom in pairs}
    text = _(
        "{count} candidats passent l'épreuve {paper} ({track}) au même moment ; quels que soient les salles et les "
        "surveillants, quelqu'un surveillerait qui il a formé, ou des places manquent ({pairs})."
    )
    needed = -(-len(takers) // session.problem.rules.msp.candidates_per_invigilator)
    free = sum(one.id not in trained for one in session.problem.invigilators)
    if len(rooms) == 1 and needed > free:
        text = _(
            "{count} candidats passent {paper} ({track}) au même moment et dans la même salle : il y faut {needed} "
            "surveillants qui n'aient formé aucun d'eux, et il n'y en a que {free} ({pairs})."
        )
    return text.format(count=len(takers), needed=needed, free=free, pairs=_in_words(pairs), **named)


def _trained(session: Session, takers: list[Writing]) -> Iterator[Trained]:
    known = session.problem.invigilator
    return ((known[id], one) for one in takers for id in one.candidate.trainers if id in known)


def _in_words(pairs: list[Trained]) -> str:
    text = _("{trainer} ({trainer_id}) a formé {who} ({id})")
    some = [
        text.format(trainer=one.name, trainer_id=one.id, who=whom.candidate.name, id=whom.candidate.id)
        for one, whom in pairs[:NAMED]
    ]
    return ", ".join([*some, *(["…"] if len(pairs) > NAMED else [])])


@dataclass(frozen=True)
class _Moment:
    """A paper's one moment on a day: candidates by sorts, rooms, who could watch; candidates per invigilator."""

    sorts: Counter[Sort]
    rooms: Sequence[Room]
    trainers: Sequence[Invigilator]
    others: int
    share: int

    def ways(self) -> Iterator[tuple[tuple[int | None, ...], tuple[int, ...]]]:
        """The room of each trainer, None for none; and how many others are in each room."""
        rooms = range(len(self.rooms))
        for placed in product((None, *rooms), repeat=len(self.trainers)):
            yield from ((placed, some) for some in _spread(len(rooms), self.others))

    def holds(self, placed: tuple[int | None, ...], others: tuple[int, ...]) -> bool:
        """Whether all the candidates fit, those together whom the same rooms suit: Hall's condition for each union."""
        watched = [others[r] + placed.count(r) for r in range(len(self.rooms))]
        desks = [min(room.seats, self.share * watched[r]) for r, room in enumerate(self.rooms)]
        demand: Counter[frozenset[int]] = Counter()
        for sort, count in self.sorts.items():
            demand[frozenset(r for r in range(len(desks)) if self._admits(r, sort, placed))] += count
        unions = chain.from_iterable(combinations(demand, n) for n in range(1, len(demand) + 1))
        return all(
            sum(demand[one] for one in some) <= sum(desks[r] for r in frozenset[int]().union(*some)) for some in unions
        )

    def _admits(self, room: int, sort: Sort, placed: tuple[int | None, ...]) -> bool:
        barred, access = sort
        there = {one.id for one, where in zip(self.trainers, placed, strict=True) if where == room}
        return not there & barred and (self.rooms[room].accessible or not access)


def _spread(rooms: int, people: int) -> Iterator[tuple[int, ...]]:
    """How many of some people, whom nothing tells apart, are in each room; everybody is in one."""
    for cuts in combinations(range(people + rooms - 1), rooms - 1) if rooms else ():
        edges = (-1, *cuts, people + rooms - 1)
        yield tuple(end - start - 1 for start, end in pairwise(edges))


def _suits(session: Session, takers: list[Writing], day: Day) -> bool:
    """Whether there is a way to place everybody on a day, or too many to tell."""
    problem, shortest = session.problem, min(one.minutes for one in takers)
    rooms = [room for room in session.rooms(MSP_USE) if session.fits(day.windows(room.availability), shortest)]
    there = [one for one in problem.invigilators if session.fits(day.windows(one.availability), shortest)]
    trained = {one.id for one, _whom in _trained(session, takers)}
    trainers = [one for one in there if one.id in trained]
    sorts = Counter((frozenset(one.candidate.trainers) & trained, one.candidate.accessible) for one in takers)
    share = problem.rules.msp.candidates_per_invigilator
    moment = _Moment(sorts, rooms, trainers, min(len(there) - len(trainers), _useful(rooms, share)), share)
    ways = islice(moment.ways(), MOST_WAYS + 1)
    return any(number == MOST_WAYS or moment.holds(*way) for number, way in enumerate(ways))


def _useful(rooms: Sequence[Room], share: int) -> int:
    """How many invigilators there is work for."""
    return sum(-(-room.seats // share) for room in rooms)
