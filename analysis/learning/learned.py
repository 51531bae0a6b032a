"""Strategies learned from play: kinds of player in a log, as rules that enter any event.

Legend: n players, s states of a memory, k kinds. Behaviour vectors (n, s) are clustered by k-means.
A kind becomes two strategies: its centre, a rule that cooperates with the mean probability of its
members in each state (`kind_1`); and its members (`kind_1_members`), which draws one of them at the
start of a match and plays as that one did. The centre of a kind half of whom always cooperate and
half of whom never do tosses coins, which nobody did: then the second says more.
"""

import hashlib
import inspect
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.learning.clusters import (
    Clusters,
    Mixture,
    choose_k,
    gaussian_mixture,
    kmeans,
    preferred,
)
from analysis.learning.logs import COLUMNS, check_log
from analysis.learning.vectors import behaviour_vectors
from tournament.errors import TournamentError

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Strategy

MEMBERS = 200
"""Most members of a kind that its strategy draws from; of more, so many are drawn."""
DIGITS = 4
"""Decimals of learned probabilities: strategies are the same however sums were rounded."""
SHADOWED = 100_000
"""Decisions that a comparison with known rules looks at: of more, whole players are drawn."""
KNOWN = (
    "always_cooperate", "always_defect", "tit_for_tat", "suspicious_tit_for_tat",
    "tit_for_two_tats", "two_tits_for_tat", "grudger", "win_stay_lose_shift", "firm_but_fair",
    "generous_tit_for_tat", "soft_majority", "hard_majority", "gradual", "random_player",
    "repeat", "alternator", "bully", "anti_tit_for_tat",
)  # fmt: skip
"""Library rules that kinds are compared with."""


@dataclass(frozen=True, eq=False)
class Learned:
    """What `learn` found.

    log
        The play, as `check_log` returns it.
    vectors
        (n, s) behaviour of each player.
    clusters
        The kinds, their centres, and who belongs to which.
    criteria
        What `choose_k` said; None if k was given.
    strategies
        By name: centres (`kind_1`, ...), members (`kind_1_members`, ...),
        all players (`any_kind`), and their mean (`kind`).
    provenance
        Where it comes from: hash of the data, players, decisions, k, memory, seed, versions.
    """

    log: "pd.DataFrame"
    vectors: "pd.DataFrame"
    clusters: Clusters
    criteria: "pd.DataFrame | None"
    strategies: "dict[str, Strategy]"
    provenance: dict[str, Any]

    @property
    def names(self) -> list[str]:
        """The kinds as their strategies are called, largest first."""
        return list(self.strategies)[: len(self.clusters.sizes)]

    @property
    def entrants(self) -> "list[Strategy]":
        """The centres, and the members of each kind."""
        return list(self.strategies.values())[: 2 * len(self.names)]

    @cached_property
    def known(self) -> "pd.DataFrame":
        """(k, rules) `likeness` to well known rules of the library."""
        return likeness(self)

    @cached_property
    def soft(self) -> Mixture:
        """As many normal distributions as kinds, fitted to the same vectors."""
        seed: int = self.provenance["seed"]
        return gaussian_mixture(self.vectors, len(self.names), seed=seed)

    def like(self, kind: int) -> str:
        """Return the rule that a kind is most like, in words such as '73 % like grudger'."""
        row = self.known.loc[kind]
        return f"{100 * row.max():.0f} % like {row.idxmax()}"

    def save(self, file: str | os.PathLike[str]) -> Path:
        """Write the strategies into a Python file that `tournament.load` and `tournament run` take.

        Raises
        ------
        TournamentError
            When the file cannot be written.
        """
        path = Path(file)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(plugin(self), encoding="utf-8")
        except OSError as error:
            raise TournamentError(
                f"{path}: the strategies cannot be written: {error.strerror}."
            ) from None
        return path


