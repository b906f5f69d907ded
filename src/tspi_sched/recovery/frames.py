"""The answers to an incident as data frames: what each costs, and whom it concerns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tspi_sched.plan import Status
from tspi_sched.recovery.answering import Answer, Replanned
from tspi_sched.recovery.price import Price, price

if TYPE_CHECKING:
    import pandas as pd


def prices_frame(found: Replanned) -> "pd.DataFrame":
    """A row for each named answer, those that are the same one included."""
    import pandas as pd

    rows = {name: _price(found, answer) for answer in found.answers for name in (answer.name, *answer.same)}
    frame = pd.DataFrame.from_dict(rows, orient="index")
    counted = [name for name in frame.columns if name not in ("proven", "why")]
    frame[counted] = frame[counted].astype("Int64")
    return frame.rename_axis("answer")


def _price(found: Replanned, answer: Answer) -> dict[str, Any]:
    cost = price(found, answer)
    if cost is None:
        names = ("recalled", "left_out", "called_in", "called_off", "rooms", "finish", "juror_days")
        return {**dict.fromkeys(names), "proven": answer.result.status is Status.INFEASIBLE, "why": answer.why}
    return {
        "recalled": len(cost.recalled),
        "left_out": len(cost.left_out),
        "called_in": len(cost.called_in),
        "called_off": len(cost.called_off),
        "rooms": cost.rooms,
        "finish": cost.finish,
        "juror_days": cost.juror_days,
        "proven": cost.proven,
        "why": "",
    }


def people_frame(found: Replanned) -> "pd.DataFrame":
    """A row for each person whom an answer concerns, and for what."""
    import pandas as pd

    rows = [
        (name, *row)
        for answer in found.answers
        if (cost := price(found, answer)) is not None
        for name in (answer.name, *answer.same)
        for row in _people(cost)
    ]
    return pd.DataFrame(rows, columns=["answer", "what", "person", "day"])


def _people(cost: Price) -> Iterator[tuple[str, str, Any]]:
    yield from (("recalled", id, None) for id in cost.recalled)
    yield from (("left_out", id, None) for id in cost.left_out)
    yield from (("called_in", id, day) for id, day in cost.called_in)
    yield from (("called_off", id, day) for id, day in cost.called_off)
