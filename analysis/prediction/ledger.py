"""A table of mean payoffs from a ledger: what is in it, NaN where two players never met."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament import outcomes
from tournament.errors import ArgumentError
from tournament.game import TSTO, Game
from tournament.interactive.shown import shown
from tournament.results.ledger.frames import read_ledger

if TYPE_CHECKING:
    import pandas as pd

CONDITIONS = ("turns", "told", "continuation", "noise", "opponent_noise", "misperception",
              "opponent_misperception", "seed")  # fmt: skip
COUNTS = [f"count_{name.lower()}" for name in outcomes.NAMES]


def ledger_payoffs(
    ledger: str | Path, game: Game | str = TSTO, **conditions: Any
) -> "pd.DataFrame":
    """Return mean payoffs per turn of row against column, from the matches of a ledger.

    Parameters
    ----------
    ledger
        A file that `play(ledger=...)` wrote, or the URL of a database.
    game
        What outcomes pay; it must pay both seats alike. Matches of rules that read payoffs are
        there if they were played with these.
    conditions
        Values of columns of `tournament.read_ledger`, such as `turns=200` or `noise=0.01`. What is
        left must be matches under one set of conditions.

    Returns
    -------
    pandas.DataFrame
        (p, p); NaN where two players never met.

    Raises
    ------
    ArgumentError
        When nothing is left, or matches under several conditions are; or for another game or word.
    LedgerError
        When there is no ledger, or it cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> from tournament import Tournament
    >>> place = f"{tempfile.mkdtemp()}/ledger.sqlite"
    >>> edges = [("tit_for_tat", "always_defect"), ("tit_for_tat", "grudger")]
    >>> field = ["tit_for_tat", "always_defect", "grudger"]
    >>> event = Tournament(field, turns=10, graph=edges, seed=1)
    >>> results = event.play(progress=False, ledger=place)
    >>> ledger_payoffs(place).loc["tit_for_tat"].round(1).tolist()
    [4.6, 15.0, nan]
    """
    import pandas as pd

    game = Game.of(game)
    if not game.is_symmetric:
        raise ArgumentError(f"`game` must pay both seats alike; got {shown(game)}.")
    rows = read_ledger(ledger)
    paid = json.dumps(game.utilities.ravel().tolist())
    rows = rows[rows["payoffs"].isna() | (rows["payoffs"] == paid)]
    for name, value in conditions.items():
        if name not in CONDITIONS:
            raise ArgumentError(f"`{name}` is no condition of matches; these are {CONDITIONS}.")
        rows = rows[rows[name] == value]
    if rows.empty:
        raise ArgumentError(f"`ledger` has no such matches: {shown(str(ledger))}.")
    apart = [name for name in CONDITIONS if rows[name].nunique(dropna=False) > 1]
    if apart:
        values = sorted(map(str, rows[apart[0]].unique()))
        raise ArgumentError(
            f"`{apart[0]}` must say which matches of the ledger are meant; there are those of"
            f" {', '.join(values[:5])}{' ...' * (len(values) > 5)}."
        )
    keys = ["player", "opponent", "first"]  # of spans that overlap the longest counts
    rows = rows.sort_values([*keys, "repetitions"]).drop_duplicates(keys, keep="last")
    names = sorted({*rows["player"], *rows["opponent"]})
    counts = np.zeros((len(names), len(names), outcomes.SIZE))
    place = {name: number for number, name in enumerate(names)}
    one, other = (rows[who].map(place).to_numpy() for who in ("player", "opponent"))
    seen = rows[COUNTS].to_numpy(float)
    np.add.at(counts, (one, other), seen)
    np.add.at(counts, (other, one), outcomes.swapped(seen))
    turns = counts.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        found = outcomes.paid(counts, outcomes.flat(game.utilities[0])) / turns
    return pd.DataFrame(np.where(turns > 0, found, np.nan), names, names)
