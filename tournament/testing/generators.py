"""Input for property tests: players, games and conditions of play, at random.

The generators need Hypothesis, which `pip install 'tournament[testing]'` brings.
"""

import inspect
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tournament.authors.parameters import Moves, Probability, parameters_of
from tournament.authors.strategy import Strategy
from tournament.errors import needed
from tournament.game import PRESETS, Game
from tournament.outcomes import MOVES
from tournament.testing.opponents import OPPONENTS, automaton

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def sequences(min_size: int = 1, max_size: int = 40) -> "SearchStrategy[str]":
    """Generate sequences of moves, written as `CDDC`.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(sequences(), lambda moves: "D" in moves)
    'D'
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    return st.text(alphabet="".join(MOVES), min_size=min_size, max_size=max_size)


def probabilities() -> "SearchStrategy[float]":
    """Generate probabilities, the certain ones among them.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(probabilities(), lambda p: p > 0.5)
    1.0
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    return st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))


def automata(max_states: int = 4) -> "SearchStrategy[Strategy]":
    """Generate strategies: variants of `automaton` with random tables.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(automata(), lambda player: player.draws).called
    'automaton'
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    def of_size(n: int) -> "SearchStrategy[Strategy]":
        steps = st.lists(st.integers(0, n - 1), min_size=n, max_size=n)
        chances = st.lists(probabilities(), min_size=n, max_size=n)
        return st.builds(
            lambda p, c, d: automaton(cooperate=p, after_c=c, after_d=d), chances, steps, steps
        )

    return st.integers(1, max_states).flatmap(of_size)


def players(field: Iterable[Strategy] = ()) -> "SearchStrategy[Strategy]":
    """Generate players: those of `field`, such as `strategies.classics()`, and random automata.

    Families in the field, whose parameters have no values, get some: probabilities and moves by
    lot; where tables are asked for, those of another member. Rules made of rules get a few of the
    field.

    Examples
    --------
    >>> import strategies
    >>> from hypothesis import find
    >>> find(players(strategies.classics()), lambda player: player.name == "grudger")
    grudger
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    everyone = list(field)
    alone = [player for player in everyone if not player.missing] or list(OPPONENTS.values())
    teams = st.lists(st.sampled_from(alone), min_size=2, max_size=4)
    drawn = {Probability: probabilities(), Moves: sequences(), inspect.Parameter.empty: sequences()}

    def complete(player: Strategy) -> "SearchStrategy[Strategy]":
        if "members" in player.missing:
            members = teams if "members" in player.mentions else st.sampled_from(alone)
            return members.map(player).flatmap(complete)
        signature = parameters_of(player.rule)
        kinds = {key: signature[key].annotation for key in player.missing}
        if all(kind in drawn for kind in kinds.values()):
            return st.builds(player, **{key: drawn[kind] for key, kind in kinds.items()})
        return st.sampled_from([other for other in alone if other.rule is player.rule])

    if not everyone:
        return automata()
    return st.one_of(st.sampled_from(everyone).flatmap(complete), automata())


def games() -> "SearchStrategy[Any]":
    """Generate stage games: the named ones, and others with payoffs between -10 and 10.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(games(), lambda game: game.P > game.R).is_symmetric
    True
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    payoff = st.integers(-10, 10).map(float)
    return st.one_of(
        st.sampled_from(list(PRESETS.values())),
        st.builds(Game, R=payoff, S=payoff, T=payoff, P=payoff),
    )


def conditions(max_turns: int = 150) -> "SearchStrategy[dict[str, Any]]":
    """Generate what a match takes beside the players: length, noise, misperception, seed.

    Examples
    --------
    >>> from hypothesis import find
    >>> find(conditions(), lambda words: words["turns"] > 4)["turns"]
    5
    """
    needed("hypothesis", "testing", "to draw what tests play")
    from hypothesis import strategies as st

    chance = st.one_of(st.just(0.0), probabilities())
    return st.fixed_dictionaries(
        {
            "turns": st.integers(1, max_turns),
            "length_known": st.booleans(),
            "noise": chance,
            "misperception": chance,
            "seed": st.integers(0, 2**64 - 1),
        }
    )
