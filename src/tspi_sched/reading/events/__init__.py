"""What happens once a plan is in force, as people say it: events from options and from files, and the moment."""

from tspi_sched.reading.events.incident import Incident, machine_now, merged, read_incident
from tspi_sched.reading.events.moments import moment_said
from tspi_sched.reading.events.more import without_contacts
from tspi_sched.reading.events.tables import events_of, sentence_of, table_of, written
from tspi_sched.reading.events.together import contradictions

__all__ = [
    "Incident",
    "contradictions",
    "events_of",
    "machine_now",
    "merged",
    "moment_said",
    "read_incident",
    "sentence_of",
    "table_of",
    "without_contacts",
    "written",
]
