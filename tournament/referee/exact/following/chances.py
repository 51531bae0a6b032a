"""Every answer that chance may give, one after the other.

A decision is run again and again. Each time the first draws are answered as they were told to be,
and later ones with their first answer. What has come out has a probability: the product of the
probabilities of its answers, as fractions, so that nothing is rounded.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, TypeVar

from tournament.referee.exact.following.carried import NotFollowed

MOST_BRANCHES = 4096
"""Of one decision."""
ONE = Fraction(1)
Found = TypeVar("Found")


class Chances:
    """What chance answers within one run of a decision."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self.given: list[tuple[int, list[Fraction]]] = []

    def answer(self, weights: list[Fraction]) -> int:
        """Return which of several answers is given now; `weights` are their probabilities."""
        at = len(self.given)
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
        if p != p:
            raise ValueError("chance(p) needs a probability; got nan")
        if p >= 1 or p <= 0:
            return bool(p > 0)
        yes = Fraction(p)
        return not self.answer([yes, 1 - yes])

    def integer(self, n: Any) -> int:
        """Return the answer of `integer(n)`."""
        if n < 1:
            raise ValueError(f"integer(n) needs n of at least 1; got {n}")
        if n > MOST_BRANCHES:
            raise NotFollowed(f"draws one of {n:,} whole numbers")
        return self.answer([Fraction(1, int(n))] * int(n))

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


class Within:
    """What is known of a random number from 0 to 1; `spent` if that is no interval any more."""

    def __init__(self, low: Fraction, high: Fraction) -> None:
        self.low, self.high, self.spent = low, high, False


class Uniform:
    """factor times a random number from 0 to 1, plus something: it can be compared, or be the
    chance of something, and no more."""

    __slots__ = ("_chances", "factor", "more", "within")
    __array_ufunc__ = None

    def __init__(self, chances: Chances, within: Within, factor: Fraction, more: Fraction) -> None:
        self._chances, self.within, self.factor, self.more = chances, within, factor, more

    def at(self, value: Fraction) -> Fraction:
        """Return what it is where the random number has a value."""
        if self.within.spent:
            raise NotFollowed("uses a random number again that was a chance")
        return self.factor * value + self.more

    def below(self, bound: Any) -> bool:
        """Return whether it is less than a number."""
        if type(bound) not in (int, float, bool) or bound != bound or abs(bound) == float("inf"):
            raise NotFollowed("compares a random number with something that is no plain number")
        self.at(Fraction(0))
        low, high = self.within.low, self.within.high
        cut = (Fraction(bound) - self.more) / self.factor
        cut = min(max(cut, low), high)
        share = (cut - low) / (high - low)
        lower = share == 1 or (share > 0 and not self._chances.answer([share, 1 - share]))
        self.within.low, self.within.high = (low, cut) if lower else (cut, high)
        return lower == (self.factor > 0)

    def __lt__(self, other: Any) -> bool:
        return self.below(other)

    def __le__(self, other: Any) -> bool:
        return self.below(other)

    def __gt__(self, other: Any) -> bool:
        return not self.below(other)

    def __ge__(self, other: Any) -> bool:
        return not self.below(other)

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

    def __truediv__(self, other: Any) -> "Uniform":
        return self * (1 / _number(other))

    __radd__, __rmul__ = __add__, __mul__

    def _other(self, *_: Any) -> Any:
        raise NotFollowed("calculates with a random number from uniform()")

    __float__ = __int__ = __index__ = __bool__ = __round__ = __hash__ = _other
    __mod__ = __rmod__ = __pow__ = __rpow__ = __floordiv__ = __rfloordiv__ = _other
    __rtruediv__ = __eq__ = __ne__ = __abs__ = __divmod__ = __floor__ = __trunc__ = _other


def _number(value: Any) -> Fraction:
    if type(value) not in (int, float, bool) or value != value or abs(value) == float("inf"):
        raise NotFollowed("calculates with a random number and something that is no plain number")
    return Fraction(value)
