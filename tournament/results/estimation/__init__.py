"""Estimation: what players are ranked by, with errors, and the distributions that errors follow."""
