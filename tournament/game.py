"""Stage games: what one turn pays.

Convention: a payoff table is indexed [my move, the other's move] with C = 0, D = 1, so that
`[[R, S], [T, P]]` are the reward, the sucker's payoff, the temptation and the punishment.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.errors import ArgumentError, UnknownName, suggestion
from tournament.interactive.card import Card, Table
from tournament.interactive.html import as_html

Pair = float | tuple[float, float]


@dataclass(frozen=True, init=False, repr=False)
class Game:
    """A two-player, two-move game: `Game(R=3, S=0, T=5, P=1)`.

    Parameters
    ----------
    R, S, T, P
        Payoff of a player for CC, CD, DC, DD (own move first). A pair (row player, column player)
        where the two seats are paid differently.
    name
        What reports call it.
    less_is_better
        True when the numbers are costs (years in prison). Strategies then see them negated.

    Raises
    ------
    ValueError
        When a payoff is not a finite number.

    Examples
    --------
    >>> Game(R=3, S=0, T=5, P=1).is_prisoners_dilemma
    True
    """

    R: Pair
    S: Pair
    T: Pair
    P: Pair
    name: str
    less_is_better: bool
    payoffs: np.ndarray = field(compare=False, repr=False)
    """(2, 2, 2): seat (row, column), own move, other's move; in the units given."""

    def __init__(
        self, *, R: Pair, S: Pair, T: Pair, P: Pair, name: str = "", less_is_better: bool = False
    ) -> None:
        table = np.empty((2, 2, 2))
        for letter, value, cell in (
            ("R", R, (0, 0)),
            ("S", S, (0, 1)),
            ("T", T, (1, 0)),
            ("P", P, (1, 1)),
        ):
            try:
                row, column = value if isinstance(value, (tuple, list)) else (value, value)
                row, column = float(row), float(column)
            except (TypeError, ValueError):
                row = column = math.nan
            if not (math.isfinite(row) and math.isfinite(column)):
                raise ArgumentError(
                    f"`{letter}` must be a finite number, or a pair (row, column) of them; got"
                    f" {value!r}."
                )
            table[0][cell], table[1][cell] = row, column
            object.__setattr__(self, letter, row if row == column else (row, column))
        table.flags.writeable = False
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "less_is_better", bool(less_is_better))
        object.__setattr__(self, "payoffs", table)

    @classmethod
    def bimatrix(
        cls, row: Any, column: Any, *, name: str = "", less_is_better: bool = False
    ) -> "Game":
        """Return the game of two tables indexed [row player's move, column player's move], as in
        textbooks.

        >>> Game.bimatrix([[2, 0], [0, 1]], [[1, 0], [0, 2]]).is_symmetric
        False
        """
        a, b = np.asarray(row, float), np.asarray(column, float)
        if a.shape != (2, 2) or b.shape != (2, 2):
            raise ArgumentError(
                f"`row` and `column` must be 2 x 2 tables; got shapes {a.shape} and {b.shape}."
            )
        pairs = {
            k: (a[i, j], b[j, i])
            for k, i, j in (("R", 0, 0), ("S", 0, 1), ("T", 1, 0), ("P", 1, 1))
        }
        return cls(**pairs, name=name, less_is_better=less_is_better)

    @property
    def is_symmetric(self) -> bool:
        """Whether both seats are paid alike."""
        return bool((self.payoffs[0] == self.payoffs[1]).all())

    @property
    def utilities(self) -> np.ndarray:
        """(2, 2, 2): the payoffs such that more is better, which is what strategies see."""
        return -self.payoffs if self.less_is_better else self.payoffs

    @property
    def is_prisoners_dilemma(self) -> bool:
        """Whether T > R > P > S for both seats."""
        (R, S), (T, P) = np.moveaxis(self.utilities, 0, 2)
        return bool(((T > R) & (R > P) & (P > S)).all())

    @property
    def alternation_pays_less(self) -> bool:
        """Whether taking turns at defecting pays less than mutual cooperation: 2R > T + S for both
        seats."""
        (R, S), (T, _) = np.moveaxis(self.utilities, 0, 2)
        return bool((2 * R > T + S).all())

    def __hash__(self) -> int:
        return hash((self.R, self.S, self.T, self.P, self.name, self.less_is_better))

    def __repr__(self) -> str:
        def show(value: Pair) -> str:
            both = value if isinstance(value, tuple) else (value,)
            texts = [repr(int(v) if v == int(v) else v) for v in both]
            return f"({', '.join(texts)})" if isinstance(value, tuple) else texts[0]

        values = [f"{letter}={show(getattr(self, letter))}" for letter in "RSTP"]
        values += [f"name={self.name!r}"] if self.name else []
        values += ["less_is_better=True"] if self.less_is_better else []
        return f"Game({', '.join(values)})"

    def _repr_html_(self) -> str:
        better = "Less is better." if self.less_is_better else ""
        return as_html(Card(f"Game {self.name}".rstrip(), better, parts=[self.table()]))

    def table(self) -> Table:
        """Return the payoffs of both players, the row player's first, as notebooks show them.

        >>> PRISONERS_DILEMMA.table().rows
        [('C', '3, 3', '0, 5'), ('D', '5, 0', '1, 1')]
        """
        paid = np.stack([self.payoffs[0], self.payoffs[1].T], axis=-1).tolist()
        rows = [
            (move, *(f"{row:g}, {column:g}" for row, column in line))
            for move, line in zip(outcomes.MOVES, paid, strict=True)
        ]
        return Table(("row, column", *outcomes.MOVES), rows)

    def __str__(self) -> str:
        def show(value: Pair) -> str:
            return f"({value[0]:g}, {value[1]:g})" if isinstance(value, tuple) else f"{value:g}"

        values = ", ".join(f"{k} {show(getattr(self, k))}" for k in "RSTP")
        return f"{self.name + ': ' if self.name else ''}{values}" + (
            " (less is better)" if self.less_is_better else ""
        )


