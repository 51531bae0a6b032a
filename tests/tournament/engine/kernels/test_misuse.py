"""The check of moves reads what Numba knows of a rule, and lets everything else pass."""

import pytest

from tournament import C, D, strategy
from tournament.engine.kernels.compiler import compile_rule


@pytest.mark.parametrize("method", ["max", "min", "sum", "mean"])
def test_methods_of_arrays_are_no_moves(method):
    space = {"C": C, "D": D, "strategy": strategy}
    exec(
        "@strategy\ndef rule(me, opponent):\n"
        f"    return C if me.game.payoffs.{method}() > 0 else D\n", space
    )  # fmt: skip
    assert compile_rule(space["rule"]) is not None
