"""A compile error as one sentence, which begins with the rule's file and line."""

import dis
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Literal

from tournament.authors.code_hash import closure
from tournament.authors.law.sentences import CHANGES
from tournament.authors.parameters import Rule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.authors.vocabulary import View, array_assigned, misuse
from tournament.errors import PluginError
from tournament.interactive.shown import kind_of

Verb = Literal["reads", "sets"]
_BORING = (
    *("Failed in", "During:", "File ", "Internal error", "Overload", "There are"),
    *("- Of which", ">>>", "*"),
)


_IN_PLACE = "'NoneType' object has no attribute 'args'"
"""What Numba says where an array that is read-only is added to in place."""


class WrongType(Exception):
    """A rule returns or remembers a value of the wrong type; the text ends a sentence."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


class NotInView(Exception):
    """A rule uses a word in a way that its view does not offer."""

    def __init__(self, view: View, word: str, memory: Iterable[str] = ()) -> None:
        super().__init__(view, word)
        self.view, self.word, self.memory = view, word, tuple(memory)

    def sentence(self, verb: Verb) -> str:
        """Return what continues "file:line: rule "."""
        if self.word in self.memory:
            return array_assigned(self.word)
        return misuse(self.view, self.word, verb, self.memory)


def explain(rule: Plugin, error: BaseException) -> PluginError:
    """Return the error of compiling a rule as one sentence."""
    chain = list(_chain(error))
    text = "\n".join(map(str, chain))
    file, line = Path(rule.rule.__code__.co_filename).name, rule.rule.__code__.co_firstlineno
    for name, number in re.findall(r'(?:File "|Raised from )([^"\s]+)\W+(?:line )?(\d+)', text):
        if Path(name).name == file:
            line = int(number)
    said = None
    for own in chain:
        if isinstance(own, WrongType):
            line, said = own.line or line, str(own)
        elif isinstance(own, NotInView):
            line, verb = _use_of(rule.rule, own.word) or (line, "reads")
            said = own.sentence(verb)
        if said is not None:
            return PluginError(f"{file}:{line}: {rule.name} {said}", rule.name)
    if "setitem(readonly array(" in text or _IN_PLACE in text:
        return PluginError(f"{file}:{line}: {rule.name} {CHANGES}", rule.name)
    unknown = re.search(r"name '(\w+)' is not defined", text)
    if unknown:
        line = (_use_of(rule.rule, unknown[1]) or (line, ""))[0]
    first = next((w for w in map(_plain, text.splitlines()) if w), kind_of(error))
    decorator = "strategy" if isinstance(rule, Strategy) else "partner_rule"
    return PluginError(
        f"{file}:{line}: {rule.name} cannot be compiled: {first} Write it with numbers, small"
        f" arrays and plain functions, or mark it @{decorator}(compiled=False).",
        rule.name,
    )


def _chain(error: BaseException | None, most: int = 10) -> Iterator[BaseException]:
    """Yield an error and those that caused it."""
    while error is not None and most > 0:
        yield error
        error, most = error.__cause__ or error.__context__, most - 1


def _use_of(rule: Rule, name: str) -> tuple[int, Verb] | None:
    """Return the line where a function, or one that it calls, first uses a name, and how."""
    for step in dis.get_instructions(rule):
        if step.argval == name and step.positions and step.positions.lineno:
            return step.positions.lineno, "sets" if step.opname == "STORE_ATTR" else "reads"
    helpers = (f for f in closure(rule).values() if isinstance(f, FunctionType))  # type: ignore[arg-type]
    return next((found for helper in helpers if (found := _use_of(helper, name))), None)


def _plain(line: str) -> str:
    """Return a line of Numba's message without colours; empty if it says nothing to an author."""
    line = re.sub(r"\x1b\[[0-9;]*m", "", line).strip()
    if not line or line.startswith(_BORING) or set(line) <= set("-^. ~"):
        return ""
    return line if line.endswith(".") else line + "."
