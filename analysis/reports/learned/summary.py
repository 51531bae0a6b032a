"""What was learned, in plain words: sentences made of its numbers."""

from typing import TYPE_CHECKING

from analysis.figures.learning import TITLES
from analysis.learning.clusters.how_many import elected
from analysis.learning.clusters.kmeans import STARTS
from analysis.reports.learned.findings import Findings
from analysis.words import count, listing, number, percent

if TYPE_CHECKING:
    from tournament import Results

CLEAR = 0.9
"""From which probability on a player's cluster is said to be clear."""
BEST = 0.999
"""From which agreement on a start of k-means is said to have found the same clusters as the best
one."""


def summary(found: Findings) -> list[str]:
    """Return what was found, a few sentences per finding.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    return [text for part in layers(found).values() for text in part]


def layers(found: Findings) -> dict[str, list[str]]:
    """Return the sentences of each part of the page; each may have nothing to say.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    return {
        "kinds": _clusters(found),
        "sure": _criteria(found),
        "ranking": [] if found.results is None else _tournament(found, found.results),
    }


def brief(found: Findings) -> list[str]:
    """Return what to know first: the largest cluster, how sure the clusters are, and how they do.

    Parameters
    ----------
    found
        The numbers of what was learned.
    """
    return [_largest(found), f"{_number(found)} {_clear(found)}", *layers(found)["ranking"]]


def title(found: Findings) -> str:
    """Return what the report is called."""
    return f"{count(found.many, 'cluster')} of players, learned from play"


def lead(found: Findings) -> str:
    """Return what was learned from."""
    log, facts = found.learned.log, found.learned.provenance
    return (
        f"{count(facts['players'], 'player')}, {count(found.matches, 'match')},"
        f" {count(facts['decisions'], 'decision')}; {percent((log['move'] == 'C').mean())} of the"
        " decisions were cooperation"
    )


def starts(found: Findings) -> str:
    """Return how much the clusters depend on where k-means started."""
    agreement = found.starts["agreement"]
    same = int((agreement >= BEST).sum())
    return (
        f"Among {STARTS} starts, {same} ended at the same clusters as the best one. The worst start"
        f" agrees with the best one by {agreement.min():.2f} (adjusted Rand index)."
    )


def soft(found: Findings) -> str:
    """Return how clear-cut the clusters are."""
    return (
        f"In a mixture of as many normal distributions, {percent(_belong(found))} of the players"
        f" belong to one cluster with a probability of {CLEAR} or more."
    )


def named(criterion: str) -> str:
    """Return what a criterion is called."""
    return TITLES[criterion].split(" (")[0]


def _belong(found: Findings) -> float:
    """Return the share of players that clearly belong to one cluster."""
    return float((found.learned.soft.shares.max(axis=1) >= CLEAR).mean())


def _largest(found: Findings) -> str:
    """Say which cluster is the largest, and what it is like."""
    learned, total = found.learned, len(found.learned.vectors)
    sizes = [int(size) for size in learned.clusters.sizes]
    share, first = percent(sizes[0] / total), [n for n, k in enumerate(sizes) if k == sizes[0]]
    if found.many == 1:
        return f"All {count(total, 'player')} are one cluster, {learned.like(1)}."
    if len(first) > 1:
        names = listing([learned.names[n] for n in first])
        return f"{names} are the largest of {found.many} clusters: {share} of the players each."
    return (
        f"{learned.names[0]} is the largest of {found.many} clusters: {share} of the players,"
        f" {learned.like(1)}."
    )


def _number(found: Findings) -> str:
    """Say how sure the number of clusters is."""
    choice, criteria = found.choice, found.learned.criteria
    if choice is None or criteria is None:
        return "The number of clusters was given."
    if choice.nunique() == 1:
        return f"All criteria agree on {count(int(choice.iloc[0]), 'cluster')}."
    return f"The criteria do not agree on the number; {elected(criteria)} has most votes."


def _clear(found: Findings) -> str:
    return f"{percent(_belong(found))} of the players clearly belong to one cluster."


def _clusters(found: Findings) -> list[str]:
    learned, total = found.learned, len(found.learned.vectors)
    return [
        f"{name}: {size:,} of {total:,} players ({percent(size / total)}), {learned.like(cluster)}."
        for cluster, (size, name) in enumerate(
            zip(learned.clusters.sizes, learned.names, strict=True), 1
        )
    ]


def _criteria(found: Findings) -> list[str]:
    choice, criteria = found.choice, found.learned.criteria
    if choice is None or criteria is None:
        return []
    said = [f"{named(str(name))} prefers {k}" for name, k in choice.items()]
    agreed = "All criteria agree on the number of clusters"
    if choice.nunique() > 1:
        agreed = "The criteria do not agree on the number of clusters"
        agreed += f"; {elected(criteria)} has most votes"
    return [f"{agreed}: {listing(said, 5)}."]


def _tournament(found: Findings, results: "Results") -> list[str]:
    order, scores = [str(name) for name in results.ranking.index], found.scores
    most = max(scores, key=lambda name: scores[name])
    first = next(name for name in order if name in scores)
    return [
        f"In a tournament with {count(len(order) - len(scores), 'player')} of the library,"
        f" {order[0]} won. The best learned strategy is {first}, in place"
        f" {order.index(first) + 1} of {len(order)}. Against the players of the library alone,"
        f" {most} scores most: {number(scores[most], found.digits)} per turn."
    ]
