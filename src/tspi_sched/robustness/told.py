"""A simulation in sentences that an organiser understands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from tspi_sched.plan import Task
from tspi_sched.robustness.simulation import LATE, Simulation
from tspi_sched.texts import _, clock, duration, language, long_date, ngettext

if TYPE_CHECKING:
    import pandas


def premise(found: Simulation) -> str:
    """What was supposed."""
    text = _("Si chaque oral a {chance} de chances de déborder de {minutes}, sur {count} journées tirées au sort :")
    told = text.format(chance=_share(found.chance), minutes=duration(found.minutes), count=_number(found.count))
    share, minutes = found.late
    if not share or not minutes:
        return told
    also = _("Chaque candidat a de plus {chance} de chances d'arriver avec {minutes} de retard.")
    return f"{told} {also.format(chance=_share(share), minutes=duration(minutes))}"


def sentences(found: Simulation) -> Iterator[str]:
    """When the days end, who is most exposed, and what is guaranteed."""
    for row in _rows(found.days):
        yield _day(row.date, row.planned, row.often, row.on_time)
    yield exposed(found)
    yield guaranteed(found)


def worst_day(found: Simulation) -> str:
    """The day that ends latest after its plan, in one sentence."""
    rows = found.days.assign(after=found.days["often"] - found.days["planned"])
    row = _rows(rows.sort_values(["after", "date"], ascending=[False, True]))[0]
    return _day(row.date, row.planned, row.often, row.on_time)


def _day(day: date, planned: int, often: int, on_time: float) -> str:
    if often <= planned:
        text = _("{day} : dans 9 journées sur 10, le dernier candidat sort à l'heure prévue, {planned}.")
        return text.format(day=long_date(day), planned=clock(planned))
    text = _(
        "{day} : dans 9 journées sur 10, le dernier candidat sort à {often} au plus tard (prévu : {planned} ; "
        "à l'heure dans {share} des journées)."
    )
    return text.format(day=long_date(day), often=clock(often), planned=clock(planned), share=_share(on_time))


def exposed(found: Simulation) -> str:
    """How many candidates start late, and who is most exposed."""
    table = found.candidates
    share = float(table["late_5"].mean()) if len(table) else 0.0
    if not len(table) or not table["late"].max():
        return _("Aucun candidat ne commence son oral en retard.")
    first = table.iloc[0]
    person = found.network.problem.candidate[first["candidate"]]
    text = _(
        "{share} des candidats commencent leur premier oral avec plus de {late} min de retard. Le plus exposé : {name} "
        "({id}), appelé le {day} à {start}, en retard {own} des fois."
    )
    return text.format(
        share=_share(share),
        late=LATE,
        name=person.name,
        id=person.id,
        day=long_date(first["date"]),
        start=clock(int(first["start"])),
        own=_share(float(first["late"])),
    )


def guaranteed(found: Simulation) -> str:
    """The guarantee, beside what chance does."""
    supposed = ngettext(
        "Garanti : avec au plus {count} débordement de {minutes} dans la journée",
        "Garanti : avec au plus {count} débordements de {minutes} dans la journée",
        found.overruns,
    ).format(count=found.overruns, minutes=duration(found.by))
    if found.waits is None:
        return _("{supposed}, personne n'attend son oral.").format(supposed=supposed)
    text = _("{supposed}, personne n'attend son oral plus de {wait} (au pire {name}, {day} à {start}).")
    return text.format(supposed=supposed, wait=duration(found.wait), **_who(found, found.waits))


def _who(found: Simulation, task: Task) -> dict[str, str]:
    name = found.network.problem.candidate[task.candidate or ""].name
    return {"name": name, "day": long_date(task.day), "start": clock(task.start)}


def panel_rows(found: Simulation, name: PanelNames) -> list[tuple[str, ...]]:
    """The table of the panels: a heading, then a row each."""
    heading = (_("Jour"), _("Jury"), _("Fin prévue"), _("9 fois sur 10"), _("À l'heure"), _("Marge"))
    rows = [
        (
            long_date(row.date),
            name(row.members),
            clock(row.planned),
            clock(row.often),
            _share(row.on_time),
            _margin(row.margin),
        )
        for row in _rows(found.panels)
    ]
    return [heading, *rows]


def margin_note() -> str:
    """What the column of the margins says."""
    return _("Marge : ce que n'importe quel oral du jury peut prendre en plus sans qu'un autre candidat attende.")


def _margin(minutes: Any) -> str:
    import pandas  # slow to load, and most uses of the package do without it

    return _("sans limite") if pandas.isna(minutes) else duration(int(minutes))


def _share(share: float) -> str:
    """A probability in percent; a small one with a decimal."""
    percent = 100 * share
    text = f"{percent:.0f}" if percent >= 1 or not percent else f"{percent:.1f}"
    return _("{percent} %").format(percent=text.replace(".", "," if language() == "fr" else "."))


def _number(count: int) -> str:
    return f"{count:,}".replace(",", "\u202f" if language() == "fr" else ",")


def _rows(frame: pandas.DataFrame) -> list[Any]:
    """The rows of a table as records: pandas knows no types of its cells."""
    return list(frame.itertuples())


class PanelNames:
    """How a panel is called, by its members."""

    def __init__(self, names: dict[Sequence[str], str]) -> None:
        self._names = {tuple(sorted(members)): name for members, name in names.items()}

    def __call__(self, members: Sequence[str]) -> str:
        """The name of a panel."""
        return self._names.get(tuple(sorted(members)), ", ".join(members))
