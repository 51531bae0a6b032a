"""The season: what it is, how it is played, and advice to a newcomer."""
