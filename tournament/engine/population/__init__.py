"""Populations, compiled: `tournament.referee.population` in plain Python defines every step."""
