"""Figures of results by name: found where distributions offer them, our own among them.

An entry point of group `tournament.plots` is named after an event: "tournament", "season",
"population", "match", "automaton" or "learned". It is a table from names of figures to functions,
each from results to a figure of matplotlib, or to None where it has nothing to show. Parameters
`width`, `ax` and `top` are handed on to functions that have them. So results know no figure, and a
package of somebody else can add some.
"""

from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from typing import TYPE_CHECKING, Any

from tournament.authors.loading.offers import thing_of
from tournament.authors.registry import offers, own_offers
from tournament.errors import ArgumentError, TournamentError, suggestion
from tournament.interactive.shown import shown
from tournament.rules.checks import text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

GROUP = "tournament.plots"
Plot = Callable[..., "Figure | None"]


@cache
def plots(event: str) -> Mapping[str, Plot]:
    """Return the figures of an event by name; our own come first.

    >>> list(plots("match"))
    ['moves']
    """
    found: dict[str, Plot] = {}
    for point in own_offers(GROUP):
        if point.name == event:
            found |= point.load()
    for point in offers(GROUP):
        table = thing_of(point) if point.name == event else None
        if isinstance(table, Mapping):
            found = {**table, **found}
    return found


def plot(event: str, results: Any, kind: str, **asked: Any) -> "Figure":
    """Return a figure of results.

    Parameters
    ----------
    event
        "tournament", "season", "match" or "automaton".
    results
        What was played.
    kind
        The name of the figure.
    **asked
        What else the figure shall be, such as its `width`; what is None is not asked.

    Raises
    ------
    ArgumentError
        When there is no figure of that name, or it cannot be what is asked.
    TournamentError
        When these results have nothing to show there.
    """
    known, kind = plots(event), text("kind", kind)
    if kind not in known:
        *names, last = map(repr, known)
        one = f"{', '.join(names)} or {last}" if names else last
        raise ArgumentError(
            f"`kind` must be {one}; got {shown(kind)}.{suggestion(str(kind), list(known))}"
        )
    how = {name: value for name, value in asked.items() if value is not None}
    for name in how:
        if name not in signature(known[kind]).parameters:
            raise ArgumentError(f"`{name}` must be left out: the figure {shown(kind)} has none.")
    figure = known[kind](results, **how)
    if figure is None:
        raise TournamentError(f"These results have nothing to show as {shown(kind)}.")
    return figure
