"""Parameters of a rule: their annotations, types and checks.

The parameters of a rule are what its function takes after `me` and the other. An annotation, else
the default, fixes the type of a parameter. `Annotated[type, check]` says which values are allowed.
"""

import inspect
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin

import numpy as np

from tournament.authors.values import (
    MISSING,
    Form,
    Integers,
    Numbers,
    Value,
    beyond_64_bits,
    form_of,
)
from tournament.authors.vocabulary import C, D
from tournament.errors import ArgumentError, ArgumentTypeError, name_of
from tournament.interactive.shown import shown

Rule = Callable[..., Any]


class Check(NamedTuple):
    """A function that refuses a value or replaces it, and the other parameters that it reads."""

    function: Callable[..., Any]
    others: tuple[str, ...]


# -- ready made annotations ------------------------------------------------------------------------


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
"""Annotation of a parameter that is C or D.

Examples
--------
>>> from tournament import Move, strategy
>>> @strategy
... def stubborn(me, opponent, always: Move = 1):
...     return always
>>> stubborn(always=2)
Traceback (most recent call last):
tournament.errors.ArgumentError: `always` of `stubborn` must be C or D; got 2.
"""
Probability = Annotated[float, _is_probability]
"""Annotation of a parameter that must lie in [0, 1].

Examples
--------
>>> from tournament import C, D, Probability, strategy
>>> @strategy
... def moody(me, opponent, p: Probability = 0.5):
...     return C if me.chance(p) else D
>>> moody(p=0.9)
moody(p=0.9)
"""
Probabilities = Annotated[Numbers, _are_probabilities]
"""Annotation of an array whose elements must lie in [0, 1].

Examples
--------
>>> from tournament import C, D, Probabilities, strategy
>>> @strategy
... def by_turn(me, opponent, p: Probabilities = (1.0, 0.5)):
...     return C if me.chance(p[min(me.turn, len(p) - 1)]) else D
>>> by_turn(p=[1, 0.9, 0.8])
by_turn(p=[1.0,0.9,0.8])
"""
if TYPE_CHECKING:
    Moves = Any  # a default may be a text
else:
    Moves = Annotated[Integers, _are_moves]
"""Annotation of a parameter that is a row of moves, given as a text or a list.

Examples
--------
>>> from tournament import Match, Moves, strategy
>>> @strategy
... def cycle(me, opponent, moves: Moves = "CD"):
...     return moves[me.turn % len(moves)]
>>> Match(cycle(moves="CCD"), "always_defect", turns=7, engine="python").play().text(0)
'CCDCCDC'
"""


# -- what a rule takes -----------------------------------------------------------------------------


class Parameter(NamedTuple):
    """A parameter of a rule.

    annotation
        As it is written; `inspect.Parameter.empty` where there is none.
    default
        As it is written; `values.MISSING` where there is none.
    form
        The type of its values.
    checks
        What its values are checked by.
    """

    annotation: Any
    default: Any
    form: Form
    checks: tuple[Check, ...]


def where(rule: Rule) -> str:
    """Return `file:line` of a rule; notebooks name the files of their cells after numbers."""
    file = Path(rule.__code__.co_filename)
    name = "notebook cell" if file.parent.name.startswith("ipykernel_") else file.name
    return f"{name}:{rule.__code__.co_firstlineno}"


@lru_cache(maxsize=1024)
def parameters_of(rule: Rule, other: str = "opponent") -> dict[str, Parameter]:
    """Return the rule's own parameters: all but `me` and the other.

    Raises
    ------
    ArgumentTypeError
        When the rule is not written `def rule(me, other, parameter=default, ...)`, or an
        annotation cannot be read.
    ArgumentError
        When nobody can be called like the rule.
    """
    if rule.__name__ != "<lambda>":
        name_of(f"{where(rule)}: the name of a rule", rule.__name__)
    written = list(inspect.signature(rule).parameters.values())
    plain = all(p.kind is p.POSITIONAL_OR_KEYWORD for p in written)
    if len(written) < 2 or not plain or any(p.default is not p.empty for p in written[:2]):
        raise ArgumentTypeError(
            f"{where(rule)}: {rule.__name__} must be written"
            f" `def {rule.__name__}(me, {other}, parameter=default, ...)`; got"
            f" `{inspect.signature(rule)}`."
        )
    return {p.name: _parameter(rule, p) for p in written[2:]}


