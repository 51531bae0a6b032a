"""Probability distributions: how much of each lies below a number, and where a share ends.

The reports need eight functions of `scipy.special`, and SciPy takes 143 MB of disk. So they stand
here. All of them take arrays of any shapes that broadcast, and return nan for nan and for numbers
that no distribution has. Tests compare each of them with SciPy, far into the tails.

Sources: Abramowitz and Stegun (1964), 6.5, 26.5 and 26.7; DiDonato and Morris (1992) for
the continued fraction of the beta law; Lentz (1976) for how fractions are summed; Loader (2000),
"Fast and accurate computation of binomial probabilities", for densities.
"""

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

Array = np.ndarray[Any, np.dtype[np.float64]]
Terms = Callable[[int], tuple[Array, Array]]

TERMS = 1_000_000
"""Of a series or a continued fraction; some roots of the largest parameter are needed."""
STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400)
"""Of Stirling's series for the logarithm of the gamma function."""
STEPS = 100
"""Of Newton's method, which needs about eight."""

_erfc = np.frompyfunc(math.erfc, 1, 1)
_lgamma = np.frompyfunc(math.lgamma, 1, 1)


def normal_below(z: "ArrayLike") -> Array:
    """Return the chance that a standard normal number is below z.

    Examples
    --------
    >>> normal_below([-1.0, 0.0, 1.0]).round(4).tolist()
    [0.1587, 0.5, 0.8413]
    """
    return np.asarray(_erfc(np.asarray(z, float) / -math.sqrt(2)), float) / 2


def normal_quantile(p: "ArrayLike") -> Array:
    """Return the number that a standard normal number is below with chance p.

    Examples
    --------
    >>> normal_quantile([0.5, 0.975]).round(4).tolist()
    [0.0, 1.96]
    """
    from statistics import NormalDist  # which loads fractions and decimals

    p = np.asarray(p, float)
    found = np.full(p.shape, np.nan)
    found[p == 0], found[p == 1] = -np.inf, np.inf
    inside = (p > 0) & (p < 1)
    found[inside] = [*map(NormalDist().inv_cdf, p[inside].tolist())]
    return found


def student_below(freedom: "ArrayLike", t: "ArrayLike") -> Array:
    """Return the chance that a number by Student's law is below t.

    Parameters
    ----------
    freedom
        Degrees of freedom, positive; infinitely many are the normal law.
    t
        Any numbers.

    Examples
    --------
    >>> student_below(4, [-2.776, 0.0, 2.776]).round(3).tolist()
    [0.025, 0.5, 0.975]
    """
    nu, at = np.broadcast_arrays(np.asarray(freedom, float), np.asarray(t, float))
    _, outside = _student(nu, np.abs(at))
    return np.where(at < 0, outside / 2, 1 - outside / 2)


def student_quantile(freedom: "ArrayLike", p: "ArrayLike") -> Array:
    """Return the number that a number by Student's law is below with chance p.

    Parameters
    ----------
    freedom
        Degrees of freedom, positive; infinitely many are the normal law.
    p
        Chances.

    Examples
    --------
    >>> student_quantile([1, 4, 1000], 0.975).round(3).tolist()
    [12.706, 2.776, 1.962]
    """
    nu, chance = np.broadcast_arrays(np.asarray(freedom, float), np.asarray(p, float))
    found = np.where(np.isinf(nu), normal_quantile(chance), np.nan)
    for sure, at in ((0.0, -np.inf), (0.5, 0.0), (1.0, np.inf)):
        found[(nu > 0) & (chance == sure)] = at
    inside = (nu > 0) & (nu < np.inf) & (chance > 0) & (chance < 1) & (chance != 0.5)
    nu, chance = nu[inside], chance[inside]
    found[inside] = np.copysign(_student_root(nu, np.minimum(chance, 1 - chance)), chance - 0.5)
    return found


def chi_squared_above(freedom: "ArrayLike", x: "ArrayLike") -> Array:
    """Return the chance that a chi-squared number is above x.

    Parameters
    ----------
    freedom
        Degrees of freedom, positive.
    x
        Numbers from 0 on.

    Examples
    --------
    >>> chi_squared_above([1, 10], [3.841, 18.307]).round(3).tolist()
    [0.05, 0.05]
    """
    return _gamma_parts(np.asarray(freedom, float) / 2, np.asarray(x, float) / 2)[1]


