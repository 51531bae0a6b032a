"""The author's vocabulary: `@strategy`, the moves C and D, parameters and memory.

A strategy is a function `rule(me, opponent, **parameters)` that returns C or D. `help()` on this
module shows the words that a rule may read; `tournament.authors.vocabulary` is their table.

Before the first move `last`, `intended` and `move(k)` are neither C nor D. A match is like a season
of one gift a day: `day` is `turn` there, nobody is `giving`, and nothing is `offered`.

A rule may have *members*: strategies that play inside its seat and may have members themselves.
Every turn they decide first, each in its own memory and with its own chance; then the rule makes
one move of their votes. A rule that reads `me.member` has one, and turns a strategy into another:
`flip(grudger)`. One that reads `me.members` has a team: `majority_team([grudger, tit_for_tat])`.
"""

import hashlib
import inspect
import re
import sys
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from reprlib import repr as shortened
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    Self,
    Union,
    get_args,
    get_origin,
    overload,
)

import numpy as np
from numpy.typing import NDArray

from tournament.authors.code_hash import fingerprint, names_used
from tournament.authors.vocabulary import DRAWS, words
from tournament.authors.word_tables import STRATEGIES, plain
from tournament.errors import ArgumentError, ArgumentTypeError

C, D = 0, 1
NO_MOVE = 255
"""What `last` holds before the first move: no move, and far outside any lookup table."""

Rule = Callable[..., Any]
Members = Union["Strategy", Iterable["Strategy"], Callable[[], Iterable["Strategy"]]]
"""A strategy, several, or a function that returns them, called when they are first needed."""
Value = bool | int | float | np.ndarray
Integers = NDArray[np.int64]
Numbers = NDArray[np.float64]
Label = tuple[str, str, str]
"""What a named variant has instead of its rule's: name, docstring, module."""
History = Literal["own", "shared", "opposite"]
"""What members take for their own moves: their votes, the moves of the seat, or these turned
over."""


# -- annotations of parameters -------------------------------------------------------------------


def _is_move(value: int) -> None:
    if value not in (C, D):
        raise ValueError("C or D")


def _are_moves(values: np.ndarray) -> None:
    if values.ndim != 1 or not set(values.tolist()) <= {C, D}:
        raise ValueError("a row of moves, like 'CCD' or [C, C, D]")


def _is_probability(value: float) -> None:
    if not 0 <= value <= 1:
        raise ValueError("a probability in [0, 1]")


def _are_probabilities(values: np.ndarray) -> None:
    for value in values.flat:
        if not 0 <= value <= 1:
            raise ValueError("probabilities in [0, 1]", f"{value:g} among them")


Move = Annotated[int, _is_move]
"""Annotation of a parameter that is C or D."""
Probability = Annotated[float, _is_probability]
"""Annotation of a parameter that must lie in [0, 1]."""
Probabilities = Annotated[Numbers, _are_probabilities]
"""Annotation of an array whose elements must lie in [0, 1]."""
if TYPE_CHECKING:
    Moves = Any  # a default may be a text
else:
    Moves = Annotated[Integers, _are_moves]
"""Annotation of a parameter that is a row of moves, given as a text or a list."""


