"""Which properties go with success: correlations, means of winners, random forests.

Legend: n entries, k properties.
"""

from typing import TYPE_CHECKING

import numpy as np

from analysis.behaviours.extortion import extortion_fit
from tournament.errors import needed
from tournament.game import Game

if TYPE_CHECKING:
    import pandas as pd

OF_FIELDS = ("max", "median", "mean", "min")
"""Statistics of cooperation in a field."""


def gathered(
    entries: "pd.DataFrame", tournaments: "pd.DataFrame", facts: "pd.DataFrame", game: Game
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Return (n, k) properties of entries, and what they are compared with.

    Parameters
    ----------
    entries, tournaments, facts, game
        As in `MetaTournaments`; entries of one format.
    """
    import pandas as pd

    rates = [name for name in entries.columns if name.startswith("after_")]
    where = entries["tournament"].to_numpy()
    frame = entries[rates].reset_index(drop=True)
    frame["sse"] = extortion_fit(entries[rates].to_numpy(), game)[0]
    own = entries["cooperation"].to_numpy()
    here = tournaments.loc[where]
    field = {name: here[f"cooperation_{name}"].to_numpy() for name in OF_FIELDS}
    frame["cooperation"] = own
    with np.errstate(invalid="ignore", divide="ignore"):
        for name in OF_FIELDS[:-1]:
            frame[f"cooperation_to_{name}"] = _finite(own / field[name])
        frame["min_to_cooperation"] = np.where(own > 0, field["min"] / own, 0.0)
    codes = entries["player"].cat.codes.to_numpy()
    for fact, values in facts.items():
        frame[str(fact)] = values.to_numpy()[codes]
    for name in ("size", "turns", "noise", "continuation"):
        frame[name] = here[name].to_numpy(float, na_value=np.nan)
    for name in OF_FIELDS:
        frame[f"cooperation_{name}"] = field[name]
    success = entries[["normalised_rank", "score", "won", "tournament"]].reset_index(drop=True)
    return frame.astype(float), pd.DataFrame(success)


def correlated(frame: "pd.DataFrame", success: "pd.DataFrame") -> "pd.DataFrame":
    """Return the rows of one format of `MetaTournaments.properties`."""
    import pandas as pd

    won = success["won"].to_numpy()
    rows = {}
    for name, column in frame.items():
        values = column.to_numpy()
        known = ~np.isnan(values)
        weight = np.where(known, won, 0.0)
        rows[str(name)] = {
            "with_rank": _correlation(values[known], success["normalised_rank"].to_numpy()[known]),
            "with_score": _correlation(values[known], success["score"].to_numpy()[known]),
            "winners": _mean(np.where(known, values, 0.0), weight),
            "everybody": _mean(np.where(known, values, 0.0), known.astype(float)),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def importances(
    frame: "pd.DataFrame", success: "pd.DataFrame", rows: int, trees: int, seed: int
) -> "tuple[pd.DataFrame, float]":
    """Return the rows of one format of `MetaTournaments.importances`, and R squared.

    Raises
    ------
    MissingExtra
        Without scikit-learn.
    """
    import pandas as pd

    needed("sklearn", "learn", "to grow random forests")
    from sklearn.ensemble import RandomForestRegressor

    random = np.random.default_rng(seed)
    chosen = np.sort(random.choice(len(frame), min(rows, len(frame)), replace=False))
    known = frame.columns[frame.notna().any()]
    x = np.nan_to_num(frame[known].to_numpy()[chosen], nan=-1.0)
    y = success["normalised_rank"].to_numpy()[chosen]
    tournament = success["tournament"].to_numpy()[chosen]
    every = random.permutation(np.unique(tournament))
    seen = np.isin(tournament, every[len(every) // 3 :])
    forest = RandomForestRegressor(trees, min_samples_leaf=5, random_state=seed)
    forest.fit(x[seen], y[seen])
    found = pd.DataFrame({"importance": forest.feature_importances_}, known)
    order = np.lexsort((found.index, -found["importance"]))
    some = (~seen).sum() > 1
    return found.iloc[order], forest.score(x[~seen], y[~seen]) if some else float("nan")


def _finite(values: np.ndarray) -> np.ndarray:
    return np.where(np.isfinite(values), values, np.nan)


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    total = weights.sum()
    return float((values * weights).sum() / total) if total else float("nan")


def _correlation(x: np.ndarray, y: np.ndarray) -> float:
    """Return Pearson's correlation; NaN where a side does not vary, but for rounding."""
    if len(x) < 2:
        return float("nan")
    x, y = x - x.mean(), y - y.mean()
    sizes = np.sqrt((x * x).sum() * (y * y).sum())
    flat = np.ptp(x) <= 1e-12 or np.ptp(y) <= 1e-12
    return float("nan") if flat else float((x * y).sum() / sizes)
