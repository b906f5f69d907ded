"""Facts that cannot hold together: found, made minimal, told."""
