"""Who meets whom, and when: the round robin and the season."""
