"""`tournament strategies` and `tournament partners`: what the library has, and what it does."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tournament.cli import exits, screen
from tournament.cli.answers import library as documents
from tournament.cli.answers.telling import answer
from tournament.cli.command import Command
from tournament.cli.options import JSON, SEARCH, STRATEGIES
from tournament.errors import ArgumentError, PluginError, UnknownName, suggestion
from tournament.interactive.shown import shown

if TYPE_CHECKING:
    from strategies.contents.catalogue import Entry
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
    if asked := asked_for(args, known, "strategy"):
        answer(args, lambda: each(asked, explain), lambda: documents.strategies(asked))
        return exits.DONE
    found = mentioned(args.words, known)
    check_found(found, args.words, known, "strategy")
    answer(args, lambda: list_strategies(found), lambda: documents.catalogue(found))
    return exits.DONE


def partners(args: Namespace) -> int:
    """List the partner rules that mention all words, or explain some."""
    from tournament.events.words import partner_rules

    known = partner_rules(args.strategies)
    if asked := asked_for(args, known, "partner rule"):
        answer(args, lambda: each(asked, explain_partner), lambda: documents.partners(asked))
        return exits.DONE
    wanted = [word.lower() for word in args.words]
    rules = sorted(known.values(), key=lambda rule: rule.name)
    found = [r for r in rules if all(word in f"{r.name} {r.doc}".lower() for word in wanted)]
    check_found(found, args.words, known, "partner rule")
    answer(args, lambda: list_partners(found), lambda: documents.partners(found))
    return exits.DONE


def asked_for(args: Namespace, known: dict[str, P], what: str) -> list[P]:
    """Return what stands after the word `show`; nothing if that word is not there."""
    from tournament.authors.resolve import named

    if args.words[:1] != ["show"]:
        return []
    if len(args.words) == 1:
        command = f"tournament {args.command.name}"
        raise ArgumentError(f"`{command} show` needs a name; `{command}` lists them.")
    return [named(word, known, what=what) for word in args.words[1:]]


def each(plugins: "Sequence[P]", tell: Callable[[P], None]) -> None:
    """Tell about one after the other."""
    for plugin in plugins:
        tell(plugin)


# -- lists -----------------------------------------------------------------------------------------


def mentioned(words: Sequence[str], known: "dict[str, Strategy]") -> "list[Entry]":
    """Return the rows of the catalogue that mention all words."""
    from strategies.contents import catalogue

    rows = [catalogue.entry(strategy, play=False) for strategy in known.values()]
    wanted = " ".join(words).lower().split()
    return sorted(row for row in rows if catalogue.mentions(row, wanted))


def list_strategies(found: "Sequence[Entry]", out: "Screen | None" = None) -> None:
    """Print a line for each strategy."""
    from strategies.contents import catalogue

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
        out,
    )


def list_partners(found: "Sequence[PartnerRule]", out: "Screen | None" = None) -> None:
    """Print a line for each partner rule."""
    many = f"{len(found):,} partner rule{'' if len(found) == 1 else 's'}"
    screen.listing(
        ("name", "what it does [source]"),
        [(rule.name, f"{rule.summary} [{rule.source}]") for rule in found],
        (f"{many}. `tournament partners show NAME` explains one.",),
        out,
    )


def check_found(
    found: Sequence[object], words: Sequence[str], known: Iterable[str], what: str
) -> None:
    """Say so if nothing mentions the words."""
    if not found:
        wanted = " ".join(words)
        raise UnknownName(f"No {what} mentions {shown(wanted)}.{suggestion(wanted, list(known))}")


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
    if not strategy.missing:
        print_automaton(strategy, out)
    print_source(strategy, out)


def print_automaton(strategy: "Strategy", out: "Screen") -> None:
    """Print the states of a strategy, or why they are not known; nothing where it fails."""
    from tournament.cli.screen.automata import automaton

    try:
        automaton(strategy, out)
    except PluginError:  # `facts` has told
        return


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
    for group in catalogue.duplicates():
        if row.name in group:
            known = ", which is proved" if group.proved else ", as far as tests show"
            yield f"Plays like {', '.join(name for name in group if name != row.name)}{known}"


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
    (SEARCH, STRATEGIES, JSON),
    examples=(
        ("tournament strategies", "all"),
        ("tournament strategies grim 1980", "those that mention both words"),
        ("tournament strategies show tit_for_tat", "what it does, and its source"),
    ),
)
LIST_PARTNERS = Command(
    "partners",
    "list or search the partner rules of seasons; `partners show NAME` explains one",
    partners,
    (replace(SEARCH, values="partner_rule"), STRATEGIES, JSON),
    examples=(("tournament partners show ucb1", "what it does, and its source"),),
)
