"""The slow twin of `engine/chain`: what is expected of a match between two automata, in NumPy."""
