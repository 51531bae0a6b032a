"""Neural networks: one hidden layer that weighs moves and counts.

The evolved weights are in `evolved_networks.csv`, a row for each hidden unit. They are not those of
Harper et al. (2017): Axelrod-Python trained its networks anew for version 4.2.2, in July 2018.

In Axelrod-Python units lose their fractions whenever the first one is silent: its rectifier, made
by `numpy.vectorize`, takes its type from the first value, and there that is a whole 0. This slip is
part of what evolved, and some moves hang on it; so these networks truncate too.
"""

import csv
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
from numpy.typing import NDArray

from tournament import C, D, strategy

if TYPE_CHECKING:
    from tournament import Strategy

FEATURES = 17


def has_features(hidden):
    """Refuse other than finite weights of all features."""
    if hidden.ndim != 2 or hidden.shape[1] != FEATURES:
        raise ValueError(f"rows of {FEATURES} weights", f"an array of shape {hidden.shape}")
    is_finite(hidden)


def is_finite(weights):
    """Refuse weights that are no numbers."""
    if not np.isfinite(weights).all():
        raise ValueError("finite weights", f"{weights[~np.isfinite(weights)][0]} among them")


def is_one_for_each_unit(weights, hidden):
    """Refuse another number of weights than there are hidden units."""
    is_finite(weights)
    if weights.shape != (len(hidden),):
        need = f"{len(hidden)} weights, one for each row of `hidden`"
        raise ValueError(need, f"an array of shape {weights.shape}")


UnitWeights = Annotated[NDArray[np.float64], is_one_for_each_unit]


@strategy
def neural_network(
    me,
    opponent,
    hidden: Annotated[NDArray[np.float64], has_features],
    bias: UnitWeights,
    output: UnitWeights,
    truncates: bool = False,
):
    """Cooperate if a network of one hidden layer weighs what happened to more than 0.

    The output is the sum, over hidden units, of `output` times what the unit's `bias` and weighted
    features sum to, where that is positive. The features, in the order of a row of `hidden`, are
    whether the opponent's first move was C, was D; its second; whether the own last move was C, was
    D; the one before; the opponent's last; the one before (each 0 as long as there is none); the
    opponent's cooperations and defections, the own ones, and the turns played.

    With `truncates`, what the units sum to loses its fraction whenever the first sum is negative.

    >>> from tournament import Match
    >>> from strategies import neural_network, scripted
    >>> as_often_as_the_opponent = neural_network(
    ...     hidden=[[0] * 12 + [1, 0, -1, 0, 0]], bias=[0.5], output=[1]
    ... )
    >>> Match(as_often_as_the_opponent, scripted("CDDC"), turns=8).play().text(0)
    'CCDDCCDD'

    Source: Martin Jones, in Harper et al. (2017). Also called: ANN, artificial neural network.

    >>> from strategies import neural_network
    >>> neural_network([[1, -1] * 8 + [0.01]], bias=[0.5], output=[1])
    neural_network(hidden=1x17:66698007, bias=[0.5], output=[1.0])
    """
    turn, theirs, mine = me.turn, opponent.defections, me.defections
    # the weights of the features that are 1, read before the loop for speed
    first, mine_last, theirs_last = 0, 4, 8
    if turn > 0:
        first, mine_last, theirs_last = opponent.history[0], 4 + me.last, 8 + opponent.last
    second, mine_before, theirs_before = 2, 6, 10
    if turn > 1:
        second += opponent.history[1]
        mine_before += me.move(2)
        theirs_before += opponent.move(2)
    total, rounds = 0.0, False
    for unit in range(len(bias)):
        weights = hidden[unit]
        level = bias[unit]
        level += weights[12] * (turn - theirs) + weights[13] * theirs
        level += weights[14] * (turn - mine) + weights[15] * mine + weights[16] * turn
        if turn > 0:
            level += weights[first] + weights[mine_last] + weights[theirs_last]
        if turn > 1:
            level += weights[second] + weights[mine_before] + weights[theirs_before]
        if unit == 0:
            rounds = truncates and level < 0
        if level > 0:
            total += output[unit] * (math.floor(level) if rounds else level)
    return C if total > 0 else D


def evolved(name) -> "Strategy":
    """Return the network of this name in the file of weights."""
    with (Path(__file__).parent / "evolved_networks.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row.pop("network") == name]
    weights = np.array([[float(weight) for weight in row.values()] for row in rows])
    return neural_network(weights[:, 2:], weights[:, 0], weights[:, 1], truncates=True)


TRAINED = "Source: Harper et al. (2017), with the weights of Axelrod-Python 4.2.2 (2018)."

evolved_ann = evolved("evolved_ann").named(
    "evolved_ann",
    "Weigh moves and counts in ten hidden units that were evolved for high scores.\n\n"
    f"{TRAINED} Also called: EvolvedANN, Evolved ANN.",
)

evolved_ann_5 = evolved("evolved_ann_5").named(
    "evolved_ann_5",
    "Weigh moves and counts in five hidden units that were evolved for high scores.\n\n"
    f"{TRAINED} Also called: EvolvedANN5, Evolved ANN 5.",
)

evolved_ann_5_noise_05 = evolved("evolved_ann_5_noise_05").named(
    "evolved_ann_5_noise_05",
    "Weigh moves and counts in five hidden units, evolved with one move in twenty flipped.\n\n"
    f"{TRAINED} Also called: EvolvedANNNoise05, Evolved ANN 5 Noise 05.",
)
