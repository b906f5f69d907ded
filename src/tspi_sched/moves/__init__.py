"""A plan changed by hand: blocks are put elsewhere, the checker says what that breaks, and everything can be undone."""

from tspi_sched.moves.blocks import Block, Fixed, block_at, block_of, blocks
from tspi_sched.moves.judging import Judge, broken_by
from tspi_sched.moves.lanes import Lane, NotHere, lanes, place_in
from tspi_sched.moves.putting import Place, place_of, put
from tspi_sched.moves.visible import Visible, places

__all__ = [
    "Block",
    "Fixed",
    "Judge",
    "Lane",
    "NotHere",
    "Place",
    "Visible",
    "block_at",
    "block_of",
    "blocks",
    "broken_by",
    "lanes",
    "place_in",
    "place_of",
    "places",
    "put",
]
