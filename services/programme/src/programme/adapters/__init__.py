"""Out: stored names of events, and what outsiders are told."""
