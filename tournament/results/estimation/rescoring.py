"""The same play paid by another game: allowed where no rule looked at payoffs."""

from collections.abc import Mapping
from dataclasses import replace

from tournament.authors.vocabulary import C, D
from tournament.errors import TournamentError
from tournament.game import Game
from tournament.results.books.expected import expected_of
from tournament.results.books.tournament import Tallies
from tournament.results.played import Played
from tournament.results.provenance import PluginFacts


def check_blind(rules: Mapping[str, PluginFacts], event: str = "tournament") -> None:
    """Refuse rules that look at payoffs.

    Parameters
    ----------
    rules
        Facts of the rules that played, by name.
    event
        What must be played again.

    Raises
    ------
    TournamentError
        When a rule reads payoffs or scores, or when it is not known whether it does; it is named.
    """
    readers = [name for name, facts in rules.items() if facts.get("reads_game", True)]
    if readers:
        raise TournamentError(
            "Scores under another game need rules that do not look at payoffs;"
            f" {', '.join(readers)} {'does' if len(readers) == 1 else 'do'}. Play the {event} again"
            " with that game."
        )


def rescored(played: Played, game: Game) -> Played:
    """Return what was played, paid by another game.

    Raises
    ------
    TournamentError
        When one of both games pays the seats differently, or when wins would be unknown.
    """
    before: Game = played.rules.game
    if not (game.is_symmetric and before.is_symmetric):
        raise TournamentError(
            "Scores under another game need two games that pay both seats alike; play it again."
        )
    books = [_wins(b, before, game) if isinstance(b, Tallies) else b for b in played.books]
    return replace(
        played,
        rules=replace(played.rules, game=game),
        books=books,
        manifest=played.manifest | {"rescored": True, "game": str(game)},
    )


def _wins(tallies: Tallies, before: Game, after: Game) -> Tallies:
    """Return tallies with the wins of another game: who won a match hangs on the sign of T - S."""
    old, new = (g.utilities[0, D, C] - g.utilities[0, C, D] for g in (before, after))
    if old * new > 0:
        return tallies
    if old == 0:
        raise TournamentError(
            "With T = S nobody won a match, so wins under another game are unknown; play it again."
        )
    found = {"wins": tallies.wins[:, ::-1] * bool(new)}
    if tallies.expected is not None:
        found["expected"] = tallies.expected.copy()
        wins = expected_of(found["expected"], "wins")
        wins[:] = wins[:, ::-1] if new else 0.0
    return replace(tallies, **found)
