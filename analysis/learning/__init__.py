"""Learning from play: logs, behaviour vectors, clusters of players, and strategies made of them."""
