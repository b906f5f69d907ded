"""The workbook under way: what every sheet is made from."""

from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from tspi_sched.exports.common.roster import Roster
from tspi_sched.exports.xlsx.sheet import Styled
from tspi_sched.stamp import UNSTAMPED, Stamp
from tspi_sched.texts import _, long_date


@dataclass(frozen=True)
class Draft:
    """The book, the plan, and where each person's card is, by id: cards are written first, for the rest to lead to;
    the path of the book and the input of its session, as commands name them; the edition that it is."""

    book: Workbook
    roster: Roster
    path: Path = Path("planning.xlsx")
    input: str = ""
    stamp: Stamp = UNSTAMPED
    cards: dict[str, str] = field(default_factory=dict)

    @property
    def session(self) -> str:
        """What stands at the foot of every page."""
        centre, days = self.roster.problem.centre, self.roster.days
        day = _("session du {day}").format(day=long_date(days[0])) if days else ""
        return " – ".join(part for part in (day, centre) if part)  # a long centre may be cut, the day not

    def person(self, id: str) -> Styled:
        """Somebody's number, which leads to their card. Their name does not: LibreOffice wraps no text that is a link,
        so that a long name would be cut."""
        return Styled(id, "leadcode", self.cards.get(id, ""))
