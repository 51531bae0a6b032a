"""Dynamics of populations and equilibria, from a table of pairs."""
