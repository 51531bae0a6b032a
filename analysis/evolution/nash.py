"""Nash equilibria of a field, of stage games, and of any two-player game.

Legend: m moves of the row player, n of the column player; a (m, n), b (n, m) what each is paid, own
move first, more being better.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from analysis.evolution.dominance import undominated
from analysis.evolution.equilibrium_methods import distinct, extreme, pure, reached
from analysis.evolution.table import payments_of, scaled, table_of_pairs
from tournament.errors import ArgumentError
from tournament.game import Game
from tournament.outcomes import MOVES
from tournament.rules.checks import flag

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payments, Payoffs

MOST = 10
"""Moves up to which all equilibria are listed."""


def equilibria(
    payoffs: "Payoffs | Game | str",
    column: "Payments | None" = None,
    *,
    less_is_better: bool = False,
) -> "pd.DataFrame":
    """Return Nash equilibria: pairs of mixtures of moves that are best replies to each other.

    Strictly dominated moves are eliminated first, again and again, also those that only a mixture
    dominates. If at most 10 moves of each side are left, all extreme equilibria are listed, by the
    vertices of the best-reply polytopes; of larger games all pure ones, and those that the method
    of Lemke and Howson (1964) reaches from some starts. `attrs["note"]` says which. Payoffs count
    as known: where chance has a part, it breaks ties, and makes or unmakes equilibria with them.

    Parameters
    ----------
    payoffs
        Results with self-play, (p, p) payoffs of row against column, or a stage game, whose moves
        are C and D. With `column`, (m, n) payoffs of the row player in any two-player game.
    column
        (m, n) payoffs of the column player, indexed as `payoffs` are; None in a symmetric game.
    less_is_better
        Whether payoffs of tables are costs; results and games know.

    Returns
    -------
    DataFrame
        Indexed by `equilibrium` (fewest moves first), `seat` ("row", "column") and `move`, the
        player's name where a field is the game: `probability`, more than 0; `payoff` in that seat,
        in units given; `symmetric`, whether both seats mix alike in a symmetric game, as one
        population must. `attrs`: `method`; `complete`, whether all extreme equilibria are listed;
        `degenerate`, whether some mixture has more best replies than moves, so that equilibria
        between those listed may exist as well (None: not looked for); `eliminated`, moves by seat;
        `note`, all that in words.

    Raises
    ------
    TournamentError
        When a payoff is missing.

    Notes
    -----
    Source: Nisan et al. (2007), chapter 3.

    Examples
    --------
    >>> from tournament import PRESETS
    >>> found = equilibria(PRESETS["matching_pennies"])
    >>> found["probability"].round(6).tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    import pandas as pd

    game = _bimatrix(payoffs, column, less_is_better)
    (row_moves, column_moves), (a, b) = game.moves, game.utilities
    rows, columns = undominated(a, b)
    small_a, small_b = a[np.ix_(rows, columns)], b[np.ix_(columns, rows)]
    degenerate: bool | None = None
    both = scaled(small_a), scaled(small_b)
    if max(small_a.shape) <= MOST:
        pairs, degenerate = extreme(*both)
        method, complete = "vertex enumeration", True
    else:
        pairs = chain(pure(*both), reached(*both))
        method, complete = "pure equilibria, and Lemke-Howson", False
    found = distinct(pairs, *both)
    moves = list(dict.fromkeys([*row_moves, *column_moves]))
    codes, records = [], []
    for number, (x, y) in enumerate(found):
        alike = game.symmetric and bool(np.abs(x - y).max() < 1e-6)
        for seat, (mix, u, reply, kept, named) in enumerate(
            ((x, small_a, y, rows, row_moves), (y, small_b, x, columns, column_moves))
        ):
            value = game.sign * (mix @ u @ reply)
            for k in np.flatnonzero(mix):
                codes.append((number, seat, moves.index(named[kept[k]])))
                records.append((mix[k], value, alike))
    frame = pd.DataFrame(
        records,
        columns=["probability", "payoff", "symmetric"],
        index=pd.MultiIndex(
            [list(range(len(found))), ["row", "column"], moves],
            [list(level) for level in zip(*codes, strict=True)],
            names=["equilibrium", "seat", "move"],
        ),
    )
    gone = {
        "row": [m for k, m in enumerate(row_moves) if k not in rows],
        "column": [m for k, m in enumerate(column_moves) if k not in columns],
    }
    frame.attrs = {
        "method": method,
        "complete": complete,
        "degenerate": degenerate,
        "eliminated": gone,
        "note": _note(len(found), gone, complete=complete, degenerate=degenerate),
    }
    return frame


def _note(
    found: int, gone: "dict[str, list[Hashable]]", *, complete: bool, degenerate: bool | None
) -> str:
    text = (
        f"Strictly dominated moves eliminated: {len(gone['row'])} of the row player,"
        f" {len(gone['column'])} of the column player. "
    )
    if complete:
        text += f"All {found} extreme equilibria of the rest are listed."
    else:
        text += (
            f"{found} equilibria of the rest are listed: all pure ones, and those that the method"
            " of Lemke and Howson reached; there may be others."
        )
    if degenerate:
        text += " The game is degenerate: mixtures of listed equilibria may be equilibria, too."
    return text


@dataclass(frozen=True, eq=False)
class _Bimatrix:
    """A game of two players.

    moves
        Names of the moves, by seat.
    utilities
        (m, n) and (n, m) what each seat is paid, own move first; more is better.
    sign
        1, or -1 if payoffs are negated utilities.
    symmetric
        Whether both seats have the same game.
    """

    moves: "tuple[list[Hashable], list[Hashable]]"
    utilities: tuple[np.ndarray, np.ndarray]
    sign: float
    symmetric: bool


def _bimatrix(payoffs: "Payoffs | Game | str", column: "Payments | None", less: bool) -> _Bimatrix:
    """Return the game that was given, in any of its forms."""
    less = flag("less_is_better", less)
    payoffs = Game.of(payoffs) if isinstance(payoffs, str) else payoffs
    if isinstance(payoffs, Game):
        if column is not None:
            raise ArgumentError("`column` belongs to a table of payoffs; a Game has its own.")
        sign = -1.0 if payoffs.less_is_better else 1.0
        a, b = payoffs.utilities
        return _Bimatrix(([*MOVES], [*MOVES]), (a, b), sign, payoffs.is_symmetric)
    if column is None:
        table = table_of_pairs(payoffs, less_is_better=less)
        sign = -1.0 if table.less_is_better else 1.0
        return _Bimatrix(([*table.names],) * 2, (table.utilities,) * 2, sign, True)
    sign = -1.0 if less else 1.0
    both = payments_of("payoffs", payoffs), payments_of("column", column)
    a, b = (each.to_numpy() for each in both)
    if a.shape != b.shape or a.ndim != 2 or not a.size or not np.isfinite([a, b]).all():
        raise ArgumentError(
            "`payoffs` and `column` must be tables of finite numbers and one shape; got shapes"
            f" {a.shape} and {b.shape}."
        )
    symmetric = a.shape == b.T.shape and bool((a == b.T).all())
    frame = both[0]
    moves: tuple[list[Hashable], list[Hashable]] = [*frame.index], [*frame.columns]
    return _Bimatrix(moves, (sign * a, sign * b.T), sign, symmetric)
