"""Tournaments of many random fields under many conditions: which rules win where, and why."""
