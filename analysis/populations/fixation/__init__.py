"""Fixation: how likely, and how fast, the offspring of one mutant becomes everybody."""
