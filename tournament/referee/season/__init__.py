"""The slow twin of a season, in plain Python."""
