"""What is known of the library: facts, groups, names elsewhere."""
