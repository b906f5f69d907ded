"""``simulate``: what a plan becomes when orals overrun and candidates come late."""

import re
from pathlib import Path
from typing import Any

import click

from tspi_sched.cli.codes import BROKEN, FAULTS, Ending
from tspi_sched.cli.grammar import Argument, Command, Within
from tspi_sched.cli.output import spare
from tspi_sched.cli.screen import say
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _

PICTURES = (".png", ".svg")


class Chance(click.ParamType):  # type: ignore[type-arg]  # generic in recent versions only
    """A probability in percent and minutes, as in `10%:10`."""

    name = "chance"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[float, int]:
        """The probability from 0 to 1, and the minutes."""
        found = re.fullmatch(r"\s*(\d{1,3}(?:[.,]\d+)?)\s*%\s*:\s*(\d{1,3})\s*(?:min)?\s*", str(value))
        share = float(found[1].replace(",", ".")) / 100 if found else 2.0
        if found is None or share > 1:
            text = _("« {value} » : une chance et des minutes sont attendues, par exemple 10%:10")
            self.fail(text.format(value=value), param, ctx)
        return share, int(found[2])


class Times(click.ParamType):  # type: ignore[type-arg]
    """A number and minutes, as in `2:10`."""

    name = "times"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Both numbers."""
        found = re.fullmatch(r"\s*(\d{1,2})\s*:\s*(\d{1,3})\s*(?:min)?\s*", str(value))
        if found is None:
            text = _("« {value} » : un nombre de débordements et des minutes sont attendus, par exemple 2:10")
            self.fail(text.format(value=value), param, ctx)
        return int(found[1]), int(found[2])


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Tire au sort des milliers de journées où des oraux débordent : quand sort le dernier candidat, qui attend, "
        "et ce qui est garanti."
    )
    params: list[click.Parameter] = [
        Argument("plan", _("le plan, plan.json ou planning.xlsx")),
        Argument("input", _("le scénario ou le classeur dont il est le plan")),
        _option("--overrun", Chance(), "10%:10", "P%:MIN", _("Chance qu'un oral déborde, et de combien.")),
        _option("--late", Chance(), "0%:0", "P%:MIN", _("Chance qu'un candidat arrive en retard, et de combien.")),
        _option("--guarantee", Times(), "2:10", "N:MIN", _("Garantie contre N débordements par jour.")),
        _option("--days", Within(int, 1, 1_000_000), "10000", "N", _("Journées simulées.")),
        _option("--seed", Within(int, 0, 2**31 - 1), "1", "N", _("Graine du hasard.")),
        click.Option(["-o", "--output"], metavar=_("FICHIER"), help=_("Dessin à écrire (.png ou .svg).")),
    ]
    return Command("simulate", run, params, about)


def _option(name: str, kind: "click.ParamType[Any]", default: str, metavar: str, about: str) -> click.Option:
    return click.Option([name], type=kind, default=default, show_default=True, metavar=metavar, help=about)


def run(
    plan: str,
    input: str,
    overrun: tuple[float, int],
    late: tuple[float, int],
    guarantee: tuple[int, int],
    days: int,
    seed: int,
    output: str | None,
) -> None:
    """Read and check the plan, simulate, say what was found and draw it."""
    from tspi_sched.checker import check
    from tspi_sched.cli.check import broken_lines
    from tspi_sched.exports.common.roster import Roster
    from tspi_sched.reading import input_files, read, read_plan
    from tspi_sched.robustness import simulate

    picture = _picture(output)
    if picture:
        spare((plan, *input_files(input)), (picture,))
    problem, _wishes = read(input, plans=(plan,))
    found = read_plan(plan, problem)
    if broken := check(problem, found):
        raise Ending(BROKEN, "\n".join(broken_lines(broken)))
    if not found.tasks:
        raise Ending(FAULTS, _("Ce plan est vide : il n'y a rien à simuler."))
    simulation = simulate(problem, found, overrun=overrun, late=late, guarantee=guarantee, days=days, seed=seed)
    roster = Roster(problem, found)
    _say(simulation, roster)
    if picture:
        _draw(simulation, roster, picture)


def _picture(output: str | None) -> Path | None:
    if output is None:
        return None
    path = Path(output)
    if path.suffix.lower() not in PICTURES:
        raise Ending(FAULTS, _("{path} : le dessin est un fichier .png ou .svg").format(path=path))
    return path


def _say(simulation: Any, roster: Any) -> None:
    from tspi_sched.cli.summary import aligned
    from tspi_sched.robustness.told import margin_note, panel_rows, premise, sentences

    say(premise(simulation))
    for sentence in sentences(simulation):
        say(f"  – {sentence}")
    say("")
    for line in aligned(panel_rows(simulation, _names(roster))):
        say(line)
    say(f"  {margin_note()}")


def _names(roster: Any) -> Any:
    from tspi_sched.robustness.told import PanelNames

    return PanelNames({members: roster.panel_name(members) for members in roster.panels})


def _draw(simulation: Any, roster: Any, path: Path) -> None:
    from tspi_sched.exports.delays import write_delays

    try:
        write_delays(simulation, _names(roster), path)
    except OSError as error:
        raise cannot_write(path, error) from None
    except ImportError as error:
        raise Ending(FAULTS, str(error)) from None
    say(_("Dessin écrit : {path}").format(path=path))
