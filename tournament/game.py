"""Stage games: what one turn pays.

Convention: a payoff table is indexed [my move, the other's move] with C = 0, D = 1, so that
`[[R, S], [T, P]]` are the reward, the sucker's payoff, the temptation and the punishment.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tournament import outcomes
from tournament.errors import (
    ArgumentError,
    ArgumentTypeError,
    UnknownName,
    meant,
    name_of,
    unknown,
)
from tournament.interactive.card import Card, Table
from tournament.interactive.html import as_html
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, flag, text
from tournament.rules.checks import table as numbers

Pair = float | tuple[float, float]

LARGEST = 1e15
"""The largest size of a payoff. Up to there floats hold every whole number, and squares of sums
over the longest events are finite."""


@dataclass(frozen=True, init=False, repr=False)
class Game:
    """A two-player, two-move game: `Game(R=3, S=0, T=5, P=1)`.

    Parameters
    ----------
    R, S, T, P
        Payoff of a player for CC, CD, DC, DD (own move first). A pair (row player, column player)
        where the two seats are paid differently. No payoff is above 1e15 in size.
    name
        What reports call it.
    less_is_better
        True when the numbers are costs (years in prison). Strategies then see them negated.

    Raises
    ------
    ValueError
        When a payoff is not a finite number or is too large, or the name cannot be printed.

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
            row, column = _both(letter, value)
            table[0][cell], table[1][cell] = row, column
            object.__setattr__(self, letter, row if row == column else (row, column))
        table.flags.writeable = False
        object.__setattr__(self, "name", name_of("`name`", name) if text("name", name) else "")
        object.__setattr__(self, "less_is_better", flag("less_is_better", less_is_better))
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
        a, b = (
            numbers(seat, given, "a 2 x 2 table of numbers")
            for seat, given in (("row", row), ("column", column))
        )
        if a.shape != (2, 2) or b.shape != (2, 2):
            raise ArgumentError(
                f"`row` and `column` must be 2 x 2 tables; got shapes {a.shape} and {b.shape}."
            )
        pairs = {
            k: (a[i, j], b[j, i])
            for k, i, j in (("R", 0, 0), ("S", 0, 1), ("T", 1, 0), ("P", 1, 1))
        }
        return cls(**pairs, name=name, less_is_better=less_is_better)

    @classmethod
    def of(cls, given: "Game | str") -> "Game":
        """Return a game that was given as such, by name, or by its payoffs as a text.

        Parameters
        ----------
        given
            A game; a name such as "chicken", in any spelling; or payoffs such as
            "R=3,S=0,T=5,P=1", in any order. "R=(2,1)" is a pair (row player, column player), and
            "less is better" may follow. The text of a game, `str(game)`, means this game.

        Raises
        ------
        UnknownName
            When there is no game of this name.
        ValueError
            When payoffs are missing, or are numbers without letters.
        TypeError
            For anything else.

        Examples
        --------
        >>> print(Game.of("Stag Hunt"))
        Stag hunt: R 4, S 0, T 3, P 2
        >>> Game.of("T=5, R=3, P=1, S=0").is_prisoners_dilemma
        True
        """
        if isinstance(given, str):
            return _read(given)
        if not isinstance(given, Game):
            raise ArgumentTypeError(
                f"`game` must be a Game, a name such as 'chicken', or a text such as {_FORM!r}; got"
                f" {shown(given)}."
            )
        return given

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
        return as_html(
            Card(f"Game: {self.name}" if self.name else "Game", better, parts=[self.table()])
        )

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


def _both(letter: str, value: Any) -> tuple[float, float]:
    """Return a payoff of the row and of the column player, or say what is wrong with it."""
    pair = value if isinstance(value, (tuple, list)) else (value, value)
    given = [exact(each) for each in pair]
    found = [float(each) for each in given if each is not None and abs(each) <= LARGEST]
    if not len(found) == len(pair) == 2:
        raise ArgumentError(
            f"`{letter}` must be a finite number, or a pair (row, column) of them, from"
            f" {-LARGEST:g} to {LARGEST:g}; got {shown(value)}."
        )
    return found[0], found[1]