class Plugin:
    """A rule with its parameters; calling it with other parameters gives a variant.

    Plugins are immutable. Two are equal when their rules are the same code with the same
    parameters, whatever they are called.
    """

    __slots__ = ("_code", "_facts", "_mentions", "_name", "label", "parameters", "rule")

    def __init__(
        self, rule: Rule, parameters: dict[str, Value], *, label: Label | None = None
    ) -> None:
        self.rule = rule
        self.parameters = parameters
        self.label = label
        self._forget()

    def _forget(self) -> None:
        """Forget what was found out about it."""
        self._code: str | None = None
        self._facts: tuple[Any, ...] | None = None
        self._mentions: set[str] | None = None
        self._name: str | None = None

    def _with(self, **changes: Any) -> Self:
        """Return a copy in which some attributes are others."""
        new = object.__new__(type(self))
        slots = [slot for kind in type(self).__mro__ for slot in getattr(kind, "__slots__", ())]
        for slot in slots:
            setattr(new, slot, changes.get(slot, getattr(self, slot)))
        new._forget()
        return new

    def _depends_on(self) -> Any:
        """Return what its code depends on besides the rule itself."""
        return None

    # -- what it is ------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """What it plays as: the rule's name and the parameters that are not its defaults."""
        if self._name is None:
            self._name = self.label[0] if self.label is not None else self._derived_name()
        return self._name

    def _derived_name(self) -> str:
        shown = self._shown()
        return self.rule.__name__ + (f"({', '.join(shown)})" if shown else "")

    def _shown(self) -> list[str]:
        """Return what a derived name tells besides the rule's."""
        defaults = _defaults(self.rule)
        return [
            f"{key}={_readable(value)}"
            for key, value in self.parameters.items()
            if key not in defaults or not np.array_equal(value, defaults[key])
        ]

    @property
    def module(self) -> str:
        """The module that defines it: its rule's, or where a variant was given its name."""
        return self.label[2] if self.label is not None else self.rule.__module__

    @property
    def doc(self) -> str:
        """What it does, in words."""
        return self.label[1] if self.label is not None else inspect.getdoc(self.rule) or ""

    @property
    def summary(self) -> str:
        """The first sentence of `doc`."""
        return " ".join(self.doc.split("\n\n")[0].split())

    @property
    def source(self) -> str:
        """Author and year of the work it comes from: the `Source:` paragraph of `doc`."""
        found = re.search(r"^Source:\s*(.+?)(?=\n\s*\n|\Z)", self.doc, re.S | re.M)
        text = " ".join(found[1].split()) if found else ""
        return re.split(r"\s*Also called:", text)[0].rstrip(".")

    @property
    def also_called(self) -> str:
        """Other names in the literature: what follows `Also called:` in `doc`."""
        found = re.search(r"Also called:\s*(.+?)(?=\n\s*\n|\Z)", self.doc, re.S)
        return " ".join(found[1].split()).rstrip(".") if found else ""

    @property
    def location(self) -> str:
        """`file:line` of the rule."""
        code = self.rule.__code__
        return f"{Path(code.co_filename).name}:{code.co_firstlineno}"

    @property
    def rule_code(self) -> str:
        """A hash of the rule, everything it calls, and what it remembers (not of its parameters or
        members)."""
        if self._code is None:
            self._code = fingerprint(self.rule, self._depends_on())
        return self._code

    @property
    def code(self) -> str:
        """`rule_code`; of a rule with members, a hash of that and of all they are."""
        return self.rule_code

    @property
    def mentions(self) -> set[str]:
        """Every attribute and global name that the rule, or anything it calls, mentions."""
        if self._mentions is None:
            self._mentions = names_used(self.rule)
        return self._mentions

    @property
    def draws(self) -> bool:
        """Whether the rule, or anything it calls, mentions a draw such as `chance`."""
        return bool(self.mentions & DRAWS)

    @property
    def missing(self) -> list[str]:
        """What must be given before it can play: parameters that have no value."""
        return [key for key in _signature(self.rule) if key not in self.parameters]

    @property
    def _own_name(self) -> str:
        return self.label[0] if self.label is not None else self.rule.__name__

    # -- variants --------------------------------------------------------------------------------

    def __call__(self, *values: Any, **parameters: Any) -> Self:
        """Return a variant with other parameters.

        Raises
        ------
        TypeError
            For a parameter that the rule does not have, or a value of the wrong type.
        ValueError
            For a value that the parameter's check refuses.
        """
        known, name = list(_signature(self.rule)), self._own_name
        if len(values) > len(known):
            raise ArgumentTypeError(
                f"`{name}` has {len(known)} parameters; got {len(values)} values."
            )
        given = dict(zip(known, values, strict=False))
        for key in parameters:
            if key not in known:
                have = f"it has {', '.join(f'`{k}`' for k in known)}" if known else "it has none"
                raise ArgumentTypeError(f"`{name}` has no parameter `{key}`; {have}.")
            if key in given:
                raise ArgumentTypeError(f"`{key}` of `{name}` is given twice.")
        given |= parameters
        typed = {key: _typed(self.rule, key, value) for key, value in given.items()}
        merged = self.parameters | typed
        ordered = {key: merged[key] for key in known if key in merged}
        return self._with(parameters=_checked(self.rule, ordered, given), label=None)

    def named(self, name: str, doc: str = "") -> Self:
        """Return the same plugin under another name, with an own docstring."""
        module = sys._getframe(1).f_globals.get("__name__", "")  # as namedtuple does
        return self._with(label=(name, inspect.cleandoc(doc) or self.doc, module))

    # -- identity --------------------------------------------------------------------------------

    def _identity(self) -> tuple[Any, ...]:
        if self._facts is None:
            values = (
                (k, np.asarray(v).shape, np.asarray(v).tobytes())
                for k, v in self.parameters.items()
            )
            self._facts = (self.rule_code, *values)
        return self._facts

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Any, ...]:
        from tournament.authors.registry import restore

        code = self.rule.__code__
        where = (self.rule.__module__, code.co_filename, self.rule.__name__, self.rule_code)
        return restore, (*where, self.parameters, self.label)


