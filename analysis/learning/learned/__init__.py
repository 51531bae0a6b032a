"""Strategies learned from play: clusters of players, as rules that enter any event."""
