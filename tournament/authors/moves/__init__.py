"""Moves as authors meet them: the objects, what a rule returns, and what a rule must not do."""
