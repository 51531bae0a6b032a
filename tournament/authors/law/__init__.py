"""What a rule may do: a table of what it may name, and the door at which it is read."""
