"""Rules that are tables: memory, machines, networks."""
