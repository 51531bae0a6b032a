"""What `strategies show` says of a rule's automaton."""

from typing import TYPE_CHECKING

from tournament.cli.screen.layout.console import Screen
from tournament.cli.screen.layout.prose import code
from tournament.errors import NotExact
from tournament.interactive.card import Card, as_text
from tournament.interactive.words import count

if TYPE_CHECKING:
    from tournament.authors.strategy import Strategy

MOST_STATES = 1000
"""Looked at while somebody waits: that takes less than a second."""


def automaton(strategy: "Strategy", out: Screen) -> None:
    """Print how many states a rule has, and the states if they are few; or why it is not exact.

    The length of the match is unknown, and the game is the usual one.
    """
    from tournament.game import TSTO
    from tournament.referee.exact.following import automaton_of
    from tournament.referee.exact.telling.table import MOST_STATES as MOST_SHOWN
    from tournament.referee.exact.telling.table import state_table

    try:
        found = automaton_of(
            strategy, turns=None, told=-1, payoffs=TSTO.utilities, most=MOST_STATES
        )
    except NotExact as error:
        out.say(f"Exact: no; {error}")
        return
    length = " where the length is not known" if "turns" in strategy.mentions else ""
    out.say(f"Exact{length}: an automaton of {count(found.states, 'state')}")
    if found.states <= MOST_SHOWN:
        code(out, "\n" + as_text(Card("", parts=[state_table(found)]), mark="{}") + "\n")
