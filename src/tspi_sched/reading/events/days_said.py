"""Days and parts of them as they are said on the day: `demain`, `mardi`, `cet après-midi`, `maintenant`."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear
from tspi_sched.reading.values.phrases import NOON
from tspi_sched.texts import _

_WEEKDAYS = {word: number for word, number in clock.WEEKDAYS.items() if len(word) > 4}
_OFFSETS = {
    "apres-demain": 2, "demain": 1, "tomorrow": 1, "aujourd'hui": 0, "today": 0, "hier": -1, "yesterday": -1,
}  # fmt: skip
_PRESENT = ("maintenant", "now")
_PARTS = (
    (re.compile(r"matin(?:ee)?\b|morning\b"), 0, NOON),
    (re.compile(r"apres[- ]?midi\b|aprem\b|afternoon\b"), NOON, clock.MIDNIGHT),
)
_PART_WORDS = "matin, matinee, morning, apres-midi, apres midi, apresmidi, aprem, afternoon"
WORDS = (*_WEEKDAYS, *_OFFSETS, *_PRESENT, *_PART_WORDS.split(", "))
"""The words that begin such a day or part."""
_ALL_DAY = re.compile(r"\b(?:toute la journ[ée]e|all day)\b", re.IGNORECASE)
_STRETCH = re.compile(r"(\d\s?h(?:\s?\d\d)?|\d:\d\d)\s*[-–]\s*(?=\d{1,2}\s?(?:h|:\d\d))")
_BETWEEN = re.compile(r"\b(?:entre|between)\s+(\S.*?)\s+(?:et|and)\s+(\d{1,2}\s?(?:h|:\d\d|heures))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A moment as it is said: a day, a time of the day, or both; and the words.

    `offset`: days from the present one, where the day is said so; `until`: the end of a part of the day that begins at
    `minute`; `present`: the moment at which it is said.
    """

    day: date | None
    minute: int | None
    text: str
    offset: int | None = None
    until: int | None = None
    present: bool = False

    @property
    def dated(self) -> bool:
        """Whether a day is said."""
        return self.day is not None or self.offset is not None

    def placed(self, now: datetime | None) -> "Said":
        """The same with its day, once the present moment is known."""
        if now is None or not (self.present or self.offset is not None):
            return self
        minute = 60 * now.hour + now.minute if self.present else self.minute
        day = now.date() + timedelta(days=self.offset or 0)
        return replace(self, day=day, minute=minute, offset=None, present=False)


def usual(text: str) -> str:
    """A sentence with `10h-12h` and `toute la journée` in the words that are read: `10h à 12h`, `aujourd'hui`."""
    text = _BETWEEN.sub(r"de \1 à \2", _STRETCH.sub(r"\1 à ", text))
    said = any(re.search(rf"\b{word}\b", text, re.IGNORECASE) for word in (*_WEEKDAYS, *_OFFSETS)) or "/" in text
    return _ALL_DAY.sub("" if said else "aujourd'hui", text)


def named_day(plain: str, begin: int, days: clock.Days) -> tuple[date | None, int | None, int] | None:
    """A day said by a word: its date or how far it is from today, and where the word ends."""
    match = re.compile(r"[a-z]+(?:[-'][a-z]+)?").match(plain, begin)
    word = match.group() if match else ""
    if match and word in _OFFSETS:
        return None, _OFFSETS[word], match.end()
    if match and word in _WEEKDAYS:
        found = [one for one in days if one.weekday() == _WEEKDAYS[word]]
        if len(found) != 1:
            listed = ", ".join(f"{one:%d/%m/%Y}" for one in days[:6])
            text = _("« {value} » n'est pas un seul jour de la session ({days}) ; écrivez la date")
            raise Unclear(text.format(value=word, days=listed))
        return found[0], None, match.end()
    return None


def part_of_day(plain: str, begin: int) -> tuple[int, int, int] | None:
    """A part of a day: from when to when, and where its words end."""
    for words, start, end in _PARTS:
        if match := words.match(plain, begin):
            return start, end, match.end()
    return None


def present_at(plain: str, begin: int) -> int | None:
    """Where the word for the present moment ends, if one stands here."""
    match = re.compile(rf"(?:{'|'.join(_PRESENT)})\b").match(plain, begin)
    return match.end() if match else None
