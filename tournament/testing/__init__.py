"""For authors of plugins: checks of strategies and partner rules, and input for property tests."""

from tournament.testing.partners import check_partner_rule
from tournament.testing.strategies import (
    Check,
    automata,
    automaton,
    check_strategy,
    conditions,
    games,
    players,
    probabilities,
    sequences,
)

__all__ = ["Check", "automata", "automaton", "check_partner_rule", "check_strategy", "conditions"]
__all__ += ["games", "players", "probabilities", "sequences"]