TSTO = Game(R=15, S=1, T=25, P=5, name="TSTO gifts")
"""The gift game of The Simpsons: Tapped Out, Winter 2015 (nice = C, naughty = D).

Examples
--------
>>> TSTO.payoffs[0].tolist()
[[15.0, 1.0], [25.0, 5.0]]
"""
PRISONERS_DILEMMA = Game(R=3, S=0, T=5, P=1, name="Prisoner's Dilemma")
"""Axelrod (1980).

Examples
--------
>>> PRISONERS_DILEMMA.payoffs[0].tolist()
[[3.0, 0.0], [5.0, 1.0]]
"""

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
"""Named games, as the command line knows them.

Examples
--------
>>> sorted(PRESETS)[:3], PRESETS["chicken"].name
(['battle_of_the_sexes', 'chicken', 'deadlock'], 'Chicken')
"""

ALIASES = {
    "tsto": ("tapped out", "gift game"),
    "prisoners_dilemma": ("PD", "IPD"),
    "stag_hunt": ("assurance", "assurance game"),
    "chicken": ("game of chicken", "chicken game"),
    "hawk_dove": ("hawk-dove game",),
    "snowdrift": ("snowdrift game",),
    "donation": ("donation game",),
    "battle_of_the_sexes": ("BoS", "Bach or Stravinsky"),
}
"""Other names of named games. What reports call a game is a name of it, too."""

_PAYOFF = re.compile(
    r"\b([RSTP])(?:\s*=\s*|\s+(?=[-+.\d(\[]))([(\[][^()\[\]]*[)\]]|[^\s,;()\[\]]+)[,;\s]*", re.I
)
_COSTS = re.compile(r"[,;\s(]*less[ _]is[ _]better(\s*=\s*true)?\)?\s*$", re.I)
_FORM = "R=3,S=0,T=5,P=1"


def _names_of(key: str) -> tuple[str, ...]:
    """Return the aliases of a named game, with what reports call it."""
    shown = PRESETS[key].name
    return (*ALIASES.get(key, ()), shown, shown.split(" (")[0])


def _read(text: str) -> Game:
    """Return the game of this name, or with these payoffs."""
    key = meant(text, PRESETS, _names_of)
    if key is not None:
        return PRESETS[key]
    name, colon, rest = text.rpartition(": ")  # as a game is shown: with its name
    name, rest = (name, rest) if colon and "=" not in name else ("", text)
    payoffs = _COSTS.sub("", rest).strip()
    given = [(letter.upper(), value) for letter, value in _PAYOFF.findall(payoffs)]
    if not given:
        raise _no_game(text)
    if _PAYOFF.sub("", payoffs) or sorted(letter for letter, _ in given) != sorted("RSTP"):
        raise ArgumentError(
            f"`game` must give R, S, T and P once each, as {_FORM}; got {shown(text)}."
        )
    values: Any = {letter: _payoff(value) for letter, value in given}
    return Game(**values, name=name, less_is_better=payoffs != rest.strip())


def _payoff(text: str) -> Any:
    """Return a payoff as `Game` takes it: what is no number is refused there."""
    if text[0] in "([":
        return [_payoff(part.strip() or "-") for part in text[1:-1].split(",")]
    try:
        return float(text)
    except ValueError:
        return text


def _no_game(text: str) -> Exception:
    """Return the error for a text that is no game."""
    numbers = re.split(r"[/,;\s]+", text.strip(" ()[]"))
    try:
        a, b, c, d = map(float, numbers)
    except ValueError:
        error = unknown("game", text, PRESETS, _names_of)
        return UnknownName(f"{error} Known are {', '.join(PRESETS)}; or write payoffs as {_FORM}.")
    orders = ("TRPS", "RSTP")  # of economists, and of Axelrod
    readings = [dict(zip(order, (a, b, c, d), strict=True)) for order in orders]
    dilemmas = [each for each in readings if each["T"] > each["R"] > each["P"] > each["S"]]
    form = ",".join(f"{k}={v:g}" for k in "RSTP" for v in [dilemmas[0][k]]) if dilemmas else _FORM
    how = f"for example as {form}" if not dilemmas else f"as {form} if that is the game you mean"
    return ArgumentError(
        "`game` must say which payoff is which, because four bare numbers have no usual order; got"
        f" {shown(text)}. Write the payoffs {how}."
    )
