"""Well-mixed populations, compiled; `tournament.referee.population.steps` defines them."""
