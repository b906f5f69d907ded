"""A comparison as one page of tables, which asks nothing of anybody: no script, nothing to load."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from tspi_sched.comparison import Comparison
from tspi_sched.exports.common.colours import ACCENT, INK, LINE, MUTED, PALE, SHADE
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import label
from tspi_sched.exports.comparison.tables import Table, tables
from tspi_sched.texts import _, harmless, language

STYLE = f"""
body {{ font: 15px/1.45 Arial, sans-serif; color: #{INK}; margin: 2rem auto; padding: 0 1rem; max-width: 90rem }}
h1, h2 {{ color: #{ACCENT} }}
h2 {{ margin: 2rem 0 0 }}
p {{ color: #{MUTED}; margin: .3rem 0 .8rem }}
div {{ overflow-x: auto }}
table {{ border-collapse: collapse }}
th, td {{ border: 1px solid #{LINE}; padding: .3rem .6rem; text-align: left; vertical-align: top }}
td {{ overflow-wrap: anywhere; min-width: 6.5rem }}
thead th {{ background: #{SHADE}; color: #{ACCENT} }}
tbody tr:nth-child(even) {{ background: #{PALE} }}
@media print {{ body {{ font-size: 10px; margin: 0; max-width: none }} tr {{ break-inside: avoid }} }}
"""


def write(comparison: Comparison, path: Path) -> None:
    """Write the page."""
    write_text(path, "".join(_page(comparison)))


def _page(comparison: Comparison) -> Iterator[str]:
    title = _text(_("Comparaison de plans – {title}").format(title=comparison.problem.title.name))
    yield f'<!doctype html>\n<html lang="{language()}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield f'<meta name="generator" content="{label(None)}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{_text(comparison.problem.centre)}</p>\n"
    for table in tables(comparison):
        yield from _table(table)
    yield "</body>\n</html>\n"


def _table(table: Table) -> Iterator[str]:
    yield f"<h2>{_text(table.title)}</h2>\n<p>{_text(table.note)}</p>\n"
    if not table.rows:
        yield f"<p>{_text(_('Rien.'))}</p>\n"
        return
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    yield f"<div><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n"
    for first, *others in table.rows:
        cells = "".join(f"<td>{_text(cell)}</td>" for cell in others)
        yield f'<tr><th scope="row">{_text(first)}</th>{cells}</tr>\n'
    yield "</tbody>\n</table></div>\n"


def _text(text: str) -> str:
    """A text that is only a text, each of its lines on its own."""
    return "<br>".join(escape(harmless(line)) for line in text.split("\n"))
