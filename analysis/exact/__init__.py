"""What only exact evaluation can say of a rule: best replies, equilibria, what it enforces."""
