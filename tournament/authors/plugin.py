"""A plugin: a rule with its parameters, as a record.

Strategies and partner rules are plugins. A plugin knows its rule, its parameters and its name;
files, pickles and engines know the plugin.
"""

import inspect
import re
import sys
from dataclasses import KW_ONLY, dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from tournament.authors.code_hash import code_hash, names_used
from tournament.authors.parameters import Rule, chosen, defaults, parameters_of, where
from tournament.authors.showing.plugin import plugin_card
from tournament.authors.values import Value, readable
from tournament.authors.vocabulary import DRAWS
from tournament.errors import name_of
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.rules.checks import text as checked_text

ALSO_CALLED = re.compile(r"\s*Also called:\s*(.+?)(?=\n\s*\n|\Z)", re.S)


class Label(NamedTuple):
    """What a named variant has instead of its rule's own."""

    name: str
    doc: str
    module: str


class Called:
    """Descriptor: how a plugin is called, with its parameters, whose values are the defaults."""

    def __get__(self, plugin: "Plugin | None", owner: type) -> inspect.Signature:
        """Return the signature of a plugin; the class has that of `__init__`."""
        if plugin is None:
            raise AttributeError
        word, empty = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.empty
        values = plugin.parameters
        return inspect.Signature(
            [
                inspect.Parameter(key, word, default=values.get(key, empty))
                for key in parameters_of(plugin.rule)
            ]
        )


