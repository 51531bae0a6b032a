"""Which spans of repetitions there are, and which are missing."""

from collections.abc import Iterable

from tournament.results.units.cutting import Span


def covered(
    there: Iterable[Span], first: int, last: int
) -> tuple[list[Span], list[tuple[int, int]]]:
    """Return which spans to use for repetitions from `first` to `last`, and where none is.

    No repetition is in two of the spans. Spans may overlap, where several people had different
    wishes; then of those that begin where the one before ends the longest that fits is used.

    Parameters
    ----------
    there
        Spans, in any order.
    first, last
        What is asked for.

    Returns
    -------
    tuple
        Spans that are used, rising; and the first repetition and the end of each gap.

    Examples
    --------
    >>> covered([Span(0, 10), Span(0, 100), Span(5, 20), Span(50, 50)], 0, 120)
    ([Span(first=0, repetitions=100)], [(100, 120)])
    >>> covered([Span(0, 10), Span(50, 50)], 0, 80)
    ([Span(first=0, repetitions=10)], [(10, 80)])
    """
    longest: dict[int, int] = {}
    for low, many in there:
        if low >= first and low + many <= last:
            longest[low] = max(longest.get(low, 0), many)
    used, gaps, at = list[Span](), list[tuple[int, int]](), first
    while at < last:
        if at in longest:
            used.append(Span(at, longest[at]))
            at += longest[at]
            continue
        end = min((low for low in longest if low > at), default=last)
        gaps.append((at, end))
        at = end
    return used, gaps
