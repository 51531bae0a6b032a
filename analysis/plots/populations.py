"""Figures of populations from tables, without results: one function each, a table in, a figure out.

`results.plot` has the figures of a population that was played. These here draw what theory says,
or what you computed yourself, as wide as one column of a journal or as two.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.arguments import columns_of, frame_of
from analysis.figures import canvas
from analysis.figures.paper.fitting import figure_of
from analysis.figures.population import fixation, gradient, invasion, lattice, shares, simplex
from analysis.figures.population.colours import colours_of
from tournament.errors import ArgumentError, name_of
from tournament.interactive.shown import shown
from tournament.rules.checks import several, table, text, whole

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from analysis.evolution.table import Payoffs
    from analysis.populations.stationary import Stationary
ROUNDED = 1e-9


def plot_shares(
    frame: "pd.DataFrame",
    bands: "pd.DataFrame | None" = None,
    *,
    columns: int = 2,
    width: Any = None,
    ax: "Axes | None" = None,
) -> "Figure":
    """Return a figure of shares over time, a curve for each type.

    Parameters
    ----------
    frame
        (moments, types) shares, indexed by generation or time, such as `results.shares`,
        `ecological` or `replicator` return.
    bands
        What `results.bands()` returns: columns `low` and `high`, indexed by generation and type.
        None for no bands.
    columns
        As wide as one column of a journal (3.5 inches), or two (7.2 inches).
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for `columns`.

    Raises
    ------
    ArgumentError
        When something is no such table, or `columns` is neither 1 nor 2.

    Examples
    --------
    >>> from analysis import replicator
    >>> plot_shares(replicator([[3, 0], [5, 1]], [0.9, 0.1], 20.0), columns=1)
    <Drawing size 350x247 with 1 Axes>
    """
    columns, frame = _columns(columns), _numbers("frame", frame)
    if (frame < 0).any(axis=None) or (frame > 1 + ROUNDED).any(axis=None):
        raise ArgumentError("`frame` must hold shares, from 0 to 1.")
    ends: dict[str, Any] = {}
    if bands is not None:
        columns_of("bands", bands, ("low", "high"), "PopulationResults.bands")
        if bands.index.nlevels != 2:
            raise ArgumentError("`bands` must be what `PopulationResults.bands` returns.")
        ends = {name: bands[name].unstack().reindex_like(frame) for name in ("low", "high")}

    def draw() -> "Axes":
        axes = shares.canvas_of(frame, columns)
        return shares.shares_over_time(frame, axes, below=columns == 1, **ends)

    return figure_of(draw, width, ax)


def plot_fixation(rho: "pd.DataFrame", *, width: Any = None, ax: "Axes | None" = None) -> "Figure":
    """Return a figure of fixation probabilities, as multiples of the neutral one, 1/N.

    Parameters
    ----------
    rho
        (mutants, residents) probabilities, as `fixation_probabilities` returns them; on the
        diagonal 1/N.
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for a screen.

    Raises
    ------
    ArgumentError
        When `rho` is no such table.

    Examples
    --------
    >>> from analysis import fixation_probabilities
    >>> plot_fixation(fixation_probabilities([[3, 0], [5, 1]], 20)).axes[0].texts[0].get_text()
    '0'
    """
    rho, size = _fixation(rho)

    def draw() -> "Axes":
        axes = canvas.for_rows([*map(str, rho.index)], [*map(str, rho.columns)], above=0.2)
        return fixation.fixation_matrix(rho, axes, size=size)

    return figure_of(draw, width, ax)


def plot_invasions(
    rho: "pd.DataFrame",
    shares: "pd.Series | None" = None,
    *,
    columns: int = 2,
    width: Any = None,
    ax: "Axes | None" = None,
) -> "Figure":
    """Return a figure of who takes over from whom: an arrow to each mutant that does so more often
    than a neutral one.

    Parameters
    ----------
    rho
        (mutants, residents) probabilities, as `fixation_probabilities` returns them.
    shares
        How often each type is seen, as `small_mutation` returns it; None for circles alike.
    columns
        As wide as one column of a journal (3.5 inches), or two (7.2 inches).
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for `columns`.

    Raises
    ------
    ArgumentError
        When `rho` is no such table, `shares` lack a type, or `columns` is neither 1 nor 2.

    Examples
    --------
    >>> from analysis import fixation_probabilities, small_mutation
    >>> table = [[3, 0, 3], [5, 1, 1.2], [3, 0.9, 3]]
    >>> plot_invasions(fixation_probabilities(table, 20), small_mutation(table, 20))
    <Drawing size 720x460.8 with 1 Axes>
    """
    (rho, size), columns = _fixation(rho), _columns(columns)
    if shares is not None:
        shares = _series("shares", shares, "a series with a share for each type of `rho`")
        if not set(rho.index) <= set(shares.index):
            raise ArgumentError("`shares` must be a series with a share for each type of `rho`.")

    def draw() -> "Axes":
        axes = invasion.canvas_of(rho, columns)
        return invasion.invasion_graph(rho, axes, size=size, shares=shares)

    return figure_of(draw, width, ax)


def plot_simplex(
    payoffs: "Payoffs",
    stationary: "Stationary | pd.Series | None" = None,
    *,
    columns: int = 2,
    width: Any = None,
    ax: "Axes | None" = None,
) -> "Figure":
    """Return a figure of all mixtures of three types: where selection pushes, where it rests.

    Parameters
    ----------
    payoffs
        Results, or (3, 3) payoffs of row against column.
    stationary
        What `stationary` returns, or how often each mixture is seen, indexed by three columns of
        counts; None for none.
    columns
        As wide as one column of a journal (3.5 inches), or two (7.2 inches).
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for `columns`.

    Raises
    ------
    ArgumentError
        When there are not three types, or `columns` is neither 1 nor 2.

    Examples
    --------
    >>> plot_simplex([[0, -1, 1], [1, 0, -1], [-1, 1, 0]], columns=1)
    <Drawing size 350x297.5 with 1 Axes>
    """
    columns, seen = _columns(columns), None
    if stationary is not None:
        what = "a series of shares, indexed by counts of three types"
        seen = _series("stationary", getattr(stationary, "by_state", stationary), what)
        if seen.index.nlevels != 3:
            raise ArgumentError(f"`stationary` must be {what}.")

    def draw() -> "Axes":
        axes = canvas.drawing(columns, tall={1: 0.85, 2: 0.8}[columns])
        return simplex.simplex(payoffs, axes, stationary=seen)

    return figure_of(draw, width, ax)


def plot_gradient(
    push: "pd.Series",
    name: str = "",
    *,
    columns: int = 2,
    width: Any = None,
    ax: "Axes | None" = None,
) -> "Figure":
    """Return a figure of the gradient of selection of one of two types, and where it rests.

    Parameters
    ----------
    push
        The expected change, by count of the type, as `gradient_of_selection` returns it.
    name
        Of the type.
    columns
        As wide as one column of a journal (3.5 inches), or two (7.2 inches).
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for `columns`.

    Raises
    ------
    ArgumentError
        When `push` is no such table, or `columns` is neither 1 nor 2.

    Examples
    --------
    >>> from analysis import gradient_of_selection
    >>> plot_gradient(gradient_of_selection([[3, 0], [5, 1]], 20), "cooperators")
    <Drawing size 720x360 with 1 Axes>
    """
    columns = _columns(columns)
    push = _series("push", push, "a series of changes by count, as `gradient_of_selection` returns")
    counts = table("push", push.index.to_numpy(), "a series of changes by count, from 0 on")
    if len(push) < 2 or (np.diff(counts) <= 0).any() or counts[0] != 0:
        raise ArgumentError("`push` must be a series of changes by count, from 0 on.")
    share = push.set_axis(counts / counts[-1])
    name = text("name", name)

    def draw() -> "Axes":
        axes = canvas.column(columns, tall={1: 0.65, 2: 0.5}[columns], above=0.3)
        return gradient.gradient_of_two(share, axes, name=name)

    return figure_of(draw, width, ax)


def plot_lattice(
    types: Any,
    names: Sequence[str],
    earlier: Any = None,
    *,
    columns: int = 2,
    width: Any = None,
    ax: "Axes | None" = None,
) -> "Figure":
    """Return a figure of a lattice: the type of each place, or what became of two types.

    Parameters
    ----------
    types
        (h, w) the number of each place's type, such as `results.picture` returns.
    names
        Of the types.
    earlier
        (h, w) the same of an earlier generation. Then four colours say what a place was and is;
        there must be two types.
    columns
        As wide as one column of a journal (3.5 inches), or two (7.2 inches, of which a square takes
        5).
    width, ax
        For print: how wide, or into which axes, as `results.plot` has them; None for `columns`.

    Raises
    ------
    ArgumentError
        When `types` is no lattice of these types, or `columns` is neither 1 nor 2.

    Examples
    --------
    >>> plot_lattice([[0, 1], [1, 1]], ["C", "D"], earlier=[[0, 0], [1, 1]], columns=1)
    <Drawing size 350x380 with 1 Axes>
    """
    columns = _columns(columns)
    words = [name_of("`names`", name) for name in several("names", names, "names of types")]
    if not words:
        raise ArgumentError("`names` must be names of types; got none.")
    now = _places("types", types, len(words))
    if earlier is not None and len(words) != 2:
        raise ArgumentError(f"`names` must be of two types for changes; got {len(words)}.")
    before = None if earlier is None else _places("earlier", earlier, 2)

    def draw() -> "Axes":
        if before is not None:
            axes = lattice.canvas_of(now, lattice.changed(words), columns)
            return lattice.changes(before, now, axes, names=words)
        axes = lattice.canvas_of(now, [words[k] for k in np.unique(now)], columns)
        return lattice.lattice(now, axes, names=words, colours=colours_of(words))

    return figure_of(draw, width, ax)


def _columns(columns: Any) -> int:
    return whole("columns", columns, 1, 2)


def _numbers(name: str, frame: Any) -> "pd.DataFrame":
    """Return a frame of finite numbers, or say what is wrong with it."""
    import pandas as pd

    given = frame_of(name, frame)
    if not given.size:
        raise ArgumentError(f"`{name}` must hold at least one number.")
    values = table(name, given.to_numpy(), "a table of finite numbers")
    return pd.DataFrame(values, given.index, given.columns)


def _series(name: str, values: Any, what: str) -> "pd.Series":
    """Return a series of finite numbers, or say what is wrong with it."""
    import pandas as pd

    if not isinstance(values, pd.Series) or not len(values):
        raise ArgumentError(f"`{name}` must be {what}; got {shown(values)}.")
    return pd.Series(table(name, values.to_numpy(), what), values.index)


def _fixation(rho: Any) -> "tuple[pd.DataFrame, int]":
    """Return a table of fixation probabilities, checked, and N, which its diagonal tells."""
    frame = _numbers("rho", rho)
    what = "a square table of fixation probabilities, as `fixation_probabilities` returns it"
    if list(frame.index) != list(frame.columns):
        raise ArgumentError(f"`rho` must be {what}.")
    values = frame.to_numpy()
    alone = np.diagonal(values)
    if (values < 0).any() or (values > 1).any() or np.ptp(alone) > 1e-9 or alone[0] <= 0:
        raise ArgumentError(f"`rho` must be {what}, with 1/N on its diagonal.")
    return frame, round(1 / float(alone[0]))


def _places(name: str, types: Any, many: int) -> np.ndarray:
    """Return a lattice of types, checked."""
    what = f"a lattice of whole numbers from 0 to {many - 1}"
    found = table(name, types, what)
    if found.ndim != 2 or not found.size:
        raise ArgumentError(f"`{name}` must be {what}; got shape {found.shape}.")
    if (found != np.floor(found)).any() or found.min() < 0 or found.max() >= many:
        raise ArgumentError(f"`{name}` must be {what}.")
    return found.astype(int)
