"""The manifest of saved results: what a stranger may say in it."""
