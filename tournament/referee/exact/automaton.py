"""A rule as a finite automaton: what users see of it."""

from functools import cached_property
from typing import TYPE_CHECKING, Self

import numpy as np

from tournament.authors.resolve import as_strategies
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError
from tournament.game import TSTO, Game
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.interactive.shown import shown
from tournament.interactive.words import count
from tournament.referee.exact.following import automaton_of
from tournament.referee.exact.machine import NOWHERE as NOWHERE
from tournament.referee.exact.machine import Machine
from tournament.referee.exact.machine import NotExact as NotExact
from tournament.referee.exact.telling.compared import compared
from tournament.referee.exact.telling.depth import memory_depth
from tournament.referee.exact.telling.rule import rule_of
from tournament.referee.exact.telling.table import MOST_STATES, state_table, transitions
from tournament.results.showing.plots import plot
from tournament.rules.checks import table, whole

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


class Automaton(Machine):
    """A rule as a finite automaton: states, and how it moves from one to the next.

    It begins in state 0. In each state it cooperates with some probability. The next state depends
    on the own move that was made and on the opponent's move as it was seen; sometimes also on what
    chance said, which the opponent need not see.

    Attributes
    ----------
    first
        (n + 1,) the choices of state s are first[s] to first[s + 1].
    weight
        (m,) the probability of each choice in its state.
    move
        (m,) the move that is chosen, C = 0, D = 1.
    then
        (m, 2, 2) the next state, by own move made and the opponent's move seen.
    turns
        How many turns it holds for; None for ever.

    Examples
    --------
    >>> tit_for_tat = Automaton.of("tit_for_tat")
    >>> tit_for_tat.states, tit_for_tat.cooperation.tolist()
    (2, [1.0, 0.0])
    """

    @classmethod
    def of(
        cls, rule: Strategy | str, turns: int | None = None, game: Game | str | None = None
    ) -> Self:
        """Return the automaton of a rule, which is found by following the rule.

        Parameters
        ----------
        rule
            A strategy, or its name.
        turns
            The length of the match, which the player is told. Without it the match has no known
            end, and the automaton holds for ever.
        game
            The stage game, for rules that look at payoffs; The Simpsons: Tapped Out if not given.
            Where it pays the seats differently, the rule is the row player.

        Raises
        ------
        tournament.errors.NotExact
            When no finite automaton is found; one sentence says why.
        PluginError
            When the rule fails; the text begins with file and line.

        Examples
        --------
        >>> Automaton.of("grudger").then[0].tolist()  # by own move made and the opponent's seen
        [[0, 1], [0, 1]]
        """
        (strategy,) = as_strategies([rule], name="rule")
        if turns is not None:
            turns = whole("turns", turns, 1, 2**31 - 1)
        payoffs = Game.of(TSTO if game is None else game).utilities
        told = -1 if turns is None else turns
        found = automaton_of(strategy, turns=turns, told=told, payoffs=payoffs)
        return cls(found.first, found.weight, found.move, found.then, found.turns)

    @classmethod
    def of_table(cls, cooperation: np.ndarray, transitions: np.ndarray) -> Self:
        """Return the automaton of a table; it begins in state 0.

        Parameters
        ----------
        cooperation
            (n,) the probability of choosing C in each state.
        transitions
            (n, 2, 2) the next state, by own move made and the opponent's move seen.

        Raises
        ------
        ArgumentError
            For numbers that are no probabilities or no states.

        Examples
        --------
        >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
        >>> tit_for_tat.states, tit_for_tat.cooperation.tolist()
        (2, [1.0, 0.0])
        """
        what = "probabilities, one for each state"
        p = table("cooperation", cooperation, what)
        if p.ndim != 1 or not len(p) or not ((p >= 0) & (p <= 1)).all():
            raise ArgumentError(f"`cooperation` must be {what}; got {shown(cooperation)}.")
        what = f"whole numbers of shape ({len(p)}, 2, 2): the next state, by own and other move"
        then = table("transitions", transitions, what)
        if then.shape != (len(p), 2, 2):
            raise ArgumentError(f"`transitions` must be {what}; got shape {then.shape}.")
        if not np.isin(then, np.arange(len(p))).all():
            raise ArgumentError(f"`transitions` must be states, 0 to {len(p) - 1}.")
        weight = np.stack([p, 1 - p], axis=1)
        there = weight > 0
        first = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
        state, move = np.nonzero(there)
        return cls(first, weight[there], move.astype(np.uint8), then[state].astype(np.int64))

    # -- what it tells ---------------------------------------------------------------------------

    @property
    def transitions(self) -> "pd.DataFrame":
        """The table of the automaton: a row for each choice of each state.

        `chooses` is the move, and `probability` how likely the choice is in its `state`. Columns
        CC, CD, DC, DD have the next state, by the own move that was made and the opponent's as it
        was seen. Where choices of one state lead to different states, its next state is hidden:
        chance knows it, the moves need not tell. `<NA>` stands after the last turn.

        >>> table = Automaton.of("grudger").transitions
        >>> table.chooses.tolist(), table.CC.tolist(), table.CD.tolist()
        (['C', 'D'], [0, 1], [1, 1])
        """
        return transitions(self)

    @cached_property
    def memory_depth(self) -> float:
        """How many last turns decide the next move; `math.inf` where no number does.

        A turn is the own move that was made and the opponent's as it was seen. The moves that are
        made count, not the moves that were chosen.

        >>> Automaton.of("tit_for_two_tats").memory_depth, Automaton.of("grudger").memory_depth
        (2.0, inf)
        """
        return memory_depth(self)

    def _card(self) -> Card:
        """Return what it shows of itself: its states, as far as there is room."""
        length = "for ever" if self.turns is None else f"for {count(self.turns, 'turn')}"
        small = self.states <= MOST_STATES
        return Card(
            f"Automaton: {count(self.states, 'state')}",
            f"It holds {length}.",
            parts=[state_table(self)] if small else [],
        )

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())

    # -- equality --------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        """Whether both choose alike after every history, so that no opponent tells them apart.

        Automata that hold for some turns only are equal if they hold for the same number of turns.
        """
        if not isinstance(other, Automaton):
            return NotImplemented
        return self.turns == other.turns and compared(self, other) is None

    __hash__ = None  # type: ignore[assignment]  # equal automata may have different arrays

    def difference(self, other: "Automaton") -> str | None:
        """Return the shortest history after which another automaton chooses differently, in words.

        Returns
        -------
        str, or None
            None if both are equal: that is a proof.

        Raises
        ------
        ArgumentTypeError
            For anything else than an automaton.

        Examples
        --------
        >>> Automaton.of("tit_for_tat").difference(Automaton.of("tit_for_two_tats"))
        "After CD (own move, opponent's) the first defects, the second cooperates."
        """
        if not isinstance(other, Automaton):
            raise ArgumentTypeError(
                f"`other` must be an Automaton, which `Automaton.of(rule)` returns; got"
                f" {shown(other)}."
            )
        return compared(self, other)

    # -- as a figure -----------------------------------------------------------------------------

    def draw(self, *, width: "str | float | None" = None, ax: "Axes | None" = None) -> "Figure":
        """Return a figure: states as circles, with arrows to the next states.

        Parameters
        ----------
        width, ax
            For print: how wide, or into which axes, as `plot` of results has them.

        Raises
        ------
        TournamentError
            For an automaton of too many states.
        """
        if self.states > MOST_STATES:
            raise TournamentError(
                f"A figure has room for {MOST_STATES} states; this automaton has {self.states:,}."
            )
        return plot("automaton", self, "states", width=width, ax=ax)

    # -- as a rule -------------------------------------------------------------------------------

    def to_rule(self, name: str = "automaton") -> Strategy:
        """Return a strategy that plays as the automaton does, compiled or in plain Python.

        After the turns for which the automaton holds, the strategy stays in its last state.

        Parameters
        ----------
        name
            What it plays as.

        Raises
        ------
        ArgumentError
            For a name that no strategy can have.

        Examples
        --------
        >>> Automaton.of("tit_for_tat").to_rule("echo")
        echo
        """
        return rule_of(self, name)
