"""The first sheet: what the plan is worth, what to watch, where to find the rest."""

from datetime import date, timedelta

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.checker import measure
from tspi_sched.exports.common.notices import notices
from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.stamped import stamp_text
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import A3, page
from tspi_sched.exports.xlsx.sheet import Styled, line, link, put, widths
from tspi_sched.exports.xlsx.table import PLAN_SHEET, UNPLACED_SHEET
from tspi_sched.plan import ObjectiveReport, Result, Status
from tspi_sched.problem import ORAL
from tspi_sched.robustness import simulate
from tspi_sched.robustness.told import exposed, guaranteed, premise, worst_day
from tspi_sched.texts import _, language, long_date, ngettext
from tspi_sched.wishes import AGAINST_BASELINE
from tspi_sched.wording.names import paper as paper_of
from tspi_sched.wording.objectives import (
    DURATIONS,
    finish_moment,
    known_bound,
    objective_title,
    proof_words,
    status_sentence,
)

DAYS, MOST_DELAYS = 10_000, 5_000_000
"""How many days are simulated: fewer of a very large session, whose delays all have to be held at once."""

LAST = 6
"""The sheet's last column."""

LINE_CHARACTERS = 150
"""How many characters of a warning fit on one line over all columns."""


def fill_summary(draft: Draft, sheet: Worksheet, result: Result, today: date) -> None:
    """Fill the summary once every other sheet is there to be linked to."""
    roster = draft.roster
    widths(sheet, [5, 44, 30, 30, 30, 22])
    row = _headline(sheet, roster, result, today)
    row = _broken(sheet, result.stamp.broken, row + 1)
    row = _facts(sheet, roster, row + 1)
    row = _objectives(sheet, roster, result, row + 1)
    row = _measures(sheet, roster, result, row + 1)
    row = _robustness(sheet, roster, row + 1)
    row = _warnings(sheet, notices(roster.problem, roster.plan, today), row + 1)
    _contents(draft.book, sheet, row + 1)
    page(sheet, draft.session, pages_high=1, columns=LAST)


def _headline(sheet: Worksheet, roster: Roster, result: Result, today: date) -> int:
    problem = roster.problem
    put(sheet, 1, 1, _("Planning de session – {title}").format(title=problem.title.name), "title")
    sheet.row_dimensions[1].height = 28
    code = _("{code}, millésime {version}").format(code=problem.title.code, version=problem.title.version)
    manager = _("responsable de session : {name}").format(name=problem.manager) if problem.manager else ""
    parts = (code, problem.centre, manager)
    put(sheet, 2, 1, " – ".join(part for part in parts if part), "subtitle")
    put(sheet, 3, 1, _established(result, today), "note")
    good = result.status is Status.OPTIMAL and not result.stamp.broken
    line(sheet, 5, 1, LAST, status_sentence(result), "status" if good else "warning")
    sheet.row_dimensions[5].height = 24
    return 6


def _established(result: Result, today: date) -> str:
    text = stamp_text(result.stamp) or _("Établi le {day}").format(day=long_date(today))
    return _("{text} – scénario « {name} »").format(text=text, name=result.scenario) if result.scenario else text


