"""The slow twin in plain Python, which defines what play is."""
