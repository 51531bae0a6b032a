"""What holds when nothing is said: the same in Python and on the command line.

Signatures and the command line's table of options both read these constants.
"""

TURNS = 200
"""Turns of a match: about the length of the matches of Axelrod (1980)."""

REPETITIONS = 100
"""Repetitions of a tournament. Scores of the classics then have standard errors below 0.05 points
a turn, so that their ranking can be read; playing them takes a fraction of a second."""

MOST_REPETITIONS = 10_000
"""Of a tournament that plays until it is settled."""

SEASONS = 1
"""Repetitions of a season: a season has thousands of towns, which already give standard errors."""

TRIES = 10
"""How many seasons `advise` and `Season.best_reply` play with each candidate. Candidates are some
hundreds, and all have the same luck, so few seasons tell them apart."""

DAYS, GIFTS, FRIENDS = 25, 5, 100
"""Of a season: days, gifts on a day, and friends of Winter 2015 in The Simpsons: Tapped Out."""

TOWNS = 10_000
"""Of a season, if neither players nor friends say how many."""

PARTNER = "anyone"
"""The partner rule of players of a season that are given without one."""

SIZE = 100
"""Players of a population, if nothing else says how many."""

POPULATIONS = 100
"""Repetitions of a population that is well mixed; on a graph or lattice there is one, which already
has many places."""

LONGEST_EVOLUTION = 1_000_000
"""Generations after which a population ends that was to end by itself."""
