"""`tournament strategies` and `tournament partners`: what the library has, and what it does."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tournament.cli import screen
from tournament.cli.command import Command
from tournament.cli.options import SEARCH, STRATEGIES
from tournament.errors import ArgumentError, PluginError, UnknownName, suggestion

if TYPE_CHECKING:
    from tournament.authors.partners import PartnerRule
    from tournament.authors.plugin import Plugin
    from tournament.authors.strategy import Strategy
    from tournament.cli.screen import Screen

P = TypeVar("P", bound="Plugin")


def strategies(args: Namespace) -> int:
    """List the strategies that mention all words, or explain some."""
    from tournament.authors import registry

    extra = [strategy for path in args.strategies for strategy in registry.load(path)]
    known = registry.merge([registry.installed().values(), extra])
    if not shown(args, known, explain):
        list_strategies(args.words, known)
    return 0


def partners(args: Namespace) -> int:
    """List the partner rules that mention all words, or explain some."""
    from tournament.events.words import partner_rules

    known = partner_rules(args.strategies)
    if not shown(args, known, explain_partner, "partner rule"):
        list_partners(args.words, known)
    return 0


def shown(
    args: Namespace, known: dict[str, P], tell: Callable[[P], None], what: str = "strategy"
) -> bool:
    """Explain what stands after the word `show`; return whether that was asked for."""
    from tournament.authors.resolve import named

    if args.words[:1] != ["show"]:
        return False
    if len(args.words) == 1:
        command = f"tournament {args.command.name}"
        raise ArgumentError(f"`{command} show` needs a name; `{command}` lists them.")
    for word in args.words[1:]:
        tell(named(word, known, what=what))
    return True


# -- lists -----------------------------------------------------------------------------------------


def list_strategies(words: Sequence[str], known: "dict[str, Strategy]") -> None:
    """Print a line for each strategy that mentions all words."""
    from strategies.contents import catalogue

    rows = [catalogue.entry(strategy, play=False) for strategy in known.values()]
    wanted = " ".join(words).lower().split()
    found = sorted(row for row in rows if catalogue.mentions(row, wanted))
    check_found(found, words, known, "strategy")
    table = [
        (row.name, catalogue.depth(row), catalogue.uses(row), f"{row.summary} [{row.source}]")
        for row in found
    ]
    many = f"{len(found):,} strateg{'y' if len(found) == 1 else 'ies'}"
    screen.listing(
        ("name", "depth", "uses", "what it does [source]"),
        table,
        (
            f"{many}. Depth: last outcomes that decide the next move.",
            "`tournament strategies show NAME` explains one.",
        ),
    )


def list_partners(words: Sequence[str], known: "dict[str, PartnerRule]") -> None:
    """Print a line for each partner rule that mentions all words."""
    wanted = [word.lower() for word in words]
    found = [r for r in known.values() if all(w in f"{r.name} {r.doc}".lower() for w in wanted)]
    check_found(found, words, known, "partner rule")
    found.sort(key=lambda rule: rule.name)
    many = f"{len(found):,} partner rule{'' if len(found) == 1 else 's'}"
    screen.listing(
        ("name", "what it does [source]"),
        [(rule.name, f"{rule.summary} [{rule.source}]") for rule in found],
        (f"{many}. `tournament partners show NAME` explains one.",),
    )


def check_found(
    found: Sequence[object], words: Sequence[str], known: Iterable[str], what: str
) -> None:
    """Say so if nothing mentions the words."""
    if not found:
        wanted = " ".join(words)
        raise UnknownName(f"No {what} mentions {wanted!r}.{suggestion(wanted, list(known))}")


# -- explanations ----------------------------------------------------------------------------------


def explain(strategy: "Strategy", out: "Screen | None" = None) -> None:
    """Print what a strategy does, takes, remembers and looks at, and its source."""
    import inspect

    out = out or screen.opened()
    print_words(strategy, out)
    names = list(inspect.signature(strategy.rule).parameters)[2:]
    if names:
        values = {name: f"{name}={value!r}" for name, value in strategy.parameters.items()}
        given = ", ".join(values.get(name, f"{name} (to be given)") for name in names)
        out.say(f"Parameters: {given}")
    if strategy.history:
        out.say(f"Members: {', '.join(m.name for m in strategy.members) or 'to be given'}")
    if strategy.memory:
        memory = ", ".join(f"{key}={value!r}" for key, value in strategy.memory.items())
        out.say(f"Memory, before the first turn: {memory}")
    out.say(*facts(strategy))
    print_source(strategy, out)


def facts(strategy: "Strategy") -> "Iterator[str]":
    """Yield what is found out about a strategy by letting it play."""
    from strategies.contents import catalogue

    try:
        row = catalogue.entry(strategy)
    except PluginError as error:
        yield f"It fails: {error}"
        return
    if catalogue.depth(row):
        yield f"Last outcomes that decide its next move: {catalogue.depth(row)}"
    yield f"Uses, beside the moves: {catalogue.uses(row) or 'nothing'}"
    if row.axelrod:
        yield f"In Axelrod-Python: {row.axelrod}"
    alike = [name for group in catalogue.duplicates() if row.name in group for name in group]
    if alike:
        yield f"Plays like: {', '.join(name for name in alike if name != row.name)}"


def explain_partner(rule: "PartnerRule", out: "Screen | None" = None) -> None:
    """Print what a partner rule does, and its source."""
    out = out or screen.opened()
    print_words(rule, out)
    out.say(f"A friend may get {rule.per_friend} of a day's gifts.")
    print_source(rule, out)


def print_words(plugin: "Plugin", out: "Screen") -> None:
    """Print the name of a rule, and its docstring."""
    out.say(plugin.name, later="")
    out.say("")
    screen.prose(out, plugin.doc or "(It has no docstring.)")
    out.say("")


def print_source(plugin: "Plugin", out: "Screen") -> None:
    """Print where a rule is defined, and its text."""
    import inspect

    rule = plugin.rule.__code__
    screen.code(out, f"Defined in {rule.co_filename}:{rule.co_firstlineno}\n")
    try:
        screen.code(out, inspect.getsource(plugin.rule).rstrip("\n"))
    except OSError:
        out.say("(Its source is not there any more.)")


LIST = Command(
    "strategies",
    "list or search the strategies; `strategies show NAME` explains one",
    strategies,
    (SEARCH, STRATEGIES),
)
LIST_PARTNERS = Command(
    "partners",
    "list or search the partner rules of seasons; `partners show NAME` explains one",
    partners,
    (replace(SEARCH, values="partner_rule"), STRATEGIES),
)
