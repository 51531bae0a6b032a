"""Every answer that chance may give, one after the other.

A decision is run again and again. Each time the first draws are answered as they were told to be,
and later ones with their first answer. What has come out has a probability: the product of the
probabilities of its answers, as fractions, so that nothing is rounded.
"""

import math
import operator
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

from tournament.referee.exact.following.carried import NotFollowed
from tournament.referee.exact.following.lazy import Lazy, plain, simple

MOST_BRANCHES = 4096
"""Of one decision."""
MOST_DRAWS = 400
"""Within one decision."""
ONE = Fraction(1)
Found = TypeVar("Found")


class Chances:
    """What chance answers within one run of a decision."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.given: list[tuple[int, list[Fraction]]] = []

    def answer(self, weights: list[Fraction]) -> int:
        """Return which of several answers is given now; `weights` are their probabilities.

        Raises
        ------
        NotFollowed
            When there were so many draws that there must be too many ways; a rule that draws until
            it likes what it gets would never end.
        """
        at = len(self.given)
        if at >= MOST_DRAWS:
            raise NotFollowed(f"draws more than {MOST_DRAWS} times in one turn")
        chosen = self.told[at] if at < len(self.told) else 0
        self.given.append((chosen, weights))
        return chosen

    @property
    def probability(self) -> Fraction:
        """How probable all answers of this run are together."""
        if not self.given:
            return ONE
        chosen, weights = self.given[0]
        whole = weights[chosen]
        for chosen, weights in self.given[1:]:
            whole *= weights[chosen]
        return whole

    def every(self, run: Callable[[], Found]) -> Iterator[tuple[Fraction, Found]]:
        """Run a decision for every answer, and yield how probable each result is.

        Raises
        ------
        NotFollowed
            When there are too many.
        """
        self.told = []
        for _ in range(MOST_BRANCHES):
            self.given = []
            found = run()
            probability = self.probability
            if probability:
                yield probability, found
            self.told = [chosen for chosen, _ in self.given]
            while self.told and self.told[-1] + 1 == len(self.given[len(self.told) - 1][1]):
                self.told.pop()
            if not self.told:
                return
            self.told[-1] += 1
        raise NotFollowed(f"has more than {MOST_BRANCHES:,} ways to decide in one turn")

    # -- the words of rules ----------------------------------------------------------------------

    def chance(self, p: Any) -> bool:
        """Return the answer of `chance(p)`."""
        if isinstance(p, Uniform):
            return self._by_luck(p)
        p = simple(p)
        if p != p:
            raise ValueError("chance(p) needs a probability; got nan")
        if p >= 1 or p <= 0:
            return bool(p > 0)
        yes = Fraction(p)
        return not self.answer([yes, 1 - yes])

    def integer(self, n: Any) -> "Integer":
        """Return the answer of `integer(n)`: of the number only what is asked is decided."""
        n = simple(n)
        if n < 1:
            raise ValueError(f"integer(n) needs n of at least 1; got {n}")
        if type(n) is not int:
            raise NotFollowed(f"draws a whole number below {n}, which is none itself")
        return Integer(self, n)

    def uniform(self) -> "Uniform":
        """Return the answer of `uniform()`: of the number only what is asked is decided."""
        return Uniform(self, Within(Fraction(0), Fraction(1)), Fraction(1), Fraction(0))

    def _by_luck(self, p: "Uniform") -> bool:
        low, high = sorted((p.at(p.within.low), p.at(p.within.high)))
        if not (low >= 0 and high <= 1):
            raise NotFollowed("takes a random number that may be below 0 or above 1 for a chance")
        p.within.spent = True
        yes = (low + high) / 2
        return not self.answer([yes, 1 - yes])


class Integer(Lazy):
    """A random whole number that is at least `least` and less than `end`.

    Where it is compared, only the answer is drawn. Any other use draws the number.
    """

    __slots__ = ("_chances", "end", "least")

    def __init__(self, chances: Chances, end: int) -> None:
        self._chances, self.least, self.end = chances, 0, end

    def number(self) -> int:
        """Return the number, which is drawn now if it was not yet."""
        size = self.end - self.least
        if size > MOST_BRANCHES:
            raise NotFollowed(f"draws one of {size:,} whole numbers")
        if size > 1:
            self.least += self._chances.answer([Fraction(1, size)] * size)
            self.end = self.least + 1
        return self.least

    def below(self, bound: Any) -> bool:
        """Return whether it is less than a number."""
        cut = min(max(math.ceil(bound), self.least), self.end)
        share = Fraction(cut - self.least, self.end - self.least)
        lower = share == 1 or (share > 0 and not self._chances.answer([share, 1 - share]))
        self.least, self.end = (self.least, cut) if lower else (cut, self.end)
        return lower

    def compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        """Return what a comparison gives."""
        other = simple(other)
        if type(other) not in (int, float) or not math.isfinite(other):
            return how(self.number(), other)
        above = math.floor(other) + 1
        if how in (operator.lt, operator.ge):
            return self.below(other) == (how is operator.lt)
        if how in (operator.le, operator.gt):
            return self.below(above) == (how is operator.le)
        equal = above > other and not self.below(other) and self.below(above)
        return equal == (how is operator.eq)


class Within:
    """What is known of a random number from 0 to 1; `spent` if that is no interval any more."""

    def __init__(self, low: Fraction, high: Fraction) -> None:
        self.low, self.high, self.spent = low, high, False


class Uniform(Lazy):
    """factor times a random number from 0 to 1, plus something: it can be compared, or be the
    chance of something, and no more."""

    __slots__ = ("_chances", "factor", "more", "within")
    real = True

    def __init__(self, chances: Chances, within: Within, factor: Fraction, more: Fraction) -> None:
        self._chances, self.within, self.factor, self.more = chances, within, factor, more

    def number(self) -> Any:
        """Raise `NotFollowed`: the number itself is asked for."""
        raise NotFollowed("calculates with a random number from uniform()")

    def at(self, value: Fraction) -> Fraction:
        """Return what it is where the random number has a value."""
        if self.within.spent:
            raise NotFollowed("uses a random number again that was a chance")
        return self.factor * value + self.more

    def below(self, bound: Any) -> bool:
        """Return whether it is less than a number."""
        cut = (_number(bound) - self.at(Fraction(0))) / self.factor
        low, high = self.within.low, self.within.high
        cut = min(max(cut, low), high)
        share = (cut - low) / (high - low)
        lower = share == 1 or (share > 0 and not self._chances.answer([share, 1 - share]))
        self.within.low, self.within.high = (low, cut) if lower else (cut, high)
        return lower == (self.factor > 0)

    def compared(self, other: Any, how: Callable[[Any, Any], Any]) -> Any:
        """Return what a comparison gives."""
        if how in (operator.eq, operator.ne):
            return self.number()
        return self.below(other) == (how in (operator.lt, operator.le))

    def __add__(self, other: Any) -> "Uniform":
        return Uniform(self._chances, self.within, self.factor, self.more + _number(other))

    def __mul__(self, other: Any) -> "Uniform":
        by = _number(other)
        if not by:
            raise NotFollowed("multiplies a random number by 0")
        return Uniform(self._chances, self.within, self.factor * by, self.more * by)

    def __neg__(self) -> "Uniform":
        return self * -1

    def __sub__(self, other: Any) -> "Uniform":
        return self + -_number(other)

    def __rsub__(self, other: Any) -> "Uniform":
        return (self * -1).__add__(other)

    def __truediv__(self, other: Any) -> Any:
        by = _number(other)
        return self * (1 / by) if by else self.number()

    __radd__, __rmul__ = __add__, __mul__


def _number(value: Any) -> Fraction:
    """Return a plain number that is added to a random number, or compared with it."""
    value = value if type(value) is Fraction else simple(plain(value))
    if type(value) not in (int, float, Fraction) or value != value or abs(value) == float("inf"):
        raise NotFollowed("uses a random number and something that is no plain number together")
    return Fraction(value)
