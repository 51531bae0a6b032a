"""What a strategy is, and `@strategy`, which makes one of a function.

A strategy is a function `rule(me, opponent, **parameters)` that returns C or D. `help()` on this
module shows the words that a rule may read; `tournament.authors.vocabulary` is their table.

Before the first move `last`, `intended` and `move(k)` are neither C nor D. A move is no truth
value: compare it, `opponent.last == D`. `me.turn` is 0 in the first turn, which messages and
reports call turn 1. A match is like a season of one gift a day: `day` is `turn` there, nobody is
`giving`, and nothing is `offered`.

A rule may have *members*: strategies that play inside its seat and may have members themselves.
Every turn they decide first, each in its own memory and with its own chance; then the rule makes
one move of their votes. A rule that reads `me.member` has one, and turns a strategy into another:
`flip(grudger)`. One that reads `me.members` has a team: `majority_team([grudger, tit_for_tat])`.
"""

import hashlib
import inspect
from collections.abc import Callable, Iterable
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Self, get_args, overload

import numpy as np

from tournament.authors.code_hash import names_used
from tournament.authors.parameters import Rule, defaults, parameters_of, where
from tournament.authors.plugin import Plugin
from tournament.authors.showing.word_tables import STRATEGIES, plain
from tournament.authors.values import (
    Value,
    beyond_64_bits,
    readable,
    readable_team,
    starting_value,
)
from tournament.authors.vocabulary import words
from tournament.errors import ArgumentError, ArgumentTypeError
from tournament.interactive.shown import shown
from tournament.interactive.words import listing
from tournament.rules.checks import flag

MOST_LEVELS, MOST_MEMBERS = 100, 10_000
"""Of a player with members: how deep they may be within each other, and how many."""
History = Literal["own", "shared", "opposite"]
"""What members take for their own moves: their votes, the moves of the seat, or these turned
over."""


