"""Populations on graphs: who takes over, and which graphs help whom."""
