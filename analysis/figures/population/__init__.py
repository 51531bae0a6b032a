"""Pictures of a population: who is how many, who takes over from whom, and where."""
