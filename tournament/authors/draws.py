"""Draws from other distributions, made of uniform ones; both engines run these functions.

The referee calls them as methods of a town. The compiled engine compiles the same text.
"""

import math
from typing import Any


def normal(me: Any) -> float:
    """Return a standard normal draw: Box and Muller (1958)."""
    radius = math.sqrt(-2.0 * math.log1p(-me.uniform()))
    return radius * math.cos(2.0 * math.pi * me.uniform())


def gamma(me: Any, shape: float) -> float:
    """Return a gamma draw of this shape (at least 1) and scale 1: Marsaglia and Tsang (2000)."""
    d = shape - 1.0 / 3.0
    while True:
        x = normal(me)
        v = 1.0 + x / math.sqrt(9.0 * d)
        if v > 0.0:
            v = v * v * v
            u = 1.0 - me.uniform()
            if math.log(u) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v


def beta(me: Any, a: float, b: float) -> float:
    """Return a beta draw, from two gamma draws; a shape below 1 is raised by one and corrected."""
    if not (a > 0.0 and b > 0.0):
        raise ValueError("beta(a, b) needs two positive numbers")
    x = gamma(me, a) if a >= 1.0 else gamma(me, a + 1.0) * (1.0 - me.uniform()) ** (1.0 / a)
    y = gamma(me, b) if b >= 1.0 else gamma(me, b + 1.0) * (1.0 - me.uniform()) ** (1.0 / b)
    return x / (x + y) if x + y > 0.0 else 0.5
