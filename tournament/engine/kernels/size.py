"""How much of a rule can be compiled: the time that it takes grows faster than the rule."""

from types import FunctionType
from typing import Any

from tournament.authors.code_hash import closure
from tournament.authors.plugin import Plugin
from tournament.errors import PluginError

MOST_PIECES = 12_000
"""About ten seconds of compiling, or seven hundred lines; no rule of the library has 1,000."""
COMPILE_SECONDS = 60.0
"""How long a rule may take to compile."""


def check_size(rule: Plugin) -> None:
    """Refuse a rule that would take minutes to compile.

    Raises
    ------
    PluginError
        When the rule, and what it calls and reads, has more than `MOST_PIECES` instructions and
        numbers.
    """
    found = _pieces(rule.rule, set())
    if found > MOST_PIECES:
        raise PluginError(
            f"{rule.location}: {rule.name} is too long to compile: {found:,} instructions and"
            f" numbers, and at most {MOST_PIECES:,} are; put tables into a parameter that is an"
            " array, or declare `compiled=False`.",
            rule.name,
        )


def too_slow(rule: Plugin) -> PluginError:
    """Return the error of a rule that is still being compiled after `COMPILE_SECONDS`."""
    return PluginError(
        f"{rule.location}: {rule.name} takes more than {COMPILE_SECONDS:g} s to compile; make it"
        " simpler, or declare `compiled=False`.",
        rule.name,
    )


def _pieces(value: Any, seen: set[int]) -> int:
    """Return how many instructions a function has, with all that it calls, and how many numbers it
    reads from tuples."""
    value = getattr(value, "py_func", value)
    if id(value) in seen:
        return 0
    seen.add(id(value))
    if isinstance(value, tuple):
        return len(value) + sum(_pieces(each, seen) for each in value if isinstance(each, tuple))
    if not isinstance(value, FunctionType):
        return 0
    code = value.__code__
    inside = sum(_pieces(each, seen) for each in (*code.co_consts, *closure(value).values()))
    return len(code.co_code) // 2 + inside
