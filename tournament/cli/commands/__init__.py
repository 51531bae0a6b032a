"""The commands: each file declares one, or several that share their work."""
