"""What Excel lets people write into the plan: rules for the columns that may be edited, with the codes they offer.

The codes stand on a sheet of their own, under names that the rules refer to: a list written into a rule may not be long
and may hold no comma. A slip is caught where it is made; `check` still says everything else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.xlsx.alerts import name_area
from tspi_sched.exports.xlsx.draft import Draft
from tspi_sched.exports.xlsx.paper import page
from tspi_sched.exports.xlsx.sheet import Value, add_sheet, back, breadth, heading, line, put, widths
from tspi_sched.texts import _, clock

TOP = 5
"""The first row of codes."""


@dataclass(frozen=True)
class Codes:
    """One list: the name that rules know it by, its title, each code with what it stands for, and its column of the
    plan; `several` codes may stand in one cell, so others than those offered are taken too."""

    name: str
    title: str
    rows: tuple[tuple[Value, str], ...]
    letter: str
    several: bool = False


def lists(roster: Roster) -> tuple[Codes, ...]:
    """Every list that has something to offer."""
    problem = roster.problem
    candidates = tuple((one.id, one.name) for one in problem.candidates)
    found = (
        Codes("liste_candidats", _("Candidats"), candidates, "A"),
        Codes("liste_parcours", _("Parcours"), tuple((one.code, one.name) for one in problem.title.tracks), "C"),
        Codes("liste_epreuves", _("Épreuves"), tuple((one.code, one.name) for one in problem.title.stages), "D"),
        Codes("liste_jours", _("Jours"), tuple((day.date, "") for day in problem.days), "E"),
        Codes("liste_salles", _("Salles"), tuple((room.id, room.name) for room in problem.rooms), "H"),
        Codes("liste_jurys", _("Jurys"), _panels(roster), "I", several=True),
        Codes("liste_surveillants", _("Surveillants"), _watches(roster), "J", several=True),
        Codes("liste_projecteurs", _("Projecteurs"), tuple((kit.id, "") for kit in problem.projectors), "K"),
    )
    return tuple(codes for codes in found if codes.rows)


def _panels(roster: Roster) -> tuple[tuple[Value, str], ...]:
    """The members of every panel that serves or has a name."""
    named = (tuple(member.id for member in group) for group in roster.problem.panels.values())
    serving = (task.members for task in roster.tasks if task.members)
    return tuple((";".join(ids), roster.member_names(ids)) for ids in dict.fromkeys((*named, *serving)))


def _watches(roster: Roster) -> tuple[tuple[Value, str], ...]:
    """Every invigilator, then those who watch together."""
    alone = ((person.id,) for person in roster.problem.invigilators)
    together = (task.invigilators for task in roster.tasks if task.invigilators)
    return tuple((";".join(ids), roster.invigilator_names(ids)) for ids in dict.fromkeys((*alone, *together)))


# --- the sheet of codes ----------------------------------------------------------------------------------------------


def add_codes(draft: Draft) -> None:
    """Every code with what it stands for, side by side."""
    sheet = add_sheet(draft.book, _("Codes"))
    heading(sheet, _("Codes"), _("Ce que proposent les listes de la feuille « Plan », et ce que cela désigne."))
    column, sizes = 1, list[float]()
    for codes in lists(draft.roster):
        both = _list(sheet, column, codes)
        sizes += [*both, 2]
        column += len(both) + 1
    widths(sheet, sizes[:-1])
    sheet.freeze_panes = f"A{TOP}"
    back(sheet, column, _("Synthèse"))
    page(sheet, draft.session, repeat=f"{TOP - 2}:{TOP - 1}", columns=len(sizes) - 1)


def _list(sheet: Worksheet, column: int, codes: Codes) -> list[float]:
    """A list from a column on; returns how wide its columns are: one if its codes stand for nothing else."""
    sizes = [_widest((codes.title, *(code for code, _name in codes.rows)))]
    if any(name for _code, name in codes.rows):
        sizes.append(max(12, _widest(name for _code, name in codes.rows)))
    line(sheet, TOP - 2, column, column + len(sizes) - 1, codes.title, "panel")
    for place, title in enumerate((_("Code"), _("Nom"))[: len(sizes)]):
        put(sheet, TOP - 1, column + place, title, "head")
    for row, (code, name) in enumerate(codes.rows, TOP):
        put(sheet, row, column, code, "id" if isinstance(code, str) else "date")
        if len(sizes) > 1:
            put(sheet, row, column + 1, name, "fit")
    letter = get_column_letter(column)
    name_area(sheet, codes.name, f"{letter}{TOP}:{letter}{TOP + len(codes.rows) - 1}")
    return sizes


def _widest(values: Iterable[Value]) -> float:
    longest = max((breadth(value) if isinstance(value, str) else 14 for value in values), default=0)
    return min(longest + 2, 32)


# --- the rules of the plan -------------------------------------------------------------------------------------------


def add_rules(sheet: Worksheet, roster: Roster, last: int, locks: Sequence[str]) -> None:
    """Drop-downs and limits for the rows of the plan, from 2 to `last`."""
    for codes in lists(roster):
        _offer(sheet, codes, last)
    _times(sheet, roster, last)
    lock = DataValidation("list", formula1=f'"{",".join(locks)}"', allow_blank=True, showErrorMessage=False)
    lock.add(f"L2:L{last}")
    sheet.add_data_validation(lock)


def _offer(sheet: Worksheet, codes: Codes, last: int) -> None:
    rule = DataValidation("list", formula1=codes.name, allow_blank=True, showErrorMessage=True)
    rule.errorTitle = codes.title
    if codes.several:
        rule.errorStyle = "warning"
        rule.error = _("Ce n'est pas dans la liste. Plusieurs codes se séparent par « ; » : voir la feuille « Codes ».")
    else:
        rule.error = _("Choisissez dans la liste : ses codes sont expliqués sur la feuille « Codes ».")
    rule.add(f"{codes.letter}2:{codes.letter}{last}")
    sheet.add_data_validation(rule)


def _times(sheet: Worksheet, roster: Roster, last: int) -> None:
    """Starts and ends are on the grid, inside the longest opening hours, and an end is after its start."""
    days, grid = roster.problem.days, roster.problem.rules.grid_minutes
    first, end = min((day.open for day in days), default=0), max((day.close for day in days), default=1440)
    for letter, more in (("F", ""), ("G", ",G2>F2")):
        inside = f"{letter}2*1440>{first}-0.5,{letter}2*1440<{end}+0.5"
        on_grid = f"ABS({letter}2*1440-ROUND({letter}2*1440/{grid},0)*{grid})<0.01"
        formula = f"AND(ISNUMBER({letter}2),{inside},{on_grid}{more})"
        rule = DataValidation("custom", formula1=formula, allow_blank=False, showErrorMessage=True)
        rule.errorTitle = _("Heure")
        rule.error = _(
            "Une heure comme 08:30 est attendue, de {first} à {last}, par pas de {grid} minutes ; la fin suit le début."
        ).format(first=clock(first), last=clock(end), grid=grid)
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)