class Strategy(Plugin):
    """A rule that chooses moves, with its parameters and members: what `@strategy` makes."""

    __slots__ = ("_compiled", "_members", "history", "memory")

    def __init__(
        self,
        rule: Rule,
        memory: dict[str, Value],
        parameters: dict[str, Value],
        *,
        compiled: bool = True,
        history: History | None = None,
        label: Label | None = None,
    ) -> None:
        super().__init__(rule, parameters, label=label)
        self.memory = memory
        self.history = history
        self._compiled = compiled
        self._members: tuple[Strategy, ...] | Callable[[], Iterable[Strategy]] = ()

    def _depends_on(self) -> Any:
        memory = {
            k: (np.asarray(v).dtype.str, np.asarray(v).tolist()) for k, v in self.memory.items()
        }
        return memory if self.history is None else (memory, self.history)

    def _shown(self) -> list[str]:
        team = [member.name for member in self.members]
        return ([_readable_team(team)] if team else []) + super()._shown()

    @property
    def code(self) -> str:
        if not self.members:
            return self.rule_code
        parts = repr((self.rule_code, [member._identity() for member in self.members]))
        return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()

    @property
    def mentions(self) -> set[str]:
        return super().mentions.union(*(member.mentions for member in self.members))

    @property
    def draws(self) -> bool:
        """Whether the rule, or anything it calls, mentions a draw; unknown where not compiled."""
        return super().draws or not self.compiled

    @property
    def compiled(self) -> bool:
        """Whether the engine can play it; else the referee does, slowly."""
        return self._compiled and all(member.compiled for member in self.members)

    def _identity(self) -> tuple[Any, ...]:
        return (*super()._identity(), *(member._identity() for member in self.members))

    def __reduce__(self) -> tuple[Any, ...]:
        restore, facts = super().__reduce__()
        return (_restore, (restore, facts, self.members)) if self.members else (restore, facts)

    # -- members ---------------------------------------------------------------------------------

    @property
    def members(self) -> tuple["Strategy", ...]:
        """The strategies that play inside its seat."""
        if not isinstance(self._members, tuple):
            self._members = self._team(self._members())
        return self._members

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
        return (["members"] if self.history and not self._members else []) + super().missing

    def __call__(self, *values: Any, **parameters: Any) -> Self:
        """Return a variant with other parameters; with other members, if they come first.

        Raises
        ------
        TypeError
            For a parameter that the rule does not have, or a value of the wrong type.
        ValueError
            For a value that the parameter's check refuses.
        """
        members: Any = self._members
        if values and (_are_members(values[0]) or (self.history and not members)):
            members, values = values[0], values[1:]
            if self.history is None:
                raise ArgumentTypeError(f"`{self._own_name}` has no members; got {members!r}.")
            if not _are_members(members):
                raise ArgumentTypeError(
                    f"`{self._own_name}` needs a strategy, or a list of strategies, first; got"
                    f" {members!r}."
                )
            members = members if inspect.isfunction(members) else self._team(members)
        return super().__call__(*values, **parameters)._with(_members=members)

    def _team(self, members: Any) -> tuple["Strategy", ...]:
        """Return members as a tuple, checked."""
        team = (members,) if isinstance(members, Strategy) else tuple(members)
        for member in team:
            if not isinstance(member, Strategy):
                raise ArgumentTypeError(
                    f"A member of `{self._own_name}` must be a strategy; got {member!r}."
                )
            if member.missing:
                raise ArgumentTypeError(
                    f"`{member.name}` needs {', '.join(member.missing)} before it can be a member"
                    f" of `{self._own_name}`."
                )
        if len(team) > 1 and "members" not in names_used(self.rule):
            raise ArgumentTypeError(f"`{self._own_name}` has one member; got {len(team)}.")
        return team


