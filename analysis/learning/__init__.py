"""Learning from play: logs, behaviour vectors, kinds of players, and strategies made of them."""
