"""Books: what units of work fill, and what everything else is read from."""
