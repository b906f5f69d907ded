"""The independent check: every rule and objective said again in plain Python, from the problem and the plan's rows.

It shares nothing with the model but the data classes, so that agreement between the two is evidence. A plan may come
from anywhere; nothing in its rows is taken for granted, and a strange plan gives violations, never an exception.

Where rows that no rule foresees are reported:

* unknown candidate, track or stage, missing, repeated or superfluous row: `all_or_nothing`
* end not after start, start or end off the grid: `duration`
* day that is not in the session, hours outside the opening (so also past midnight): `hours`
* unknown or absent room: `sitting` for a written paper, `oral_room` for everything else
* unknown member, members on a written paper: `panel_makeup`
* unknown invigilator, invigilators on anything but a written paper: `invigilation`
* unknown projector, projector on a row that needs none or whose room has a fixed one: `projection`
* signing of the minutes that names a candidate, a track or a panel that did not serve: `minutes`
"""

from tspi_sched.checker.ends import ends_left_behind
from tspi_sched.checker.table import OBJECTIVES, RULES, check, judged, measure
from tspi_sched.checker.violation import Violation

__all__ = ["OBJECTIVES", "RULES", "Violation", "check", "ends_left_behind", "judged", "measure"]
