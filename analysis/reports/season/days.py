"""Sentences on how niceness developed from day to day."""

import numpy as np

from analysis.reports.season.findings import Findings
from analysis.reports.season.numbers import difference
from analysis.words import percent

STEP = 0.02  # a change in the share of nice moves that is worth a sentence of its own
SAME = 5e-4  # a change that a reader does not see


def development(found: Findings) -> list[str]:
    """Say how niceness developed, and whether the end was different."""
    shares = found.daily_niceness
    days = np.flatnonzero(np.isfinite(shares).all(axis=0))
    mean = shares.mean(axis=0)
    if len(days) < 2 or not np.diff(mean[days]).any():
        return []
    first, last = days[0], days[-1]
    said = (
        f"On day {first + 1}, {percent(mean[first])} of the moves were nice, and on day {last + 1},"
        f" {percent(mean[last])}: {_change(shares[:, last], shares[:, first])}."
    )
    return [f"{said}{_extremes(mean, days)}{_end(shares, days)}"]


def _change(later: np.ndarray, earlier: np.ndarray) -> str:
    gap = difference(later, earlier)
    way = "rose" if gap.mean > 0 else "fell"
    if abs(gap.mean) < SAME:
        return "niceness did not change"
    if np.isnan(gap.reach):
        return f"niceness {way}"
    return f"niceness {way} by more than chance explains" if gap.sure else "no change beyond error"


def _extremes(mean: np.ndarray, days: np.ndarray) -> str:
    """Return sentences on days between the ends that were higher, and lower, than both."""
    said, ends = "", (mean[days[0]], mean[days[-1]])
    high, low = days[mean[days].argmax()], days[mean[days].argmin()]
    if mean[high] > max(ends) + STEP:
        said += f" Niceness was highest on day {high + 1} ({percent(mean[high])})."
    if mean[low] < min(ends) - STEP:
        said += f" Niceness was lowest on day {low + 1} ({percent(mean[low])})."
    return said


def _end(shares: np.ndarray, days: np.ndarray) -> str:
    """Return a sentence on the last day, if it stands out."""
    if len(days) <= 3:
        return ""
    changes = np.abs(np.diff(shares.mean(axis=0)[days]))
    calm = changes[len(changes) // 2 : -1].max(initial=0.0)
    end = difference(shares[:, days[-1]], shares[:, days[-2]])
    if abs(end.mean) <= max(STEP, 2 * calm) or abs(end.mean) <= end.reach:
        return ""
    way = "raised" if end.mean > 0 else "lowered"
    return f" The last day alone {way} it by {abs(end.mean) * 100:.1f} points."
