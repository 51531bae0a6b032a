"""Outcomes are an axis: one module knows their names, their order and how many there are."""

import ast
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from tournament import outcomes
from tournament.game import Game

ROOT = Path(__file__).parents[2]
HOME = "tournament/outcomes.py"
PACKAGES = ("tournament", "analysis", "strategies")
FILES = [file for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py"))]
ELSEWHERE = {  # rules know moves by what authors may import; and other things that are four
    *(str(f.relative_to(ROOT)) for f in FILES if f.is_relative_to(ROOT / "strategies")),
    "tournament/streams.py",  # purposes of a stream
    "tournament/engine/chain/edges.py",  # either seat may misread a move, or both, or none
} - {"strategies/contents/facts.py", "strategies/contents/catalogue.py"}
SHAPES = {"zeros", "empty", "ones", "full", "eye", "reshape", "range"}


def literals(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield what looks like an outcome, or like how many there are, written out: line, text."""
    for node in ast.walk(tree):
        text = ast.unparse(node) if isinstance(node, ast.expr | ast.keyword) else ""
        name, shape = "", list[str]()
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            sizes = [arg.elts if isinstance(arg, ast.Tuple) else [arg] for arg in node.args]
            shape = [ast.unparse(size) for each in sizes for size in each]
        if (
            (isinstance(node, ast.Constant) and node.value in outcomes.NAMES)
            or (isinstance(node, ast.List | ast.Tuple) and text.strip("[]()") == "0, 2, 1, 3")
            or text in ("minlength=4", "[0] * 4")
            or (name in SHAPES and "4" in shape)
        ):
            yield getattr(node, "lineno", 0), text


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(ROOT)))
def test_no_other_file_spells_outcomes(file):
    where = str(file.relative_to(ROOT))
    found = [*literals(ast.parse(file.read_text(encoding="utf-8")))]
    assert found == [] or where == HOME or where in ELSEWHERE


def test_names_follow_numbers():
    for own, mine in enumerate(outcomes.MOVES):
        for other, theirs in enumerate(outcomes.MOVES):
            number = outcomes.number(own, other)
            assert outcomes.NAMES[number] == mine + theirs
            assert (outcomes.OWN[number], outcomes.OTHER[number]) == (own, other)
            assert outcomes.NAMES[outcomes.SWAP[number]] == theirs + mine
            assert outcomes.NAMES[outcomes.TURNED[number]] == outcomes.MOVES[1 - own] + theirs


def test_swapping_twice_is_nothing():
    rng = np.random.default_rng(1)
    flows = rng.integers(0, 9, (3, outcomes.SIZE, outcomes.SIZE))
    twice = outcomes.swapped(outcomes.swapped(flows, 1, 2), 1, 2)
    assert (twice == flows).all()
    assert (outcomes.swapped(flows, 1, 2)[0, 1, 2] == flows[0, 2, 1]).all()


def test_counts_of_moves():
    rng = np.random.default_rng(2)
    own, other = rng.integers(0, 2, (2, 50)).astype(np.uint8)
    counts = outcomes.count(own, other)
    assert counts.sum() == 50
    assert outcomes.cooperated(counts) == (own == 0).sum()
    assert outcomes.defected(counts) == (own == 1).sum()
    assert outcomes.cooperation(counts) == (own == 0).mean()
    assert outcomes.count(other, own).tolist() == outcomes.swapped(counts).tolist()
    assert np.isnan(outcomes.cooperation(np.zeros((2, outcomes.SIZE)))).all()


def test_payoffs_by_outcome():
    flat = outcomes.flat(Game(R=(1, 5), S=(2, 6), T=(3, 7), P=(4, 8)).payoffs)
    assert flat.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]


# -- sums of payoffs -------------------------------------------------------------------------------


def test_sums_are_as_near_as_a_float_can_be():
    """Large payoffs that cancel leave the small ones; the sum of fractions is the judge."""
    rng = np.random.default_rng(3)
    for _ in range(300):
        k = int(rng.integers(1, 6))
        counts = rng.integers(0, 2 ** int(rng.integers(1, 53)), (3, k))
        payoffs = rng.normal(size=k) * 10.0 ** rng.integers(-3, 16, k)
        if k > 2:
            counts[:, 0], payoffs[0] = counts[:, 1], -payoffs[1]
        for row, found in zip(counts, outcomes.paid(counts, payoffs), strict=True):
            pairs = [*zip(map(int, row), map(Fraction, payoffs), strict=True)]
            exact = sum((n * pay for n, pay in pairs), Fraction())
            size = sum((abs(n * pay) for n, pay in pairs), Fraction())
            near = abs(exact) * Fraction(2) ** -52 + size * Fraction(2) ** -98
            assert abs(Fraction(float(found)) - exact) <= near


def test_sums_are_over_the_last_axis():
    counts = np.arange(24).reshape(2, 3, 4)
    payoffs = np.array([1.0, 2.0, -3.0, 0.5])
    np.testing.assert_allclose(outcomes.paid(counts, payoffs), counts @ payoffs)
    np.testing.assert_allclose(outcomes.paid(counts[0, 0], np.eye(4)), counts[0, 0])


@pytest.mark.parametrize("size", [1e-300, 0.75, 1.0, 3.0, 1e15])
def test_payoffs_in_a_unit_of_their_size(size):
    payoffs = np.array([[1.0, 2.0, -1.0], [4.0, 4.0, 5.0]]) * size
    apart, unit = outcomes.relative(payoffs)
    np.testing.assert_allclose(apart * unit, payoffs - payoffs[:, :1])
    assert np.frexp(unit)[0] == 0.5
    assert 0.5 <= np.abs(apart).max() < 1.0
    assert outcomes.relative(np.zeros((2, 3)))[1] == 1.0
    assert outcomes.relative(np.zeros((2, 0)))[0].shape == (2, 0)
