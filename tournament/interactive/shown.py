"""Foreign values and texts in our sentences: printable, on one line, short, without internals.

Whoever shows a value that a caller, a file or a plugin gave shows it by `shown`. Errors and
warnings of this project make a `sentence` of their own text. So no text of a stranger reaches a
terminal as something that the terminal obeys, and none fills it.
"""

import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from pathlib import PurePath
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodType,
    ModuleType,
    NotImplementedType,
)
from typing import Any

VALUE, SENTENCE = 80, 275
"""The most letters of a value, and of a sentence; "tournament: withdrawn:" may stand before it."""
WORD = 40  # letters of a word that no sentence takes away
ITEMS, DEPTH, DIGITS = 6, 3, 80
_ODD = re.compile(r"[^\n\xa0 -~]+")
OURS = ("tournament", "strategies", "analysis")
PLAIN = (bool, type(None), type(...), NotImplementedType, range, slice, complex)
TEXTS = (PurePath, date, time, timedelta, Decimal, Fraction)
BRACKETS = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    **dict.fromkeys((set, frozenset, dict), ("{", "}")),
}
ODD_CELLS = {
    "b": " of True and False",
    "c": " of complex numbers",
    "U": " of texts",
    "S": " of bytes",
}
"""What is said of an array whose cells are no plain numbers, by the kind of its dtype."""
STANDARD = ("pathlib", "datetime", "decimal", "fractions")
NAMED = {
    type: "class",
    FunctionType: "function",
    BuiltinFunctionType: "function",
    MethodType: "method",
    ModuleType: "module",
}


def printable(text: str) -> str:
    r"""Return a text with everything escaped that a terminal would obey, or hide.

    These are control characters, ends of lines, halves of characters, marks that turn the direction
    of writing, and letters without a width or a shape.

    >>> printable("\x1b[31mred"), printable("naïve")
    ('\\x1b[31mred', 'naïve')
    """
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def lines(text: str) -> str:
    r"""Return a text of several lines, each printable; no-break spaces stay, too.

    >>> lines("one\ntwo\x1b[2J")
    'one\ntwo\\x1b[2J'
    """
    return _ODD.sub(lambda sign: printable(sign[0]), text)


def middle(text: str, most: int) -> str:
    """Return a text with its middle left out if it has more than `most` letters.

    The end is the longer part: there stands the name of a file, and what makes variants differ.

    >>> middle("/home/somebody/rules/my_rule.py", 20)
    '/home/…es/my_rule.py'
    """
    head = most // 3
    return text if len(text) <= most else f"{text[:head]}…{text[len(text) - most + head + 1 :]}"


def sentence(text: object) -> str:
    r"""Return a text as one printable line of at most 275 letters.

    Long words are shortened in their middle before words are left out.

    Parameters
    ----------
    text
        What is to be said; of an exception, what it says.

    Examples
    --------
    >>> sentence("on\ntwo lines"), len(sentence("x" * 10_000)), len(sentence("no " * 1000))
    ('on two lines', 275, 275)
    """
    line = middle(_text(text), 20 * SENTENCE)  # what follows takes time
    line = printable(re.sub(r"\s*[\n\r\t\v\f\x85\u2028\u2029]\s*", " ", line.strip()))
    if len(line) <= SENTENCE:
        return line
    words = line.split(" ")
    over = len(line) - SENTENCE
    for at in sorted(range(len(words)), key=lambda at: -len(words[at])):
        before = len(words[at])
        if over <= 0 or before <= WORD:
            break
        words[at] = middle(words[at], max(WORD, before - over))
        over -= before - len(words[at])
    line = " ".join(words)
    head = 2 * SENTENCE // 3  # the end says what to do
    if over > 0:
        line = f"{line[:head]}…{line[len(line) - SENTENCE + head + 1 :]}"
    return line


def said(error: BaseException) -> str:
    """Return the text of an exception, whoever wrote its class; empty where it has none to give.

    >>> said(ValueError("no")), said(KeyError("key"))
    ('no', "'key'")
    """
    try:
        return str.__str__(str(error))
    except KeyboardInterrupt:
        raise
    except BaseException:  # its own text fails
        return ""


def shown(value: object, most: int = VALUE) -> str:
    r"""Return a value as a short text on one line.

    Code of strangers has no say in it: their `__repr__` is not called. What is neither a number,
    a text nor a list of such is called by its type.

    Parameters
    ----------
    value
        Anything.
    most
        How many letters there may be.

    Examples
    --------
    >>> print(shown("on\ntwo lines"), shown([1, (2, None)]), shown(int), shown(object()))
    'on\ntwo lines' [1, (2, None)] the class int an object
    >>> shown(10**5000), shown("x" * 10_000, 12)
    ('a whole number of about 5000 digits', "'xxx…xxxxxx'")
    """
    try:
        return middle(printable(_shown(value, most, DEPTH)), most)
    except Exception:  # a class of strangers hides what it is
        return "a value that cannot be shown"


