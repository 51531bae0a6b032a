"""Moves as constants of compiled code: Numba writes the plain number, not the letter.

The compiler of rules puts plain numbers in place of moves itself. This is for functions that an
author compiles with Numba. Numba finds `init` by an entry point of this distribution.
"""

from typing import Any

from llvmlite.ir import IRBuilder, Value
from numba import types
from numba.core.base import BaseContext
from numba.core.imputils import lower_constant


@lower_constant(types.int64)
def _number(context: BaseContext, builder: IRBuilder, kind: Any, value: int) -> Value:
    return context.get_value_type(kind)(int(value))  # LLVM's text would show the letter


def init() -> None:
    """Do nothing more: importing this module has told Numba."""
