"""What a report tells about each cluster, each known rule, each treatment, each criterion."""

from dataclasses import dataclass

import numpy as np

from analysis.figures import palette
from analysis.learning.learned.learn import Learned
from analysis.reports.learned.findings import Findings
from analysis.reports.learned.summary import named


@dataclass(frozen=True)
class Cluster:
    """One cluster's row.

    name: of the strategy that plays like its mean. rates: by state, how often its mean player
    cooperates, and which share of its players was ever there. like: the rule of the library that it
    is most like, in words. score, members: mean scores of its two strategies against the library;
    NaN if they did not play.
    """

    name: str
    colour: str
    players: int
    share: float
    cooperation: float
    rates: list[tuple[float, float]]
    like: str
    score: float
    members: float


@dataclass(frozen=True)
class Choice:
    """What one criterion prefers; `edge` if that is the largest number that was tried."""

    name: str
    k: int
    edge: bool


def clusters(found: Findings) -> list[Cluster]:
    """Return a row for each cluster, the largest first.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    learned, scores = found.learned, found.scores
    total = len(learned.vectors)
    centres, reached = (
        learned.clusters.centres.to_numpy().tolist(),
        found.reached.to_numpy().tolist(),
    )
    return [
        Cluster(
            name=name,
            colour=palette.series(number),
            players=int(learned.clusters.sizes[number]),
            share=float(learned.clusters.sizes[number] / total),
            cooperation=float(found.cooperation[number]),
            rates=list(zip(centres[number - 1], reached[number - 1], strict=True)),
            like=learned.like(number),
            score=scores.get(name, np.nan),
            members=scores.get(f"{name}_members", np.nan),
        )
        for number, name in enumerate(learned.names, 1)
    ]


def known(learned: Learned) -> list[tuple[str, list[tuple[float, bool]]]]:
    """Return for each known rule its likeness to each cluster, and whether no rule is more like it.

    Parameters
    ----------
    learned
        What `learn` found.
    """
    table = learned.known.T
    best = table.eq(table.max())
    order = table.max(axis=1).sort_values(ascending=False, kind="stable").index
    return [
        (str(rule), list(zip(table.loc[rule].tolist(), best.loc[rule].tolist(), strict=True)))
        for rule in order
    ]


def treatments(learned: Learned) -> list[tuple[str, int, list[float]]]:
    """Return for each treatment its players and the share of each cluster; nothing if there is only
    one treatment.

    Parameters
    ----------
    learned
        What `learn` found.
    """
    log = learned.log
    if "treatment" not in log or log["treatment"].nunique() < 2:
        return []
    pairs = log[["player", "treatment"]].drop_duplicates()
    cluster = learned.clusters.labels.reindex(pairs["player"].astype(object)).to_numpy()
    found = []
    for treatment, places in pairs.reset_index(drop=True).groupby("treatment").indices.items():
        shares = np.bincount(cluster[places], minlength=len(learned.names) + 1)[1:] / len(places)
        found.append((str(treatment), len(places), shares.tolist()))
    return found


def choices(found: Findings) -> list[Choice]:
    """Return what each criterion prefers; nothing if the number of clusters was given."""
    criteria = found.learned.criteria
    if found.choice is None or criteria is None:
        return []
    largest = criteria.index.max()
    return [Choice(named(str(name)), int(k), k == largest) for name, k in found.choice.items()]
