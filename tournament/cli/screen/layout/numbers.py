"""Numbers in columns: no digit that the error makes meaningless, decimal points in one line."""

import math
from collections.abc import Callable, Sequence

UNKNOWN = "—"
MOST = 8  # decimals
Write = Callable[[float, int], str]


def decimals(error: float, usual: int) -> int:
    """Return how many decimals a number has sense in.

    The last digit is the first digit of the error, or its second if the first is 1 or 2.

    Parameters
    ----------
    error
        A standard error; 0: the number is exact; NaN: nothing is known.
    usual
        The decimals of numbers without an error.

    Examples
    --------
    >>> decimals(0.08, 3), decimals(0.012, 3), decimals(70.0, 3), decimals(0.0, 3)
    (2, 3, 0, 3)
    """
    if not error > 0 or math.isinf(error):
        return usual
    size = math.floor(math.log10(error))
    first = error / 10.0**size
    if first >= 9.5:  # it is rounded to 10
        size, first = size + 1, 1.0
    return max(0, min(MOST, -size + (first < 2.95)))


def plain(value: float, digits: int) -> str:
    """Return a number with so many decimals.

    >>> plain(-0.0001, 2), plain(12345.6, 0)
    ('0.00', '12,346')
    """
    return f"{round(value, digits) + 0.0:,.{digits}f}" if math.isfinite(value) else UNKNOWN


def share(value: float, digits: int) -> str:
    """Return a share as a percentage; `digits` are those of the share.

    >>> share(0.5, 3)
    '50.0 %'
    """
    return f"{plain(100 * value, max(0, digits - 2))} %" if math.isfinite(value) else UNKNOWN


def aligned(texts: Sequence[str]) -> list[str]:
    """Return numbers with spaces behind them, so that their decimal points are in one line if they
    stand at the right.

    >>> aligned(["13.865", "10.88", "9", "—"])
    ['13.865', '10.88 ', '9    ', '—']
    """
    behind = [len(text.partition(".")[2]) + ("." in text) for text in texts]
    most = max(behind, default=0)
    return [
        text if text == UNKNOWN else text + " " * (most - many)
        for text, many in zip(texts, behind, strict=True)
    ]


def estimates(
    values: Sequence[float], errors: Sequence[float], usual: int, write: Write = plain
) -> tuple[list[str], list[str]]:
    """Return the cells of numbers, and those of their errors.

    Parameters
    ----------
    values, errors
        Numbers and their standard errors.
    usual
        The decimals of a number without an error.
    write
        From a number and its decimals to a text.
    """
    digits = _digits(errors, usual, write)
    cells = [write(value, many) for value, many in zip(values, digits, strict=True)]
    known = [
        f"± {write(error, many)}" if math.isfinite(error) else UNKNOWN
        for error, many in zip(errors, digits, strict=True)
    ]
    return (cells, known) if write is share else (aligned(cells), aligned(known))


def _digits(errors: Sequence[float], usual: int, write: Write) -> list[int]:
    """Return the decimals of each number; shares have the same, since a sign ends them."""
    digits = [decimals(error, usual) for error in errors]
    return [max(digits, default=usual)] * len(digits) if write is share else digits


def intervals(
    low: Sequence[float],
    high: Sequence[float],
    errors: Sequence[float],
    usual: int,
    write: Write = plain,
) -> list[str]:
    """Return the cells of intervals, with the decimals of their errors."""
    return [
        f"{write(a, many)} to {write(b, many)}"
        if math.isfinite(a) and math.isfinite(b)
        else UNKNOWN
        for a, b, many in zip(low, high, _digits(errors, usual, write), strict=True)
    ]


def ranks(best: Sequence[float], worst: Sequence[float], known: Sequence[bool]) -> list[str]:
    """Return the cells of ranks that are possible.

    >>> ranks([1, 2, 1], [1, 3, 3], [True, True, False])
    ['1', '2 to 3', '—']
    """
    return [
        UNKNOWN if not is_known else f"{a:g}" if a == b else f"{a:g} to {b:g}"
        for a, b, is_known in zip(best, worst, known, strict=True)
    ]
