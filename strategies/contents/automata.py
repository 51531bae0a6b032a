"""Rules of the library as automata."""

from tournament import Automaton, Game, Strategy

__all__ = ["automaton"]


def automaton(
    rule: Strategy | str, turns: int | None = None, game: Game | str | None = None
) -> Automaton:
    """Return a rule as a finite automaton: its states, and how it moves from one to the next.

    Parameters
    ----------
    rule
        A strategy, or its name.
    turns
        The length of the match, which the player is told. Without it the match has no known end.
    game
        The stage game, for rules that look at payoffs; The Simpsons: Tapped Out if not given.

    Raises
    ------
    tournament.errors.NotExact
        When no finite automaton is found; one sentence says why.

    >>> from strategies import automaton
    >>> automaton("tit_for_two_tats").states
    3
    """
    return Automaton.of(rule, turns, game)
