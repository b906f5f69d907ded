"""The documents of an edition, written into its session's folder as ``export`` writes them."""

from dataclasses import replace
from pathlib import Path

from tspi_sched.editions.delivery import Target, Tell, deliver
from tspi_sched.editions.kept import Kept
from tspi_sched.editions.publish import Unwritten
from tspi_sched.editions.store import editions_in
from tspi_sched.exports.folder import mark as mark_in_file
from tspi_sched.exports.formats import FORMATS, lacking
from tspi_sched.exports.proofs import with_proofs_that_hold
from tspi_sched.exports.writing import PUBLISHED, NotWritten
from tspi_sched.texts import _, mark


def write_documents(kept: Kept, folder: Path, despite: bool, tell: Tell) -> tuple[Path, ...]:
    """Write the documents of an edition; `despite`: of a plan that breaks rules, too. Raises `Unwritten` where the disk
    or another program is in the way."""
    missing = lacking(("pdf",))
    if missing:
        tell(_("Sans les PDF{colon}{reason}").format(colon=mark(":"), reason=missing[0]))
    pictures = (name for name in ("png", "svg") if (folder / FORMATS[name].name).is_file() and not lacking((name,)))
    formats = (*PUBLISHED, *(() if missing else ("pdf",)), *pictures)
    result = with_proofs_that_hold(kept.problem, kept.result, kept.result.scenario)
    known = frozenset(mark_in_file(edition.plan_path) for edition in editions_in(folder))
    origin = kept.edition.origin
    target = Target(folder, formats, origin, kept.documents, despite=despite, known=known, tell=tell)
    try:
        return deliver(kept.problem, replace(result, stamp=kept.edition.stamp), target)
    except NotWritten as late:
        if isinstance(late.__context__, OSError):
            raise Unwritten(str(late)) from None
        raise
