"""For authors of plugins: checks of strategies and partner rules, input for property tests, and
what a strategy plays against given moves."""

from tournament.testing.checks import Check, describes_itself, has_values
from tournament.testing.generators import (
    automata,
    conditions,
    games,
    players,
    probabilities,
    sequences,
)
from tournament.testing.opponents import automaton
from tournament.testing.partners import check_partner_rule
from tournament.testing.replies import moves_of
from tournament.testing.strategies import check_strategy

__all__ = ["Check", "automata", "automaton", "check_partner_rule", "check_strategy", "conditions"]
__all__ += [
    "describes_itself",
    "games",
    "has_values",
    "moves_of",
    "players",
    "probabilities",
    "sequences",
]
