"""tournament: repeated games between strategies, fast and exactly.

>>> from tournament import C, D, TSTO, Match, Tournament, strategy
"""

from typing import TYPE_CHECKING, Any

from tournament.authors.partners import REFUSE, PartnerRule, partner_rule
from tournament.authors.strategy import (
    C,
    D,
    Move,
    Moves,
    Probabilities,
    Probability,
    Strategy,
    strategy,
)
from tournament.game import PRESETS, PRISONERS_DILEMMA, TSTO, Game

if TYPE_CHECKING:
    from tournament.authors.registry import load
    from tournament.events.round_robin import Tournament
    from tournament.events.season import Season
    from tournament.match import Match, MatchResult
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

__version__ = "0.1.0"
__all__ = ["PRESETS", "PRISONERS_DILEMMA", "REFUSE", "TSTO", "C", "D", "Game", "Match"]
__all__ += ["MatchResult", "Move", "Moves", "PartnerRule", "Probabilities", "Probability"]
__all__ += ["Results", "Season", "SeasonResults", "Strategy", "Tournament", "load"]
__all__ += ["partner_rule", "strategy"]

_LATER = {
    "Match": "match",
    "MatchResult": "match",
    "Results": "results.tournament",
    "Season": "events.season",
    "SeasonResults": "results.season",
    "Tournament": "events.round_robin",
    "load": "authors.registry",
}


def __getattr__(name: str) -> Any:
    """Load what needs pandas or Numba when it is first asked for."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(f"tournament.{_LATER[name]}"), name)
    raise AttributeError(f"module 'tournament' has no attribute {name!r}")