@dataclass(frozen=True, eq=False, repr=False)
class Strategy(Plugin):
    """A rule that chooses moves, with its parameters and members: what `@strategy` makes.

    memory
        What it remembers, with the value before the first turn.
    history
        What members take for their own moves; None for a rule without members.
    team
        The members, or a function that returns them, called when they are first needed.

    Examples
    --------
    >>> import strategies
    >>> generous = strategies.generous_tit_for_tat(generosity=0.2)
    >>> generous.called, generous.parameters
    ('generous_tit_for_tat', {'generosity': 0.2})
    >>> strategies.flip(strategies.grudger).members
    (grudger,)
    """

    _: KW_ONLY
    memory: dict[str, Value] = field(default_factory=dict)
    history: History | None = None
    team: tuple["Strategy", ...] | Callable[[], Iterable["Strategy"]] = ()

    WHAT = "Strategy"

    def facts(self) -> list[tuple[str, str]]:
        """Return its members, and what it remembers, for its card."""
        memory = [f"{key} = {readable(value)}" for key, value in self.memory.items()]
        return [
            ("members", listing([m.name for m in self.members], 8) if self.members else ""),
            ("remembers", f"{', '.join(memory)} before the first turn" if memory else ""),
        ]

    def depends_on(self) -> Any:
        """Return what the hash of the rule depends on besides its code: its memory, its history."""
        memory = {
            k: (np.asarray(v).dtype.str, np.asarray(v).tolist()) for k, v in self.memory.items()
        }
        return memory if self.history is None else (memory, self.history)

    def told(self) -> list[str]:
        """Return what the name tells: the members, and the parameters that were given."""
        team = [member.name for member in self.members]
        return ([readable_team(team)] if team else []) + super().told()

    @property
    def code(self) -> str:
        """A hash of the rule, of all that it calls, and of its members."""
        if not self.members:
            return self.rule_code
        parts = repr((self.rule_code, [member.identity for member in self.members]))
        return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()

    @cached_property
    def mentions(self) -> set[str]:
        """The names that the rule and its members read."""
        return names_used(self.rule).union(*(member.mentions for member in self.members))

    @property
    def compiled(self) -> bool:
        """Whether the engine plays the rule and its members."""
        return not self.plain and all(member.compiled for member in self.members)

    @cached_property
    def identity(self) -> tuple[Any, ...]:
        """What makes two strategies equal: code, parameters, members."""
        return (*super().identity, *(member.identity for member in self.members))

    # -- members -----------------------------------------------------------------------------------

    @cached_property
    def members(self) -> tuple["Strategy", ...]:
        """The strategies that play inside its seat."""
        return self.team if isinstance(self.team, tuple) else self._checked(self.team())

    def tree(self) -> list[tuple["Strategy", int, int]]:
        """Return the player and all members within it, level by level: each with the position of
        the one whose member it is (-1: nobody's), and its place among that one's members."""
        found: list[tuple[Strategy, int, int]] = [(self, -1, 0)]
        for at, (node, _, _) in enumerate(found):  # grows as it is read
            found += [(member, at, place) for place, member in enumerate(node.members)]
        return found

    @property
    def missing(self) -> list[str]:
        """What must be given before it can play: members, and parameters that have no value."""
        return (["members"] if self.history and not self.team else []) + super().missing

    def __call__(self, *values: Any, **parameters: Any) -> Self:
        """Return a variant with other parameters; with other members, if they come first.

        Raises
        ------
        TypeError
            For a parameter that the rule does not have, or a value of the wrong type.
        ValueError
            For a value that the parameter's check refuses.
        """
        if not values or not (_are_members(values[0]) or (self.history and not self.team)):
            return super().__call__(*values, **parameters)
        members, *rest = values
        if self.history is None:
            raise ArgumentTypeError(f"`{self.called}` has no members; got {shown(members)}.")
        if not _are_members(members):
            raise ArgumentTypeError(
                f"`{self.called}` needs a strategy, or a list of strategies, first; got"
                f" {shown(members)}."
            )
        team = members if inspect.isfunction(members) else self._checked(members)
        made = replace(super().__call__(*rest, **parameters), team=team)
        made.check_extent(called=False)
        return made

    def check_extent(self, *, called: bool = True) -> None:
        """Refuse a player with too many members within members, or with too many levels of them.

        Parameters
        ----------
        called
            Whether functions that return members are called.

        Raises
        ------
        ArgumentError
            With the most there may be.
        """
        level: list[Strategy] = [self]
        deep = many = 0
        while level:
            deep, many = deep + 1, many + len(level)
            teams = [s.members for s in level if called or isinstance(s.team, tuple)]
            if deep > MOST_LEVELS:
                raise ArgumentError(
                    f"`{self.called}` is too deep: members within members may be at most"
                    f" {MOST_LEVELS} levels deep."
                )
            if many + sum(map(len, teams)) > MOST_MEMBERS:
                raise ArgumentError(
                    f"`{self.called}` is too large: members and their members may be at most"
                    f" {MOST_MEMBERS:,} players."
                )
            level = [member for team in teams for member in team]

    def _checked(self, members: Any) -> tuple["Strategy", ...]:
        """Return members as a tuple, checked."""
        team = (members,) if isinstance(members, Strategy) else tuple(members)
        for member in team:
            if not isinstance(member, Strategy):
                raise ArgumentTypeError(
                    f"A member of `{self.called}` must be a strategy; got {shown(member)}."
                )
            if member.missing:
                raise ArgumentTypeError(
                    f"`{member.name}` needs {', '.join(member.missing)} before it can be a member"
                    f" of `{self.called}`."
                )
        if len(team) > 1 and "members" not in names_used(self.rule):
            raise ArgumentTypeError(f"`{self.called}` has one member; got {len(team)}.")
        return team


