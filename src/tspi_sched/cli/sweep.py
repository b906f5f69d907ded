"""``sweep``: many scenarios at once, over cores or machines."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched.cli.codes import INTERRUPTED, Ending
from tspi_sched.cli.grammar import Argument, Command, Within
from tspi_sched.cli.interrupt import interruptible
from tspi_sched.cli.output import check_name, check_writable, spare, written
from tspi_sched.cli.screen import say, tell
from tspi_sched.cli.sweeping import counted, shown, summary
from tspi_sched.exports.common.files import safe_name
from tspi_sched.exports.writing import cannot_write
from tspi_sched.texts import _

if TYPE_CHECKING:
    from tspi_sched.sweeps.definition import Sweep
    from tspi_sched.sweeps.run import Means, Run

PARENT = "balayages"
"""The folder of all sweeps."""


def command() -> Command:
    """The command as click knows it."""
    about = _(
        "Calcule beaucoup de scénarios à la fois, sur tous les cœurs ou sur plusieurs machines, et en fait un tableau. "
        "SWEEP est un fichier .toml qui nomme des scénarios et ce qu'on y fait varier. Ce qui est déjà calculé n'est "
        "pas refait ; Ctrl-C garde tout ce qui est fini."
    )
    folder = _("Dossier des résultats (par défaut {parent}/<nom du balayage>).").format(parent=PARENT)
    jobs = _("Calculs à la fois (par défaut autant que les cœurs le permettent).")
    cluster = _("Ordonnanceur Dask dont les machines font les calculs, par exemple tcp://centre-1:8786.")
    params: list[click.Parameter] = [
        Argument("sweep", _("le balayage, un fichier .toml")),
        click.Option(["-o", "--output"], metavar=_("DOSSIER"), help=folder),
        click.Option(["--jobs"], type=Within(int, 1, 1000), metavar="N", help=jobs),
        click.Option(["--cluster"], metavar="tcp://…", help=cluster),
        click.Option(["--quiet"], is_flag=True, help=_("N'affiche que les erreurs.")),
    ]
    return Command("sweep", run, params, about)


def run(sweep: str, output: str | None, jobs: int | None, cluster: str | None, quiet: bool) -> None:
    """Read everything, calculate what is missing, write the tables, sum up."""
    from tspi_sched.sweeps.definition import read_sweep
    from tspi_sched.sweeps.run import Means, Run
    from tspi_sched.sweeps.store import TABLES, Store

    if jobs is not None and cluster is not None:
        raise click.UsageError(
            _("--jobs ne vaut que pour cette machine, pas avec --cluster"), click.get_current_context()
        )
    asked = read_sweep(sweep)
    folder = Path(output) if output else Path(PARENT) / safe_name(asked.name)
    check_name(folder)
    check_writable(folder, ())
    store = Store(folder)
    store.claim(asked)
    spare((sweep, *asked.bases), [folder / name for name in TABLES])
    with counted(quiet) as told:
        under_way = Run(asked, store, told)
    _tell_faulty(under_way)
    means = Means(jobs, cluster, lambda: tell(_("Aucun worker Dask n'est encore là ; les calculs les attendent.")))
    _finish(asked, under_way, means, quiet)


def _tell_faulty(run: "Run") -> None:
    """Name the scenarios that cannot be read, with all their faults, each file once."""
    told: set[str] = set()
    for variant in run.variants:
        for fault in variant.faults:
            line = f"{variant.base.path} – {fault}"
            if line not in told:
                told.add(line)
                tell(line)


def _finish(asked: "Sweep", under_way: "Run", means: "Means", quiet: bool) -> None:
    """Calculate until all is done or somebody interrupts, and write what there is."""
    from tspi_sched.sweeps.results import write
    from tspi_sched.sweeps.run import states

    interrupted = False
    try:
        with shown(quiet) as show:
            for state in states(under_way, means):
                show(state)
    except KeyboardInterrupt:
        interrupted = True
    except OSError as error:
        raise cannot_write(Path(error.filename or under_way.store.folder), error) from None
    with interruptible(_("Interruption : les tableaux vont être écrits.")) as interruption:
        interruption.writing = True
        try:
            paths = write(under_way, lambda path, kept: tell(_kept(path, kept)))
        except OSError as error:
            raise cannot_write(Path(error.filename or under_way.store.folder), error) from None
    if not quiet:
        for line in (*summary(under_way, asked), "", *written(paths)):
            say(line)
    if interrupted:
        tell(_("Interrompu : tout ce qui était fini est gardé ; la même commande reprend là."))
        raise Ending(INTERRUPTED)


def _kept(path: Path, kept: Path) -> str:
    text = _("{path} n'est plus tel qu'il a été écrit : il est gardé sous « {kept} ».")
    return text.format(path=path, kept=kept.name)
