"""Plans as files: one module per format, each with ``write(problem, result, path)``, and `export` for several."""

from tspi_sched.exports.formats import FORMATS, export

__all__ = ["FORMATS", "export"]
