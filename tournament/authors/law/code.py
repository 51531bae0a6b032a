"""What a rule names, sets and builds, found in its bytecode, and refused if the table has it not.

Bytecode is what runs, and every function has it, also one that was typed into a prompt. Each name
in it is a global, a variable of an enclosing function, or follows a dot. So whatever a rule can
reach is named somewhere in it, or in the functions that it calls, which are read as well. A module
may stand only before a dot: it has no alias that would have to be followed.
"""

import builtins
import dis
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple

from tournament.authors.code_hash import closure
from tournament.authors.law import sentences
from tournament.authors.law.allowed import MODULES, names, objects, python
from tournament.authors.law.values import calculates, is_constant, is_function, under_numba
from tournament.authors.parameters import Rule
from tournament.authors.values import beyond_64_bits
from tournament.authors.vocabulary import View, misuse, words

_NOT_PLAIN = {0x20: "a generator", 0x80: "async", 0x100: "a coroutine", 0x200: "async"}
"""Flags of code that is more than a function."""
_REFUSED = {
    "IMPORT_NAME": "imports a module; import it at the top of the file.",
    "STORE_GLOBAL": sentences.SETS,
    "DELETE_GLOBAL": sentences.SETS,
    "STORE_NAME": sentences.SETS,
    "LOAD_BUILD_CLASS": "defines a class; a rule is a function of numbers.",
    "BEFORE_WITH": sentences.TRIES,
    "BEFORE_ASYNC_WITH": sentences.TRIES,
    "LOAD_SPECIAL": sentences.TRIES,
    "PUSH_EXC_INFO": sentences.TRIES,
    "DELETE_ATTR": "deletes what follows a dot; a rule sets only its own memory.",
}
_PLAIN_ONLY = {
    **dict.fromkeys(("FORMAT_VALUE", "FORMAT_SIMPLE", "FORMAT_WITH_SPEC"), "makes a text"),
    **dict.fromkeys(("BUILD_STRING", "CONVERT_VALUE"), "makes a text"),
    **dict.fromkeys(("BUILD_SET", "SET_ADD", "SET_UPDATE"), "makes a set"),
    **dict.fromkeys(("MATCH_SEQUENCE", "MATCH_MAPPING", "MATCH_CLASS"), "matches a pattern"),
}
_TEXTS = frozenset(("FORMAT_VALUE", "FORMAT_SIMPLE", "FORMAT_WITH_SPEC"))
_SETS = frozenset(("BUILD_SET", "SET_ADD", "SET_UPDATE"))
_ATTRIBUTES = frozenset(("LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR", "LOAD_SUPER_ATTR"))
_ERRORS = ("Exception", "RuntimeError", "ValueError")
_OF: Mapping[View, tuple[View, View]] = {"me": ("me", "opponent"), "town": ("town", "friend")}
_VIEWS: Mapping[View, tuple[View, ...]] = {
    "me": ("me", "opponent", "me.member", "me.game"),
    "town": ("town", "friend", "me.game"),
}


class Fault(NamedTuple):
    """Where a rule breaks the law, and the sentence that continues "file:line: rule ".

    It is vague about a name after a dot where only the source would show what it is a name of.
    """

    file: str
    line: int
    sentence: str
    vague: bool = False


def faults(rule: Rule, view: View, memory: frozenset[str], *, plain: bool) -> list[Fault]:
    """Return where a rule, or a function that it calls, breaks the law; the rule's own first.

    Parameters
    ----------
    view
        What the rule's first argument is: "me", or "town" for a partner rule.
    memory
        The names of what the rule remembers.
    plain
        Whether it is played in plain Python only.
    """
    reading = _Reading(rule.__code__, view, memory, plain)
    found = list(reading.function(rule, ()))
    if reading.text is not None and reading.numpy:
        found.append(reading.text)
    return found


