"""What happens once a plan is in force, as people say it: events from options and from files, and the moment."""

from tspi_sched.reading.events.incident import Incident, machine_now, merged, read_incident
from tspi_sched.reading.events.tables import events_of, sentence_of, table_of, written

__all__ = ["Incident", "events_of", "machine_now", "merged", "read_incident", "sentence_of", "table_of", "written"]
