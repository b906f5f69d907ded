"""The legend: what colours, marks and codes mean on every sheet, and the thresholds that the organiser may change."""

from datetime import timedelta
from pathlib import Path

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.pasted import pasted
from tspi_sched.exports.xlsx.alerts import DAYS, WAITS, Alert, name_area, watch
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import LINE_HEIGHT, Value, add_sheet, back, heading, line, lines_in, put, widths
from tspi_sched.exports.xlsx.style import stage_style, track_style
from tspi_sched.exports.xlsx.table import EDITABLE, PLAN_SHEET, PLAN_TITLES
from tspi_sched.problem import Problem, Stage, Title
from tspi_sched.texts import _, duration, language, typographic

FIRST_TRACK = 3
"""The column of the first track's minutes."""

CODE_WIDTH, NAME_WIDTH, OTHER_WIDTH = 16, 66, 13
"""How wide the first column, the second one and the others are, in characters."""

LAST = 9
"""The column that sentences run to, at least."""


def legend_title() -> str:
    """The sheet's title."""
    return _("Légende")


def add_legend(draft: Draft) -> None:
    """One page that explains the others."""
    title = draft.roster.problem.title
    sheet = add_sheet(draft.book, legend_title())
    heading(sheet, legend_title(), _("Les mêmes couleurs partout : feuilles de ce classeur, page web, image."))
    last = max(FIRST_TRACK + len(title.tracks), LAST)
    widths(sheet, [CODE_WIDTH, NAME_WIDTH, *[OTHER_WIDTH] * (last - 2)])
    row = _tracks(sheet, title, last, 4)
    row = _stages(sheet, draft.roster.problem, row + 1)
    row = _alerts(sheet, last, row + 1)
    row = _signs(sheet, last, row + 1)
    _editing(sheet, last, row + 1, draft)
    back(sheet, last + 1, _("Synthèse"))
    page(sheet, draft.session, pages_high=1, columns=last)


def _section(sheet: Worksheet, row: int, text: str) -> int:
    put(sheet, row, 1, text, "section")
    sheet.row_dimensions[row].height = 20
    return row + 1


def _fit(sheet: Worksheet, row: int, text: str, width: float) -> None:
    """Make a row as high as a wrapped text needs."""
    if (lines := lines_in(text, width)) > 1:
        sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 2


def _heads(sheet: Worksheet, row: int, *texts: str) -> int:
    for column, text in enumerate(texts, 1):
        put(sheet, row, column, text, "head")
    sheet.row_dimensions[row].height = 18
    return row + 1


def _tracks(sheet: Worksheet, title: Title, last: int, row: int) -> int:
    row = _section(sheet, row, _("Parcours"))
    for track in title.tracks:
        put(sheet, row, 1, track.code, track_style(track.code))
        line(sheet, row, 2, last, track.name, "line")
        row += 1
    return row


def _stages(sheet: Worksheet, problem: Problem, row: int) -> int:
    """Each stage's colour, name and length on each track."""
    title = problem.title
    stated = problem.rules.final_interview_minutes
    last_interview = title.completion and (title.completion[0], title.completion[1] if stated is None else stated)
    row = _section(sheet, row, _("Épreuves et tâches, durées du référentiel"))
    row = _heads(sheet, row, _("Code"), _("Épreuve"), *(track.code for track in title.tracks))
    for stage in title.stages:
        put(sheet, row, 1, stage.code, stage_style(stage.code))
        put(sheet, row, 2, _stage_text(stage, last_interview), "line")
        _fit(sheet, row, _stage_text(stage, last_interview), NAME_WIDTH)
        for column, track in enumerate(title.tracks, FIRST_TRACK):
            put(sheet, row, column, _length(dict(track.minutes).get(stage.code)), "length")
        row += 1
    return row


def _stage_text(stage: Stage, last_interview: tuple[str, int] | None) -> str:
    """A stage's name, with whatever its lengths on the tracks do not say."""
    if last_interview and stage.code == last_interview[0]:
        text = _("{stage} ({length} aussi pour qui complète le titre par ses CCP, après le dernier)")
        return text.format(stage=stage.name, length=duration(last_interview[1]))
    return _("{stage} (projection)").format(stage=stage.name) if stage.projection else stage.name