def _are_members(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return any(isinstance(each, Strategy) for each in value)
    return isinstance(value, Strategy) or inspect.isfunction(value)


@overload
def strategy(rule: Rule, /) -> Strategy: ...
@overload
def strategy(
    *, compiled: bool = True, history: History | None = None, **memory: Any
) -> Callable[[Rule], Strategy]: ...
def strategy(
    rule: Rule | None = None,
    /,
    *,
    compiled: bool = True,
    history: History | None = None,
    **memory: Any,
) -> Any:
    """Make a strategy of a function `rule(me, opponent, **parameters)`.

    Parameters
    ----------
    rule
        The function. Its parameters after `me` and `opponent` are the strategy's: numbers, or
        arrays of numbers; a default, or an annotation, fixes their type. An annotation
        `Annotated[type, check]` also says which values are allowed: `check(value, ...)` is called
        whenever a variant is made, with the values of other parameters that its signature names.
        It raises `ValueError(what is needed)`, or `ValueError(what is needed, what came)`, or
        returns a value to use instead (which it must leave as it is when it comes back). Ready
        made are `Probability`, `Probabilities`, `Move` and `Moves`.
    compiled
        False for a rule that Numba cannot compile; it is played, slowly, by the referee.
    history
        For a rule with members: what they take for their own moves. "own": their votes, as if each
        of them played; "shared": the moves that the seat really made; "opposite": these turned
        over.
    memory
        What the player remembers between turns, with its value before the first: a boolean, an
        integer, a number, or an array of these. The value fixes the type; the engine resets it
        before every match.

    Raises
    ------
    TypeError
        When the function, a parameter or a memory is not of such a form.

    Examples
    --------
    >>> from tournament import C, D, Probability, strategy
    >>> @strategy(betrayed=False)
    ... def grudger(me, opponent):
    ...     if opponent.last == D:
    ...         me.betrayed = True
    ...     return D if me.betrayed else C
    >>> grudger
    grudger

    >>> from typing import Annotated
    >>> def above_p(value, p):
    ...     if not value > p:
    ...         raise ValueError(f"above `p`, which is {p}")
    >>> @strategy
    ... def player(me, opponent, p: Probability = 0.2, q: Annotated[float, above_p] = 0.8):
    ...     return C if me.chance(q if opponent.last == C else p) else D
    >>> player(q=0.1)
    Traceback (most recent call last):
    tournament.errors.ArgumentError: `q` of `player` must be above `p`, which is 0.2; got 0.1.

    >>> @strategy(history="shared")
    ... def flip(me, opponent):
    ...     return D if me.member.vote == C else C
    >>> flip(grudger)
    flip(grudger)
    """
    compiled = flag("compiled", compiled)
    known = [*get_args(History)]
    if history is not None and not (isinstance(history, str) and str(history) in known):
        raise ArgumentTypeError(
            f"`history` of @strategy must be one of {', '.join(map(repr, known))}; got"
            f" {shown(history)}."
        )

    def decorate(function: Rule) -> Strategy:
        if not inspect.isfunction(function):
            raise ArgumentTypeError(
                f"@strategy goes on a function `rule(me, opponent)`; got {shown(function)}."
            )
        values = defaults(function)
        state = {key: _remembered(function, key, value) for key, value in memory.items()}
        if history is not None and not names_used(function) & {"member", "members"}:
            raise ArgumentTypeError(
                f"{where(function)}: {function.__name__}: `history` is for a rule with members;"
                " read `me.member` or `me.members`."
            )
        return Strategy(function, values, plain=not compiled, memory=state, history=history)

    return decorate if rule is None else decorate(rule)


def _remembered(rule: Rule, key: str, given: Any) -> Value:
    """Return what a memory starts with, checked."""
    if key in words("me") or key in parameters_of(rule):
        raise ArgumentTypeError(
            f"{where(rule)}: {rule.__name__}: `{key}` cannot be a memory; the name is taken by"
            f" `me.{key}` or a parameter."
        )
    if key.startswith("_"):
        raise ArgumentTypeError(
            f"{where(rule)}: {rule.__name__}: `{key}` cannot be a memory; begin its name with a"
            " letter."
        )
    value = starting_value(given)
    if value is None:
        size = " of at most 64 bits" if beyond_64_bits(given) else ""
        raise ArgumentTypeError(
            f"{where(rule)}: {rule.__name__}: memory `{key}` must start as a boolean, a number or"
            f" an array of numbers{size}; got {shown(given)}."
        )
    return value


__doc__ = f"{__doc__}\nWhat a rule may read:\n\n{plain(STRATEGIES)}\n"
