"""Populations on graphs and lattices, compiled: the twin of `referee.population.sites`."""
