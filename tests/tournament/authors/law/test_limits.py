"""Integers have 64 bits: as parameters, memory and constants, at the start and later."""

import numpy as np
import pytest

from tournament import Match, strategy
from tournament.errors import ArgumentTypeError, PluginError

MOST = 2**63 - 1
LARGE = (MOST + 1, -MOST - 2, 2**70, 10**400, 10**5000)
ROWS = ([2**70], (0, MOST + 1), np.array([2**63], np.uint64), np.array([2**70], object))


def taking(default):
    @strategy
    def rule(me, opponent, p=default):
        return 0

    return rule


@pytest.mark.parametrize("value", [*LARGE, 1e300, *ROWS], ids=lambda _: "")
def test_parameters_fit_into_64_bits(value):
    usual = taking((1, 2)) if np.ndim(value) else taking(1)
    for attempt in (lambda: usual(value), lambda: usual(p=value), lambda: usual("p", value)):
        with pytest.raises(TypeError) as error:
            attempt()
        assert len(str(error.value)) < 300
    if not isinstance(value, float):
        with pytest.raises(ArgumentTypeError, match=r"64 bits|must be a number"):
            taking(value)
    assert usual(p=[MOST, 0] if np.ndim(value) else MOST).parameters["p"] is not None


@pytest.mark.parametrize("value", [*LARGE, *ROWS], ids=lambda _: "")
def test_memory_starts_within_64_bits(value):
    with pytest.raises(ArgumentTypeError, match=r"memory `x` must start as .* of at most 64 bits"):
        strategy(x=value)(lambda me, opponent: 0)


@pytest.mark.parametrize("name", ["_x", "__dict__", "_moves", "_stream"])
def test_memory_has_a_name_of_its_own(name):
    with pytest.raises(ArgumentTypeError, match=f"`{name}` cannot be a memory; begin its name"):
        strategy(**{name: 0})(lambda me, opponent: 0)


def test_no_parameter_is_nan():
    for usual, value in ((0.5, float("nan")), ((0.5, 1.0), [1.0, float("nan")])):
        with pytest.raises(ValueError, match=r"`p` of `rule` must be an? .*; got nan"):
            taking(usual)(p=value)
        with pytest.raises(ValueError, match="got nan"):
            taking(value)
    assert taking(0.5)(p=float("inf")).parameters == {"p": float("inf")}


def test_memory_stays_within_64_bits(made):
    grows = "me.x = me.x * 4 + 1\nreturn C"
    rule = made(grows, decorator=f"@strategy(x={2**60}, compiled=False)")
    with pytest.raises(
        PluginError, match=r"mine\.py:\d+: rule sets me\.x to an integer that does "
    ):
        Match(rule, rule, turns=5).play()


@pytest.mark.parametrize("body", [
    "return C if me.turn < BIG else D",
    "return C if me.turn < TUPLE[1] else D",
    f"return C if me.turn < {2**64} else D",
    f"return C if me.turn in (1, {2**64}) else D",
])  # fmt: skip
def test_constants_fit_into_64_bits(made, refused, body):
    rule = made(body, above=f"BIG = {2**63}\nTUPLE = (1, {-(2**63) - 1})")
    assert "does not fit into 64 bits" in refused(rule)
    plain = made(
        body, above=f"BIG = {2**63}\nTUPLE = (1, 9)", decorator="@strategy(compiled=False)"
    )
    Match(plain, plain, turns=3).play()


def test_a_helper_of_numba_obeys_the_same_law(made, refused):
    head = "from numba import njit\nimport random\n"
    draws = head + "@njit\ndef h(k): return random.random() + k"
    assert "uses `random.random`; draw only with" in refused(made("return int(h(0))", above=draws))
    peeks = head + "@njit(boundscheck=False)\ndef h(row, k): return row[k]"
    rule = made(
        "return h((0, 1), 0) if me.turn < 2 else int(h(p, 9))", above=peeks, takes=", p=(0, 1)"
    )
    said = set()
    for engine in ("python", "compiled"):
        with pytest.raises(PluginError, match="raised IndexError in turn 3") as error:
            Match(rule, rule, turns=3, engine=engine).play()
        said.add(str(error.value))
    assert len(said) == 1
    adds = head + "@njit\ndef h(k): return k + 1\n@njit\ndef g(k): return h(k) - 1"
    rule = made("return g(me.turn) % 2", above=adds)
    for engine in ("python", "compiled"):
        assert Match(rule, rule, turns=3, engine=engine).play().text(0) == "CDC"
