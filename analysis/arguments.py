"""What functions of `analysis` take, checked: results, tables, and how much work they may ask for.

`tournament.rules.checks` has the rule for numbers, flags, words and paths.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.authors.resolve import as_strategies
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import of_kind, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results, Strategy

CELLS = 2**27
"""The most numbers of one table that resampling or following a population may make: 1 GB."""
LARGEST = 1e15
"""Size of the largest number in a table: squares and their sums stay finite."""


def results_of(results: Any, name: str = "results") -> "Results":
    """Return results of a tournament, or say what came instead."""
    from tournament import Results

    return of_kind(name, results, Results, "results of a tournament, as Tournament.play gives them")


def rules_of(name: str, rules: Any) -> "tuple[Strategy, ...]":
    """Return at least one strategy, no two of one name, or say what came instead."""
    found = as_strategies(rules, unique=True, name=name)
    if not found:
        raise ArgumentError(f"`{name}` must be a list of at least one strategy; got none.")
    return found


def frame_of(name: str, frame: Any) -> "pd.DataFrame":
    """Return a frame whose columns have different names, or say what came instead."""
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise ArgumentError(f"`{name}` must be a DataFrame; got {shown(frame)}.")
    if not frame.columns.is_unique:
        twice = frame.columns[frame.columns.duplicated()][0]
        raise ArgumentError(f"`{name}` must name each column once; it has {shown(twice)} twice.")
    return frame


def columns_of(name: str, frame: Any, wanted: "tuple[str, ...]", source: str) -> "pd.DataFrame":
    """Return a frame that has some columns of numbers, or say what is missing.

    Parameters
    ----------
    name
        Of the argument.
    frame
        What came.
    wanted
        Names of columns.
    source
        The function that makes such frames.
    """
    given = frame_of(name, frame)
    for column in wanted:
        if column not in given.columns:
            raise ArgumentError(
                f"`{name}` must be what `{source}` returns; its column {shown(column)} is missing."
            )
        if given[column].dtype.kind not in "iufb":
            raise ArgumentError(
                f"`{name}` must be what `{source}` returns; its column {shown(column)} has no"
                " numbers."
            )
    return given


def numbers_of(name: str, frame: Any, *, gaps: bool = False) -> np.ndarray:
    """Return a frame of numbers as an array, or say what is wrong with it.

    Parameters
    ----------
    name
        Of the argument.
    frame
        (n, d) numbers: rows and columns with names.
    gaps
        Whether NaN may stand for what is not known.
    """
    given = frame_of(name, frame)
    if not given.size:
        raise ArgumentError(f"`{name}` must hold at least one player and one coordinate; got none.")
    for column, kind in given.dtypes.items():
        if kind.kind not in "iuf":
            raise ArgumentError(
                f"`{name}` must hold numbers; its column {shown(column)} holds {kind}."
            )
    x = given.to_numpy(float, na_value=np.nan)
    wrong = ~np.isfinite(x) if not gaps else np.isinf(x)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise ArgumentError(
            f"`{name}` must have no gaps; player {shown(given.index[row])} has none at"
            f" {shown(given.columns[column])}. Estimate with a prior."
        )
    if np.nanmax(np.abs(x), initial=0.0) > LARGEST:
        raise ArgumentError(
            f"`{name}` must hold numbers from {-LARGEST:g} to {LARGEST:g}; got {x.max():g} or"
            f" {x.min():g}."
        )
    return x


def resamples_of(resamples: Any, size: int, usual: int) -> int:
    """Return a number of resamples of `size` numbers each, or say how many there may be."""
    return whole("resamples", resamples, 1, max(usual, CELLS // max(size, 1)))
