"""``planning.html``: the plan as one page to look around in, which works without a network and asks nothing of anybody.

The page, its look and its script are files of this package. What comes from the session is either escaped text or data
that the script shows as text; a policy in the page lets nothing else run and nothing be loaded.
"""

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

from tspi_sched.checker import measure
from tspi_sched.exports.common.files import write_text
from tspi_sched.exports.common.marks import label
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.html.data import page_data
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.plan import Plan, Result
from tspi_sched.problem import Problem
from tspi_sched.texts import _, harmless, language, long_date
from tspi_sched.wishes import DEFAULT_ORDER
from tspi_sched.wording import objective_title, objective_value
from tspi_sched.wording.objectives import known_bound, proof_words, status_sentence, unproven

MODULES = ("tools.js", "agenda.js", "details.js", "draw.js", "keys.js", "look.js", "chart.js", "page.js")
"""The modules of the page's script, each after those that it imports; a server may hand them out as they are."""


def write(problem: Problem, result: Result, path: Path) -> None:
    """Write the page of the plan of `result`, which must have one."""
    write_text(Path(path), page(problem, result))


def page(problem: Problem, result: Result) -> str:
    """The whole page."""
    roster = Roster(problem, result.plan or Plan(()))
    style, script = module_text("page.css"), _inlined(MODULES)
    holes = {
        "lang": language(),
        "mark": label(result.plan),
        "policy": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; base-uri 'none'",
        "style": style,
        "script": script,
        "data": _json(page_data(roster)),
        "quality": "".join(_quality(problem, result)),
        "unplaced": "".join(_unplaced(roster)),
        **{name: _text(text) for name, text in _texts(roster, result).items()},
    }
    return re.sub(r"@@(\w+)@@", lambda hole: holes[hole[1]], module_text("page.html"))


def module_text(name: str) -> str:
    """A file of the chart: a module of its script, its style, its page."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _inlined(names: Iterable[str]) -> str:
    """Modules as one script, since a page opened as a file can import none: their names share one scope, so no two
    may be the same."""
    code = re.sub(r"^import .*;\n|^export (?=const )", "", "".join(map(module_text, names)), flags=re.MULTILINE)
    return f'"use strict";\n(() => {{\n{code}}})();\n'


def _digest(code: str) -> str:
    """What the page's policy knows its own style and script by."""
    return f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def _json(value: object) -> str:
    """JSON without any character that could end the element around it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _text(text: str) -> str:
    return escape(harmless(text))


def _texts(roster: Roster, result: Result) -> dict[str, str]:
    """The words of the page itself."""
    problem = roster.problem
    return {
        "title": _("Planning de session – {title}").format(title=problem.title.name),
        "about": " – ".join(part for part in (problem.title.code, problem.centre, _span(roster)) if part),
        "stamp": stamp_text(result.stamp),
        "status": status_sentence(result),
        "view": _("Voir par"),
        "day": _("Jour"),
        "filter": _("Filtrer"),
        "filter_hint": _("nom, salle, jury…"),
        "zoom": _("Zoom"),
        "smaller": _("Réduire"),
        "larger": _("Agrandir"),
        "fit": _("Tout voir"),
        "print": _("Imprimer"),
        "list": _("Liste"),
        "controls": _("Vue, jour, filtre, légende"),
        "stages": _("Épreuves"),
        "keys": _(
            "Clavier : flèches pour aller d'un bloc à l'autre, Échap pour fermer le détail, + et − pour le zoom, "
            "0 pour tout voir."
        ),
        "chart": _("Planning"),
        "no_script": _("Cette page a besoin de JavaScript pour dessiner le planning ; rien n'est demandé au réseau."),
        "quality_title": _("Ce que vaut ce plan"),
        "unplaced_title": _("Candidats non placés"),
    }


def _span(roster: Roster) -> str:
    """From the first day to the last."""
    if len(roster.days) < 2:
        return "".join(map(long_date, roster.days))
    return _("du {first} au {last}").format(first=long_date(roster.days[0]), last=long_date(roster.days[-1]))


# --- tables ----------------------------------------------------------------------------------------------------------


def _quality(problem: Problem, result: Result) -> Iterator[str]:
    """Each objective with its value and its bound; measured values alone where nothing was searched."""
    yield _row("th", _("Objectif"), _("Ce plan"), _("Borne prouvée"), _("Preuve"))
    for report in result.objectives:
        known = known_bound(report)
        bound = "–" if known is None else objective_value(problem, report.name, known)
        value = objective_value(problem, report.name, report.value)
        yield _row("td", objective_title(report.name), value, bound, proof_words(report))
    if not result.objectives:
        measured = measure(problem, result.plan or Plan(()))
        for name in DEFAULT_ORDER:
            yield _row("td", objective_title(name), objective_value(problem, name, measured[name]), "–", _("mesuré"))
        yield _whole_row(unproven(result))


def _whole_row(text: str) -> str:
    return f'<tr><td colspan="4">{_text(text)}</td></tr>'


def _row(cell: str, *values: str) -> str:
    return "<tr>" + "".join(f"<{cell}>{_text(value)}</{cell}>" for value in values) + "</tr>"


def _unplaced(roster: Roster) -> Iterator[str]:
    for row in roster.plan.unplaced:
        yield f"<li>{_text(roster.candidate_name(row.candidate))} – {_text(row.reason)}</li>"
