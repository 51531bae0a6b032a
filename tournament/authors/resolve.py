"""From what a user hands over to plugins that can play: given as such or by name, and complete."""

from collections.abc import Iterable
from typing import Any

from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.registry import find
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentTypeError, DuplicateName


def as_strategies(entered: Iterable[Any], *, unique: bool = False) -> tuple[Strategy, ...]:
    """Return entrants as strategies that can play.

    Parameters
    ----------
    entered
        Strategies, or names of strategies.
    unique
        Whether no two may carry the same name.

    Raises
    ------
    TypeError
        For anything else, or a strategy whose parameters have no values.
    DuplicateName
        When two players would carry one name.

    Examples
    --------
    >>> as_strategies(["tit_for_tat", "grudger"])
    (tit_for_tat, grudger)
    """
    found: list[Strategy] = []
    for item in entered:
        player = find(item) if isinstance(item, str) else item
        if not isinstance(player, Strategy):
            raise ArgumentTypeError(
                f"A player must be a strategy (a function under @strategy) or a name; got {item!r}."
            )
        _complete(player)
        if unique and any(other.name == player.name for other in found):
            raise DuplicateName(
                f"Two players are named {player.name!r}; give one another name:"
                f" {player.name}.named('...')."
            )
        found.append(player)
    return tuple(found)


def as_partner_rule(given: Any) -> PartnerRule:
    """Return a partner rule that can rate friends.

    Raises
    ------
    TypeError
        For what is no partner rule and no name, or a rule whose parameters have no values.

    Examples
    --------
    >>> as_partner_rule("anyone")
    anyone
    """
    rule = find(given, of=PartnerRule) if isinstance(given, str) else given
    if not isinstance(rule, PartnerRule):
        raise ArgumentTypeError(
            f"A partner rule must be one, or the name of one, such as 'anyone'; got {given!r}."
        )
    _complete(rule)
    return rule


def _complete(plugin: Plugin) -> None:
    missing = plugin.missing
    if "members" in missing:
        raise ArgumentTypeError(f"`{plugin.name}` needs members: {plugin.name}(another_strategy).")
    if missing:
        raise ArgumentTypeError(
            f"`{plugin.name}` needs values for {', '.join(missing)}:"
            f" {plugin.name}({missing[0]}=...)."
        )
