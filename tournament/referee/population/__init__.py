"""What a population does, in plain Python: the slow twin of `tournament.engine.population`."""
