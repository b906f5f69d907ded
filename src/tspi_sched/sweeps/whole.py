"""The whole of a sweep as one call, for Python."""

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tspi_sched.sweeps.definition import read_sweep
from tspi_sched.sweeps.frame import frame_of
from tspi_sched.sweeps.results import write
from tspi_sched.sweeps.run import Means, Run, Watch, states
from tspi_sched.sweeps.store import Store

if TYPE_CHECKING:
    import pandas


def sweep(
    source: str | Path | Mapping[str, Any],
    folder: str | Path | None = None,
    *,
    jobs: int | None = None,
    cluster: str | None = None,
    watch: Watch | None = None,
) -> "pandas.DataFrame":
    """Solve every scenario of a sweep, on all the cores of this machine or on a Dask cluster.

    Args:
        source: The sweep's file, or a dictionary with its keys: ``base`` (one path or several, with ``*``), ``axis`` (a
            list of dictionaries with ``name`` and ``values``, ``key`` or ``generate``), ``time_limit`` (seconds each),
            ``workers`` (processor cores each), ``seed``, ``name``. Paths begin at the file, or where the program runs.
        folder: Where to write the tables and each plan; what is there of an earlier run is not calculated again. None:
            nothing is kept but the table that is returned.
        jobs: How many scenarios at once; by default as many as the cores allow.
        cluster: The address of a Dask scheduler, such as ``tcp://centre-1:8786``, whose workers do the work instead.
        watch: Called after each calculation; it may raise `KeyboardInterrupt` to end it there.

    Returns:
        A row per scenario, in columns ``base``, one per axis, ``status`` (``optimal``, ``feasible``, ``infeasible``,
        ``unknown``, ``failed``, ``invalid`` or ``pending``), ``reason``, and for each objective its value, bound and
        status (``NAME``, ``NAME_bound``, ``NAME_status``, in its own unit), ``seconds`` and ``key``.

    Raises:
        InputError: The sweep or all its sessions cannot be used; all faults are told at once. Or nobody answers at the
            cluster's address.

    Example:
        >>> changeovers = {"name": "battement", "key": "rules.changeover_minutes", "values": [5, 15]}
        >>> frame = tspi_sched.sweep({"base": "scenarios/tiny.toml", "axis": [changeovers]})
        >>> frame[["battement", "status", "juror_days"]].values.tolist()
        [[5, 'optimal', 2], [15, 'optimal', 2]]
    """
    asked = read_sweep(source)
    with nullcontext(folder) if folder is not None else TemporaryDirectory(prefix="tspi-sched-") as place:
        store = Store(Path(place))
        store.claim(asked)
        run = Run(asked, store)
        try:
            for state in states(run, Means(jobs, cluster)):
                if watch:
                    watch(state)
        except KeyboardInterrupt:
            pass  # what is done is in the table, and the rest is said to be pending
        if folder is not None:
            write(run)
        return frame_of(run.rows, asked)
