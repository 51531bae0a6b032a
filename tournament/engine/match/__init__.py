"""Matches, as the engine plays them: block by block of lanes."""