TSTO = Game(R=15, S=1, T=25, P=5, name="TSTO gifts")
"""The gift game of The Simpsons: Tapped Out, Winter 2015 (nice = C, naughty = D)."""
PRISONERS_DILEMMA = Game(R=3, S=0, T=5, P=1, name="Prisoner's Dilemma")
"""Axelrod (1980)."""

PRESETS = {
    "tsto": TSTO,
    "prisoners_dilemma": PRISONERS_DILEMMA,
    # Rapoport and Chammah (1965) had many; these are the textbook forms (Skyrms 2004; Maynard Smith
    # 1982;
    # Doebeli and Hauert 2005 for the snowdrift game with benefit 4, cost 2).
    "stag_hunt": Game(R=4, S=0, T=3, P=2, name="Stag hunt"),
    "chicken": Game(R=3, S=1, T=4, P=0, name="Chicken"),
    "hawk_dove": Game(R=1, S=0, T=2, P=-1, name="Hawk-dove (V 2, C 4)"),
    "snowdrift": Game(R=3, S=2, T=4, P=0, name="Snowdrift (b 4, c 2)"),
    "harmony": Game(R=4, S=3, T=2, P=1, name="Harmony"),
    "deadlock": Game(R=1, S=0, T=3, P=2, name="Deadlock"),
    "donation": Game(R=2, S=-1, T=3, P=0, name="Donation (b 3, c 1)"),
    "prison_years": Game(R=1, S=3, T=0, P=2, name="Years in prison", less_is_better=True),
    "battle_of_the_sexes": Game.bimatrix(
        [[2, 0], [0, 1]], [[1, 0], [0, 2]], name="Battle of the sexes"
    ),
    "matching_pennies": Game.bimatrix(
        [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], name="Matching pennies"
    ),
}
"""Named games, as the command line knows them."""


def game(text: str) -> Game:
    """Return a preset by name, or the game written as `T/R/P/S`, such as `25/15/5/1`.

    Raises
    ------
    UnknownName
        When there is no such preset and the text is not four numbers.

    Examples
    --------
    >>> print(game("5/3/1/0"))
    R 3, S 0, T 5, P 1
    """
    name = text.strip().lower().replace("-", "_").replace(" ", "_")
    if name in PRESETS:
        return PRESETS[name]
    try:
        T, R, P, S = map(float, text.split("/"))
    except ValueError:
        raise UnknownName(
            f"No game is named {text!r}.{suggestion(name, list(PRESETS))} Known are"
            f" {', '.join(PRESETS)}, or four numbers T/R/P/S such as 25/15/5/1."
        ) from None
    return Game(R=R, S=S, T=T, P=P)
