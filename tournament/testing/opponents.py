"""Whom a checked plugin meets: small automata, and the rule that plays all of them."""

from tournament.authors.strategy import strategy
from tournament.authors.vocabulary import C, D


@strategy(state=0)
def automaton(  # type: ignore[no-untyped-def]
    me, opponent, cooperate=(0.0, 1.0), after_c=(1, 1), after_d=(0, 0)
):
    """In each state cooperate with a probability; the opponent's move leads to the next state.

    With its defaults it repeats the opponent's last move, and begins with D.

    >>> from tournament import Match
    >>> Match(automaton, "always_cooperate", turns=5, engine="python").play().text(0)
    'DCCCC'
    """
    if opponent.last == C:
        me.state = after_c[me.state]
    elif opponent.last == D:
        me.state = after_d[me.state]
    return C if me.chance(cooperate[me.state]) else D


OPPONENTS = {
    "always cooperates": automaton(cooperate=[1.0], after_c=[0], after_d=[0]),
    "always defects": automaton(cooperate=[0.0], after_c=[0], after_d=[0]),
    "alternates": automaton(cooperate=[1.0, 0.0], after_c=[1, 0], after_d=[1, 0]),
    "repeats the other's last move": automaton,
    "defects from turn 6 on": automaton(
        cooperate=[1.0] * 5 + [0.0], after_c=[1, 2, 3, 4, 5, 5], after_d=[1, 2, 3, 4, 5, 5]
    ),
    "is random": automaton(cooperate=[0.5], after_c=[0], after_d=[0]),
}
"""What a checked strategy meets, besides itself."""
