"""The stamp of an edition in words, as it stands on papers, pages, sheets and calendars."""

from datetime import date, datetime

from tspi_sched.stamp import Stamp, page_key
from tspi_sched.texts import _, clock, long_date


def stamp_text(stamp: Stamp) -> str:
    """``Édition 3 – publiée le lundi 7 décembre 2026 à 10:42``, ``Brouillon``, or nothing."""
    if stamp.number and stamp.at:
        text = _("Édition {number} – publiée le {day} à {time}")
        if stamp.rehearsal:
            text = _("Édition {number} (répétition) – publiée le {day} à {time}")
        return text.format(number=stamp.number, day=long_date(stamp.at.date()), time=hour(stamp.at))
    return _("Brouillon") if stamp.draft else ""


def since_text(stamp: Stamp, kind: str, *which: object) -> str:
    """``valable depuis l'édition 2``, for a page that is known by its kind and what it is about; nothing for others."""
    since = stamp.since.get(page_key(kind, *which)) if stamp.number else None
    return _("valable depuis l'édition {number}").format(number=since) if since else ""


def whole_text(stamp: Stamp, kind: str, *which: object) -> str:
    """The edition and since when a page is valid, on one line."""
    return " – ".join(filter(None, (stamp_text(stamp), since_text(stamp, kind, *which))))


def day_of(stamp: Stamp) -> date:
    """The day that papers bear: that of the publication, else today by the machine."""
    return stamp.at.date() if stamp.at else date.today()


def hour(moment: datetime) -> str:
    """A moment's hour: ``10:42``."""
    return clock(60 * moment.hour + moment.minute)
