"""Losses as pandas data frames, for notebooks. The columns are named in English whatever the language in force."""

from typing import TYPE_CHECKING

from tspi_sched.comparison.days import day_text
from tspi_sched.losses.loss import thing
from tspi_sched.plan import moment
from tspi_sched.wishes import OBJECTIVES

if TYPE_CHECKING:
    import pandas

    from tspi_sched.losses.record import Answer, Contingency


def losses_frame(found: "Contingency") -> "pandas.DataFrame":
    """A row per loss."""
    import pandas  # slow to load, and most uses of the package do without it

    heads = ("kind", "id", "name", "status", "quiet", "everybody", *OBJECTIVES, "proven", "people", "seconds")
    frame = pandas.DataFrame([_loss(found, answer) for answer in found.answers], columns=pandas.Index(heads))
    return frame.astype(dict.fromkeys((*OBJECTIVES, "people"), "Int64"))


def _loss(found: "Contingency", answer: "Answer") -> tuple[object, ...]:
    name = getattr(thing(found.problem, answer.loss), "name", "")
    people = len({notice.person.id for notice in found.told(answer)}) if answer.plan else None
    values = (answer.values.get(objective) for objective in OBJECTIVES)
    state = (answer.status, answer.quiet, answer.everybody, *values, ";".join(answer.proven))
    return answer.loss.kind, answer.loss.id, name or answer.loss.id, *state, people, answer.seconds


def calls_frame(found: "Contingency") -> "pandas.DataFrame":
    """A row per loss, person and day that differ."""
    import pandas

    heads = ("loss_kind", "loss", "kind", "id", "name", "phone", "email", "day", "before", "after")
    rows = [
        (
            answer.loss.kind, answer.loss.id, one.kind, one.person.id, one.person.name, one.person.phone,
            one.person.email, moment(one.day, 0),
            day_text(found.problem, one.before), day_text(found.problem, one.after),
        )
        for answer in found.answers
        for one in found.told(answer)
    ]  # fmt: skip
    return pandas.DataFrame(rows, columns=pandas.Index(heads), dtype=object).astype({"day": "datetime64[s]"})


def reserves_frame(found: "Contingency") -> "pandas.DataFrame":
    """A row per reserve member and day to stand by."""
    import pandas

    standby = found.standby
    own = [(id, found.problem.member[id].name, moment(day, 0)) for id, day in standby.days] if standby else []
    more = [(None, None, moment(day, 0)) for day, count in standby.more for _one in range(count)] if standby else []
    heads = pandas.Index(("id", "name", "day"))
    return pandas.DataFrame([*own, *more], columns=heads, dtype=object).astype({"day": "datetime64[s]"})
