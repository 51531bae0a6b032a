"""Payoffs of pairs, learned from behaviour by extremely randomised trees (scikit-learn).

A pair that is predicted has no part in its own features. So the features of each fold are made from
the other folds, also where trees are fitted: what they learn from then looks like what they are
asked later. Behaviour, factors and hints are features side by side; trees choose among them.

Legend: p players, k known entries, h hints.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.prediction.behaviours import pair_features
from analysis.prediction.factors import Factors
from analysis.prediction.known import Known, shown
from tournament.errors import needed

if TYPE_CHECKING:
    from sklearn.ensemble import ExtraTreesRegressor

TREES = 100
LEAF = 2
SOME = 0.4
"""Of the features, how many are tried at each split."""
COARSE = 20
"""The least leaf, where sizes of errors are learned."""
SMALLEST = 0.05
"""Of the mean size of errors: no error is held to be smaller."""


def learned(
    known: Known,
    fold: np.ndarray,
    factors: Factors,
    hints: Sequence[np.ndarray],
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Return (p, p) predictions of all pairs, and those of known pairs from the other folds.

    Parameters
    ----------
    known
        What is known.
    fold
        (p, p) the fold of each known pair; -1 elsewhere.
    factors
        What a factorisation says.
    hints
        (p, p) each: what is known of all pairs.
    seed
        Of the trees.
    """
    met = fold >= 0
    rows, (i, j) = fold[met], np.nonzero(met)
    parts, order = [], []
    for out in range(int(fold.max()) + 1):
        held = np.flatnonzero(rows == out)
        rest = shown(known, met & (fold != out))
        parts.append(_features(rest, factors.without[out], hints, i[held], j[held]))
        order.append(held)
    x = np.concatenate(parts)[np.argsort(np.concatenate(order))]
    y, held_out = known.payoffs[met], np.full(met.shape, np.nan)
    held_out[met] = _out_of_fold(x, y, rows, LEAF, seed)
    predictions = known.payoffs.copy()
    if not met.all():
        everything = factors.predictions, factors.row, factors.column
        asked = _features(known, everything, hints, *np.nonzero(~met))
        predictions[~met] = _trees(x, y, LEAF, seed).predict(asked)
    return predictions, held_out


def error_sizes(
    residuals: np.ndarray, fold: np.ndarray, predictions: np.ndarray, factors: Factors, seed: int
) -> np.ndarray:
    """Return (p, p) how large errors are, learned from the residuals of known pairs.

    Parameters
    ----------
    residuals
        (p, p) of known pairs, NaN elsewhere.
    fold
        (p, p) the fold of each known pair; -1 elsewhere.
    predictions
        (p, p) predictions: from the other folds where a pair is known.
    factors
        Whose effects are features.
    seed
        Of the trees.
    """
    met, sizes = fold >= 0, np.abs(residuals)
    effects = [e for v in (factors.row, factors.column) for e in (v[:, None], v[None])]
    x = _stacked([predictions, predictions.T, *effects])
    x = np.concatenate([x, usual_sizes(sizes, fold)], axis=2)
    found = np.empty(fold.shape)
    found[met] = _out_of_fold(x[met], sizes[met], fold[met], COARSE, seed)
    if not met.all():
        found[~met] = _trees(x[met], sizes[met], COARSE, seed).predict(x[~met])
    return np.maximum(found, SMALLEST * (float(sizes[met].mean()) or 1.0))


def usual_sizes(sizes: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Return (p, p, 2) how large errors of a pair's row and column are, in other folds.

    Parameters
    ----------
    sizes
        (p, p) sizes of errors, NaN where a pair is not known.
    fold
        (p, p) the fold of each known pair; -1 elsewhere.
    """
    found = np.empty((*fold.shape, 2))
    for out in range(-1, int(fold.max()) + 1):
        seen = (fold >= 0) & (fold != out)
        usual = sizes[seen].mean() if seen.any() else 0.0
        for axis in (0, 1):
            total = np.where(seen, sizes, 0.0).sum(axis=1 - axis) + usual
            mean = total / (seen.sum(axis=1 - axis) + 1)
            there = np.broadcast_to(mean[:, None] if axis == 0 else mean[None], fold.shape)
            found[fold == out, axis] = there[fold == out]
    return found


def _stacked(parts: Sequence[np.ndarray]) -> np.ndarray:
    """Return (p, p, parts) tables, of which some have one row or one column."""
    return np.stack(np.broadcast_arrays(*parts), axis=2)


def _features(
    known: Known,
    factors: tuple[np.ndarray, np.ndarray, np.ndarray],
    hints: Sequence[np.ndarray],
    i: np.ndarray,
    j: np.ndarray,
) -> np.ndarray:
    """Return (k, features) what is known of some pairs from others."""
    predicted, row, column = factors
    parts = [part for table in (predicted, *hints) for part in (table[i, j], table[j, i])]
    parts += [part for values in (row, column) for part in (values[i], values[j])]
    if known.moves is not None:
        parts.append(pair_features(known.moves, len(row), i, j))
    return np.column_stack(parts).astype(np.float32)


def _out_of_fold(
    x: np.ndarray, y: np.ndarray, fold: np.ndarray, leaf: int, seed: int
) -> np.ndarray:
    """Return (k,) predictions of each fold by trees that were fitted to the others."""
    found = np.empty(len(y))
    for out in range(int(fold.max()) + 1):
        held = fold == out
        found[held] = _trees(x[~held], y[~held], leaf, seed).predict(x[held])
    return found


def _trees(x: np.ndarray, y: np.ndarray, leaf: int, seed: int) -> "ExtraTreesRegressor":
    """Return trees that were fitted to (k, features) and (k,) values."""
    needed("sklearn", "learn", "to predict pairs")
    from sklearn.ensemble import ExtraTreesRegressor

    model = ExtraTreesRegressor(
        TREES, min_samples_leaf=leaf, max_features=SOME, random_state=seed, n_jobs=-1
    ).fit(x, y)
    model.n_jobs = 1  # threads would add up the trees in any order, and sums differ in last bits
    return model
