"""What the forms of the day say: each becomes the events that hold after it, or is refused at its wrong field."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from tspi_sched.day.clicks import as_planned, with_hours, with_state
from tspi_sched.day.notes import Notes
from tspi_sched.day.passages import DONE, STATES, UNDER_WAY, Passage
from tspi_sched.plan import Event, moment
from tspi_sched.texts import _
from tspi_sched.texts import clock as clock_of
from tspi_sched.web.dayboard import CLICKED, Board


class Unfit(HTTPException):
    """What was typed into a `field` does not do."""

    def __init__(self, text: str, field: str) -> None:
        self.field = field
        super().__init__(422, text)


@dataclass(frozen=True)
class Refusal:
    """A form that was refused: what was typed into it, why, at which field (`place`), and which form it is."""

    typed: dict[str, str] = field(default_factory=dict)
    text: str = ""
    place: str = ""

    def of(self, form: str) -> dict[str, str]:
        """What was typed into a form, if it is that one: the kind of an incident, ``hours`` of a passage, ``clock``."""
        return self.typed if form and form == self.form else {}

    @property
    def form(self) -> str:
        """Which form it is."""
        kind = "hours" if "start" in self.typed else "clock" if "now" in self.typed else ""
        return self.typed.get("kind", kind)

    def at(self, form: str, field: str) -> str:
        """Why a field was refused; empty for another one."""
        return self.text if self.of(form) and self.place == field else ""


def state(board: Board, notes: Notes, form: FormData) -> Iterable[Event]:
    """One passage, or all of a sitting, set to a state now."""
    state = str(form.get("state", ""))
    if state not in STATES:
        raise HTTPException(422, _("Cet état n'est pas connu."))
    if not board.is_today:
        raise HTTPException(409, _("L'heure n'est pas celle de cette journée : notez plutôt les heures réelles."))
    events: tuple[Event, ...] = notes.events
    for passage in _wanted(board, form):
        if state == DONE and passage.state != UNDER_WAY and moment(board.day, passage.start) > notes.clock:
            text = _("Cela n'a pas commencé (attendu à {hour}) : notez d'abord « en cours ».")
            raise HTTPException(409, text.format(hour=clock_of(passage.start)))
        events = with_state(events, passage, state, notes.clock)
    return events


def _wanted(board: Board, form: FormData) -> list[Passage]:
    found = [one for key in form.getlist("passage") if (one := board.passage(str(key)))]
    if not found:
        raise HTTPException(404, _("Ce passage n'est plus dans le planning : rechargez la page."))
    return found


def hours(board: Board, notes: Notes, form: FormData) -> Iterable[Event]:
    """The hours at which a passage really began and ended, written afterwards."""
    (passage,) = _wanted(board, form)[:1]
    start, end = (_moment(board, key, form) for key in ("start", "end"))
    if end and (start is None or end < start):
        raise Unfit(_("La fin réelle vient après le début réel."), "end")
    if start and start > notes.clock:
        raise Unfit(_("Le début réel n'est pas encore passé."), "start")
    return with_hours(notes.events, passage, start, end)


def _moment(board: Board, field: str, form: FormData) -> datetime | None:
    text = str(form.get(field, ""))
    if not text.strip():
        return None
    try:
        hour, minute = map(int, text.strip().split(":")[:2])
        if not (0 <= hour <= 23 and 0 <= minute <= 59):
            raise ValueError
    except ValueError:
        raise Unfit(_("« {text} » : une heure comme 10:40 est attendue").format(text=text[:10]), field) from None
    return moment(board.day, 60 * hour + minute)


def planned(board: Board, notes: Notes, _form: FormData) -> Iterable[Event]:
    """All of which nothing was noted, as planned, until now."""
    return as_planned(notes.events, board.passages, min(notes.clock, moment(board.day, 0) + timedelta(days=1)))


def incident(board: Board, notes: Notes, form: FormData) -> Iterable[Event]:
    """Somebody absent or late, something closed."""
    kind, who = str(form.get("kind", "")), str(form.get("who", ""))
    whole = board.problem
    people = {*whole.candidate, *whole.member, *whole.invigilator, *(one.id for one in whole.helpers)}
    things = {*whole.room, *whole.projector, *(one.id for one in whole.means if not one.person)}
    known = people if kind != "closed" else things
    if kind not in ("absent", "late", "closed") or who not in known:
        raise Unfit(_("Choisissez qui, ou quoi."), "who")
    since, until = (_moment(board, key, form) for key in ("from", "until"))
    if kind == "late" and since is None:
        raise Unfit(_("À quelle heure arrive cette personne ?"), "from")
    if since and until and until <= since:
        raise Unfit(_("La fin doit venir après le début."), "until")
    event = Event(kind, who, since, until if kind != "late" else None)
    return (*(one for one in notes.events if one.subject != event.subject), event)


def forgotten(_board: Board, notes: Notes, form: FormData) -> Iterable[Event]:
    """Without an incident that was noted by mistake."""
    place = str(form.get("place", ""))
    if not place.isdecimal() or int(place) >= len(notes.events) or notes.events[int(place)].kind in CLICKED:
        raise HTTPException(404, _("Cet événement n'est plus noté."))
    return (event for n, event in enumerate(notes.events) if n != int(place))
