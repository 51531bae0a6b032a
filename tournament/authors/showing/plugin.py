"""What a strategy or a partner rule shows of itself: what it does, its source, its parameters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tournament import outcomes
from tournament.authors.parameters import parameters_of
from tournament.authors.showing.allowed import allowed
from tournament.authors.showing.state_table import state_table
from tournament.authors.values import Value, readable
from tournament.interactive.card import Card, Table

if TYPE_CHECKING:
    from tournament.authors.plugin import Plugin


def plugin_card(plugin: "Plugin", what: str, facts: Sequence[tuple[str, str]]) -> Card:
    """Return the card of a plugin.

    Parameters
    ----------
    plugin
        A strategy or a partner rule.
    what
        Which of both, in words.
    facts
        What only this class has: members, or gifts for one friend.
    """
    told = [
        ("source", plugin.source),
        ("also called", plugin.also_called),
        *facts,
        ("needs", ", ".join(plugin.missing)),
        ("played", "" if plugin.compiled else "in plain Python, slowly"),
        ("defined in", plugin.location),
    ]
    rows = [
        (key, _shown(plugin.parameters.get(key), need), need)
        for key, parameter in parameters_of(plugin.rule).items()
        for need in [allowed(parameter, plugin.parameters)]
    ]
    parts = [Table(("parameter", "value", "allowed"), rows, names=3)] if rows else []
    table = state_table(plugin.parameters)
    return Card(
        f"{what}: {plugin.name}",
        plugin.summary,
        [(word, fact) for word, fact in told if fact],
        parts + ([table] if table else []),
    )


def _shown(value: Value | None, need: str) -> str:
    """Return a value as a reader wants it; of a large array, how large it is."""
    if value is None:
        return "to be given"
    if not isinstance(value, np.ndarray):
        return outcomes.MOVES[int(value)] if need == "C or D" else f"{value}"
    text = readable(value)
    return f"{' x '.join(map(str, value.shape))} numbers" if ":" in text else text
