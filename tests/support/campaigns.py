"""How far campaigns of sessions made by chance, of kills and of sizes go.

In the suite they go as far as it takes to meet every kind of session; with ``TSPI_SCHED_CAMPAIGNS=long pytest`` they
go on to where they went when what they test was written, which takes some ten minutes more.
"""

import os

LONG = os.environ.get("TSPI_SCHED_CAMPAIGNS") == "long"


def far(short: int, long: int) -> int:
    """How far a campaign goes: in the suite, or when it is asked to go on."""
    return long if LONG else short
