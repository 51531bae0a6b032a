"""Payoffs of pairs that were not played, predicted from those that were.

Legend: p players, k known entries.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from analysis.evolution.table import payments_of
from analysis.prediction.design import first_pairs, share_of
from analysis.prediction.effects import estimated
from analysis.prediction.factors import factorised
from analysis.prediction.known import Known, known_of, shown
from analysis.prediction.ledger import ledger_payoffs
from analysis.prediction.predicted import PredictedPairs, scores_of
from analysis.prediction.trees import error_sizes, learned
from tournament.errors import ArgumentError, TournamentError, needed
from tournament.results.ranking import CONFIDENCE
from tournament.rules.checks import level_of, one_of, several, whole

if TYPE_CHECKING:
    import pandas as pd

    from tournament import Results

FOLDS = 5
METHODS = ("stacked", "trees", "factors")


def predict_pairs(  # noqa: PLR0913 (one keyword per choice)
    payoffs: "Results | pd.DataFrame | np.ndarray | str | Path",
    share: float | None = None,
    *,
    method: Literal["stacked", "trees", "factors"] = "stacked",
    hints: Sequence[Any] = (),
    errors: Any = None,
    self_play: bool | None = None,
    folds: int = FOLDS,
    confidence: float = CONFIDENCE,
    seed: int = 0,
) -> PredictedPairs:
    """Return payoffs of pairs that were not played, the ranking, and what to play next.

    Parameters
    ----------
    payoffs
        Results of a tournament in which not everybody met (`Tournament(graph=...)`), or (p, p) mean
        payoffs per turn of row against column, NaN where two players never met. Games that pay
        seats differently have one payoff a pair, the mean of both seats. Or a ledger, a file or a
        URL, whose matches are paid by the gift game; `ledger_payoffs` chooses conditions and game.
    share
        If given, only this share of the pairs that were played is shown. The others are held out,
        and `held_out` says how well they were predicted. `first_pairs` chooses them.
    method
        "factors", a low-rank factorisation of payoffs; "trees", randomised trees that read what the
        players did in the matches played, the factors and the hints; "stacked", the sum of both
        and of the hints, with the weights that predict held-out pairs best.
    hints
        (p, p) tables without gaps, of anything that is known of all pairs: payoffs of short
        matches, for example.
    errors
        (p, p) standard errors of a table's payoffs; results have their own.
    self_play
        Whether matches against copies count in scores; None if some were played.
    folds
        Groups into which known pairs are dealt; each is held out once.
    confidence
        Of intervals.
    seed
        Of what is shown, of folds, of trees.

    Returns
    -------
    PredictedPairs
        `payoffs`, `errors`, `pairs` with intervals; `ranking`, `expected_tau`; `next_pairs()`;
        `validation` and `held_out`, how large errors are.

    Raises
    ------
    ArgumentError, TournamentError
        When an argument is no such thing, or too few pairs are known.
    MissingExtra
        When scikit-learn is not installed.

    Notes
    -----
    Factors: see `analysis.prediction.factors`. Trees: Geurts, Ernst and Wehenkel (2006). Errors of
    scores: `analysis.prediction.effects`. Choice of pairs: `analysis.prediction.choice`.

    Examples
    --------
    >>> import strategies
    >>> from tournament import Tournament
    >>> event = Tournament(strategies.classics(), turns=50, repetitions=5, noise=0.01, seed=1)
    >>> found = predict_pairs(event.play(progress=False), share=0.5)
    >>> found.held_out.columns.tolist()
    ['rmse', 'mae', 'coverage', 'tau']
    """
    needed("sklearn", "learn", "to predict pairs")
    how, seed = one_of("method", method, METHODS), whole("seed", seed, 0, 2**32 - 1)
    if isinstance(payoffs, (str, Path)):
        payoffs = ledger_payoffs(payoffs)
    full = known_of(payoffs, errors, self_play=self_play)
    clues = _hints(hints, full)
    folds, confidence = whole("folds", folds, 2, 1000), level_of("confidence", confidence)
    known = full if share is None else shown(full, _part(full, share_of("share", share), seed))
    found = _predicted(known, how, clues, folds, confidence, seed)
    return found if share is None else replace(found, held_out=_judged(found, full))


def _hints(hints: Any, known: Known) -> list[np.ndarray]:
    """Return tables that say something of all pairs, or say what is wrong with them."""
    tables = [
        payments_of("hints", hint).to_numpy(float)
        for hint in several("hints", hints, "a list of tables of numbers")
    ]
    if any(table.shape != known.payoffs.shape or np.isnan(table).any() for table in tables):
        raise ArgumentError(
            f"`hints` must be tables of shape {known.payoffs.shape}, as payoffs are, without gaps."
        )
    return tables


def _part(known: Known, share: float, seed: int) -> np.ndarray:
    """Return (p, p) which of the pairs that were played are shown."""
    many = len(known.names)
    met = np.triu(known.met)
    wanted = max(round(share * met.sum()), 1)
    order = first_pairs(many, 1.0, seed=seed)  # whoever is missing is skipped
    seen = [pair for pair in order if met[pair]][:wanted]
    part = np.zeros(known.met.shape, dtype=bool)
    part[tuple(np.transpose(seen))] = True
    return np.asarray(part | part.T)


def _predicted(
    known: Known, method: str, hints: list[np.ndarray], folds: int, confidence: float, seed: int
) -> PredictedPairs:
    """Return predictions of all pairs that are not known, with errors from held-out folds."""
    fold = _dealt(known.met, folds, seed)
    factors = factorised(known.payoffs, fold, seed=seed)
    ways = {"factors": (factors.predictions, factors.held_out)}
    if method != "factors":
        ways["trees"] = learned(known, fold, factors, hints, seed)
    ways |= {f"hint {at}": (hint, hint) for at, hint in enumerate(hints, 1)}
    ways["stacked"] = stacked(list(ways.values()), known.payoffs)
    values, held = ways[method]
    residuals = known.payoffs - held
    sizes = error_sizes(residuals, fold, np.where(known.met, held, values), factors, seed)
    effects = estimated(residuals, sizes, fold)
    standardised = np.abs(residuals / np.sqrt(effects.variances))[known.met]
    return PredictedPairs(
        known=known,
        method=method,
        rank=factors.rank,
        values=values,
        effects=effects,
        width=_quantile(standardised, confidence),
        validation=_validation(known, fold, {"additive": factors.additive}, ways),
        confidence=confidence,
        seed=seed,
    )


def stacked(
    ways: Sequence[tuple[np.ndarray, np.ndarray]], payoffs: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the weighted sum of several predictions, with no weight below zero.

    Weights are those that fit held-out pairs best by least squares (Wolpert 1992, Breiman 1996).

    Parameters
    ----------
    ways
        Of each way of predicting, (p, p) predictions, and those of known pairs from other folds.
    payoffs
        (p, p) what is known, NaN elsewhere.

    Returns
    -------
    tuple
        The same two tables of the sum.

    Examples
    --------
    >>> payoffs = np.array([[1.0, 2.0], [3.0, np.nan]])
    >>> good, bad = 2 * np.nan_to_num(payoffs, nan=2.5), np.ones((2, 2))
    >>> stacked([(good, good), (bad, bad)], payoffs)[0].round(6).tolist()
    [[1.0, 2.0], [3.0, 2.5]]
    """
    optimize = needed("scipy.optimize", "learn", "to predict pairs")
    met = np.isfinite(payoffs)
    y, x = payoffs[met], np.stack([held[met] for _, held in ways], axis=1)
    weights, _ = optimize.nnls(x - x.mean(axis=0), y - y.mean())
    level = y.mean() - x.mean(axis=0) @ weights
    summed = [
        np.where(met | at_all, level + np.tensordot(weights, np.stack(tables), 1), np.nan)
        for at_all, tables in zip((True, False), zip(*ways, strict=True), strict=True)
    ]
    return summed[0], summed[1]


