"""Predict what was not played: payoffs of pairs that never met, and the ranking that follows."""
