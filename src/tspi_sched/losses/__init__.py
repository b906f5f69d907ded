"""Every single loss of a session planned anew before the day, and where reserves must stand by."""

from tspi_sched.losses.loss import Loss, losses
from tspi_sched.losses.record import Answer, Contingency
from tspi_sched.losses.standby import Standby
from tspi_sched.losses.work import SECONDS, Step, contingency

__all__ = ["SECONDS", "Answer", "Contingency", "Loss", "Standby", "Step", "contingency", "losses"]
