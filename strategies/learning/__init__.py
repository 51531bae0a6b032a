"""Rules that learn during a match."""
