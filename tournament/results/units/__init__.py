"""Units of work: what is played at once, and the key of what comes out."""
