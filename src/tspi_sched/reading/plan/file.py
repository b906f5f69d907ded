"""Reading a plan back, whichever of the two files it stands in."""

from datetime import datetime
from pathlib import Path

from tspi_sched.errors import fault
from tspi_sched.plan import Event, Plan, Result
from tspi_sched.problem import Lock, Problem
from tspi_sched.reading.files import read_bytes
from tspi_sched.reading.plan.from_json import read_json
from tspi_sched.reading.plan.from_xlsx import read_xlsx, read_xlsx_locks, read_xlsx_noted
from tspi_sched.reading.plan.ids import plan_ids, with_known_ids
from tspi_sched.texts import _

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


def read_result(path: str | Path, problem: Problem) -> Result:
    """Read back a plan with how its search ended, from a `plan.json` or a `planning.xlsx`, even edited in Excel.

    Args:
        path: The file. A workbook does not tell how the search ended: its status is ``feasible``, without any proof.
        problem: The session that the plan is for; its `whole` for a plan from before somebody was left out.

    Returns:
        The result, with its plan as it stands in the file; `check` says whether it keeps the rules.

    Raises:
        InputError: The file cannot be read, or names what the session has never known; with every fault.

    Example:
        >>> paths = tspi_sched.export(problem, result, folder, ("json",))
        >>> tspi_sched.read_result(paths[0], problem).objectives == result.objectives
        True
    """
    path = Path(path)
    return read_json(path, problem) if _is_json(path) else read_xlsx(path, problem)


def read_plan(path: str | Path, problem: Problem) -> Plan:
    """Read back a plan alone, from a `plan.json` or a `planning.xlsx`, even edited in Excel.

    Args:
        path: The file.
        problem: The session that the plan is for; its `whole` for a plan from before somebody was left out.

    Returns:
        The plan as it stands in the file; `check` says whether it keeps the rules.

    Raises:
        InputError: As for `read_result`; that the file says there is no plan is a fault too.

    Example:
        >>> paths = tspi_sched.export(problem, result, folder, ("xlsx",))
        >>> tspi_sched.read_plan(paths[0], problem) == result.plan
        True
    """
    result = read_result(path, problem)
    if result.plan is None:
        raise fault(_("ce fichier dit qu'aucun plan n'a été trouvé"), file=Path(path).name, where="status")
    return result.plan


def read_noted_events(path: str | Path, problem: Problem, now: datetime | None = None) -> tuple[Event, ...]:
    """What the organiser noted in the rows of a workbook on the day, by the moment `now` (None: before the session);
    `plan.json` has no such columns."""
    path = Path(path)
    return () if _is_json(path) else read_xlsx_noted(path, problem, now)


def read_locks(path: str | Path, problem: Problem) -> tuple[Lock, ...]:
    """What the organiser locked in an edited workbook, and can be kept; `plan.json` has no locks."""
    kept = (Lock(lock.task, lock.parts - _freed(problem, lock)) for lock in _locks(path, problem))
    known = plan_ids(problem)
    return tuple(Lock(with_known_ids(lock.task, known, _pass_over), lock.parts) for lock in kept if lock.parts)


def _pass_over(_field: str, _message: str) -> None:
    """Who is gone stands in parts of the row that are not locked, or no longer."""


def read_freed(path: str | Path, problem: Problem) -> tuple[Lock, ...]:
    """What the organiser locked, and is left free all the same: it names somebody or something now left out."""
    freed = (Lock(lock.task, _freed(problem, lock)) for lock in _locks(path, problem))
    return tuple(lock for lock in freed if lock.parts)


def _freed(problem: Problem, lock: Lock) -> frozenset[str]:
    """The locked parts of a task that nobody can keep; all of them if it is no longer a task of this session."""
    gone, task = problem.gone_from(lock.task), lock.task
    whose = "panel" if task.candidate is None else "candidate"
    return lock.parts if whose in gone else lock.parts & gone.keys()


def _locks(path: str | Path, problem: Problem) -> tuple[Lock, ...]:
    """Every lock; those left out are known, others who are unknown are faults."""
    path = Path(path)
    return () if _is_json(path) else read_xlsx_locks(path, problem.whole)


def _is_json(path: Path) -> bool:
    """By its name; anything else than JSON or a workbook is a fault."""
    if path.suffix.lower() == ".json":
        return True
    if path.suffix.lower() not in _WORKBOOKS:
        read_bytes(path, 1 << 40)
        raise fault(_("un plan (plan.json ou planning.xlsx) est attendu"), file=path.name)
    return False