def _restore(
    restore: Callable[..., Strategy], facts: tuple[Any, ...], members: tuple[Strategy, ...]
) -> Strategy:
    return restore(*facts)._with(_members=members)


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
    if history is not None and history not in get_args(History):
        raise ArgumentTypeError(
            f"`history` of @strategy must be one of {', '.join(map(repr, get_args(History)))}; got"
            f" {history!r}."
        )

    def decorate(function: Rule) -> Strategy:
        if not inspect.isfunction(function):
            raise ArgumentTypeError(
                f"@strategy goes on a function `rule(me, opponent)`; got {function!r}."
            )
        where = (
            f"{Path(function.__code__.co_filename).name}:{function.__code__.co_firstlineno}:"
            f" {function.__name__}"
        )
        known = _signature(function)
        state = {}
        for key, value in memory.items():
            if key in words("me") or key in known:
                raise ArgumentTypeError(
                    f"{where}: `{key}` cannot be a memory; the name is taken by `me.{key}` or a"
                    " parameter."
                )
            state[key] = _memory(where, key, value)
        if history is not None and not names_used(function) & {"member", "members"}:
            raise ArgumentTypeError(
                f"{where}: `history` is for a rule with members; read `me.member` or `me.members`."
            )
        defaults = _defaults(function)
        return Strategy(function, state, defaults, compiled=compiled, history=history)

    return decorate if rule is None else decorate(rule)


@lru_cache(maxsize=1024)
def _signature(rule: Rule, other: str = "opponent") -> dict[str, inspect.Parameter]:
    """Return the rule's own parameters: all but `me` and the other."""
    parameters = list(inspect.signature(rule).parameters.values())
    plain = all(p.kind is p.POSITIONAL_OR_KEYWORD for p in parameters)
    if len(parameters) < 2 or not plain or any(p.default is not p.empty for p in parameters[:2]):
        code = rule.__code__
        raise ArgumentTypeError(
            f"{Path(code.co_filename).name}:{code.co_firstlineno}: {rule.__name__} must be written"
            f" `def {rule.__name__}(me, {other}, parameter=default, ...)`; got"
            f" `{inspect.signature(rule)}`."
        )
    return {p.name: p for p in parameters[2:]}


def _defaults(rule: Rule) -> dict[str, Value]:
    typed = {
        key: _typed(rule, key, p.default)
        for key, p in _signature(rule).items()
        if p.default is not p.empty
    }
    return _checked(rule, typed, {})


def _annotation(p: inspect.Parameter) -> tuple[Any, list[Callable[..., Any]]]:
    """Return a parameter's annotated type and its checks."""
    if get_origin(p.annotation) is not Annotated:
        return p.annotation, []
    kind, *more = get_args(p.annotation)
    return kind, [check for check in more if callable(check)]


def _checked(rule: Rule, parameters: dict[str, Value], given: dict[str, Any]) -> dict[str, Value]:
    """Return parameters as their checks leave them; an error shows the value as it was given."""
    signature = _signature(rule)
    checks = [
        (key, check, list(inspect.signature(check).parameters)[1:])
        for key, p in signature.items()
        for check in _annotation(p)[1]
    ]
    parameters = dict(parameters)
    for key, check, others in sorted(checks, key=lambda c: len(c[2])):  # single values first
        for name in {*others} - {*signature}:
            raise ArgumentTypeError(
                f"The check of `{key}` reads `{name}`, no parameter of its rule."
            )
        if {key, *others} <= {*parameters}:
            value = parameters[key]
            try:
                new = check(value, **{name: parameters[name] for name in others})
            except ValueError as error:
                need, *came = error.args
                got = came[0] if came else shortened(given.get(key, value))
                raise ArgumentError(
                    f"`{key}` of `{rule.__name__}` must be {need}; got {got}."
                ) from None
            parameters[key] = value if new is None else _typed(rule, key, new)
    return parameters


