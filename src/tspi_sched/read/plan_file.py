"""Reading a plan back, whichever of the two files it stands in."""

from pathlib import Path

from tspi_sched.errors import fault
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Lock, Problem
from tspi_sched.read.files import read_bytes
from tspi_sched.read.plan_json import read_json
from tspi_sched.read.plan_xlsx import read_xlsx, read_xlsx_locks
from tspi_sched.texts import _

_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods", ".xlsb")


def read_result(path: str | Path, problem: Problem) -> Result:
    """A plan and how its search ended, from `plan.json` or `planning.xlsx`; raises `InputError` with every fault."""
    path = Path(path)
    return read_json(path, problem) if _is_json(path) else read_xlsx(path, problem)


def read_plan(path: str | Path, problem: Problem) -> Plan:
    """A plan alone; that there is none in the file is a fault."""
    result = read_result(path, problem)
    if result.plan is None:
        raise fault(_("ce fichier dit qu'aucun plan n'a été trouvé"), file=Path(path).name, where="status")
    return result.plan


def read_locks(path: str | Path, problem: Problem) -> tuple[Lock, ...]:
    """What the organiser locked in an edited workbook; `plan.json` has no locks."""
    path = Path(path)
    return () if _is_json(path) else read_xlsx_locks(path, problem)


def _is_json(path: Path) -> bool:
    """By its name; anything else than JSON or a workbook is a fault."""
    if path.suffix.lower() == ".json":
        return True
    if path.suffix.lower() not in _WORKBOOKS:
        read_bytes(path, 1 << 40)
        raise fault(_("un plan (plan.json ou planning.xlsx) est attendu"), file=path.name)
    return False
