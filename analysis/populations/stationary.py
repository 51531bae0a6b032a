"""What a well-mixed population is like in the long run, with mutation: the chain of all its states.

Legend: k types, N players, s states: all ways to have N players of k types.
"""

from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.exact.chains import component_of
from analysis.populations.balance import at_once, eliminated, iterated
from analysis.populations.compositions import (
    Links,
    chain_at_once,
    compositions,
    links_of,
)
from analysis.populations.well_mixed import WellMixed, pairs_in, well_mixed
from tournament.errors import ArgumentError, TournamentError
from tournament.interactive.card import Card, Share, Table, as_text
from tournament.interactive.html import as_html
from tournament.interactive.shown import shown
from tournament.rules.population import mutation_of

if TYPE_CHECKING:
    import pandas as pd

    from analysis.evolution.table import Payoffs

MOST_STATES = 200_000
MOST_AT_ONCE = 5000
"""States, where all players change at once: any can follow any."""
MOST_CORNERS = 2**20
"""(N + 1) ** (k - 1), where all players change at once."""
MOST_WORK = 2e8
"""Of an elimination in plain NumPy: about half a second."""


@dataclass(frozen=True, eq=False, repr=False)
class Stationary:
    """What a population is like in the long run.

    Attributes
    ----------
    types
        (k,) their names.
    states
        (s, k) how many players there are of each type.
    probabilities
        (s,) the share of time of each state.
    """

    types: "pd.Index"
    states: np.ndarray
    probabilities: np.ndarray

    @property
    def size(self) -> int:
        """How many players there are."""
        return int(self.states[0].sum())

    @property
    def shares(self) -> "pd.Series":
        """(k,) the mean share of each type, by `type`."""
        import pandas as pd

        mean = self.probabilities @ self.states / self.size
        return pd.Series(mean, self.types.rename("type"), name="share")

    @property
    def by_state(self) -> "pd.Series":
        """(s,) the share of time of each state, indexed by how many there are of each type."""
        import pandas as pd

        index = pd.MultiIndex.from_arrays(list(self.states.T), names=list(self.types))
        return pd.Series(self.probabilities, index, name="probability")

    def _card(self) -> Card:
        """Return what it shows of itself."""
        rows = [(str(name), Share(share)) for name, share in self.shares.items()]
        facts = [("players", str(self.size)), ("states", f"{len(self.states):,}")]
        return Card("The long run", facts=facts, parts=[Table(("type", "mean share"), rows)])

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())


def stationary(  # noqa: PLR0913 (one keyword per rule)
    table: "Payoffs",
    size: int = 100,
    mutation: Any = 0.01,
    process: str = "moran",
    selection: float = 1.0,
    fitness: str = "linear",
    *,
    self_interaction: bool = False,
    synchronous: bool | None = None,
    less_is_better: bool = False,
) -> Stationary:
    """Return how often a well-mixed population is in each state, in the long run with mutation.

    Parameters
    ----------
    table, size, process, selection, fitness, self_interaction, synchronous, less_is_better
        As for `fixation_probabilities`. There are at most 200,000 states, and 5,000 where all
        players change at once: 3 types at size 630, 4 at 104, 5 at 44.
    mutation
        A rate, with which a newcomer is of one of the other types, each alike; or (k, k) chances
        that a child of the row's type is of the column's. In "fermi", "imitate best" and "best
        response" it is the learner who tries another type.

    Returns
    -------
    Stationary
        `shares` has the mean share of each type. `states` and `probabilities` have all the rest,
        and `by_state` has both in one series. `plot_simplex` draws it, of three types.

    Raises
    ------
    ArgumentError
        When there is no mutation, when there are too many states, or as for
        `fixation_probabilities`.
    TournamentError
        When the long run hangs on the start, as some types never come back.
    MissingExtra
        When there are many states, and SciPy is not installed.

    Notes
    -----
    The chain of counts is solved as a whole: by elimination without differences, so that rare
    states keep their digits (Grassmann, Taksar and Heyman 1985); where that would take long, by
    steps to an error of 1e-10 or less.

    Examples
    --------
    >>> hawks_and_doves = [[-1, 2], [0, 1]]
    >>> found = stationary(hawks_and_doves, 50, 0.01, fitness="exponential")
    >>> found.shares.round(3).tolist(), len(found.states)
    ([0.521, 0.479], 51)
    >>> hawks = found.by_state.groupby(level=0).sum()  # how often there are 0 to 50 hawks
    >>> int(hawks.idxmax())
    26
    """
    population = well_mixed(
        process, size, selection, fitness,
        self_interaction=self_interaction, synchronous=synchronous,
    )  # fmt: skip
    pairs = pairs_in(population, table, less_is_better=less_is_better)
    k = len(pairs.names)
    chances = mutation_of(mutation, k)
    if (chances == np.eye(k)).all():
        raise ArgumentError(
            f"`mutation` must let newcomers be of other types, or the first type to take over stays"
            f" for ever; got {shown(mutation)}. `small_mutation` has the limit of rare mutations."
        )
    many = comb(population.size + k - 1, k - 1)
    most = MOST_AT_ONCE if population.synchronous else MOST_STATES
    if many > most:
        raise ArgumentError(
            f"`size` is too large for {k} types: {many:,} states, of at most {most:,}. Choose a"
            " smaller size, fewer types, or `small_mutation`."
        )
    if population.synchronous and (population.size + 1) ** (k - 1) > MOST_CORNERS:
        raise ArgumentError(
            f"`size` is too large for {k} types that all change at once; choose a smaller size,"
            " fewer types, or `small_mutation`."
        )
    states = compositions(population.size, k)
    found = _long_run(states, pairs.utilities, population, chances)
    return Stationary(pairs.names, states, found)


def _long_run(
    states: np.ndarray, a: np.ndarray, population: WellMixed, mutation: np.ndarray
) -> np.ndarray:
    """Return (s,) the share of time of each state."""
    found = np.zeros(len(states))
    if population.synchronous:
        P = chain_at_once(states, a, population, mutation)
        if (mutation > 0).all():
            return at_once(P)
        source, target = np.nonzero(P)
        kept = _never_left(Links(source, target, P[source, target]), len(states))
        found[kept] = at_once(P[np.ix_(kept, kept)])
        return found
    links = links_of(states, a, population, mutation)
    if (mutation > 0).all():
        return _solved(links, len(states))
    kept = _never_left(links, len(states))
    found[kept] = _solved(links.among(kept), len(kept))
    return found


def _solved(links: Links, size: int) -> np.ndarray:
    """Return (s,) the share of time of each state, of which each can be reached from each."""
    width = int(np.abs(links.source - links.target).max(initial=0))
    if size * width**2 <= MOST_WORK:
        return eliminated(links, size, width)
    return iterated(links, size, width)


def _never_left(links: Links, size: int) -> np.ndarray:
    """Return the numbers of the states that are seen for ever.

    Raises
    ------
    TournamentError
        When the start decides which states these are.
    """
    order = np.argsort(links.source, kind="stable")
    begins = np.searchsorted(links.source[order], np.arange(1, size))
    part = component_of([each.tolist() for each in np.split(links.target[order], begins)])
    left = np.unique(part[links.source[part[links.source] != part[links.target]]])
    closed = np.setdiff1d(part, left)
    if len(closed) > 1:
        raise TournamentError(
            "The long run of this population hangs on its start: `mutation` lets some types never"
            " come back. Give every type a chance above 0."
        )
    return np.flatnonzero(part == closed[0])
