"""What an automaton tells: its table, its memory depth, in what two differ, and the rule it is."""
