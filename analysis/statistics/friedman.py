"""Whether players differ at all, by their ranks within blocks, and which differ from which."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.arguments import results_of
from analysis.statistics.hypothesis_tests import friedman_test, studentized_range
from analysis.statistics.scores import less_is_better, scores
from tournament.errors import TournamentError
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import level_of, one_of

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

Blocks = Literal["opponents", "repetitions"]
BLOCKS: tuple[Blocks, ...] = ("opponents", "repetitions")


@dataclass(frozen=True, eq=False)
class Friedman(Mapping[str, Any]):
    """What `friedman` found; every field also answers by its name, as in a dictionary.

    statistic, p
        Of Friedman (1937).
    mean_ranks
        (p,) mean rank of each player, best first.
    critical_difference
        Of mean ranks, by Nemenyi (1963), after Demšar (2006).
    groups
        Lists of players (best first) within one critical difference, that are in no larger group.
    """

    statistic: float
    p: float
    mean_ranks: "pd.Series[float]"
    critical_difference: float
    groups: list[list[str]]

    def __getitem__(self, name: str) -> Any:
        if name in self.__dataclass_fields__:
            return getattr(self, name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (field.name for field in fields(self))

    def __len__(self) -> int:
        return len(fields(self))


def friedman(
    results: "Results",
    *,
    blocks: Blocks = "opponents",
    confidence: float = CONFIDENCE,
) -> Friedman:
    """Test whether players differ at all, by their ranks within blocks, and say which by how much.

    Parameters
    ----------
    results
        Of at least 3 players.
    blocks
        What players are ranked within: against each opponent, copies included if played, or in each
        repetition.
    confidence
        Of the critical difference.

    Returns
    -------
    Friedman
        Statistic, p, mean ranks, critical difference and groups, also by name: `found["p"]`.

    Raises
    ------
    TournamentError
        When there are fewer than 3 players or 2 blocks, or players did not all meet.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]
    >>> event = Tournament(field, turns=10, repetitions=20, noise=0.05, seed=1)
    >>> results = event.play(progress=False)
    >>> found = friedman(results)
    >>> round(found.statistic, 2), round(found.p, 3)
    (0.9, 0.825)
    >>> found["mean_ranks"].to_dict()
    {'grudger': 2.0, 'always_cooperate': 2.5, 'always_defect': 2.75, 'tit_for_tat': 2.75}
    """
    results_of(results)
    level, blocks = level_of("confidence", confidence), one_of("blocks", blocks, BLOCKS)
    if blocks == "repetitions":
        table = scores(results)
        if len(results.per_repetition) < 2:
            raise TournamentError("Friedman's test over repetitions needs at least 2; here is 1.")
    else:
        table = results.payoffs.T
    x = table.to_numpy()
    if x.shape[1] < 3:
        raise TournamentError(f"Friedman's test needs at least 3 players; here are {x.shape[1]}.")
    if np.isnan(x).any():
        raise TournamentError(
            "Friedman's test over opponents needs payoffs against every opponent and the copy; play"
            ' with self_play=True, or use blocks="repetitions".'
        )
    ranks = table.rank(axis=1, ascending=less_is_better(results))
    mean_ranks = ranks.mean().rename("mean_rank").sort_index().sort_values(kind="stable")
    size, players = x.shape
    statistic, p = friedman_test(ranks.to_numpy())
    quantile = studentized_range(level, players) / np.sqrt(2)
    critical = float(quantile * np.sqrt(players * (players + 1) / (6 * size)))
    return Friedman(statistic, p, mean_ranks, critical, groups_within(mean_ranks, critical))


def groups_within(mean_ranks: "pd.Series", critical: float) -> list[list[str]]:
    """Return the largest lists of players within a critical difference, from ranks, best first."""
    values, names = mean_ranks.to_numpy(), list(mean_ranks.index)
    ends = np.searchsorted(values, values + critical, side="right")
    groups, reached = [], 0
    for start, end in enumerate(ends):
        if end > reached and end - start > 1:
            groups.append(names[start:end])
        reached = max(reached, int(end))
    return groups