@dataclass(frozen=True, eq=False, repr=False)
class Plugin:
    """A rule with its parameters; calling it with other parameters gives a variant.

    Plugins are immutable. Two are equal when their rules are the same code with the same
    parameters, whatever they are called.

    Attributes
    ----------
    rule
        The function.
    parameters
        Its parameters that have values.
    label
        The name, docstring and module of a variant that has its own.
    plain
        Whether it is played in plain Python only, slowly.
    """

    rule: Rule
    parameters: dict[str, Value]
    _: KW_ONLY
    label: Label | None = None
    plain: bool = False

    def __post_init__(self) -> None:
        # What `help()`, `inspect` and notebooks ask of a thing that can be called.
        doc = self.label.doc if self.label is not None else self.rule.__doc__
        vars(self).update(__doc__=doc, __module__=self.module, __wrapped__=self.rule)

    __signature__ = Called()

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        """Return itself: in a class a plugin is no method. By having this it counts as a routine,
        so that `help()` shows its signature and docstring instead of its class."""
        return self

    @property
    def __name__(self) -> str:
        return self.name

    # -- what it is --------------------------------------------------------------------------------

    @cached_property
    def name(self) -> str:
        """What it plays as: the rule's name and the parameters that are not its defaults."""
        if self.label is not None:
            return self.label.name
        told = self.told()
        return self.rule.__name__ + (f"({', '.join(told)})" if told else "")

    def told(self) -> list[str]:
        """Return what a derived name tells besides the rule's."""
        usual = defaults(self.rule)
        return [
            f"{key}={readable(value)}"
            for key, value in self.parameters.items()
            if key not in usual or not np.array_equal(value, usual[key])
        ]

    @property
    def called(self) -> str:
        """The name without parameters."""
        return self.label.name if self.label is not None else self.rule.__name__

    @property
    def module(self) -> str:
        """The module that defines it: its rule's, or where a variant was given its name."""
        return self.label.module if self.label is not None else self.rule.__module__

    @property
    def doc(self) -> str:
        """What it does, in words."""
        return self.label.doc if self.label is not None else inspect.getdoc(self.rule) or ""

    @property
    def summary(self) -> str:
        """The first sentence of `doc`."""
        return " ".join(self.doc.split("\n\n")[0].split())

    @property
    def source(self) -> str:
        """Author and year of the work it comes from: the `Source:` paragraph of `doc`."""
        found = re.search(r"^Source:\s*(.+?)(?=\n\s*\n|\Z)", self.doc, re.S | re.M)
        text = " ".join(found[1].split()) if found else ""
        return ALSO_CALLED.sub("", text).rstrip(".")

    @property
    def also_called(self) -> str:
        """Other names in the literature: what follows `Also called:` in `doc`."""
        found = ALSO_CALLED.search(self.doc)
        return " ".join(found[1].split()).rstrip(".") if found else ""

    @cached_property
    def aliases(self) -> tuple[str, ...]:
        """The names in `also_called`, which stand for its name wherever a name is typed.

        A variant that has only got other parameters has none: the aliases mean the rule.
        """
        if self.name != self.called:
            return ()
        parts = re.split(r"[,;](?![^()]*\))", self.also_called)
        return tuple(part.strip() for part in parts if part.strip())

    @property
    def location(self) -> str:
        """`file:line` of the rule."""
        return where(self.rule)

    @cached_property
    def rule_code(self) -> str:
        """A hash of the rule, everything it calls, and what it remembers (not of its parameters or
        members)."""
        return code_hash(self.rule, self.depends_on())

    def depends_on(self) -> Any:
        """Return what its code depends on besides the rule itself."""
        return None

    @property
    def code(self) -> str:
        """`rule_code`; of a rule with members, a hash of that and of all they are."""
        return self.rule_code

    @cached_property
    def mentions(self) -> set[str]:
        """Every attribute and global name that the rule, or anything it calls, mentions."""
        return names_used(self.rule)

    @property
    def draws(self) -> bool:
        """Whether the rule, or anything it calls, mentions a draw; unknown where not compiled."""
        return bool(self.mentions & DRAWS) or not self.compiled

    @property
    def compiled(self) -> bool:
        """Whether the engine can play it; else the referee does, slowly."""
        return not self.plain

    @property
    def missing(self) -> list[str]:
        """What must be given before it can play: parameters that have no value."""
        return [key for key in parameters_of(self.rule) if key not in self.parameters]

    # -- variants ----------------------------------------------------------------------------------

    def __call__(self, *values: Any, **parameters: Any) -> Self:
        """Return a variant with other parameters.

        Raises
        ------
        TypeError
            For a parameter that the rule does not have, or a value of the wrong type.
        ValueError
            For a value that the parameter's check refuses.
        """
        new = chosen(self.rule, self.called, self.parameters, values, parameters)
        return replace(self, parameters=new, label=None)

    def named(self, name: str, doc: str = "") -> Self:
        """Return the same plugin under another name, with an own docstring.

        Without one it keeps the docstring, but not what follows `Also called:` there.

        Raises
        ------
        TypeError
            For a name that is no text.
        ValueError
            For a name that is empty, too long, not printable, or has tags or spaces at its ends.
        """
        # A variant belongs to the module that names it, as a rule to the module that defines it:
        # so files can hand on each other's strategies. Only the caller knows; `namedtuple` asks in
        # the same way.
        name, doc = checked_text("name", name), checked_text("doc", doc)
        module = sys._getframe(1).f_globals.get("__name__", "")  # noqa: SLF001
        text = inspect.cleandoc(doc) or ALSO_CALLED.sub("", self.doc).strip()
        return replace(self, label=Label(name_of("`name`", name), text, module))

    # -- identity ----------------------------------------------------------------------------------

    @cached_property
    def identity(self) -> tuple[Any, ...]:
        """What makes two plugins equal: code and parameters."""
        values = (
            (key, np.asarray(value).shape, np.asarray(value).tobytes())
            for key, value in self.parameters.items()
        )
        return (self.rule_code, *values)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.identity == other.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    # -- how it shows itself -----------------------------------------------------------------------

    WHAT: ClassVar[str] = "plugin"

    def facts(self) -> list[tuple[str, str]]:
        """Return what only plugins of its class have, for its card."""
        return []

    @property
    def card(self) -> str:
        """What it does, its source, its parameters and their values, as text of 80 columns; the
        table by which it plays, where its parameters are one."""
        return as_text(self._card(), mark="{}")

    def _card(self) -> Card:
        return plugin_card(self, self.WHAT, self.facts())

    def __repr__(self) -> str:
        return self.name

    def _repr_html_(self) -> str:
        return as_html(self._card())

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Show the card in IPython; within a list, the name."""
        alone = len(getattr(printer, "stack", ())) <= 1 and not cycle
        printer.text(self.card if alone else self.name)