def _dealt(met: np.ndarray, folds: int, seed: int) -> np.ndarray:
    """Return (p, p) the fold of each known pair, -1 elsewhere; both sides of a pair in one."""
    i, j = np.nonzero(np.triu(met))
    if len(i) < 2 * folds:
        raise TournamentError(
            f"{folds} folds need at least {2 * folds} known pairs; here are {len(i)}."
        )
    fold = np.full(met.shape, -1)
    fold[i, j] = np.random.default_rng(seed).permutation(np.arange(len(i)) % folds)
    return np.asarray(np.maximum(fold, fold.T))


def _validation(
    known: Known, fold: np.ndarray, simple: dict[str, np.ndarray], ways: dict[str, Any]
) -> "pd.DataFrame":
    """Return errors of each way of predicting, on known pairs that were held out."""
    import pandas as pd

    met, y = known.met, known.payoffs
    rows = np.full(y.shape, np.nan)
    for out in range(int(fold.max()) + 1):
        rest = np.where(fold == out, np.nan, y)
        seen = np.isfinite(rest)
        mean = (np.nansum(rest, axis=1) + np.nanmean(rest)) / (seen.sum(axis=1) + 1)
        rows = np.where(fold == out, mean[:, None], rows)
    tried = {"mean of the player": rows, **simple, **{way: held for way, (_, held) in ways.items()}}
    spread = y[met].std() or 1.0
    table = {
        way: {
            "rmse": _rmse(held - y),
            "mae": float(np.nanmean(np.abs(held - y))),
            "explained": 1 - (_rmse(held - y) / spread) ** 2,
        }
        for way, held in tried.items()
    }
    return pd.DataFrame.from_dict(table, orient="index").rename_axis("method")


