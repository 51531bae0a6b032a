"""Pictures of a season: its kinds, and its network of gifts."""
