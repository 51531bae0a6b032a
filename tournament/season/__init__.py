"""The season: towns on a graph of friendships, with a few presents a day to give away.

`partners` is the author's vocabulary, `rules` what holds for a season, `friendships` the graph,
`event` the `Season` itself, `tallies` what play leaves, `results` the frames made of it, `referee`
the slow twin of `tournament.engine.gifts`, `advice` the best reply to a population.
"""
