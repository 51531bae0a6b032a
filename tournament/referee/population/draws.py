"""The draws of a repetition of a population, one after the other.

A draw is a word of 64 well-mixed bits. A word can choose twice: `split` chooses one of n evenly,
and leaves a word for a second choice. The two choices are independent up to n / 2**64.
"""

from tournament.results.units.population import stream_of
from tournament.streams import MASK, mix


class Draws:
    """The stream of a repetition for one purpose.

    Parameters
    ----------
    seed, repetition, purpose
        As for `stream_of`.
    """

    def __init__(self, seed: int, repetition: int, purpose: int) -> None:
        self.state, self.step = stream_of(seed, repetition, purpose)
        self.taken = 0

    def word(self) -> int:
        """Return the next draw."""
        self.taken += 1
        return int(mix((self.state + self.taken * self.step) & MASK))

    def split(self, n: int) -> tuple[int, int]:
        """Return a whole number below n, drawn evenly, and the word that the draw leaves."""
        return split(self.word(), n)


def split(word: int, n: int) -> tuple[int, int]:
    """Return a whole number below n, chosen evenly by a word, and the word that is left.

    >>> split(1 << 63, 10)
    (5, 0)
    """
    return (word * n) >> 64, (word * n) & MASK
