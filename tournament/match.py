"""Two players, move by move: the readable entry point."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from tournament import outcomes
from tournament.authors.resolve import aliases_of, as_strategies
from tournament.authors.strategy import Strategy
from tournament.engine.options import can_compile
from tournament.game import TSTO, Game
from tournament.interactive.card import Card, Moves, Share, Table, as_text
from tournament.interactive.html import as_html
from tournament.interactive.words import count, decimals, number
from tournament.referee.shadows import shadows as shadows  # the door of studies to the referee
from tournament.results.files.room import refuse_too_large
from tournament.results.showing.plots import plot
from tournament.results.units.unit import Unit
from tournament.rules.checks import PerPlayer, one_of, whole
from tournament.rules.match import rules

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tournament.engine.chain.expected import Endless
    from tournament.results.showing.expected import Expected

MOVE_BYTES = 8
"""What a turn takes while moves are counted, about."""
Engine = Literal["auto", "compiled", "python"]
ENGINES: tuple[Engine, ...] = ("auto", "compiled", "python")


class Match:
    """One repetition of a match between two players.

    Parameters
    ----------
    first, second
        Strategies, or names of library strategies. In a game that pays the seats differently,
        `first` is the row player.
    game
        The stage game; or what `Game.of` takes: a name such as "chicken", or "R=3,S=0,T=5,P=1".
    turns
        Length of the match; with a continuation, the most turns there can be. 200 if neither is
        given.
    length_known
        Whether players are told the length (`me.turns`).
    noise, misperception
        Noise is the probability that a move made is the opposite of the chosen one; both players
        see the move that was made. Misperception is the probability that a player misreads the
        other's move. One for both players, a pair, or a mapping by name.
    continuation
        PerPlayer that another turn follows.
    seed
        The seed of all chance. Without one a seed is drawn, and kept in `rules.seed`.
    repetition
        Which repetition of a tournament with this seed to play.
    engine
        "compiled", or "python" for the referee, in which `print` and breakpoints work. "auto" is
        the one that is done sooner: compiled play must be loaded first, and on a new machine
        compiled. Both make the same moves.

    Raises
    ------
    TypeError, ValueError
        For arguments that are out of range.

    Examples
    --------
    >>> import strategies
    >>> result = Match(strategies.tit_for_tat, strategies.always_defect, turns=5, seed=1).play()
    >>> result.totals
    (21.0, 45.0)
    """

    def __init__(  # noqa: PLR0913 (one keyword per condition)
        self,
        first: Strategy | str,
        second: Strategy | str,
        *,
        game: Game | str = TSTO,
        turns: int | None = None,
        length_known: bool = True,
        noise: PerPlayer = 0.0,
        misperception: PerPlayer = 0.0,
        continuation: float | None = None,
        seed: int | None = None,
        repetition: int = 0,
        engine: Engine = "auto",
    ) -> None:
        a, b = as_strategies((first, second))
        self.players = (a, b)
        self.rules = rules(
            [p.name for p in self.players],
            game=game,
            turns=turns,
            length_known=length_known,
            noise=noise,
            misperception=misperception,
            continuation=continuation,
            seed=seed,
            also=aliases_of(self.players),
        )
        self.repetition = whole("repetition", repetition, 0, 2**62)
        self.engine: Engine = one_of("engine", engine, ENGINES)

    def play(self) -> "MatchResult":
        """Return the moves and what they were paid.

        Raises
        ------
        PluginError
            When a rule fails; the text begins with file and line.

        Examples
        --------
        >>> Match("tit_for_tat", "always_defect", turns=5).play().totals
        (21.0, 45.0)
        """
        rules, names = self.rules, (self.players[0].name, self.players[1].name)
        unit = Unit(self.players, np.array([[0, 1]]), rules, self.repetition, 1)
        if self._is_for_the_referee(unit):
            from tournament.referee.match import replay

            moves = replay(self.players, rules, rules.noise, rules.misperception, self.repetition)[
                0
            ]
        else:
            from tournament.engine.match.books import play
            from tournament.streams import lengths, player_id

            a, b = map(player_id, names)
            only = range(self.repetition, self.repetition + 1)
            turns = lengths(rules.seed, a, b, only, rules.continuation, rules.turns)[0]
            refuse_too_large(f"A match of {turns:,} turns", MOVE_BYTES * float(turns), "play fewer")
            moves = np.zeros((int(turns), 2), np.uint8)
            play(unit, moves=moves[None])
        return MatchResult(names, rules.game, moves, rules.seed)

    def expected(self, limit: "Endless" = False) -> "Expected":
        """Return what the match holds on average, computed exactly and not played.

        Seed and repetition make no difference.

        Parameters
        ----------
        limit
            True for the long run: the shares of outcomes in a match without end, of which players
            know no length. "rare errors" for the long run as the noise of both players goes to 0:
            then `fractions` are exact where nothing else is left to chance.

        Raises
        ------
        NotExact
            When no finite automaton of a player can be found.
        TournamentError
            When the automata have too many joint states.
        ArgumentError
            When there is no such limit.

        Examples
        --------
        >>> import strategies
        >>> match = Match(strategies.tit_for_tat, strategies.random_player, turns=10)
        >>> match.expected().cooperation.tolist()
        [0.55, 0.5]
        >>> print(*Match("grudger", "tit_for_tat").expected(limit="rare errors").fractions)
        0 0 0 1
        """
        from tournament.engine.chain.expected import expected

        return expected(self.players, self.rules, limit)

    def _is_for_the_referee(self, unit: Unit) -> bool:
        if self.engine == "python" or not all(player.compiled for player in self.players):
            return True
        if not can_compile():
            return True
        if self.engine == "compiled":
            return False
        from tournament.engine.sources import seconds_to_spare

        return seconds_to_spare([unit]) > 0

    def _card(self) -> Card:
        first, second = (player.name for player in self.players)
        facts = [("repetition", f"{self.repetition:,}")] if self.repetition else []
        if self.engine == "python":
            facts.append(("engine", "plain Python"))
        about = f"Match: {first} against {second}"
        return Card(about, self.rules.describe(), facts, roomy=[self.rules.game.table()])

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())


@dataclass(frozen=True, eq=False, repr=False)
class MatchResult:
    """What happened in a match.

    names
        The two players.
    moves
        (turns, 2) moves made, C = 0 and D = 1.

    Examples
    --------
    >>> result = Match("tit_for_tat", "joss", turns=20, seed=1).play()
    >>> result.text(0), result.scores
    ('CCCDCDCDDDDDDDDDDDDD', (7.4, 8.6))
    """

    names: tuple[str, str]
    game: Game
    moves: np.ndarray
    seed: int

    @property
    def turns(self) -> int:
        """Number of turns played."""
        return len(self.moves)

    @property
    def counts(self) -> dict[str, int]:
        """Turns of each outcome, the first player's move first."""
        counts = outcomes.count(self.moves[:, 0], self.moves[:, 1])
        return dict(zip(outcomes.NAMES, counts.tolist(), strict=True))

    @property
    def totals(self) -> tuple[float, float]:
        """Sum of payoffs of each player."""
        counts = np.array([*self.counts.values()])
        own = np.array([counts, outcomes.swapped(counts)])
        paid = outcomes.paid(own, outcomes.flat(self.game.payoffs))
        return float(paid[0]), float(paid[1])

    @property
    def scores(self) -> tuple[float, float]:
        """Mean payoff per turn of each player."""
        first, second = self.totals
        return first / self.turns, second / self.turns

    @property
    def cooperation(self) -> tuple[float, float]:
        """Share of turns in which each player cooperated."""
        first, second = 1 - self.moves.mean(axis=0)
        return float(first), float(second)

    def plot(
        self,
        kind: str = "moves",
        *,
        width: "str | float | None" = None,
        ax: "Axes | None" = None,
    ) -> "Figure":
        """Return a figure of the match: its moves as strips, blue where a player cooperated.

        Parameters
        ----------
        kind
            Which figure; a wrong name is answered with all names.
        width, ax
            For print: how wide, or into which axes, as `plot` of results has them.

        Raises
        ------
        ArgumentError
            When there is no figure of that name.

        Examples
        --------
        >>> figure = Match("tit_for_tat", "joss", turns=50, seed=1).play().plot()
        >>> len(figure.axes)
        1
        """
        return plot("match", self, kind, width=width, ax=ax)

    def text(self, player: int) -> str:
        """Return the moves of the first (0) or second (1) player as a string of C and D.

        Examples
        --------
        >>> Match("tit_for_tat", "alternator", turns=6).play().text(0)
        'CCDCDC'
        """
        return outcomes.text(self.moves[:, whole("player", player, 0, 1)])

    def _card(self) -> Card:
        """Return the moves, and what they paid; see `__str__` for all moves of a long match."""
        digits, first, second = decimals(self.game), *self.names
        rows = [
            (name, number(score, digits), f"{total:,g}", Share(rate))
            for name, score, total, rate in zip(
                self.names, self.scores, self.totals, self.cooperation, strict=True
            )
        ]
        return Card(
            f"MatchResult: {first} against {second}, {count(self.turns, 'turn')}",
            f"{self.game}; seed {self.seed}",
            parts=[
                Moves(self.names, (self.text(0), self.text(1))),
                Table(("player", "score", "total", "cooperation"), rows),
            ],
        )

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())

    def __str__(self) -> str:
        width, lines = max(map(len, self.names)), []
        for start in range(0, self.turns, 80):
            for k, name in enumerate(self.names):
                lines.append(f"{name:<{width}}  {self.text(k)[start : start + 80]}")
            lines.append("")
        for name, score, total, rate in zip(
            self.names, self.scores, self.totals, self.cooperation, strict=True
        ):
            lines.append(
                f"{name:<{width}}  score {score:.3f} per turn, total {total:g}, cooperation"
                f" {rate:.0%}"
            )
        return "\n".join(lines)
