"""What is long, shown by Excel itself: colours and marks that follow thresholds which the organiser may change.

The thresholds stand on the legend under names; rules on other sheets refer to the names, as every Excel allows.
"""

from dataclasses import dataclass

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import absolute_coordinate, get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from tspi_sched.export.colours import ALERTS
from tspi_sched.export.xlsx.style import LENGTH_FORMAT

FIRST_FORMAT = 240
"""Numbers of the formats of our rules, far from those of the cells."""


@dataclass(frozen=True)
class Alert:
    """A threshold: its name in the book, its minutes at first, and how marked what reaches it is, from 0."""

    name: str
    minutes: int
    rank: int

    @property
    def mark(self) -> str:
        """The sign beside the length, for a black-and-white print."""
        return "▲" * (self.rank + 1)


WAITS = (Alert("attente_longue", 120, 0), Alert("attente_tres_longue", 240, 1))
DAYS = (Alert("journee_longue", 480, 0), Alert("journee_tres_longue", 600, 1))


def look(alert: Alert) -> DifferentialStyle:
    """How what reaches a threshold looks: colour, bold, and a mark behind the length."""
    return DifferentialStyle(
        font=Font(bold=True),
        fill=PatternFill(bgColor="FF" + ALERTS[alert.rank]),
        numFmt=NumberFormat(FIRST_FORMAT + alert.rank, f'{LENGTH_FORMAT}" {alert.mark}"'),
    )


def watch(sheet: Worksheet, area: str, alerts: tuple[Alert, ...]) -> None:
    """Mark the lengths in some cells that reach a threshold, the highest first."""
    for alert in sorted(alerts, key=lambda alert: -alert.rank) if area else ():
        rule = Rule("cellIs", operator="greaterThanOrEqual", dxf=look(alert), stopIfTrue=True, formula=[alert.name])
        sheet.conditional_formatting.add(area, rule)


def watch_column(sheet: Worksheet, column: int, first: int, last: int, alerts: tuple[Alert, ...]) -> None:
    """The same for a column's rows."""
    letter = get_column_letter(column)
    watch(sheet, f"{letter}{first}:{letter}{last}" if last > first else f"{letter}{first}" * (last == first), alerts)


def name_area(sheet: Worksheet, name: str, area: str) -> None:
    """Give some cells a name that the whole book knows."""
    book = sheet.parent
    assert book is not None
    where = f"{quote_sheetname(sheet.title)}!{absolute_coordinate(area)}"
    book.defined_names[name] = DefinedName(name, attr_text=where)
