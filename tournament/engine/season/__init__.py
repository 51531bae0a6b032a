"""The compiled day of a season."""
