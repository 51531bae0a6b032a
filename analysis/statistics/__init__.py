"""Errors, comparisons, robustness: what the numbers allow one to say."""
