"""Exact evaluation: a rule becomes an automaton, a pair of automata becomes a chain."""
