"""How much a ranking hangs on the field: without a player, with one more, in parts of the field.

All functions read the payoff table, (p, p), and play nothing. A player's score in another field is
the mean of its payoffs against that field, every opponent weighing alike. This is exact for the
matches that were played, since a match does not know who else takes part. Legend: p players, b
sub-fields.

Ranks here are 1 + the number of players that scored better, so that equal scores share a place. If
lower scores are better, low scores rank first.
"""

from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

import numpy as np

from analysis.arguments import CELLS, results_of
from tournament.errors import TournamentError
from tournament.results.estimation.shares import wilson
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import MOST_SEED, flag, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

TINY = 1e-12
"""Relative to the largest score: differences that rounding alone makes."""


def leave_one_out(results: "Results", *, self_play: bool | None = None) -> "pd.DataFrame":
    """Return everybody's rank in the field without each player.

    Parameters
    ----------
    results
        Of at least two players, three without self-play.
    self_play
        Whether a player's match against its copy counts; None for what was played.

    Returns
    -------
    DataFrame
        (p, p) ranks: a row the player left out, a column the player ranked; NaN on the diagonal.

    Raises
    ------
    TournamentError
        When nothing would be left to rank by.

    Examples
    --------
    >>> import strategies
    >>> from tournament import Tournament
    >>> field = [strategies.tit_for_tat, strategies.always_defect, strategies.always_cooperate]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> leave_one_out(results).loc["always_cooperate"].idxmin()
    'tit_for_tat'
    """
    table, counted = _table(results, self_play)
    needed = 2 if counted else 3
    if len(table) < needed:
        where = "" if counted else " where matches against copies do not count"
        raise TournamentError(
            f"Leaving one out needs at least {needed} players{where}; here {_are(len(table))}."
        )
    values = np.nan_to_num(table.to_numpy())
    sums = values.sum(axis=1) - values.T  # (left out, player)
    np.fill_diagonal(sums, np.nan)
    return _square(_ranks(sums, results), table, "left_out")


def one_more(results: "Results", *, self_play: bool | None = None) -> "pd.DataFrame":
    """Return everybody's rank in the field that each player enters a second time.

    A second copy meets the others as the first one does, and the first one as in self-play; so this
    is what one more entrant would change if it played like somebody who is there.

    Parameters
    ----------
    results
        Played with self-play.
    self_play
        Whether a player's match against its own copy counts, beside that against the second
        entrant; None for yes.

    Returns
    -------
    DataFrame
        (p, p) ranks: a row the player entered again, a column the player ranked. The second entrant
        has the place of the first, and moves nobody down by being counted.

    Raises
    ------
    TournamentError
        When the results have no self-play.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> one_more(results).loc["always_cooperate"].to_dict()
    {'tit_for_tat': 2.0, 'always_defect': 1.0, 'always_cooperate': 3.0}
    """
    if not results_of(results).self_play:
        raise TournamentError(
            "One more entrant meets its like, which these results lack; play with self_play=True."
        )
    table, _ = _table(results, self_play)
    sums = np.nansum(table.to_numpy(), axis=1) + results.payoffs.to_numpy().T  # (again, player)
    return _square(_ranks(sums, results), table, "entered_again")


def kingmakers(results: "Results", *, self_play: bool | None = None) -> "pd.DataFrame":
    """Return who makes whom win: the players without whom the first place would be another's.

    Parameters
    ----------
    results, self_play
        As for `leave_one_out`.

    Returns
    -------
    DataFrame
        One row for each player that the winner owes its place to, indexed by (`player`, `makes`);
        `rank`, the winner's place without that player; `instead`, who would be first, names joined
        by commas where scores are equal. Empty when the winner wins without any other, too.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> kingmakers(results)["instead"].to_dict()
    {('always_cooperate', 'always_defect'): 'tit_for_tat'}
    """
    import pandas as pd

    ranks = leave_one_out(results, self_play=self_play)
    table, _ = _table(results, self_play)
    whole_field = _ranks(np.nansum(table.to_numpy(), axis=1), results)
    places, names = ranks.to_numpy(), list(table.index)
    rows = [
        (names[j], names[w], int(places[j, w]), ", ".join(table.index[places[j] == 1]))
        for j in range(len(names))
        for w in np.flatnonzero(whole_field == 1)
        if places[j, w] > 1
    ]
    frame = pd.DataFrame(rows, columns=["player", "makes", "rank", "instead"])
    return frame.set_index(["player", "makes"])


