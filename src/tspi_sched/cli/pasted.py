"""Commands that are printed to be pasted, for the command line: the exports say them too, so they are made there."""

from tspi_sched.exports.common.pasted import pasted as pasted
from tspi_sched.exports.common.pasted import quoted as quoted
