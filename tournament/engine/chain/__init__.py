"""Exact evaluation, compiled: the chain of a pair of automata."""
