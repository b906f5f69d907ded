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

from tspi_sched.exports.common.colours import ALERTS
from tspi_sched.exports.xlsx.style import HOURS_FORMAT, LENGTH_FORMAT, MINUTES_FORMAT

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


LENGTHS = (
    (MINUTES_FORMAT, "ROUND({cell}*1440,0)<60"),
    (HOURS_FORMAT, "MOD(ROUND({cell}*1440,0),60)=0"),
    (LENGTH_FORMAT, ""),
)
"""How lengths are written, and when, the first that holds."""

WAITS = (Alert("attente_longue", 120, 0), Alert("attente_tres_longue", 240, 1))
DAYS = (Alert("journee_longue", 480, 0), Alert("journee_tres_longue", 600, 1))


def look(alert: Alert, length: int, written: str) -> DifferentialStyle:
    """How what reaches a threshold looks: colour, bold, and a mark behind the length, which is `written` in one of the
    ways of `LENGTHS`, the one of that number."""
    return DifferentialStyle(
        font=Font(bold=True),
        fill=PatternFill(bgColor="FF" + ALERTS[alert.rank]),
        numFmt=NumberFormat(FIRST_FORMAT + 3 * alert.rank + length, f'{written}" {alert.mark}"'),
    )


def watch(sheet: Worksheet, area: str, alerts: tuple[Alert, ...]) -> None:
    """Mark the lengths in some cells that reach a threshold, the highest first."""
    first = area.split(" ")[0].split(":")[0]
    for alert in sorted(alerts, key=lambda alert: -alert.rank) if area else ():
        for number, (written, holds) in enumerate(LENGTHS):
            reached = f"{first}>={alert.name}"
            formula = f"AND({reached},{holds.format(cell=first)})" if holds else reached
            rule = Rule("expression", dxf=look(alert, number, written), stopIfTrue=True, formula=[formula])
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
