"""The input of a session without its people, for a report of a defect: same structure, same faults, other names.

What is copied is chosen, never what is left out: the new workbook is made of cells alone, and holds neither comments
nor pictures, links, properties or formulas. Plans and documents are made anonymous in `export.anonymise`.
"""

from tspi_sched.disguise.copy import Disguised, disguise

__all__ = ["Disguised", "disguise"]