def learn(
    log: "pd.DataFrame",
    k: "int | Literal['auto']" = "auto",
    *,
    memory: int = 1,
    name: str = "kind",
    seed: int = 0,
) -> Learned:
    """Return the kinds of player in a log, and strategies that play like them.

    Parameters
    ----------
    log
        One row a decision; see `analysis.learning.logs`.
    k
        Number of kinds; "auto" for the one that most criteria of `choose_k` prefer (`elected`),
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
        When k, memory or the name is out of range.

    Examples
    --------
    >>> from analysis import play_log
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> event = Tournament(field, turns=50, repetitions=1, noise=0.05, seed=1)
    >>> found = learn(play_log(event.play(progress=False)), k=3)
    >>> [found.like(kind) for kind in found.clusters.kinds]
    ['95 % like always_cooperate', '96 % like always_defect', '94 % like tit_for_tat']
    >>> list(found.strategies)[:4]
    ['kind_1', 'kind_2', 'kind_3', 'kind_1_members']
    """
    if not name.isidentifier():
        raise ValueError(f"`name` must be a name such as 'kind'; got {name!r}.")
    log = check_log(log)
    vectors = behaviour_vectors(log, memory)
    criteria = None
    if k == "auto":
        criteria = choose_k(vectors, seed=seed)
        k = elected(criteria)
    clusters = kmeans(vectors, k, seed=seed)
    provenance = {
        "data": _digest(log),
        "players": len(vectors),
        "decisions": len(log),
        "k": k,
        "chosen": "given" if criteria is None else "by criteria",
        "memory": memory,
        "seed": seed,
        "name": name,
        "versions": _versions(),
    }
    strategies = _strategies(vectors, clusters, name, seed)
    return Learned(log, vectors, clusters, criteria, strategies, provenance)


def elected(criteria: "pd.DataFrame") -> int:
    """Return the number of kinds that most criteria prefer, the smallest of those that tie.

    A criterion that is for the largest number tried would perhaps be for more: it has no vote,
    unless all are.

    Parameters
    ----------
    criteria
        What `choose_k` returned.
    """
    preference = preferred(criteria)
    inside = preference[preference < criteria.index.max()]
    votes = (inside if len(inside) else preference).value_counts()
    return int(votes.index[votes == votes.max()].min())


def likeness(learned: Learned, rules: "Sequence[Strategy | str]" = KNOWN) -> "pd.DataFrame":
    """Return how much of what each kind did, known rules would have done in its place.

    Each rule is shown what each member had seen of its matches; the likeness is the mean
    probability that it would have made the move that was made. A coin is like anyone by a half.

    Parameters
    ----------
    learned
        What `learn` found.
    rules
        Of which `prescriptions` knows the probabilities.

    Returns
    -------
    DataFrame
        (k, rules) shares of decisions.
    """
    from analysis.learning.shadow_play import prescriptions

    log = learned.log
    if len(log) > SHADOWED:
        log = _some_players(log, learned.clusters, learned.provenance["seed"])
    said = prescriptions(log, rules)
    chose = (log["move"] == "C").to_numpy()[:, None]
    same = said.where(np.broadcast_to(chose, said.shape), 1 - said)
    kind = learned.clusters.kinds.reindex(log["player"].astype(object)).to_numpy()
    return same.groupby(kind).mean().rename_axis("kind")


def plugin(learned: Learned) -> str:
    """Return the text of a Python file with the strategies.

    Parameters
    ----------
    learned
        What `learn` found.
    """
    from analysis.learning import learned_player

    name, k = learned.provenance["name"], len(learned.names)
    rules = inspect.getsource(learned_player).split("from here -")[1].split("\n", 1)[1].strip()
    rules = rules.replace("def kind(", f"def {name}(").replace("def any_kind(", f"def any_{name}(")
    rates = {each: _tables(strategy) for each, strategy in learned.strategies.items()}
    *shown, everybody, average = list(learned.strategies)
    about = "".join(f"    {each}: {learned.like(i)}\n" for i, each in enumerate(learned.names, 1))
    tables = "".join(f"    {each!r}: {_rows(rates[each])},\n" for each in shown)
    docs = {each: learned.strategies[each].doc for each in shown}
    variants = "\n".join(
        f"{each} = {name if i < k else f'any_{name}'}(LEARNED[{each!r}])"
        f".named({each!r}, DOCS[{each!r}])"
        for i, each in enumerate(shown)
    )
    return (
        f'"""Strategies learned from {learned.provenance["players"]:,} players.\n\n{about}\n'
        "The same data, k, memory and seed give them again: see PROVENANCE.\n"
        '"""\n\n'
        "from tournament import C, D, Probabilities, strategy\n\n"
        f"PROVENANCE = {json.dumps(learned.provenance, indent=4)}\n\n"
        f"AVERAGE = {_rows(rates[average])}\n"
        f"EVERYBODY = {_rows(rates[everybody])}\n"
        f"LEARNED = {{\n{tables}}}\n"
        f"DOCS = {json.dumps(docs, indent=4)}\n\n\n"
        f"{rules}\n\n\n{variants}\n"
    )


