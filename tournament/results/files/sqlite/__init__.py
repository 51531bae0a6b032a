"""One file of results, written and read by SQLite."""