def _typed(rule: Rule, key: str, value: Any) -> Value:
    """Return a parameter's value in the type that its annotation, else its default, else the value
    has."""
    p, given = _signature(rule)[key], value
    kind, _ = _annotation(p)
    wanted: Any = kind if kind in (bool, int, float) else None
    if kind in (Integers, Numbers):
        wanted = np.ndarray
    elif wanted is None and p.default is not p.empty:
        wanted = type(p.default) if isinstance(p.default, (bool, int, float)) else np.ndarray
    if isinstance(value, str) and value and set(value) <= {"C", "D"} and kind != Numbers:
        value = [C if move == "C" else D for move in value]
        value = value[0] if kind is int and len(value) == 1 else value
    if isinstance(value, (bool, int, float, np.bool_, np.integer, np.floating)):
        if wanted is not np.ndarray:
            plain = value if isinstance(value, (bool, int, float)) else value.item()
            to = wanted or type(plain)
            if to is float:
                return float(plain)
            if isinstance(plain, bool) == (to is bool) and plain == to(plain):
                return to(plain)
    elif wanted in (None, np.ndarray) and not isinstance(value, str):
        try:
            array = np.array(value)  # a copy: strategies are immutable
        except ValueError:
            array = np.array(None)
        floats = kind == Numbers or (
            isinstance(p.default, (list, tuple, np.ndarray))
            and np.asarray(p.default).dtype.kind == "f"
        )
        if array.size and array.dtype.kind in ("biu" if kind == Integers else "biuf"):
            dtype = np.float64 if floats or array.dtype.kind == "f" else np.int64
            array = np.ascontiguousarray(array, dtype=dtype)
            array.flags.writeable = False
            return array
    words = {
        bool: "True or False",
        int: "an integer",
        float: "a number",
        np.ndarray: "an array of integers" if kind == Integers else "an array of numbers",
    }
    need = words.get(wanted, "a number or an array of numbers")
    if isinstance(given, str) and wanted in (None, np.ndarray) and kind != Numbers:
        need += ", or a text of C and D"
    raise ArgumentTypeError(f"`{key}` of `{rule.__name__}` must be {need}; got {given!r}.")


def _memory(where: str, key: str, value: Any) -> Value:
    if isinstance(value, (bool, int, float)):
        return value
    array = np.array(value)
    if array.ndim and array.size and array.dtype.kind in "biuf":
        array = np.ascontiguousarray(
            array, dtype={"b": np.int64, "u": np.int64}.get(array.dtype.kind, array.dtype)
        )
        array = array.astype(np.float64 if array.dtype.kind == "f" else np.int64)
        array.flags.writeable = False
        return array
    raise ArgumentTypeError(
        f"{where}: memory `{key}` must start as a boolean, a number or an array of numbers; got"
        f" {value!r}."
    )


def _readable_team(names: list[str]) -> str:
    """Return members as a short text that differs whenever their names do."""
    text = ", ".join(names)
    if len(names) == 1 or len(text) <= 60:
        return text
    digest = hashlib.blake2b(repr(names).encode(), digest_size=4).hexdigest()
    return f"{len(names)} members:{digest}"


def _readable(value: Value) -> str:
    """Return a parameter's value as a short text that differs whenever the value does."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    if (
        value.ndim == 1
        and value.dtype.kind == "i"
        and set(value.tolist()) <= {C, D}
        and len(value) <= 24
    ):
        return "".join("CD"[move] for move in value)
    text = repr(value.tolist()).replace(" ", "")
    if len(text) <= 40:
        return text
    digest = hashlib.blake2b(value.tobytes(), digest_size=4).hexdigest()
    return f"{'x'.join(map(str, value.shape))}:{digest}"


__doc__ = f"{__doc__}\nWhat a rule may read:\n\n{plain(STRATEGIES)}\n"