# -- inside ---------------------------------------------------------------------------------------


def _strategies(
    vectors: "pd.DataFrame", clusters: Clusters, name: str, seed: int
) -> "dict[str, Strategy]":
    """Return centres, members of each kind, members of all, and the average of all."""
    from analysis.learning.learned_player import any_kind, kind

    def members(rows: "pd.DataFrame", stream: int) -> np.ndarray:
        """Return at most `MEMBERS` of the rows, in an order that follows from them."""
        x = rows.to_numpy().round(DIGITS)
        x = x[np.lexsort(x.T[::-1])]
        if len(x) > MEMBERS:
            rng = np.random.default_rng((seed, stream))
            x = x[np.sort(rng.choice(len(x), MEMBERS, replace=False))]
        return x

    source = "\n\nSource: learned from play."
    centres, drawn = {}, {}
    for i, size in enumerate(clusters.sizes, 1):
        centre, each = clusters.centres.iloc[i - 1].round(DIGITS), f"{name}_{i}"
        whose = f"{size:,} of {len(vectors):,} players"
        centres[each] = kind(centre.to_numpy()).named(
            each,
            f"Play like the mean of {whose}: {_in_words(centre)}.{source}",
        )
        drawn[f"{each}_members"] = any_kind(members(vectors[clusters.kinds == i], i)).named(
            f"{each}_members",
            f"Draw one of {whose} at the start, and play as it did.{source}",
        )
    return {
        **centres,
        **drawn,
        f"any_{name}": any_kind(members(vectors, 0)).named(f"any_{name}", any_kind.doc),
        name: kind(vectors.mean().to_numpy().round(DIGITS)).named(name, kind.doc),
    }


def _in_words(rates: "pd.Series") -> str:
    """Return what a memory-one rule does, as a clause."""
    first, *after = (f"{rates[state]:.2f}" for state in ("first", "CC", "CD", "DC", "DD"))
    said = ", ".join(f"{p} after {s}" for p, s in zip(after, ("CC", "CD", "DC", "DD"), strict=True))
    return f"C with probability {first} first, {said}"


def _tables(strategy: "Strategy") -> Any:
    (values,) = strategy.parameters.values()
    return np.asarray(values).tolist()


def _rows(values: list[Any]) -> str:
    """Return a list of numbers on a line, or a table with a line for each row."""
    if not isinstance(values[0], list):
        return json.dumps(values)
    return "[\n" + "".join(f"        {json.dumps(row)},\n" for row in values) + "    ]"


def _some_players(log: "pd.DataFrame", clusters: Clusters, seed: int) -> "pd.DataFrame":
    """Return the log of some players of each kind, some `SHADOWED` decisions."""
    share = SHADOWED / len(log)
    rng = np.random.default_rng(seed)
    chosen: list[Any] = []
    for _, group in clusters.kinds.groupby(clusters.kinds):
        many = max(1, round(share * len(group)))
        chosen += [group.index[place] for place in rng.choice(len(group), many, replace=False)]
    return check_log(log[log["player"].isin(chosen)])


def _digest(log: "pd.DataFrame") -> str:
    """Return a hash of what was played, by whom; other columns do not count."""
    from pandas.util import hash_pandas_object

    columns = log[list(COLUMNS)].astype({"player": str, "match": str})
    hashed = hash_pandas_object(columns, index=False).to_numpy()
    return hashlib.sha256(hashed.tobytes()).hexdigest()[:16]


def _versions() -> dict[str, str]:
    from importlib.metadata import version

    from tournament.results.tournament import versions

    found = versions()
    kept = {name: found[name] for name in ("tournament", "python", "numpy")}
    return kept | {"scikit-learn": version("scikit-learn")}
