"""Every parameter of every strategy and partner rule: hostile values are refused by one sentence.

`tests/test_arguments.py` does this for functions; what is callable here are the rules themselves.
"""

import math
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from tournament.authors.parameters import parameters_of
from tournament.authors.partners import PartnerRule
from tournament.authors.registry import library
from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError

RULES = {**library(), **library(PartnerRule)}
PARAMETERS = [(name, key) for name in RULES for key in parameters_of(RULES[name].rule)]


class Evil:
    """What fails whatever is asked of it."""

    def _fail(self, *_):
        raise RuntimeError("evil")

    __float__ = __int__ = __index__ = __eq__ = __repr__ = __len__ = __iter__ = __array__ = _fail
    __hash__ = object.__hash__


HOSTILE = {
    "None": None, "complex": 1j, "bytes": b"C", "a text": "half", "a class": float, "evil": Evil(),
    "evil within": [Evil()], "none within": [None], "an object": object(), "a mapping": {"a": 1},
    "10**400": 10**400, "minus 10**400": -(10**400), "empty": [], "ragged": [[1], [1, 2]],
    "complex within": [1j], "texts": ["a"], "a date": np.datetime64("2020-01-01"),
    "signalling": Decimal("sNaN"), "a large decimal": Decimal("1e400"),
}  # fmt: skip


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_values_are_refused(label):
    wrong = []
    for name, key in PARAMETERS:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                RULES[name](**{key: HOSTILE[label]})
            except (ArgumentError, ArgumentTypeError) as error:
                text = str(error)
                if len(text) > 300 or "\n" in text or f"`{key}`" not in text:
                    wrong.append(f"{name}({key}): {text}")
            except TournamentError as error:
                wrong.append(f"{name}({key}): {error}")
            except Exception as error:
                wrong.append(f"{name}({key}): {type(error).__name__} from inside")
            else:
                wrong.append(f"{name}({key}): accepted")
    assert wrong == []


@pytest.mark.parametrize(
    "half", [np.float32(0.5), np.array(0.5), Fraction(1, 2), Decimal("0.5"), np.longdouble(0.5)]
)
def test_a_number_is_a_number_in_any_type(half):
    assert RULES["random_player"](p=half) == RULES["random_player"](p=0.5)
    assert type(RULES["random_player"](p=half).parameters["p"]) is float


def test_numbers_that_are_none_come_to_no_play():
    """A probability, a move or a row of probabilities is never NaN; other rules check their own."""
    for name, key in PARAMETERS:
        parameter = parameters_of(RULES[name].rule)[key]
        if parameter.checks:
            with pytest.raises((ArgumentError, ArgumentTypeError)):
                RULES[name](**{key: math.nan})
