"""From what a user hands over to plugins that can play: given as such or by name, and complete.

A name is what a plugin is called, or one of its aliases (`Also called:` in its docstring), in any
spelling that `tournament.errors.folded` makes equal. Parameters may follow: `TFT`, `grim trigger`,
`Random(p=0.8)`.
"""

import ast
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar, overload

from tournament.authors.moves.definitions import expression_of
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.registry import WORDS, installed, merge
from tournament.authors.strategy import Strategy
from tournament.errors import (
    Aliases,
    ArgumentError,
    ArgumentTypeError,
    DuplicateName,
    folded,
    meant,
    unknown,
)
from tournament.interactive.shown import shown
from tournament.outcomes import MOVES
from tournament.rules.checks import several

K = TypeVar("K", bound=Plugin)


# -- names -----------------------------------------------------------------------------------------


@overload
def find(name: str, extra: Iterable[Strategy] = ()) -> Strategy: ...
@overload
def find(name: str, extra: Iterable[K] = (), *, of: type[K]) -> K: ...
def find(name: str, extra: Iterable[Plugin] = (), *, of: Any = Strategy) -> Any:
    """Return the strategy with this name, from `extra`, the library and installed distributions.

    Raises
    ------
    UnknownName
        With the nearest name there is; or with all names that a spelling can mean.
    ValueError
        When parameters follow the name, and are not well written.

    Examples
    --------
    >>> find("TFT"), find("Random(p=0.8)")
    (tit_for_tat, random_player(p=0.8))
    """
    known = merge([list(extra), installed(of).values()])
    return named(name, known, what=WORDS[of][0])


def named(
    text: str, known: Mapping[str, K], groups: Collection[str] = (), what: str = "strategy"
) -> K:
    """Return the plugin written as a name or an alias, or as `name(parameter=value, ...)`.

    Parameters
    ----------
    text
        What was typed.
    known
        The plugins there are, by name.
    groups
        Other names that could have been meant.
    what
        What a plugin is called in messages.

    Raises
    ------
    UnknownName, ValueError
        As `find`.
    """
    found = name_of(text, known)
    if found is not None:
        return known[found]
    head, bracket, values = text.partition("(")
    found = name_of(head, known)
    call = _call(f"_({values}") if bracket else None
    if found is None and folded(head) and (call or not bracket):
        typed = head.strip()
        raise unknown(what, typed, [*known, *groups], lambda name: aliases(name, known))
    if found is None or call is None:
        raise ArgumentError(
            f"A {what} must be written as a name, or as name(parameter=value, ...); got"
            f" {shown(text)}."
        )
    try:
        given = {str(keyword.arg): _value(keyword.value, text) for keyword in call.keywords}
        placed = [_value(node, text) for node in call.args]
    except RecursionError:
        raise ArgumentError(f"The values of {shown(text)} are nested too deep.") from None
    variant: Any = known[found](*placed, **given)
    chosen: K = variant
    return chosen


def name_of(text: str, known: Mapping[str, Plugin], groups: Collection[str] = ()) -> str | None:
    """Return the name of a plugin or a group that a text means; None if there is none.

    Raises
    ------
    UnknownName
        When a spelling can mean several.
    """
    names = {**known, **dict.fromkeys(groups)} if groups else known
    return meant(text, names, lambda name: aliases(name, known))


def aliases(name: str, known: Mapping[str, Plugin]) -> tuple[str, ...]:
    """Return the aliases of a plugin; other names, such as those of groups, have none."""
    return known[name].aliases if name in known else ()


def aliases_of(players: Iterable[Plugin]) -> Aliases:
    """Return a function from the names of players to their aliases."""
    known = {player.name: player for player in players}
    return lambda name: aliases(name, known)


def _call(text: str) -> ast.Call | None:
    """Return a call of `_` with plain arguments, or None if the text is something else."""
    try:
        tree = expression_of(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        return None
    return None if any(keyword.arg is None for keyword in tree.keywords) else tree


def _value(node: ast.expr, text: str) -> Any:
    """Return a parameter's value: a number, a quotient of two, a list, or moves such as CDDC."""
    if isinstance(node, ast.Name) and set(node.id) <= set(MOVES):
        return node.id
    if isinstance(node, (ast.List, ast.Tuple)):
        return [_value(each, text) for each in node.elts]
    try:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            return _value(node.left, text) / _value(node.right, text)
        return ast.literal_eval(node)
    except (ValueError, TypeError, ZeroDivisionError):
        raise ArgumentError(
            f"{shown(ast.unparse(node))} in {shown(text)} must be a number, a list of"
            " numbers, True, False "
            "or moves such as CDDC."
        ) from None


# -- players that are complete ---------------------------------------------------------------------


def as_strategies(
    entered: Iterable[Any], *, unique: bool = False, name: str = "players"
) -> tuple[Strategy, ...]:
    """Return entrants as strategies that can play.

    Parameters
    ----------
    entered
        Strategies, or names of strategies.
    unique
        Whether no two may carry the same name.
    name
        Of the argument.

    Raises
    ------
    TypeError
        For anything else, or a strategy whose parameters have no values.
    DuplicateName
        When two players would carry one name.

    Examples
    --------
    >>> as_strategies(["TFT", "grudger"])
    (tit_for_tat, grudger)
    """
    found: list[Strategy] = []
    for item in several(name, entered, "a list of strategies, or of their names"):
        player = find(item) if isinstance(item, str) else item
        if not isinstance(player, Strategy):
            raise ArgumentTypeError(
                "A player must be a strategy (a function under @strategy) or a name; got"
                f" {shown(item)}."
            )
        _complete(player)
        if unique and any(other.name == player.name for other in found):
            raise DuplicateName(
                f"Two players are named {shown(player.name)}; give one another name:"
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
            f"A partner rule must be one, or the name of one, such as 'anyone'; got {shown(given)}."
        )
    _complete(rule)
    return rule


def _complete(plugin: Plugin) -> None:
    if isinstance(plugin, Strategy):
        plugin.check_extent()
    missing = plugin.missing
    if "members" in missing:
        raise ArgumentTypeError(f"`{plugin.name}` needs members: {plugin.name}(another_strategy).")
    if missing:
        raise ArgumentTypeError(
            f"`{plugin.name}` needs values for {', '.join(missing)}:"
            f" {plugin.name}({missing[0]}=...)."
        )
