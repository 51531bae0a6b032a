"""Days of a log: numbers, or dates, which are days of the season from its first day on.

Some dates can be read in two ways: 3/4 may be in March or in April. Then the other dates of the log
decide, or else which way they fit into a season.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown

_NUMBER = re.compile(r"(?:day|d|#)?\s*(\d+)(?:[.,]0+|\.|st|nd|rd|th)?", re.IGNORECASE)
_TIME = re.compile(r"[ T]\d{1,2}[:.h]\d{2}.*$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = re.compile(r"[A-Za-z]{3,}|\d+")
_LEAP = 2000  # the year of dates without one, which may be 29 February
_LONGEST = 40


def number_of(text: str) -> str | None:
    """Return the digits of a day that is a number, without zeros before them; None: it is none.

    >>> number_of("3"), number_of("Day 03"), number_of("3,0"), number_of("3.5"), number_of("")
    ('3', '3', '3', None, None)
    """
    found = _NUMBER.fullmatch(text)
    if found is None or not found[1].isascii():
        return None
    return found[1].lstrip("0") or "0"


def readings(text: str) -> list[date]:
    """Return the dates that a text can mean: none, one, or two; the month is first in the first.

    >>> readings("2015-12-08"), readings("8 Dec 2015") == readings("8.12.2015")
    ([datetime.date(2015, 12, 8)], True)
    >>> [day.isoformat() for day in readings("3/4/2016")], readings("soon")
    (['2016-03-04', '2016-04-03'], [])
    """
    if len(text) > _LONGEST:
        return []
    text = _TIME.sub("", text.strip())
    parts = _PARTS.findall(text)
    if not 2 <= len(parts) <= 4:
        return []
    months = [p[:3].lower() for p in parts if p[0].isalpha() and p[:3].lower() in _MONTHS]
    numbers = [int(part) for part in parts if part[0].isdigit() and part.isascii()]
    if months:
        return _valid([(_MONTHS.index(months[0]) + 1, numbers)]) if len(months) == 1 else []
    if any(part[0].isalpha() for part in parts) or not re.fullmatch(r"[\d/. -]+", text):
        return []
    if len(numbers) == 3 and numbers[0] > 31:  # the year comes first, and then the month
        return _valid([(numbers[1], [numbers[2], numbers[0]])])
    if not 2 <= len(numbers) <= 3 or (len(numbers) == 2 and "/" not in text and "-" not in text):
        return []
    one, two, *year = numbers
    ways = [(two, [one, *year])] if "." in text else [(one, [two, *year]), (two, [one, *year])]
    return _valid(ways)


def _valid(ways: Sequence[tuple[int, list[int]]]) -> list[date]:
    """Return the dates that there are, from months, and days with or without a year."""
    found = []
    for month, numbers in ways:
        if len(numbers) not in (1, 2):
            continue
        day, year = (*numbers, _LEAP)[:2]
        try:
            found.append(date(year + _LEAP if year < 100 else year, month, day))
        except (ValueError, OverflowError):
            continue
    return list(dict.fromkeys(found))


def is_day(text: str) -> bool:
    """Return whether a text can be a day: a number, or a date.

    >>> is_day("7"), is_day("8 Dec"), is_day("Ann")
    (True, True, False)
    """
    return number_of(text) is not None or bool(readings(text))


def dates_of(texts: Sequence[str], days: int, first: date | None = None) -> list[date] | None:
    """Return the dates of a column, read in one way; None where they are no dates, or where two
    ways are as good.

    Parameters
    ----------
    texts
        The cells, none of them empty.
    days
        Of a season: all dates must fit into it, if the other way does not.
    first
        The first day of the season, if it is known.

    Examples
    --------
    >>> dates_of(["12/30", "1/2"], 25) == [date(2000, 12, 30), date(2001, 1, 2)]
    True
    """
    all_ways = [readings(text) for text in texts]
    if not all(all_ways):
        return None
    sure = {
        _order(text, ways[0]) for text, ways in zip(texts, all_ways, strict=True) if len(ways) == 1
    }
    orders = [each for each in (0, -1) if each in sure] or [0, -1]
    tried = [_over_new_year([ways[order] for ways in all_ways]) for order in orders]
    fitting = [c for c in tried if (max(c) - min(first or min(c), min(c))).days < days] or tried[:1]
    apart = {tuple((each - min(column)).days for each in column) for column in fitting}
    return fitting[-1] if len(apart) == 1 or first else None


def _order(text: str, day: date) -> int | None:
    """Return 0 where the month stands first, -1 where the day does; None where both are as good,
    or where the text says it otherwise.

    >>> _order("12/31", date(2000, 12, 31)), _order("2/2", date(2000, 2, 2))
    (0, None)
    """
    numbers = [int(part) for part in _PARTS.findall(text)[:2] if part.isdigit()]
    if "/" not in text and "-" not in text:
        return None
    return {(day.month, day.day): 0, (day.day, day.month): -1}.get(
        tuple(numbers) if day.month != day.day else ()  # type: ignore[arg-type]
    )


def _over_new_year(column: list[date]) -> list[date]:
    """Return dates without a year so that January comes after December."""
    if any(each.year != _LEAP for each in column):
        return column
    if not {1, 12} <= {each.month for each in column}:
        return column
    late = [each.month > 6 for each in column]
    return [d if so else _next_year(d) for d, so in zip(column, late, strict=True)]


def _next_year(day: date) -> date:
    return day + timedelta(days=366)


def first_day(text: str) -> date:
    """Return the date that an option names as the first day of the season.

    Raises
    ------
    ArgumentError
        When it is no date, or could be two.
    """
    found = readings(text)
    if len(found) != 1 or found[0].year == _LEAP:
        raise ArgumentError(f"`--first-day` must be a date such as 2015-12-08; got {shown(text)}.")
    return found[0]
