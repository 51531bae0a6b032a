"""What plays otherwise here than in Axelrod-Python 4.14, or cannot be had, and why."""

CORRECTED = {
    "Adaptive": "there it compares sums, where the literature compares averages",
    "Resurrection": "there it defects for ever after five defections, where CoopSim cooperates",
    "TrickyLevelPunisher": "there it mixes up the three levels, and cooperates after 100 turns",
}
"""Classes that play otherwise than the literature says, whose strategies here follow it."""

UNDER_NOISE = {
    **dict.fromkeys(
        ("ArrogantQLearner", "CautiousQLearner", "HesitantQLearner", "RiskyQLearner"),
        "there it learns about the move that it chose, here about the move that it played",
    ),
    "Alternator": "there it does the opposite of its last move, here it goes by the turn",
    "ContriteTitForTat": "there it is contrite only after a defection that it did not choose",
    "SecondByTester": "there it does the opposite of its last move, here it counts its moves",
}
"""Classes that play like the strategies here, but otherwise when noise changes their own moves."""

REFUSED = {
    "Darwin": "it changes its own source and looks into its opponent; here a rule sees only moves",
    "EvolvedAttention": "its neural network has 51 MB of weights and needs PyTorch",
}
"""What cannot be had, and why."""