def _parameter(rule: Rule, p: inspect.Parameter) -> Parameter:
    annotation = _read(rule, p) if isinstance(p.annotation, str) else p.annotation
    default = MISSING if p.default is p.empty else p.default
    if get_origin(annotation) is not Annotated:
        return Parameter(annotation, default, form_of(annotation, default), ())
    annotated, *more = get_args(annotation)
    functions = [each for each in more if callable(each)]
    checks = [Check(each, tuple(inspect.signature(each).parameters)[1:]) for each in functions]
    return Parameter(annotation, default, form_of(annotated, default), tuple(checks))


def _read(rule: Rule, p: inspect.Parameter) -> Any:
    """Return an annotation that is a text: all are under `from __future__ import annotations`."""
    try:
        return eval(p.annotation, rule.__globals__, inspect.getclosurevars(rule).nonlocals)
    except Exception as error:
        raise ArgumentTypeError(
            f"{where(rule)}: {rule.__name__}: the annotation {shown(p.annotation)} of"
            f" `{p.name}` cannot"
            f" be read: {error}; define what it names at the top of the file."
        ) from None


def typed(rule: Rule, key: str, given: Any) -> Value:
    """Return a parameter's value in the type of the parameter."""
    form = parameters_of(rule)[key].form
    value = form.convert(given)
    if value is not None:
        return value
    need = form.need + (" of at most 64 bits" if beyond_64_bits(given) else "")
    if form.moves and isinstance(given, str):
        need += ", or a text of C and D"
    raise ArgumentTypeError(f"`{key}` of `{rule.__name__}` must be {need}; got {shown(given)}.")


def defaults(rule: Rule) -> dict[str, Value]:
    """Return the parameters that have a default, with its value."""
    found = {
        key: typed(rule, key, parameter.default)
        for key, parameter in parameters_of(rule).items()
        if parameter.default is not MISSING
    }
    return checked(rule, found, {})


def checked(rule: Rule, values: dict[str, Value], given: dict[str, Any]) -> dict[str, Value]:
    """Return values as the checks leave them; an error shows a value as it was `given`."""
    known, values = parameters_of(rule), dict(values)
    checks = [(key, *check) for key, parameter in known.items() for check in parameter.checks]
    for key, check, others in sorted(checks, key=lambda c: len(c[2])):  # single values first
        for name in {*others} - {*known}:
            raise ArgumentTypeError(
                f"The check of `{key}` reads `{name}`, no parameter of its rule."
            )
        if {key, *others} <= {*values}:
            value = values[key]
            try:
                new = check(value, **{name: values[name] for name in others})
            except ValueError as error:
                need, *came = error.args
                got = came[0] if came else shown(given.get(key, value))
                raise ArgumentError(
                    f"`{key}` of `{rule.__name__}` must be {need}; got {got}."
                ) from None
            values[key] = value if new is None else typed(rule, key, new)
    for key, value in values.items():
        if np.isnan(value).any():
            need = known[key].form.need
            raise ArgumentError(f"`{key}` of `{rule.__name__}` must be {need}; got nan.")
    return values


def chosen(
    rule: Rule, name: str, current: dict[str, Value], values: tuple[Any, ...], named: dict[str, Any]
) -> dict[str, Value]:
    """Return the parameters of a variant: its current ones, replaced by what a call gives.

    Parameters
    ----------
    name
        What the rule is called in errors.

    Raises
    ------
    ArgumentTypeError
        For a parameter that the rule does not have, or a value of the wrong type.
    ArgumentError
        For a value that the parameter's check refuses.
    """
    known = list(parameters_of(rule))
    if len(values) > len(known):
        raise ArgumentTypeError(f"`{name}` has {len(known)} parameters; got {len(values)} values.")
    given = dict(zip(known, values, strict=False))
    for key in named:
        if key not in known:
            have = f"it has {', '.join(f'`{k}`' for k in known)}" if known else "it has none"
            raise ArgumentTypeError(f"`{name}` has no parameter `{key}`; {have}.")
        if key in given:
            raise ArgumentTypeError(f"`{key}` of `{name}` is given twice.")
    given |= named
    merged = current | {key: typed(rule, key, value) for key, value in given.items()}
    return checked(rule, {key: merged[key] for key in known if key in merged}, given)