def kind_of(value: object) -> str:
    """Return the name of a value's type, as its class statement says it.

    >>> kind_of(0.5)
    'float'
    """
    return middle(printable(_name(type(value))), WORD)


def _shown(value: Any, most: int, depth: int) -> str:
    kind = type(value)  # what a class says of itself is not asked: it may be made up
    if issubclass(kind, str):
        kept = middle(str.__str__(value), most)
        quote = repr(kept)[0]
        return f"{quote}{middle(repr(kept)[1:-1], most - 2)}{quote}"
    if issubclass(kind, PLAIN):
        return repr(value)
    if issubclass(kind, (int, float)):
        return _number(value)
    if issubclass(kind, (bytes, bytearray)):
        return middle(repr(bytes(value[:most])), most)
    if issubclass(kind, (list, tuple, set, frozenset, dict)):
        return _items(value, most, depth)
    for family, word in NAMED.items():
        if issubclass(kind, family):
            return f"the {word} {middle(_name(value), WORD)}".replace(
                "the function <lambda>", "a lambda"
            )
    if issubclass(kind, BaseException):
        return f"{_name(kind)}: {said(value)}".rstrip(": ")
    numpy = sys.modules.get("numpy")
    if numpy is not None and issubclass(kind, (numpy.generic, numpy.ndarray)):
        return _array(value, most, depth)
    if issubclass(kind, TEXTS) and _home(kind) in STANDARD:
        with suppress(ValueError):  # numbers of too many digits
            return repr(middle(str(value), most))
    return _by_type(value, most)


def _number(value: float) -> str:
    if _is_ours(value):  # a move
        return repr(value)
    if issubclass(type(value), float):
        return float.__repr__(value)
    whole = int.__int__(value)  # type: ignore[arg-type]
    digits = whole.bit_length() * 0.30103
    return (
        int.__repr__(whole) if digits < DIGITS else f"a whole number of about {digits:.0f} digits"
    )


def _items(value: Any, most: int, depth: int) -> str:
    kind: Any = next(k for k in (list, tuple, set, frozenset, dict) if issubclass(type(value), k))
    many = kind.__len__(value)
    if not depth and many:
        return "[…]"
    if not many and kind in (set, frozenset):
        return "an empty set"
    if kind is dict:
        pairs: Iterable[Any] = islice(dict.items(value), ITEMS)
        parts = [f"{_shown(k, most, depth - 1)}: {_shown(v, most, depth - 1)}" for k, v in pairs]
    else:
        parts = [_shown(one, most, depth - 1) for one in islice(kind.__iter__(value), ITEMS)]
    parts += [f"… {many:,} in all"] if many > ITEMS else []
    comma = "," if kind is tuple and many == 1 else ""
    left, right = BRACKETS[kind]
    return f"{left}{', '.join(parts)}{comma}{right}"


def _array(value: Any, most: int, depth: int) -> str:
    """Return a scalar or an array of NumPy."""
    kind = value.dtype.kind
    if kind in "mM" and not value.ndim:
        return str(value)
    if kind not in "biufcUS":
        return _by_type(value, most)
    if not value.ndim:
        plain = value.item()
        return str(value) if type(plain) is type(value) else _shown(plain, most, depth)
    if value.ndim == 1 and value.size <= ITEMS:
        return f"an array {_shown(value.tolist(), most, depth)}"
    odd = ODD_CELLS.get(kind, "")
    if kind == "f" and not sys.modules["numpy"].isfinite(value).all():
        odd = " with NaN or infinity"
    return f"an array{odd} of shape {value.shape}"


def _by_type(value: object, most: int) -> str:
    """Return what is said of an object: one of ours shows itself, if it is short."""
    name = _name(type(value)).lstrip("_") or "object"
    if _is_ours(value):
        text = repr(value)
        if not text.startswith("<") and "\n" not in text and len(text) <= most:
            return text
        own = getattr(value, "name", None)
        if type(own) is str and own:
            return f"the {name} {middle(own, most)!r}"
    if name in ("NAType", "NaTType"):  # of pandas
        return name.removesuffix("Type")
    return f"{'an' if name[0] in 'aeiouAEIOU' else 'a'} {middle(name, WORD)}"


def _is_ours(value: object) -> bool:
    return _home(type(value)) in OURS


def _home(kind: type) -> str:
    """Return the package of a class, whatever its metaclass says."""
    module = type.__dict__["__module__"].__get__(kind)
    return module.partition(".")[0] if type(module) is str else ""


def _name(thing: object) -> str:
    """Return the name of a class, a function or a module."""
    if issubclass(type(thing), type):
        return str(type.__dict__["__name__"].__get__(thing))
    name = getattr(thing, "__name__", "")
    return name if type(name) is str else ""


def _text(text: object) -> str:
    if isinstance(text, BaseException):
        return said(text)
    return str.__str__(text) if isinstance(text, str) else shown(text)