def _judged(found: PredictedPairs, full: Known) -> "pd.DataFrame":
    """Return how far predictions are from what was played and not shown."""
    import pandas as pd

    table = found.pairs.assign(truth=full.payoffs[found.missing]).dropna()
    rows = {"payoffs": _errors(table, table["payoff"])}
    if np.isfinite(full.payoffs[full.counted]).all():
        truth = scores_of(np.nan_to_num(full.payoffs), full.counted)
        ranking = found.ranking.reindex(found.known.names).assign(truth=truth)
        rows["scores"] = _errors(ranking, ranking["score"])
        rows["scores"]["tau"] = kendall(found.scores, truth)
    columns = ["rmse", "mae", "coverage", "tau"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("of")


def _errors(table: "pd.DataFrame", predicted: "pd.Series") -> dict[str, float]:
    """Return sizes of errors, and how often intervals hold."""
    off = (predicted - table["truth"]).to_numpy(float)
    slack = 1e-9
    held = table["truth"].between(table["low"] - slack, table["high"] + slack)
    return {
        "rmse": _rmse(off),
        "mae": float(np.abs(off).mean()) if len(off) else np.nan,
        "coverage": float(held.mean()),
    }


def kendall(one: np.ndarray, other: np.ndarray) -> float:
    """Return Kendall's tau-b between two lists of scores.

    Examples
    --------
    >>> kendall(np.array([1.0, 2.0, 3.0]), np.array([1.0, 3.0, 2.0])).__round__(3)
    0.333
    """
    above = np.triu_indices(len(one), 1)
    signs = [np.sign(values[:, None] - values[None])[above] for values in (one, other)]
    size = np.sqrt(np.prod([np.abs(each).sum() for each in signs]))
    return float((signs[0] * signs[1]).sum() / size) if size else np.nan


def _rmse(off: np.ndarray) -> float:
    return float(np.sqrt(np.nanmean(off**2))) if np.isfinite(off).any() else np.nan


def _quantile(sizes: np.ndarray, confidence: float) -> float:
    """Return the size that a further error stays below with a confidence, of errors like these."""
    level = min(confidence * (len(sizes) + 1) / len(sizes), 1.0)
    return float(np.quantile(sizes, level, method="higher"))
