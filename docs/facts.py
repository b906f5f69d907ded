"""What the books take from the code and from README, so that it cannot drift, as Markdown.

The reference has lines ``{{ name words }}``, each replaced by what the function of that name in `MARKS` gives. In the
guide, which is read as it stands in the source folder too, the same stands between ``<!-- name words -->`` and
``<!-- end -->``: ``python tools/guide.py`` writes it there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tspi_sched import __version__
from tspi_sched.cli import program
from tspi_sched.reading import SHEETS, read_title
from tspi_sched.reading.workbook.layout import Column
from tspi_sched.starter import WORKBOOK
from tspi_sched.starter.documents import documents_text
from tspi_sched.starter.help import column_help, sheet_help
from tspi_sched.starter.scenario import scenario_text
from tspi_sched.texts import in_language, language

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

ROOT = Path(__file__).resolve().parents[1]
MARK = re.compile(r"^\{\{ (\w+) ?(.*?) \}\}$", re.MULTILINE)
PART = re.compile(r"^<!-- (\w+) ?(.*?) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
OUTPUTS = ROOT / "docs" / "guide" / "sorties"
LINK = re.compile(r"\[([^\]]*)\]\((?!https?:)[^)]*\)")
TITLE = "TP-01305"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown; cells are Markdown already."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(cell.replace("\n", " ") for cell in line) + " |" for line in lines)


def plain(text: str) -> str:
    """A text of ours as Markdown that says just this."""
    return re.sub(r"([|*_\[\]`])", r"\\\1", escape(text, quote=False))


def code(text: str) -> str:
    """A text as code, in a table too."""
    return "`" + text.replace("|", r"\|") + "`" if text else ""


# --- the command line ------------------------------------------------------------------------------------------------


def commands(_words: str) -> str:
    """Every command with its arguments and options."""
    whole = program()
    context = click.Context(whole, info_name=whole.name)
    return "\n\n".join(
        _command(name, command, click.Context(command, info_name=name, parent=context))
        for name, command in whole.commands.items()
    )


def _command(name: str, command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = [
        (code(record[0]), plain(record[1]))
        for param in command.get_params(context)
        if (record := param.get_help_record(context))
    ]
    about = plain(command.help or "")
    return f"## {name}\n\n{about}\n\n```text\n{usage}\n```\n\n{table(('argument, option', 'meaning'), rows)}"


# --- the workbook ----------------------------------------------------------------------------------------------------


def columns(key: str) -> str:
    """The columns of a sheet of the workbook: title (and the other language's), meaning, example."""
    sheet = next(sheet for sheet in SHEETS if sheet.key == key)
    heads = {
        "fr": ("colonne", "obligatoire", "ce qu'on y écrit", "exemple"),
        "en": ("column", "in French", "required", "what goes in", "example"),
    }[language()]
    return table(heads, (_column(key, column) for column in sheet.columns))


def _column(key: str, column: Column) -> list[str]:
    meaning, example = column_help(key, column.field, read_title(TITLE, ROOT))
    titles = [f"**{column.title}**"] if language() == "fr" else [f"**{column.title}**", column.fr]
    yes = {"fr": "oui", "en": "yes"}[language()]
    return [*titles, yes if column.required else "", plain(meaning), code(example)]


def workbook(_words: str) -> str:
    """Every sheet with its columns."""
    title = read_title(TITLE, ROOT)
    return "\n\n".join(
        f"## {sheet.title}\n\nIn French: `{sheet.fr}`. {plain(sheet_help(sheet.key, title))}\n\n{columns(sheet.key)}"
        for sheet in SHEETS
    )


def stages(_words: str) -> str:
    """The minutes of each stage on each track, from the title's file."""
    title = read_title(TITLE, ROOT)
    minutes = {track.code: dict(track.minutes) for track in title.tracks}
    rows = [
        [f"`{stage.code}`", stage.name, *(str(found.get(stage.code) or "–") for found in minutes.values())]
        for stage in title.stages
    ]
    return table(["", "", *minutes], rows)


# --- other files -----------------------------------------------------------------------------------------------------


def starter(name: str) -> str:
    """A file that ``tspi-sched init`` writes beside the workbook, every key with a comment."""
    title = read_title(TITLE, ROOT)
    text = documents_text(title) if name == "documents" else scenario_text(WORKBOOK, "ma-session", title)
    return f"```toml\n{text}```"


def file(path: str) -> str:
    """A file of the project."""
    text = (ROOT / path).read_text(encoding="utf-8")
    return f"```{Path(path).suffix[1:]}\n{text.strip()}\n```"


def output(words: str) -> str:
    """What a command of the guide prints: all of it, or as far as, or from, the line that starts with some words."""
    name, limit, start = (*words.split(" ", 2), "", "")[:3]
    lines = (OUTPUTS / f"{name}.txt").read_text(encoding="utf-8").rstrip().splitlines()
    place = next((number for number, line in enumerate(lines) if start and line.startswith(start)), None)
    if limit and place is None:
        raise ValueError(f"{name}.txt has no line that starts with {start!r}")
    shown = {"": lines, "until": lines[:place], "from": lines[place:]}[limit]
    return "```text\n" + "\n".join(shown).strip() + "\n```"


def readme(heading: str) -> str:
    """A section of README, without its links to files, which are not among these pages."""
    return section(ROOT / "README.md", heading)


def contributing(heading: str) -> str:
    """A section of CONTRIBUTING."""
    return section(ROOT / "CONTRIBUTING.md", heading)


def section(path: Path, heading: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    if not found:
        raise ValueError(f"{path.name} has no section {heading!r}")
    return LINK.sub(r"\1", found[1].strip())


def version(_words: str) -> str:
    """The version of the program."""
    return f"`tspi-sched` {__version__}"


def portfolio(name: str) -> str:
    """A table of the search's phases: which of them, for which part of the objective's time, and when."""
    from tspi_sched.search import portfolio as tables

    rows = (
        (
            str(number),
            f"`{phase.step.__name__}`",
            "its own part" if phase.share is None else f"{phase.share:.0%}{' *' * phase.unless_near}",
            phase.when.words or "always",
        )
        for number, phase in enumerate(getattr(tables, name), start=1)
    )
    return table(("", "phase", "time at most", "when"), rows)


MARKS: dict[str, Callable[[str], str]] = {
    function.__name__: function
    for function in (
        columns,
        commands,
        contributing,
        file,
        output,
        portfolio,
        readme,
        stages,
        starter,
        version,
        workbook,
    )
}


def filled(text: str, language: str) -> str:
    """A page with its marks replaced and its parts written anew, in the language of its book."""

    def part(found: re.Match[str]) -> str:
        name, words = found[1], found[2]
        return f"<!-- {name}{words and ' '}{words} -->\n\n{MARKS[name](words)}\n\n<!-- end -->"

    with in_language(language):
        return PART.sub(part, MARK.sub(lambda found: MARKS[found[1]](found[2]), text))


def fill(app: Sphinx, _page: str, source: list[str]) -> None:
    """Fill a page that Sphinx has read."""
    source[0] = filled(source[0], app.config.language)


def setup(app: Sphinx) -> ExtensionMetadata:
    """What Sphinx calls."""
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