class _Reading:
    """One reading of a rule and of all that it calls."""

    def __init__(self, rule: CodeType, view: View, memory: frozenset[str], plain: bool) -> None:
        self.rule = rule
        self.view, self.memory, self.plain = view, memory, plain
        seen = {word for each in _VIEWS[view] for word in words(each)}
        follows = names("arrays, lists and dictionaries", plain=plain)
        self.attributes = memory | seen | follows
        self.python = python(plain=plain)
        self.only_plain = python(plain=True).keys() - self.python.keys()
        self.objects = objects(plain=plain)
        self.read: set[CodeType] = set()
        self.text: Fault | None = None  # the first text that is no message of an error
        self.numpy = False

    def function(self, function: Any, callers: tuple[CodeType, ...]) -> Iterator[Fault]:
        """Yield the faults of a function, then those of what it calls."""
        code = function.__code__
        if code in callers and not self.plain:
            yield _fault(
                code, code.co_firstlineno, sentences.not_compiled("calls itself", self.view)
            )
        if code in self.read:
            return
        self.read.add(code)
        for flag, what in _NOT_PLAIN.items():
            if code.co_flags & flag:
                yield _fault(code, code.co_firstlineno, sentences.not_plain(function, what))
                return
        for value in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()):
            if callers and not is_constant(value):
                said = sentences.value_of(f"a default of {function.__name__}", value)
                yield _fault(code, code.co_firstlineno, said)
        outside = closure(function)
        found = [each for part in _within(code) for each in self._steps(part, function, outside)]
        yield from sorted(found, key=lambda fault: fault.line)
        for value in outside.values():
            if is_function(value):
                yield from self.function(under_numba(value), (*callers, code))

    def _steps(self, code: CodeType, function: Any, outside: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield the faults of one piece of code, without the functions that it calls."""
        steps = [step for step in dis.get_instructions(code) if step.opname != "EXTENDED_ARG"]
        enclosing = function.__code__.co_freevars
        line = code.co_firstlineno
        texts = sets = False
        after_name = False
        of_rule = code.co_varnames[:2] if code is self.rule else ()
        seen = dict(zip(of_rule, _OF[self.view], strict=False))
        for previous, step, following in zip(
            [None, *steps[:-1]], steps, [*steps[1:], None], strict=True
        ):
            line = step.positions.lineno if step.positions and step.positions.lineno else line
            said = None
            op, name = step.opname, step.argval
            named = _is_global(op) or (op == "LOAD_DEREF" and name in enclosing)
            if named:
                said = self._named(name, outside, _attribute(following))
            elif op in _ATTRIBUTES and not after_name:
                said = self._attribute(name, seen.get(_loaded(previous)), sets=op == "STORE_ATTR")
            elif op in ("STORE_DEREF", "DELETE_DEREF") and name in enclosing:
                said = sentences.SETS.format(name=name)
            elif op in _REFUSED:
                said = _REFUSED[op].format(name=name)
            elif op == "BUILD_SET" and _op(following) == "CONTAINS_OP":
                continue  # `x in {C, D}`: its order does not matter
            elif op in _PLAIN_ONLY and not self.plain:
                said = sentences.not_compiled(_PLAIN_ONLY[op], self.view)
            elif op in ("LOAD_CONST", "KW_NAMES"):
                held = code.co_consts[step.arg or 0] if op == "KW_NAMES" else name
                said = self._constant(held, _op(following))
            if said:
                vague = op in _ATTRIBUTES and not name.startswith("_")
                yield _fault(code, line, said, vague=vague)
            if self.text is None and _is_text(step, previous, function, outside):
                self.text = _fault(code, line, sentences.TEXTS_FOR_NUMPY, vague=True)
            texts |= op in _TEXTS or (op == "LOAD_GLOBAL" and name in ("str", "print"))
            texts |= op == "LOAD_CONST" and isinstance(name, str) and name != function.__doc__
            sets |= op in _SETS or (op == "LOAD_GLOBAL" and name in ("set", "frozenset"))
            after_name = named and isinstance(outside.get(name), ModuleType)
        if texts and sets:
            yield _fault(code, code.co_firstlineno, sentences.TEXTS_IN_SETS)

    def _named(self, name: str, outside: Mapping[str, Any], attribute: str | None) -> str | None:
        """Return what is wrong with a name that comes from outside the function."""
        if name not in outside:  # nor among the globals
            if name in self.python:
                return None
            if name in self.only_plain:
                return sentences.not_compiled(f"uses `{name}`", self.view)
            exists = hasattr(builtins, name)
            return sentences.name(name, self.view) if exists else sentences.unknown(name)
        value = outside[name]
        if isinstance(value, ModuleType):
            return self._module(name, value, attribute)
        if name.startswith("__"):
            return sentences.name(name, self.view)
        if is_function(value):
            return None  # read for itself
        if calculates(value, self.objects):
            return None
        if calculates(value, objects(plain=True)):
            return sentences.not_compiled(f"uses `{name}`", self.view)
        if is_constant(value):
            large = not self.plain and beyond_64_bits(value)
            return sentences.too_large(f"`{name}`") if large else None
        return sentences.value(name, value, self.view)

    def _module(self, name: str, module: ModuleType, attribute: str | None) -> str | None:
        of = MODULES.get(module)
        if of is None or attribute is None:
            whole = f"{name}.{attribute}" if attribute else name
            return sentences.name(whole, self.view, module, alone=of is not None)
        self.numpy |= of == "numpy"
        if attribute in names(of, plain=self.plain):
            return None
        if attribute in names(of, plain=True):
            return sentences.not_compiled(f"uses `{name}.{attribute}`", self.view)
        return sentences.name(f"{name}.{attribute}", self.view, module, attribute)

    def _attribute(self, name: str, view: View | None, *, sets: bool) -> str | None:
        """Return what is wrong with a name that follows a dot; `view` if it follows one."""
        self.numpy |= name == "astype"
        if name in self.attributes and not sets:
            return None
        memory = self.memory if view == "me" else frozenset[str]()
        if view is not None and not name.startswith("_"):
            wrong = name not in memory
            return (
                misuse(view, name, "sets" if sets else "reads", sorted(memory)) if wrong else None
            )
        if sets and name in self.memory:
            return None
        if not self.plain and name in names("arrays, lists and dictionaries", plain=True):
            return sentences.not_compiled(f"uses `.{name}`", self.view)
        return sentences.attribute(name)

    def _constant(self, value: Any, following: str) -> str | None:
        ordered = isinstance(value, frozenset) and following != "CONTAINS_OP"
        if ordered and not self.plain:
            return sentences.not_compiled("makes a set", self.view)
        if ordered and any(isinstance(each, str) for each in value):
            return sentences.TEXTS_IN_SETS
        if isinstance(value, tuple) and "key" in value and not self.plain:
            return sentences.not_compiled("chooses by `key=`", self.view)
        if isinstance(value, tuple) and "out" in value:
            return sentences.CHANGES
        if isinstance(value, (complex, bytes)):
            return sentences.not_a_number(value)
        if not self.plain and beyond_64_bits(value):
            return sentences.too_large("a number")
        return None


def _is_text(
    step: dis.Instruction,
    previous: dis.Instruction | None,
    function: Any,
    outside: Mapping[str, Any],
) -> bool:
    """Return whether a step makes or reads a text, other than for the message of an error."""
    if step.opname in _TEXTS:
        return True
    if _is_global(step.opname) or step.opname == "LOAD_DEREF":
        return step.argval == "str" or _has_text(outside.get(step.argval))
    if step.opname != "LOAD_CONST" or step.argval == function.__doc__:
        return False
    raises = previous is not None and previous.argval in _ERRORS
    return _has_text(step.argval) and not raises


def _has_text(value: Any) -> bool:
    many = isinstance(value, (tuple, frozenset))
    return isinstance(value, str) or (many and any(map(_has_text, value)))


def _is_global(op: str) -> bool:
    return op in ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FROM_DICT_OR_GLOBALS")


def _loaded(step: dis.Instruction | None) -> str:
    """Return the local name that a step puts on the stack last."""
    if step is None or not step.opname.startswith(("LOAD_FAST", "STORE_FAST_LOAD_FAST")):
        return ""
    return str(step.argval[-1] if isinstance(step.argval, tuple) else step.argval)


def _op(step: dis.Instruction | None) -> str:
    return step.opname if step is not None else ""


def _attribute(step: dis.Instruction | None) -> str | None:
    """Return the name that follows the dot, if a step reads one."""
    return step.argval if step is not None and step.opname in ("LOAD_ATTR", "LOAD_METHOD") else None


def _fault(code: CodeType, line: int, sentence: str, *, vague: bool = False) -> Fault:
    return Fault(Path(code.co_filename).name, line, sentence, vague)


def _within(code: CodeType) -> Iterator[CodeType]:
    """Yield code and the code of functions that stand inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _within(constant)
