"""One value at a time, as people write it: clock times, availabilities, near misses, contacts."""
