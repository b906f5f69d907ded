"""A variant's plan as documents: read with its session, judged, exported, published."""

from dataclasses import dataclass, replace
from pathlib import Path

from tspi_sched.checker import Violation, check
from tspi_sched.day.notes import FILE as NOTES
from tspi_sched.documents import Documents
from tspi_sched.editions import Edition, Outcome, Wanted, publish
from tspi_sched.editions.delivery import Target, deliver, origin_of, refuse_another
from tspi_sched.editions.documents import write_documents
from tspi_sched.editions.stamping import stamp_for
from tspi_sched.exports.common.marks import mark_of
from tspi_sched.exports.folder import files_of, mark
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.kept import is_ours
from tspi_sched.exports.proofs import with_proofs_that_hold
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.reading import documents_for, read, read_locks, read_result
from tspi_sched.texts import _
from tspi_sched.web.inputs import check_inside
from tspi_sched.web.sessions import Variant
from tspi_sched.wishes import Wishes


@dataclass(frozen=True)
class Paper:
    """A format as the page shows it: its key of `FORMATS`, what it is for, its files that are there; whether these are
    of another plan; why it cannot be written, if it cannot."""

    key: str
    title: str
    files: tuple[Path, ...]
    stale: bool
    lacking: str


@dataclass(frozen=True)
class Made:
    """A plan with its session, the organiser's words, and the rules that it breaks."""

    variant: Variant
    path: Path
    problem: Problem
    wishes: Wishes
    result: Result
    documents: Documents
    broken: tuple[Violation, ...]

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.result.plan or Plan(())


def titles() -> dict[str, str]:
    """What each format is for."""
    return {
        "json": _("Le planning, pour ce logiciel"),
        "xlsx": _("Classeur Excel : tout le planning, à lire et à modifier"),
        "html": _("Page à ouvrir dans un navigateur, sans réseau"),
        "ics": _("Calendriers, un par personne, et celui de la session"),
        "pdf": _("Convocations, émargements, affiches de salle, planning à afficher"),
        "png": _("Image du planning"),
        "svg": _("Image du planning, agrandissable"),
    }


def made_of(variant: Variant, path: Path | None = None) -> Made:
    """The plan of a variant, or that of another of its files; raises `InputError`."""
    check_inside(variant)
    path = path or variant.plan
    problem, wishes = read(variant.input, plans=(path,))
    result = read_result(path, problem.whole)
    broken = check(replace(problem, locks=read_locks(path, problem)), result.plan or Plan(()))
    documents = documents_for(variant.input)
    return Made(variant, path, problem, wishes, result, documents, tuple(broken))


def papers(made: Made) -> tuple[Paper, ...]:
    """Every format, with what is there of it."""
    folder, wanted = made.variant.plan_folder, mark_of(made.plan)
    return tuple(_paper(key, title, folder, wanted) for key, title in titles().items())


def _paper(key: str, title: str, folder: Path, wanted: str) -> Paper:
    files = files_of(key, folder)
    missing = lacking((key,))
    return Paper(
        key, title, files, any(mark(path) not in ("", wanted) for path in files), missing[0] if missing else ""
    )


def edited_workbook(variant: Variant) -> Path | None:
    """The plan's workbook, if somebody has worked on it since it was written."""
    path = variant.plan_folder / FORMATS["xlsx"].name
    return path if path.is_file() and not is_ours(path) else None


def export(made: Made, formats: tuple[str, ...], despite: bool) -> list[str]:
    """Write a plan in some formats into its folder; what is to be told of it. `despite`: the breaches are known."""
    variant, told = made.variant, list[str]()
    problem = made.problem.whole if made.broken else made.problem
    origin = origin_of(str(variant.input))
    refuse_another(variant.plan_folder, problem, origin)
    result = with_proofs_that_hold(problem, made.result, made.wishes.name)
    stamp = stamp_for(problem, result, made.documents, (variant.plan_folder,))
    broken = tuple(one.message for one in check(replace(problem, locks=()), made.plan))
    result = replace(result, stamp=replace(stamp, broken=broken))
    problem = replace(problem, locks=read_locks(made.path, problem))
    target = Target(
        variant.plan_folder, formats, origin, made.documents, (made.path,), made.wishes.objectives,
        despite=despite, tell=told.append,
    )  # fmt: skip
    deliver(problem, result, target)
    return told


def publish_plan(
    variant: Variant, path: Path, reason: str, despite: bool, noted: Path | None = None, rehearsal: bool = False
) -> tuple[Outcome, list[str]]:
    """Make a plan the next edition, with what was `noted` of the day; raises what `editions.publish` does."""
    noted = noted or variant.session.folder / NOTES
    wanted = Wanted(path, variant.input, None, reason, despite, events=noted, rehearsal=rehearsal)
    return publish_wanted(variant, wanted)


def publish_wanted(variant: Variant, wanted: Wanted) -> tuple[Outcome, list[str]]:
    """Publish into the folder of a variant's plan, with its documents; also what is to be told of it. The page shows
    what is open of the edition before, which is carried on."""
    wanted = replace(wanted, shown=True)
    check_inside(variant)
    told: list[str] = []
    folder = variant.plan_folder
    refuse_another(folder, read(variant.input, plans=(wanted.plan,))[0], origin_of(str(variant.input)))
    outcome = publish(wanted, folder, lambda kept: write_documents(kept, folder, wanted.despite, told.append))
    return outcome, told


def last(editions: tuple[Edition, ...]) -> Edition | None:
    """The edition in force."""
    return editions[-1] if editions else None
