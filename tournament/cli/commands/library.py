"""`tournament strategies` and `tournament partners`: what the library has, and what it does."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from tournament.cli.command import Command
from tournament.cli.options import SEARCH, STRATEGIES
from tournament.errors import ArgumentError, PluginError, UnknownName, suggestion

if TYPE_CHECKING:
    from tournament.authors.partners import PartnerRule
    from tournament.authors.plugin import Plugin
    from tournament.authors.strategy import Strategy

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
        (row.name, catalogue.depth(row), catalogue.uses(row), f"{row.summary}  [{row.source}]")
        for row in found
    ]
    print_rows(table, ("NAME", "DEPTH", "USES", "WHAT IT DOES  [SOURCE]"))
    if sys.stdout.isatty():
        print(
            f"\n{len(found)} strategies; DEPTH: last outcomes that decide the next move."
            "\n`tournament strategies show NAME` explains one."
        )


def list_partners(words: Sequence[str], known: "dict[str, PartnerRule]") -> None:
    """Print a line for each partner rule that mentions all words."""
    wanted = [word.lower() for word in words]
    found = [r for r in known.values() if all(w in f"{r.name} {r.doc}".lower() for w in wanted)]
    check_found(found, words, known, "partner rule")
    found.sort(key=lambda rule: rule.name)
    print_rows([(rule.name, f"{rule.summary}  [{rule.source}]") for rule in found])


def check_found(
    found: Sequence[object], words: Sequence[str], known: Iterable[str], what: str
) -> None:
    """Say so if nothing mentions the words."""
    if not found:
        wanted = " ".join(words)
        raise UnknownName(f"No {what} mentions {wanted!r}.{suggestion(wanted, list(known))}")


def print_rows(rows: Sequence[Sequence[str]], head: Sequence[str] = ()) -> None:
    """Print columns of texts; on a terminal with a head, and lines end where the terminal does."""
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else 10_000
    table = [head, *rows] if head else rows
    sizes = [max(map(len, column)) for column in zip(*table, strict=True)][:-1]
    for *cells, last in table if terminal else rows:
        padded = [f"{cell:<{size}}" for cell, size in zip(cells, sizes, strict=True)]
        line = "  ".join([*padded, last])
        print(line if len(line) <= width else f"{line[: width - 3]}...")


# -- explanations ----------------------------------------------------------------------------------


def explain(strategy: "Strategy") -> None:
    """Print what a strategy does, takes, remembers and looks at, and its source."""
    import inspect

    print(f"{strategy.name}\n\n{strategy.doc or '(It has no docstring.)'}\n")
    names = list(inspect.signature(strategy.rule).parameters)[2:]
    if names:
        values = {name: f"{name}={value!r}" for name, value in strategy.parameters.items()}
        print("Parameters:", ", ".join(values.get(name, f"{name} (to be given)") for name in names))
    if strategy.history:
        print("Members:", ", ".join(m.name for m in strategy.members) or "to be given")
    if strategy.memory:
        memory = ", ".join(f"{key}={value!r}" for key, value in strategy.memory.items())
        print("Memory, before the first turn:", memory)
    print_facts(strategy)
    print_source(strategy)


def print_facts(strategy: "Strategy") -> None:
    """Print what is found out about a strategy by letting it play."""
    from strategies.contents import catalogue

    try:
        row = catalogue.entry(strategy)
    except PluginError as error:
        print(f"It fails: {error}")
        return
    if catalogue.depth(row):
        print(f"Last outcomes that decide its next move: {catalogue.depth(row)}")
    print(f"Uses, beside the moves: {catalogue.uses(row) or 'nothing'}")
    if row.axelrod:
        print(f"In Axelrod-Python: {row.axelrod}")
    alike = [name for group in catalogue.duplicates() if row.name in group for name in group]
    if alike:
        print(f"Plays like: {', '.join(name for name in alike if name != row.name)}")


def explain_partner(rule: "PartnerRule") -> None:
    """Print what a partner rule does, and its source."""
    print(f"{rule.name}\n\n{rule.doc or '(It has no docstring.)'}\n")
    print(f"A friend may get {rule.per_friend} of a day's gifts.")
    print_source(rule)


def print_source(plugin: "Plugin") -> None:
    """Print where a rule is defined, and its text."""
    import inspect

    code = plugin.rule.__code__
    print(f"Defined in {code.co_filename}:{code.co_firstlineno}\n")
    try:
        print(inspect.getsource(plugin.rule))
    except OSError:
        print("(Its source is not there any more.)")


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
    (SEARCH, STRATEGIES),
)