def _broken(sheet: Worksheet, broken: tuple[str, ...], row: int) -> int:
    """The rules that the plan breaks, and is written all the same."""
    if not broken:
        return row
    put(sheet, row, 1, _("Règles enfreintes, malgré lesquelles ce plan est diffusé"), "section")
    for text in broken:
        row += 1
        line(sheet, row, 1, LAST, text, "warning")
        sheet.row_dimensions[row].height = 7 + 13 * min(1 + len(text) // LINE_CHARACTERS, 30)
    return row + 1


def _facts(sheet: Worksheet, roster: Roster, row: int) -> int:
    """How large the session is, in one line."""
    people = len({one.candidate.id for one in roster.assessments})
    counts = (
        ngettext("{count} candidat placé", "{count} candidats placés", people).format(count=people),
        ngettext("{count} jour", "{count} jours", len(roster.days)).format(count=len(roster.days)),
        ngettext("{count} jury", "{count} jurys", len(roster.panels)).format(count=len(roster.panels)),
        ngettext("{count} séance {paper}", "{count} séances {paper}", len(roster.sittings)).format(
            count=len(roster.sittings), paper=paper_of(roster.problem.title)
        ),
    )
    put(sheet, row, 1, " – ".join(counts), "plain")
    return row + 1


# --- objectives ------------------------------------------------------------------------------------------------------


def _objectives(sheet: Worksheet, roster: Roster, result: Result, row: int) -> int:
    if not result.objectives:
        return row
    put(sheet, row, 1, _("Objectifs, du plus au moins important"), "section")
    heads = ("", _("Objectif"), _("Ce plan"), _("Meilleure valeur trouvée"), _("Borne prouvée"), _("Preuve"))
    for column, text in enumerate(heads, 1):
        put(sheet, row + 1, column, text, "head")
    sheet.row_dimensions[row + 1].height = 20
    row += 2
    for rank, report in enumerate(result.objectives, 1):
        _objective(sheet, roster, rank, report, row)
        row += 1
    put(sheet, row, 1, _bound_note(), "note")
    return row + 1


def _bound_note() -> str:
    return _(
        "Borne prouvée : aucun plan qui respecte les règles et les objectifs précédents ne peut descendre dessous."
    )


def _objective(sheet: Worksheet, roster: Roster, rank: int, report: ObjectiveReport, row: int) -> None:
    put(sheet, row, 1, rank, "number")
    put(sheet, row, 2, objective_title(report.name), "strong")
    for column, value in enumerate((report.value, report.best, known_bound(report)), 3):
        shown = Styled("–", "code") if value is None else _shown(roster, report.name, value)
        put(sheet, row, column, shown.value, shown.style)
    put(sheet, row, 6, proof_words(report), "code" if report.status is Status.OPTIMAL else "flag")
    sheet.row_dimensions[row].height = 18


def _shown(roster: Roster, name: str, value: int) -> Styled:
    """An objective's value as an Excel value in its own unit."""
    if name in DURATIONS:
        return Styled(timedelta(minutes=value), "length")
    if name == "finish":
        when = finish_moment(roster.problem, value)
        return Styled(when, "longmoment") if when else Styled(value, "number")
    return Styled(value, "money" if name == "cost" else "number")


def _measures(sheet: Worksheet, roster: Roster, result: Result, row: int) -> int:
    """What else the plan is worth, beside the objectives that were asked for."""
    asked = {report.name for report in result.objectives}
    others = {name: value for name, value in measure(roster.problem, roster.plan).items() if name not in asked}
    for name, matters in _conditional(roster).items():
        if not matters:
            others.pop(name, None)
    if not others:
        return row
    put(sheet, row, 1, _("Autres mesures de ce plan"), "section")
    for name, value in others.items():
        row += 1
        put(sheet, row, 2, objective_title(name), "line")
        shown = _shown(roster, name, value)
        put(sheet, row, 3, shown.value, shown.style)
    return row + 1


def _conditional(roster: Roster) -> dict[str, bool]:
    """Measures that say something only when the session has what they are about."""
    problem = roster.problem
    costs = [*(p.cost for p in problem.members), *(p.cost for p in problem.invigilators)]
    costs += [room.cost for room in problem.rooms]
    return {
        "unplaced": problem.rules.allow_unplaced,
        **dict.fromkeys(AGAINST_BASELINE, problem.baseline is not None),
        "cost": any(costs),
        "mixed_panels": any(member.gender for member in problem.members),
    }


def _robustness(sheet: Worksheet, roster: Roster, row: int) -> int:
    """What becomes of the plan when orals overrun, in three lines: the day, who is exposed, what is guaranteed."""
    if not any(roster.kind(task) == ORAL for task in roster.plan.tasks):
        return row
    count = max(100, min(DAYS, MOST_DELAYS // len(roster.plan.tasks)))
    found = simulate(roster.problem, roster.plan, days=count)
    put(sheet, row, 1, _("Si des oraux débordent"), "section")
    for text in (f"{premise(found)} {worst_day(found)}", exposed(found), guaranteed(found)):
        row += 1
        line(sheet, row, 1, LAST, text, "line")
        sheet.row_dimensions[row].height = 7 + 13 * (1 + len(text) // LINE_CHARACTERS)
    return row + 1


# --- warnings and contents -------------------------------------------------------------------------------------------


def _warnings(sheet: Worksheet, texts: tuple[str, ...], row: int) -> int:
    if not texts:
        return row
    put(sheet, row, 1, _("Points d'attention"), "section")
    for text in texts:
        row += 1
        line(sheet, row, 1, LAST, text, "warning")
        sheet.row_dimensions[row].height = 7 + 13 * min(1 + len(text) // LINE_CHARACTERS, 30)
    return row + 1


def _contents(book: Workbook, sheet: Worksheet, row: int) -> None:
    put(sheet, row, 1, _("Dans ce classeur"), "section")
    about = _about()
    for other in book.worksheets:
        if other is not sheet:
            row += 1
            link(sheet, row, 2, other)
            put(sheet, row, 3, about.get(other.title) or _about_day(other), "plain")


def _about_day(sheet: Worksheet) -> str:
    if sheet.page_setup.paperSize == A3:
        return _("à afficher (A3) : quand et où vient chaque candidat, en grand")
    return _("pour le secrétariat : les épreuves surveillées, puis chaque jury dans l'ordre de passage")


def _about() -> dict[str, str]:
    """What each sheet is for, by its title."""
    return {
        _("Légende"): _("couleurs, repères et codes ; seuils des attentes et des journées longues, à régler"),
        _("Fiches candidats"): _("une page par candidat : sa journée, à imprimer et à remettre"),
        _("Fiches jury"): _("une page par juré : ses journées, candidat après candidat"),
        _("Codes"): _("les codes que proposent les listes de la feuille « Plan »"),
        _("Candidats"): _("par candidat : convocations, épreuves, salles, jury, attente"),
        _("Jurys"): _("par jury : toutes les tâches dans l'ordre"),
        _("Présences"): _("par juré et par jour : arrivée, départ, temps de présence"),
        _("Moyens"): _("par moyen et par intervenant : où et quand, installation comprise"),
        _("Salles"): _("par salle : ce qui s'y passe, une page par salle"),
        _("Surveillance"): _("par épreuve surveillée : surveillants, candidats et heure de fin de chacun"),
        _("Grille"): _("vue d'ensemble en couleurs"),
        PLAN_SHEET[language()]: _("le plan à modifier : changer des cases, poser des verrous, puis le faire relire"),
        UNPLACED_SHEET[language()]: _("les candidats laissés de côté et pourquoi"),
    }
