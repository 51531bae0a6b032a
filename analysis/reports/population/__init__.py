"""The report of a population."""