def poisson_above(count: "ArrayLike", mean: "ArrayLike") -> Array:
    """Return the chance that a number by Poisson's law is above a count.

    Parameters
    ----------
    count
        Whole numbers from 0 on.
    mean
        Of the law, from 0 on.

    Examples
    --------
    >>> poisson_above([0, 2], 1.0).round(4).tolist()
    [0.6321, 0.0803]
    """
    return _gamma_parts(np.asarray(count, float) + 1, np.asarray(mean, float))[0]


def beta_below(a: "ArrayLike", b: "ArrayLike", x: "ArrayLike") -> Array:
    """Return the chance that a number by the beta law of a and b is below x.

    Parameters
    ----------
    a, b
        Parameters of the law, positive.
    x
        Numbers from 0 to 1.

    Examples
    --------
    >>> beta_below(2, 2, [0.0, 0.25, 0.5, 1.0]).round(4).tolist()
    [0.0, 0.1563, 0.5, 1.0]
    """
    x = np.asarray(x, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return _beta_parts(np.asarray(a, float), np.asarray(b, float), np.log(x), np.log1p(-x))[0]


def log_factorial(n: "ArrayLike") -> Array:
    """Return the logarithm of n!, for n from 0 on.

    Examples
    --------
    >>> np.exp(log_factorial([0, 1, 5])).round(6).tolist()
    [1.0, 1.0, 120.0]
    """
    return np.asarray(_lgamma(np.asarray(n, float) + 1), float)


def _student(freedom: Array, t: Array) -> tuple[Array, Array]:
    """Return the chances that a number by Student's law is inside -t and t, and outside; t >= 0."""
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        ratio = t / np.sqrt(freedom)
        log_y, log_x = -_log1p_square(1 / ratio), -_log1p_square(ratio)
        outside, inside = _beta_parts(freedom / 2, np.full_like(freedom, 0.5), log_x, log_y)
    normal = np.isinf(freedom) & (freedom > 0)
    tails = 2 * normal_below(np.where(normal, -t, 0.0))
    return np.where(normal, 1 - tails, inside), np.where(normal, tails, outside)


@np.errstate(divide="ignore", over="ignore", invalid="ignore")
def _student_root(freedom: Array, p: Array) -> Array:
    """Return the positive number that a number by Student's law is above with chance p < 1/2."""
    near = p > 0.25  # the smaller part is the one inside -t and t; its digits are worth more
    part = np.where(near, 1 - 2 * p, 2 * p)
    density = _log_density(freedom)
    s = np.log(np.where(near, part / 2 * np.exp(-density), np.abs(normal_quantile(p))))
    for _ in range(STEPS):  # Newton's method for the logarithm of the part in that of t
        t = np.exp(s)
        mass = np.where(near, *_student(freedom, t))
        bend = (freedom + 1) / 2 * _log1p_square(t / np.sqrt(freedom))
        slope = np.where(near, 2, -2) * np.exp(density + s - bend) / mass
        step = np.log(part / mass) / slope
        s = s + np.where(np.isfinite(step), step, 0.0)
        if not (np.abs(step) > 1e-15 * np.maximum(np.abs(s), 1)).any():
            break
    return np.asarray(np.exp(s))


def _log1p_square(x: Array) -> Array:
    """Return log(1 + x^2), also where x^2 is too large."""
    with np.errstate(divide="ignore", over="ignore"):
        return np.asarray(np.where(x > 1e8, 2 * np.log(x), np.log1p(x * x)))


def _log_density(freedom: Array) -> Array:
    """Return the logarithm of the density of Student's law at 0."""
    half = freedom / 2
    more = half * np.log1p(0.5 / half) - 0.5  # log gamma(half + 1/2) - log gamma(half), its parts
    return np.asarray(more + _remainder(half + 0.5) - _remainder(half) - math.log(2 * math.pi) / 2)


def _beta_parts(a: Array, b: Array, log_x: Array, log_y: Array) -> tuple[Array, Array]:
    """Return the chances that a number by the beta law is below x, and above; y is 1 - x."""
    a, b, log_x, log_y = np.broadcast_arrays(a, b, log_x, log_y)
    x, y = np.exp(log_x), np.exp(log_y)
    known = (a > 0) & (b > 0) & np.isfinite(a + b) & (log_x <= 0) & (log_y <= 0)
    below = np.where(
        known & (log_y == -np.inf), 1.0, np.where(known & (log_x == -np.inf), 0, np.nan)
    )
    above = np.asarray(1 - below)
    inside = known & np.isfinite(log_x) & np.isfinite(log_y)
    turn = (x > (a + 1) / (a + b + 2))[inside]  # the fraction converges fast below about the mean
    a, b, x, y, log_x, log_y = (each[inside] for each in (a, b, x, y, log_x, log_y))
    factor = _beta_factor(a, b, (x, log_x), (y, log_y))
    a, b = np.where(turn, b, a), np.where(turn, a, b)
    x, y = np.where(turn, y, x), np.where(turn, x, y)

    def terms(m: int) -> tuple[Array, Array]:
        c = a + 2 * m
        lead = (a + m) * (a * y - b * x + 1 + m * (1 + y)) / (c + 1)
        if m == 0:
            return np.ones_like(x), lead
        share = m * (b - m) * x / (c - 1)
        return (a + m - 1) * (a + b + m - 1) * share * x / (c - 1), m + share + lead

    part = np.minimum(factor * _fraction(terms), 1.0)
    below[inside] = np.where(turn, 1 - part, part)
    above[inside] = np.where(turn, part, 1 - part)
    return below, above


def _beta_factor(a: Array, b: Array, at: tuple[Array, Array], rest: tuple[Array, Array]) -> Array:
    """Return x^a y^b / B(a, b), from x and y and their logarithms."""
    n = a + b
    (x, log_x), (y, log_y) = at, rest
    off = np.where(x < y, x - a / n, b / n - y)  # of the mean: one number, so that errors cancel
    power = a * _log_ratio(off, a / n, log_x) + b * _log_ratio(-off, b / n, log_y)
    more = _remainder(n) - _remainder(a) - _remainder(b)
    return np.asarray(np.sqrt(a / n * b / (2 * math.pi)) * np.exp(power + more))


def _gamma_parts(a: Array, x: Array) -> tuple[Array, Array]:
    """Return the chances that a number by the gamma law of a is below x, and above."""
    a, x = np.broadcast_arrays(a, x)
    known = (a > 0) & np.isfinite(a) & (x >= 0)
    below = np.where(known & (x == np.inf), 1.0, np.where(known & (x == 0), 0.0, np.nan))
    above = np.asarray(1 - below)
    inside = known & (x > 0) & (x < np.inf)
    a, x = a[inside], x[inside]
    power = a * _log_ratio(x - a, a, np.log(x)) - (x - a)
    factor = np.sqrt(a / (2 * math.pi)) * np.exp(power - _remainder(a))
    low = x < a + 1
    part = np.empty_like(x)
    part[low] = (factor / a)[low] * _series(a[low], x[low])
    a, x = a[~low], x[~low]

    def terms(k: int) -> tuple[Array, Array]:
        return (-k * (k - a) if k else np.ones_like(a)), x + 2 * k + 1 - a

    part[~low] = factor[~low] * _fraction(terms)
    below[inside] = np.where(low, part, 1 - part)
    above[inside] = np.where(low, 1 - part, part)
    return below, above


def _series(a: Array, x: Array) -> Array:
    """Return 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ..."""
    term, total = np.ones_like(x), np.ones_like(x)
    for k in range(1, TERMS):
        term = term * x / (a + k)
        total += term
        if not (term > 1e-17 * total).any():
            break
    return total


def _fraction(terms: Terms) -> Array:
    """Return t0 / (b0 + t1 / (b1 + ...)), `terms(k)` being tk and bk, by the method of Lentz."""
    tiny = 1e-300
    top, below = terms(0)
    value = ahead = np.full_like(top, tiny)
    behind = np.zeros_like(top)
    for k in range(TERMS):
        top, below = terms(k)
        behind = below + top * behind
        ahead = below + top / ahead
        behind = 1 / np.where(behind == 0, tiny, behind)
        ahead = np.where(ahead == 0, tiny, ahead)
        value = value * ahead * behind
        if not (np.abs(ahead * behind - 1) > 1e-15).any():
            break
    return np.asarray(value)


def _log_ratio(off: Array, base: Array, log_x: Array) -> Array:
    """Return log(x / base), with all digits where x is nearly the base; `off` is x - base."""
    off = off / base
    near = np.abs(off) < 0.5
    return np.where(near, np.log1p(np.where(near, off, 0.0)), log_x - np.log(base))


def _remainder(x: Array) -> Array:
    """Return log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2), for positive x."""
    small, large = np.minimum(x, 10.0), np.maximum(x, 10.0)
    series = sum(c / large ** (2 * k + 1) for k, c in enumerate(STIRLING))
    exact = np.asarray(_lgamma(small), float)
    rest = exact - ((small - 0.5) * np.log(small) - small + math.log(2 * math.pi) / 2)
    return np.asarray(np.where(x < 10, rest, series))
