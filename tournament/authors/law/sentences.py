"""What is said of a rule that breaks the law: each continues "file:line: rule "."""

from types import ModuleType
from typing import Any

from tournament.authors.law.allowed import names
from tournament.authors.vocabulary import View
from tournament.interactive.shown import shown

CHANCE = ("random", "secrets", "numpy.random", "uuid")
"""Where chance comes from that is not the player's own."""
PAGE = "docs/how_to/extend/strategy.md"
"""The page that shows the table."""
SETS = "sets `{name}`, which lives outside the rule; remember in declared memory instead."
TRIES = "uses `try` or `with`; ask before you calculate, so that nothing fails."
TEXTS_IN_SETS = (
    "may keep texts in a set, whose order differs from process to process; keep them in a tuple."
)
FOREIGN = "sets .{name} of something that is not `me`; a rule sets only its own memory."
TEXTS_FOR_NUMPY = (
    "uses a text beside NumPy, which could read a clock by it; write np.int64 or np.float64 for a"
    " type, and leave other texts out."
)
CHANGES = (
    "changes an array that is not its own; parameters and constants stay as they are, so change a"
    " copy: `own = values.copy()`."
)
_DRAW = "draw only with me.chance, me.integer and me.uniform."


def not_compiled(what: str, view: View) -> str:
    """Return the sentence for what only plain Python can do.

    >>> not_compiled("makes a text", "me").split(".")[0]
    'cannot be compiled: it makes a text'
    """
    decorator = "strategy" if view == "me" else "partner_rule"
    return (
        f"cannot be compiled: it {what}. Write it with numbers, small arrays and plain functions,"
        f" or mark it @{decorator}(compiled=False)."
    )


def not_plain(function: Any, what: str) -> str:
    """Return the sentence for a function that is more than a function."""
    return f"is not a plain function: `{function.__name__}` is {what}; write `def` and `return`."


def name(
    written: str, view: View, home: ModuleType | None = None, attribute: str = "",
    *, alone: bool = False,
) -> str:  # fmt: skip
    """Return the sentence for a name that is not in the table.

    Parameters
    ----------
    written
        As the rule writes it.
    home, attribute
        The module that it comes from, and its name there.
    alone
        Whether a module of the table stands without a dot.
    """
    if alone:
        return f"uses the module `{written}` as a value; write `{written}.` and a name."
    origin = f"{home.__name__}.{attribute}" if home is not None else written
    if attribute in names("math", plain=False):
        return (
            f"uses `{written}`, whose last digits differ when compiled; write `math.{attribute}`."
        )
    return f"uses `{written}`; {_instead(origin, view)}"


def value(written: str, held: Any, view: View) -> str:
    """Return the sentence for a value from outside that is no constant and no plain function."""
    if isinstance(held, (list, dict, set, bytearray)):
        return value_of(f"`{written}`", held)
    own = getattr(held, "__self__", None)  # of a method, as `random.random` is one
    origin = getattr(held, "__module__", None) or type(own).__module__
    what = type(held).__name__
    if origin.startswith(CHANCE) or type(held).__module__.startswith(CHANCE):
        return f"uses `{written}`, which draws; {_DRAW}"
    return f"uses `{written}` ({what}); {_instead(written, view)}"


def value_of(what: str, held: Any) -> str:
    """Return the sentence for a value that can change."""
    return (
        f"reads {what}, a {type(held).__name__}, which can change; keep numbers in a tuple or an"
        " array, and remember in declared memory."
    )


def _instead(origin: str, view: View) -> str:
    if origin.startswith(CHANCE):
        return _DRAW
    other = "opponent" if view == "me" else "friend"
    return (
        f"a rule sees me and {other}, its parameters and constants, and calculates with what"
        f" {PAGE} lists."
    )


def unknown(written: str) -> str:
    """Return the sentence for a name that nothing has."""
    return f"uses `{written}`, which is not defined."


def attribute(written: str) -> str:
    """Return the sentence for a name after a dot that is not in the table."""
    return (
        f"uses `.{written}`; what may follow a dot are the words of its views, its memory, and what"
        f" {PAGE} lists."
    )


def too_large(what: str) -> str:
    """Return the sentence for an integer that the engine has no room for."""
    return f"reads {what} that does not fit into 64 bits; write a smaller one, or a float."


def not_a_number(constant: Any) -> str:
    """Return the sentence for a constant that no rule needs."""
    return f"uses {shown(constant)}; a rule calculates with integers, floats and truth values."
