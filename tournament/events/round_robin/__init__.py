"""The tournament: every player meets every other, and its own copy."""
