"""The memory-one rule that holds both scores to a given linear relation."""

from typing import TYPE_CHECKING

from strategies.tables.memory_one_rules import memory_one
from tournament.errors import ArgumentError
from tournament.game import LARGEST
from tournament.rules.checks import number

if TYPE_CHECKING:
    from tournament import Strategy

__all__ = ["linear_relation"]


def told_apart(*numbers: float) -> list[str]:
    """Return numbers in the fewest digits, but six at least, that show which are different."""
    texts: list[str] = []
    for digits in range(6, 18):
        texts = [f"{number:.{digits}g}" for number in numbers]
        if len(set(texts)) == len(set(numbers)):
            break
    return texts


def linear_relation(
    slope: float,
    baseline: float,
    phi: float | None = None,
    *,
    R: float = 3.0,
    S: float = 0.0,
    T: float = 5.0,
    P: float = 1.0,
) -> "Strategy":
    """Return the memory-one rule that enforces `theirs - baseline = slope * (mine - baseline)`.

    `mine` and `theirs` are both scores in the long run, whatever the opponent plays. With the
    baseline P it extorts, mine being 1 / slope times as far above P as theirs; with R it is
    generous; with slope 0 it holds the opponent at the baseline.

    Source: Press and Dyson (2012); in these terms Hilbe, Nowak and Traulsen (2013), equation 14.

    Parameters
    ----------
    slope
        From `-min((T - baseline) / (baseline - S), (baseline - S) / (T - baseline))` to 1.
    baseline
        The score at which both are equal, from P to R.
    phi
        How strongly it answers a single turn; half of the largest possible value if not given.
    R, S, T, P
        Payoffs of the prisoner's dilemma in which the relation holds.

    Raises
    ------
    ValueError
        For a relation that no memory-one rule can enforce.

    Examples
    --------
    >>> from strategies import linear_relation
    >>> linear_relation(slope=0.5, baseline=1, phi=0.125)
    memory_one(p_cc=0.875, p_cd=0.4375, p_dc=0.375, p_dd=0.0)
    >>> linear_relation(slope=0.5, baseline=4)
    Traceback (most recent call last):
    tournament.errors.ArgumentError: `baseline` must be from P to R, here 1 to 3; got 4.
    """
    R, S, T, P = (
        number(letter, given, -LARGEST, LARGEST)
        for letter, given in (("R", R), ("S", S), ("T", T), ("P", P))
    )
    slope, baseline = number("slope", slope), number("baseline", baseline)
    phi = None if phi is None else number("phi", phi)
    if not T > R > P > S:
        t, r, p, s = told_apart(T, R, P, S)
        got = f"T = {t}, R = {r}, P = {p}, S = {s}"
        raise ArgumentError(
            f"Payoffs must be those of a prisoner's dilemma, T > R > P > S; got {got}."
        )
    if not P <= baseline <= R:
        low, high, got = told_apart(P, R, baseline)
        raise ArgumentError(f"`baseline` must be from P to R, here {low} to {high}; got {got}.")
    above, below = T - baseline, baseline - S
    lowest = -min(above / below, below / above)
    if not lowest <= slope <= 1:
        low, high, got = told_apart(lowest, 1, slope)
        raise ArgumentError(
            f"`slope` must be from {low} to {high} with `baseline` {baseline:g}; got {got}."
        )
    # what phi multiplies: how far from repeating its own move it is after CC, CD, DC, DD
    cc, dd = (1 - slope) * (R - baseline), (1 - slope) * (baseline - P)
    cd, dc = slope * below + above, below + slope * above
    largest = 1 / max(cc, cd, dc, dd)
    if phi is None:
        phi = largest / 2
    if not 0 < phi <= largest * (1 + 1e-12):
        most, got = told_apart(largest, phi)
        raise ArgumentError(
            f"`phi` must be above 0 and at most {most} with `slope` {slope:g} and `baseline`"
            f" {baseline:g}; got {got}."
        )
    probabilities = 1 - phi * cc, 1 - phi * cd, phi * dc, phi * dd
    return memory_one(*(min(max(p, 0.0), 1.0) for p in probabilities))
