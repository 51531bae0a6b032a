"""Populations in theory: who takes over, how fast, and what is seen in the long run."""