def _length(minutes: int | None) -> Value:
    return timedelta(minutes=minutes) if minutes else None


# --- thresholds ------------------------------------------------------------------------------------------------------


def _alerts(sheet: Worksheet, last: int, row: int) -> int:
    """The thresholds under their names: the colours of every sheet follow what is written here."""
    row = _section(sheet, row, _("Attentes et journées longues"))
    row = _heads(sheet, row, _("Repère"), _("Ce qui est coloré"), _("À partir de"))
    for alert, text in _thresholds():
        put(sheet, row, 1, alert.mark, "code")
        put(sheet, row, 2, text, "line")
        put(sheet, row, 3, timedelta(minutes=alert.minutes), "editlength")
        name_area(sheet, alert.name, f"C{row}")
        watch(sheet, f"C{row}", (alert,))
        row += 1
    _only_lengths(sheet, f"C{row - len(WAITS) - len(DAYS)}:C{row - 1}")
    text = _("Ces seuils se modifient ici : couleurs et repères suivent dans tout le classeur.")
    line(sheet, row, 1, last, text, "note")
    return row + 1


def _thresholds() -> tuple[tuple[Alert, str], ...]:
    return (
        (WAITS[0], _("Attente longue d'un candidat")),
        (WAITS[1], _("Attente très longue d'un candidat")),
        (DAYS[0], _("Longue journée d'un juré")),
        (DAYS[1], _("Très longue journée d'un juré")),
    )


def _only_lengths(sheet: Worksheet, area: str) -> None:
    rule = DataValidation("decimal", operator="between", formula1="0", formula2="1", showErrorMessage=True)
    rule.errorTitle, rule.error = _("Seuil"), _("Une durée est attendue, par exemple 02:00.")
    rule.add(area)
    sheet.add_data_validation(rule)


# --- signs and editing -----------------------------------------------------------------------------------------------


def _signs(sheet: Worksheet, last: int, row: int) -> int:
    row = _section(sheet, row, _("Autres signes"))
    signs = (
        ("12:15", "flag", _("Heure de fin plus tardive que d'ordinaire : la copie n'est pas ramassée avant.")),
        (_("Pause"), "pause", _("Pause déjeuner, quand le jury travaille avant et après.")),
        (_("N°"), "leadcode", _("Un numéro en bleu mène à la fiche de la personne.")),
    )
    for shown, style, text in signs:
        put(sheet, row, 1, shown, style)
        line(sheet, row, 2, last, text, "line")
        row += 1
    return row


def _editing(sheet: Worksheet, last: int, row: int, draft: Draft) -> int:
    """What may be changed, and how the change is read back."""
    row = _section(sheet, row, _("Modifier le planning : feuille « {sheet} »").format(sheet=PLAN_SHEET[language()]))
    titles = dict(zip(PLAN_TITLES["fr"], PLAN_TITLES[language()], strict=True))
    columns = ", ".join(titles[title] for title in EDITABLE)
    put(sheet, row, 1, _("En-tête"), "edit")
    line(sheet, row, 2, last, _("Colonnes à modifier : {columns}.").format(columns=columns), "line")
    listed = _("Les listes proposent les codes de la feuille « Codes » ; plusieurs codes sont séparés par « ; ».")
    line(sheet, row + 1, 1, last, listed, "line")
    for below, text in enumerate(_commands(draft), 2):
        line(sheet, row + below, 1, last, text, "verbatim")
        _fit(sheet, row + below, text, CODE_WIDTH + NAME_WIDTH + OTHER_WIDTH * (last - 2))
    return row + 5


def _commands(draft: Draft) -> tuple[str, ...]:
    """What to type after a change: the session's own commands where its files are known."""
    input, plan = draft.input or _("SESSION"), draft.path if draft.input else Path(draft.path.name)
    about = "" if draft.input else _(" (SESSION : le scénario ou le classeur des données)")
    folder = ("-o", plan.parent) if draft.input else ()
    found = (
        (_("Vérifier : {command}"), pasted("check", plan, input) + about),
        (_("Refaire ce classeur d'après la feuille : {command}"), pasted("export", plan, input, "--to", "xlsx")),
        (_("Recalculer en gardant les verrous : {command}"), pasted("solve", input, "--lock", plan, *folder)),
    )
    return tuple(typographic(text).format(command=command) for text, command in found)