def sub_fields(
    results: "Results",
    fields: int = 1000,
    size: int | None = None,
    seed: int = 0,
    *,
    self_play: bool | None = None,
) -> "pd.DataFrame":
    """Return how often each player wins among random parts of the field.

    Parameters
    ----------
    results
        Of at least two players.
    fields
        How many sub-fields are drawn, all sets of `size` players being equally likely. Where there
        are no more than that, each is taken once.
    size
        Players of a sub-field; half of the field by default, at least two.
    seed
        Of the draws.
    self_play
        Whether a player's match against its copy counts; None for what was played.

    Returns
    -------
    DataFrame
        Indexed by player, the most frequent winner first: `first`, the share of the sub-fields it
        was in that it won, equal scores dividing the place; `low`, `high`, the 95 % interval that
        the number of draws leaves that share (Wilson 1927), `first` itself where all sub-fields
        were taken; `of_all`, its share of all sub-fields, which sum to one; `mean_rank`; `entered`,
        how many it was in. NaN for a player never drawn. `attrs` has `fields`, `size`, `seed`, and
        `all`, whether all sub-fields were taken.

    Raises
    ------
    TournamentError
        When the field has fewer than two players.

    Examples
    --------
    >>> from tournament import Tournament
    >>> field = ["tit_for_tat", "always_defect", "always_cooperate", "grudger"]
    >>> results = Tournament(field, turns=10, repetitions=1, seed=1).play(progress=False)
    >>> sub_fields(results, size=3)[["first", "mean_rank", "entered"]].round(2).rename_axis(None)
                      first  mean_rank  entered
    always_defect      0.67       1.67        3
    grudger            0.28       1.33        3
    tit_for_tat        0.28       1.33        3
    always_cooperate   0.11       2.33        3
    """
    import pandas as pd

    table, counted = _table(results, self_play)
    p = len(table)
    if p < 2:
        raise TournamentError(f"Sub-fields need at least 2 players; here {_are(p)}.")
    fields, seed = whole("fields", fields, 1, CELLS // p), whole("seed", seed, 0, MOST_SEED)
    size = max(2, p // 2) if size is None else whole("size", size, 1 if counted else 2, p)
    every = comb(p, size) <= fields
    member = np.zeros((comb(p, size) if every else fields, p))
    if every:
        drawn = np.array(list(combinations(range(p), size)))
    else:
        random = np.random.default_rng(seed)
        drawn = np.argsort(random.random(member.shape), axis=1)[:, :size]
    np.put_along_axis(member, drawn, 1.0, axis=1)
    sums = member @ np.nan_to_num(table.to_numpy()).T
    ranks = _ranks(np.where(member > 0, sums, np.nan), results)
    top = ranks == 1
    won = (top / top.sum(axis=1, keepdims=True)).sum(axis=0)
    entered = member.sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        first, mean_rank = won / entered, np.nansum(ranks, axis=0) / entered
        low, high = wilson(first, entered, 0.0 if every else CONFIDENCE)
    frame = pd.DataFrame(
        {
            "first": first,
            "low": low,
            "high": high,
            "of_all": won / len(member),
            "mean_rank": mean_rank,
            "entered": entered.astype(int),
        },
        index=table.index,
    )
    frame = frame.iloc[np.lexsort((frame.index, mean_rank, -np.nan_to_num(first, nan=-1.0)))]
    frame.attrs.update(fields=len(member), size=size, seed=seed, all=every)
    return frame


def _table(results: "Results", self_play: bool | None) -> tuple["pd.DataFrame", bool]:
    """Return (p, p) payoffs, NaN where they do not count, and whether matches against copies do."""
    results_of(results)
    self_play = None if self_play is None else flag("self_play", self_play)
    if self_play and not results.self_play:
        raise TournamentError("These results have no self-play to count; play with self_play=True.")
    counted = results.self_play if self_play is None else self_play
    table = results.payoffs.copy()
    if not counted:
        table = table.mask(np.eye(len(table), dtype=bool))
    return table, counted


def _ranks(sums: np.ndarray, results: "Results") -> np.ndarray:
    """Return ranks along the last axis, 1 the best, equal ones alike; NaN has none.

    Sums of payoffs rank as scores do, since in one field all meet equally many.
    """
    value = sums if results.game.less_is_better else -sums
    grain = TINY * float(np.nanmax(np.abs(sums), initial=0.0))
    order = np.argsort(value, axis=-1)
    ordered = np.take_along_axis(value, order, axis=-1)
    worse = np.diff(ordered, axis=-1, prepend=-np.inf) > grain  # than the one before
    places = np.maximum.accumulate(np.where(worse, 1 + np.arange(value.shape[-1]), 1), axis=-1)
    ranks = np.empty(value.shape)
    np.put_along_axis(ranks, order, np.where(np.isnan(ordered), np.nan, places), axis=-1)
    return ranks


def _square(values: np.ndarray, table: "pd.DataFrame", rows: str) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(values, index=table.index.rename(rows), columns=table.index)


def _are(players: int) -> str:
    return "is 1" if players == 1 else f"are {players}"
