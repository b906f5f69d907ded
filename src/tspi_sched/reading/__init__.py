"""Files to `Problem` and `Wishes`, or every fault at once with the place where it stands; plans are read back too."""

from tspi_sched.reading.documents import documents_for, read_documents
from tspi_sched.reading.plan.file import read_freed, read_locks, read_plan, read_result
from tspi_sched.reading.session import Reading, input_files, read, read_noted, title_file
from tspi_sched.reading.title import built_in_titles, read_title
from tspi_sched.reading.workbook.layout import PLAN_SHEETS, SHEETS, headings

__all__ = [
    "PLAN_SHEETS",
    "SHEETS",
    "Reading",
    "built_in_titles",
    "documents_for",
    "headings",
    "input_files",
    "read",
    "read_documents",
    "read_freed",
    "read_locks",
    "read_noted",
    "read_plan",
    "read_result",
    "read_title",
    "title_file",
]
