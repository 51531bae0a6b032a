"""Networks, against matrices of features that are written down turn by turn."""

import numpy as np
import pytest

from strategies import neural_network, random_player
from tournament import C, D, Match


def features(mine: list[int], theirs: list[int]) -> np.ndarray:
    """Return the 17 features before a turn, in the order of the docstring."""
    turn = len(mine)

    def which(moves: list[int], place: int) -> list[bool]:
        there = -len(moves) <= place < len(moves)
        return [there and moves[place] == C, there and moves[place] == D]

    return np.array([
        *which(theirs, 0), *which(theirs, 1), *which(mine, -1), *which(mine, -2),
        *which(theirs, -1), *which(theirs, -2),
        theirs.count(C), theirs.count(D), mine.count(C), mine.count(D), turn,
    ], float)  # fmt: skip


def decided(hidden, bias, output, mine, theirs, *, truncates) -> int:
    sums = np.asarray(hidden) @ features(mine, theirs) + bias
    units = np.floor(sums) if truncates and sums[0] < 0 else sums
    return C if (units * output)[sums > 0].sum() > 0 else D


@pytest.mark.parametrize("truncates", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_each_move_is_that_of_the_matrix(seed, truncates):
    """Weights are small multiples of 1/8, so that sums are exact in any order, and are often 0."""
    rng = np.random.default_rng(seed)
    hidden = rng.integers(-8, 9, (3, 17)) / 8
    hidden[:, 12:] /= 4
    bias, output = rng.integers(-8, 9, (2, 3)) / 8
    rule = neural_network(hidden, bias, output, truncates=truncates)
    played = Match(rule, random_player, turns=60, seed=seed, engine="python").play()
    moves = (
        ["CD".index(move) for move in played.text(0)],
        ["CD".index(move) for move in played.text(1)],
    )
    for turn in range(60):
        past = [list(seat[:turn]) for seat in moves]
        want = decided(hidden, bias, output, *past, truncates=truncates)
        assert moves[0][turn] == want, turn


@pytest.mark.parametrize(("level", "moves"), [(-1.0, "DD"), (1.0, "CC")])
def test_fractions_are_lost_only_where_the_first_sum_is_negative(level, moves):
    """The second unit sums to 1/2: nothing, if its fraction is lost."""
    hidden = np.zeros((2, 17))
    rule = neural_network(hidden, [level, 0.5], [0.0, 1.0], truncates=True)
    assert Match(rule, random_player, turns=2, seed=1, engine="python").play().text(0) == moves
    kept = neural_network(hidden, [level, 0.5], [0.0, 1.0])
    assert Match(kept, random_player, turns=2, seed=1, engine="python").play().text(0) == "CC"
