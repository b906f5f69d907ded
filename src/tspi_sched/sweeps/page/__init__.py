"""``sweep.html``: the scenarios of a sweep as one page to look around in, offline: table, curves, front, parallel axes.

Labels come from people and workbooks: they are escaped here, or data that the script shows as text. A policy in the
page lets nothing else run and nothing be loaded.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import Path

from tspi_sched.exports.common.files import write_text
from tspi_sched.sweeps.book import booking_heads, booking_rows, juror_heads, juror_row, season_note
from tspi_sched.sweeps.page.data import page_data
from tspi_sched.sweeps.run import Run
from tspi_sched.sweeps.season import Juror
from tspi_sched.texts import _, harmless, language, ngettext

SCRIPTS = ("tools.js", "table.js", "curves.js", "front.js", "parallel.js", "page.js")
"""The parts of the page's script, in their order."""


def write(run: Run, people: Sequence[Juror], path: Path) -> None:
    """Write the page."""
    write_text(path, page(run, people))


def page(run: Run, people: Sequence[Juror] = ()) -> str:
    """The whole page."""
    style, script = _file("page.css"), "".join(map(_file, SCRIPTS))
    holes = {
        "lang": language(),
        "policy": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'",
        "style": style,
        "script": script,
        "data": _json(page_data(run)),
        "season": "".join(_season(people)),
        **{name: _text(text) for name, text in _texts(run).items()},
    }
    return re.sub(r"@@(\w+)@@", lambda hole: holes[hole[1]], _file("page.html"))


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _digest(code: str) -> str:
    """What the page's policy knows its own style and script by."""
    return f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def _json(value: object) -> str:
    """JSON without any character that could end the element around it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _text(text: str) -> str:
    return "<br>".join(escape(harmless(line)) for line in text.split("\n"))


def _texts(run: Run) -> dict[str, str]:
    """The words of the page itself."""
    count = len(run.rows)
    return {
        "title": run.sweep.name,
        "about": ngettext("{count} scénario ; moins, c'est mieux.", "{count} scénarios ; moins, c'est mieux.", count)
        .format(count=count),
        "base": _("Base"),
        "every": _("toutes"),
        "reset": _("Tout montrer"),
        "front_title": _("Deux objectifs l'un contre l'autre"),
        "front_note": _(
            "Chaque point est un plan ; plein : prouvé, creux : un trait va jusqu'à sa borne. Aucun plan de ces "
            "scénarios, aussi bon sur les objectifs qui passent avant, n'est dans la zone hachurée."
        ),
        "across": _("En largeur"),
        "up": _("En hauteur"),
        "curves_title": _("Un facteur à la fois"),
        "curves_note": _("Une courbe par combinaison des autres axes ; un trait sous un point va jusqu'à sa borne."),
        "factor": _("Ce qui varie"),
        "objective": _("Objectif"),
        "parallel_title": _("Tout à la fois"),
        "parallel_note": _(
            "Un trait par scénario. Tirez sur un axe pour n'en garder qu'une partie ; au clavier, les flèches "
            "déplacent les bouts d'un axe, Échap le libère."
        ),
        "table_title": _("Les scénarios"),
        "table_note": _(
            "Un clic sur un titre trie. Les écarts sont ceux avec la première ligne de la même base ; en gris, une "
            "autre ligne de la même base fait au moins aussi bien partout, et mieux quelque part."
        ),
        "no_script": _("Cette page a besoin de JavaScript pour dessiner ; rien n'est demandé au réseau."),
    }  # fmt: skip


# --- season ----------------------------------------------------------------------------------------------------------


def _season(people: Sequence[Juror]) -> Iterator[str]:
    if not people:
        return
    twice = booking_rows(people)
    yield f'<section id="season"><h2>{_text(_("Doubles réservations"))}</h2>'
    yield from _table(booking_heads(), twice) if twice else [f"<p>{_text(_('Aucune.'))}</p>"]
    yield f"<details><summary>{_text(_('Jurés de la saison'))}</summary><p>{_text(season_note())}</p>"
    yield from _table(juror_heads(), [juror_row(one) for one in people])
    yield "</details></section>"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Iterator[str]:
    yield '<div class="wide" tabindex="0"><table><thead><tr>'
    yield from (f'<th scope="col">{_text(head)}</th>' for head in heads)
    yield "</tr></thead><tbody>"
    for first, *others in rows:
        cells = "".join(f"<td>{_text(str(cell))}</td>" for cell in others)
        yield f'<tr><th scope="row">{_text(str(first))}</th>{cells}</tr>'
    yield "</tbody></table></div>"
