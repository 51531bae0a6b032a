"""Learn strategies from a log: clusters of its players, and rules that play like them.

Legend: n players, s states of a memory, k clusters. Behaviour vectors (n, s) are clustered by
k-means, and each cluster becomes two strategies (`analysis.learning.learned.strategies`).
"""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from analysis.learning.clusters.clusters import Clusters
from analysis.learning.clusters.fits import number_of_clusters
from analysis.learning.clusters.how_many import choose_k, elected
from analysis.learning.clusters.kmeans import kmeans
from analysis.learning.clusters.mixture import Mixture, gaussian_mixture
from analysis.learning.clusters.showing import table
from analysis.learning.learned.likeness import likeness
from analysis.learning.learned.plugin_file import check_name, plugin
from analysis.learning.learned.strategies import strategies_of
from analysis.learning.logs import COLUMNS, PlayLog, parse_log
from analysis.learning.states import LONGEST
from analysis.learning.vectors import behaviour_vectors
from tournament.errors import TournamentError
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.interactive.words import count, listing
from tournament.results.showing.plots import plot
from tournament.rules.checks import one_of, whole
from tournament.rules.checks import path as checked_path

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from tournament import Strategy


@dataclass(frozen=True, eq=False, repr=False)
class Learned:
    """What `learn` found.

    play
        The log.
    vectors
        (n, s) behaviour of each player.
    clusters
        The clusters, their centres, and who belongs to which.
    criteria
        What `choose_k` said; None if k was given.
    strategies
        By name: centres (`kind_1`, ...), members (`kind_1_members`, ...),
        all players (`any_kind`), and their mean (`kind`).
    provenance
        Where it comes from: hash of the data, players, decisions, k, memory, seed, versions.
    """

    play: PlayLog
    vectors: "pd.DataFrame"
    clusters: Clusters
    criteria: "pd.DataFrame | None"
    strategies: "dict[str, Strategy]"
    provenance: dict[str, Any]

    @property
    def log(self) -> "pd.DataFrame":
        """The play, as `check_log` returns it."""
        return self.play.frame

    @property
    def names(self) -> list[str]:
        """The clusters as their strategies are called, largest first."""
        return list(self.strategies)[: len(self.clusters.sizes)]

    @property
    def entrants(self) -> "list[Strategy]":
        """The centres, and the members of each cluster."""
        return list(self.strategies.values())[: 2 * len(self.names)]

    @cached_property
    def known(self) -> "pd.DataFrame":
        """(k, rules) `likeness` to well known rules of the library."""
        return likeness(self)

    @cached_property
    def soft(self) -> Mixture:
        """As many normal distributions as clusters, fitted to the same vectors."""
        seed: int = self.provenance["seed"]
        return gaussian_mixture(self.vectors, len(self.names), seed=seed)

    def like(self, kind: int) -> str:
        """Return the rule that a cluster is most like, in words such as '73 % like grudger'."""
        row = self.known.loc[whole("kind", kind, 1, len(self.names))]
        return f"{100 * row.max():.0f} % like {row.idxmax()}"

    def save(self, file: str | os.PathLike[str]) -> Path:
        """Write the strategies into a Python file that `tournament.load` and `tournament run` take.

        Raises
        ------
        TournamentError
            When the file cannot be written.
        """
        path = checked_path("file", file)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(plugin(self), encoding="utf-8")
        except OSError as error:
            raise TournamentError(
                f"{path}: the strategies cannot be written: {error.strerror}."
            ) from None
        return path

    def plot(
        self,
        kind: str = "map",
        *,
        width: "str | float | None" = None,
        ax: "Axes | None" = None,
    ) -> "Figure":
        """Return a figure of what was learned.

        Parameters
        ----------
        kind
            "map" for players by behaviour, coloured by cluster; "criteria" for those of `choose_k`;
            "dendrogram" for how players join into groups.
        width, ax
            For print: how wide, or into which axes, as `plot` of results has them.

        Raises
        ------
        ArgumentError
            When there is no figure of that name.
        TournamentError
            When there is nothing to show.
        """
        return plot("learned", self, kind, width=width, ax=ax)

    def card(self) -> Card:
        """Return what is shown: clusters under the names of their strategies, and their data."""
        told = self.provenance
        players, decisions = count(told["players"], "player"), count(told["decisions"], "decision")
        return Card(
            f"Learned: {count(len(self.names), 'cluster')} of {players}, {decisions}",
            facts=[
                ("how many clusters", told["chosen"]),
                ("memory", count(told["memory"], "turn")),
                ("seed", f"{told['seed']}"),
                ("strategies", listing(list(self.strategies), 8)),
            ],
            parts=[table(self.clusters, self.names)],
        )

    def __repr__(self) -> str:
        return as_text(self.card())

    def _repr_html_(self) -> str:
        return as_html(self.card())


AUTO: tuple[Literal["auto"]] = ("auto",)


def learn(
    log: "pd.DataFrame | PlayLog",
    k: "int | Literal['auto']" = "auto",
    *,
    memory: int = 1,
    name: str = "kind",
    seed: int = 0,
) -> Learned:
    """Return the clusters of players in a log, and strategies that play like them.

    Parameters
    ----------
    log
        One row a decision; see `analysis.learning.logs`.
    k
        Number of clusters; "auto" for the one that most criteria of `choose_k` prefer (`elected`),
        which is a convenience, not a finding: read them.
    memory
        Turns that behaviour looks back.
    name
        What the strategies' names begin with.
    seed
        Of all that is drawn.

    Raises
    ------
    TournamentError
        When the log is none.
    ValueError
        When k, memory, the name or the seed is out of range.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=50, repetitions=1, noise=0.05, seed=1)
    >>> found = learn(play_log(event.play(progress=False)), k=3)
    >>> [found.like(kind) for kind in found.clusters.labels]
    ['95 % like always_cooperate', '96 % like always_defect', '94 % like tit_for_tat']
    >>> list(found.strategies)[:4]
    ['kind_1', 'kind_2', 'kind_3', 'kind_1_members']
    """
    name, memory = check_name(name), whole("memory", memory, 1, LONGEST)
    seed = whole("seed", seed, 0, 2**32 - 1)  # as scikit-learn takes seeds
    if isinstance(k, str):
        k = one_of("k", k, AUTO)
    play = parse_log(log)
    vectors = behaviour_vectors(play, memory)
    criteria = None
    if isinstance(k, str):
        criteria = choose_k(vectors, seed=seed)
        k = elected(criteria)
    k = number_of_clusters(k, vectors.to_numpy())
    clusters = kmeans(vectors, k, seed=seed)
    provenance = {
        "data": _digest(play.frame),
        "players": len(vectors),
        "decisions": len(play),
        "k": k,
        "chosen": "given" if criteria is None else "by criteria",
        "memory": memory,
        "seed": seed,
        "name": name,
        "versions": _versions(),
    }
    strategies = strategies_of(vectors, clusters, name, seed)
    return Learned(play, vectors, clusters, criteria, strategies, provenance)


def _digest(log: "pd.DataFrame") -> str:
    """Return a hash of what was played, by whom; other columns do not count."""
    from pandas.util import hash_pandas_object

    columns = log[list(COLUMNS)].astype({"player": str, "match": str})
    hashed = hash_pandas_object(columns, index=False).to_numpy()
    return hashlib.sha256(hashed.tobytes()).hexdigest()[:16]


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    from tournament.results.provenance import versions

    found = versions()
    kept = {name: found[name] for name in ("tournament", "python", "numpy")}
    return kept | {"scikit-learn": version("scikit-learn")}
