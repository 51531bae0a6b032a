"""Who meets whom in a tournament on a graph."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from tournament.errors import Aliases, ArgumentError, meant, suggestion
from tournament.events.graphs.arcs import arcs_of
from tournament.interactive.shown import shown
from tournament.rules.checks import exact, several

WHAT = "a NetworkX graph, or pairs of players, by name or by number from 0"


def meetings_of(
    graph: Any, names: Sequence[str], also: Aliases, *, copies: bool, both_ways: bool
) -> np.ndarray:
    """Return (m, 2) who meets whom, first and second seat: the edges of a graph of players.

    Parameters
    ----------
    graph
        A NetworkX graph whose nodes are players, by name or by number from 0; or pairs of these.
        Directions and weights do not matter. A loop is a match against one's own copy.
    names, also
        Of the players, and other names of a player.
    copies
        Whether loops count.
    both_ways
        Whether two players meet in both orders.

    Raises
    ------
    ArgumentError
        When it is no graph of these players, or a player has nobody to meet.
    """
    pairs = _pairs(graph)
    ends = np.array([[_number(one, names, also) for one in pair] for pair in pairs], np.int64)
    ends = np.unique(np.sort(ends.reshape(-1, 2), axis=1), axis=0)
    ends = ends if copies else ends[ends[:, 0] != ends[:, 1]]
    alone = np.setdiff1d(np.arange(len(names)), ends)
    if alone.size:
        raise ArgumentError(
            f"`graph` must give every player an opponent; {alone.size} have none, such as"
            f" {names[alone[0]]}."
        )
    if both_ways:
        ends = np.unique(np.concatenate([ends, ends[:, ::-1]]), axis=0)
    return ends


def _pairs(graph: Any) -> list[Any]:
    """Return pairs of players as they are called."""
    if hasattr(graph, "edges") and hasattr(graph, "nodes") and not isinstance(graph, type):
        return [pair[:2] for pair in graph.edges]
    if isinstance(graph, np.ndarray):
        ends = arcs_of("graph", graph).ends  # checked
        return [tuple(pair) for pair in ends.tolist()]
    pairs = several("graph", graph, WHAT)
    for pair in pairs:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise ArgumentError(f"`graph` must be {WHAT}; got {shown(pair)}.")
    return pairs


def _number(given: Any, names: Sequence[str], also: Aliases) -> int:
    """Return the number of a player."""
    number = exact(given)
    if number is not None:
        if not isinstance(number, int) or not 0 <= number < len(names):
            raise ArgumentError(
                f"`graph` must name players 0 to {len(names) - 1}; got {shown(given)}."
            )
        return number
    typed = getattr(given, "name", given)
    player = meant(typed, names, also) if isinstance(typed, str) else None
    if player is None:
        hint = suggestion(typed, list(names)) if isinstance(typed, str) else ""
        raise ArgumentError(f"`graph` names {shown(typed)}, which does not play.{hint}")
    return names.index(player)
