"""Draws of a population in compiled code: the twin of `tournament.referee.population.draws`."""

import llvmlite.ir as ir
import numpy as np
from numba import njit, types
from numba.core.base import BaseContext
from numba.core.typing import Context, Signature
from numba.extending import intrinsic

from tournament.engine.memory import Whole
from tournament.engine.options import BARE
from tournament.engine.words import mix

WIDE = ir.IntType(128)


@njit(**BARE)
def draw(state: np.uint64, step: np.uint64, number: np.uint64) -> np.uint64:
    """Return draw `number`, from 1, of a stream: 64 well-mixed bits."""
    return mix(state + number * step)


@intrinsic
def _upper(typing: Context, one: types.Type, other: types.Type) -> tuple[Signature, object]:
    """Return the upper 64 bits of a product of two words."""

    def codegen(
        context: BaseContext, builder: ir.IRBuilder, sig: Signature, args: list[ir.Value]
    ) -> ir.Value:
        product = builder.mul(*(builder.zext(word, WIDE) for word in args))
        return builder.trunc(builder.lshr(product, WIDE(64)), ir.IntType(64))

    return types.uint64(types.uint64, types.uint64), codegen


@njit(**BARE)
def below(z: np.uint64, n: Whole) -> np.int64:
    """Return a whole number below n, drawn evenly by the word z."""
    return np.int64(_upper(z, np.uint64(n)))


@njit(**BARE)
def rest(z: np.uint64, n: Whole) -> np.uint64:
    """Return the word that is left of z for another choice, once `below` has drawn one of n."""
    return z * np.uint64(n)
