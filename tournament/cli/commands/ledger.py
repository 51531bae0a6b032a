"""`tournament ledger`: what is in a ledger, whether it is intact, and its upkeep."""

import time
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tournament.cli import exits
from tournament.cli.answers import documents
from tournament.cli.answers.telling import answer, tell
from tournament.cli.command import Command
from tournament.cli.options import (
    JSON,
    OUTPUT,
    PARQUET,
    QUIET,
    STRATEGIES,
    WHAT,
    WHO,
    Option,
    number,
    whole,
)
from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.interactive.words import count

if TYPE_CHECKING:
    from tournament.results.ledger.listing import Contents
    from tournament.results.ledger.store import Ledger
    from tournament.results.ledger.upkeep import Wanted

DAY = "%Y-%m-%d %H:%M"
FEW = 20
"""Damages that are told one by one."""
ONLY = {
    "repair": "verify",
    "output": "export",
    "parquet": "export",
    **dict.fromkeys(("player", "noise", "turns", "seed", "older", "changed", "dry_run"), "prune"),
}
"""Which action an option belongs to."""


def days(text: str) -> float:
    """Return the days that a text is.

    >>> days("30d"), days("12h"), days("7")
    (30.0, 0.5, 7.0)
    """
    part = {"d": 1.0, "h": 24.0}.get(text[-1:].lower())
    try:
        found = float(text[:-1] if part else text) / (part or 1.0)
    except ValueError:
        found = -1.0
    if not 0 <= found < 1e6:
        raise ArgumentTypeError(f"must be days or hours, such as 30d or 12h; got {shown(text)}")
    return found


def run(args: Namespace) -> int:
    """Do what is asked for with a ledger."""
    for key, action in ONLY.items():
        if getattr(args, key) not in (None, False, []) and args.what != action:
            name = f"--{key.replace('_', '-')}"
            raise ArgumentError(f"`{name}` belongs to `tournament ledger {action}`.")
    from tournament.results.ledger.store import opened

    wanted = 2 if args.what == "merge" else 1
    if len(args.places) != wanted:
        what = "two ledgers, FROM and INTO" if wanted == 2 else "one ledger"
        raise ArgumentError(
            f"`tournament ledger {args.what}` needs {what}; got {len(args.places)}."
        )
    with opened(args.places[0], make=False) as ledger:
        return ACTIONS[args.what](args, ledger)


def show_contents(args: Namespace, ledger: "Ledger") -> int:
    """Say what is in a ledger."""
    from tournament.results.ledger.listing import contents

    found = contents(ledger)
    answer(args, lambda: _tell_contents(ledger.place, found), lambda: documents.document(
        "ledger", place=ledger.place, **found._asdict()
    ))  # fmt: skip
    return exits.DONE


def _tell_contents(place: str, found: "Contents") -> None:
    from tournament.rules.reading import amount

    size = "" if found.bytes is None else f", {amount(found.bytes)}"
    matches = sum(row["matches"] for row in found.matches)
    many = len(found.events)
    others = "1 season or population" if many == 1 else f"{many:,} seasons and populations"
    tell(f"{place}: {count(matches, 'match')}, {others}{size}")
    for row in found.matches:
        tell(
            "",
            f"{row['conditions']}; seed {row['seed']}",
            f"  {count(row['players'], 'player')}, {count(row['matches'], 'match')}, up to"
            f" {count(row['repetitions'], 'repetition')}; {_when(row)}",
        )
    for row in found.events:
        tell(
            "",
            f"{row['event']}: {row['conditions']}",
            f"  of {', '.join(row['players'])}",
            f"  {count(row['repetitions'], 'repetition')}, {amount(row['bytes'])}; {_when(row)}",
        )


def _when(row: dict[str, Any]) -> str:
    first, last = (
        time.strftime(DAY, time.localtime(min(row[name], 2**40)))
        for name in ("first_finished", "last_finished")
    )
    return f"finished {last}" if first == last else f"finished {first} to {last}"


def verify(args: Namespace, ledger: "Ledger") -> int:
    """Say what is damaged, and drop it if that is asked for."""
    from tournament.results.ledger.checking import FILE, repaired, verified

    found = verified(ledger)
    dropped = repaired(ledger, found.damages) if args.repair and found.damages else 0
    left = [each for each in found.damages if not args.repair or each.what == FILE]

    def show() -> None:
        tell(
            f"{ledger.place}: {found.matches:,} rows of matches and {found.repetitions:,} of"
            f" repetitions; {len(found.damages):,} damaged."
        )
        for each in found.damages[:FEW]:
            tell(f"  {each.what}: {each.where}")
        if len(found.damages) > FEW:
            tell(f"  and {len(found.damages) - FEW:,} more")
        if args.repair and found.damages:
            tell(f"Dropped {dropped:,}; they will be played again.")
        elif any(each.what != FILE for each in left):
            tell("`--repair` drops what is damaged, to be played again.")
        if any(each.what == FILE for each in left):
            tell("The file itself is damaged: `tournament ledger merge` takes over what is intact.")

    answer(args, show, lambda: documents.document(
        "ledger verified",
        matches=found.matches,
        repetitions=found.repetitions,
        damaged=[{"what": each.what, "where": each.where} for each in found.damages],
        dropped=dropped,
    ))  # fmt: skip
    return exits.CHECK_FAILED if left else exits.DONE


def prune(args: Namespace, ledger: "Ledger") -> int:
    """Take out what is asked for."""
    from tournament.results.ledger.upkeep import compact, pruned

    matches, repetitions = pruned(ledger, _wanted(args), dry_run=args.dry_run)
    if not args.dry_run:
        compact(ledger)
    done = "would go" if args.dry_run else "are gone"
    answer(
        args,
        lambda: tell(
            f"{ledger.place}: {matches:,} rows of matches and {repetitions:,} of repetitions"
            f" {done}."
        ),
        lambda: documents.document(
            "ledger pruned", matches=matches, repetitions=repetitions, dry_run=args.dry_run
        ),
    )
    return exits.DONE


def _wanted(args: Namespace) -> "Wanted":
    from tournament.results.ledger.upkeep import Wanted

    current = None
    if args.changed:
        from tournament.authors.registry import installed
        from tournament.events.words import plugins

        mine = plugins(args.strategies or [], {})
        rules: list[Any] = [rule for each in mine for rule in getattr(each, "plugins", (each,))]
        current = {rule.name: rule.code for rule in (*installed().values(), *rules)}
    wanted = Wanted(args.player or (), args.noise, args.turns, args.seed, args.older, current)
    if wanted.is_all:
        raise ArgumentError(
            "`tournament ledger prune` needs to know what may go: --player, --noise, --turns,"
            " --seed, --older or --changed."
        )
    return wanted


def merge(args: Namespace, ledger: "Ledger") -> int:
    """Write everything of a ledger into another one."""
    from tournament.results.ledger.store import opened
    from tournament.results.ledger.upkeep import merge as merged

    with opened(args.places[1]) as target:
        found = merged(ledger, target)
        place = target.place

    def show() -> None:
        tell(
            f"{place}: {found.matches:,} rows of matches and {found.repetitions:,} of repetitions"
            f" are new; {found.known:,} were there."
        )
        if found.damaged:
            tell(f"{found.damaged:,} rows of {ledger.place} are damaged, and were left out.")

    answer(args, show, lambda: documents.document("ledger merged", **found._asdict()))
    return exits.CHECK_FAILED if found.damaged else exits.DONE


def export(args: Namespace, ledger: "Ledger") -> int:
    """Write the tables of a ledger as files."""
    from tournament.results.ledger.frames import export as exported

    if args.output is None:
        raise ArgumentError("`tournament ledger export` needs `--output FOLDER`.")
    files = exported(ledger, Path(args.output), parquet=args.parquet)
    answer(
        args,
        lambda: tell(*(f"Written: {file}" for file in files)),
        lambda: documents.document("ledger exported", written=files),
    )
    return exits.DONE


ACTIONS: dict[str, Callable[[Namespace, "Ledger"], int]] = {
    "list": show_contents,
    "verify": verify,
    "prune": prune,
    "merge": merge,
    "export": export,
}

COMMAND = Command(
    "ledger",
    "list, verify, prune, merge or export ledgers of finished work",
    run,
    (
        Option(
            "what",
            "list: what is in it; verify: is it intact; prune: take out what you name; merge: write"
            " all of one ledger into another; export: tables for other programs",
            shown="WHAT",
            choices=tuple(ACTIONS),
        ),
        Option(
            "places",
            "a file such as ledger.sqlite, or postgresql://host/database; for merge FROM and INTO",
            shown="FILE",
            many="*",
            values="file",
        ),
        Option("--repair", "verify: drop what is damaged, to be played again", False),
        Option("--player", "prune: matches of this player", shown="NAME", many="*", section=WHO),
        Option("--noise", "prune: matches with this noise", None, number, "P", section=WHAT),
        Option("--turns", "prune: matches of this length", None, whole, "N", section=WHAT),
        Option("--seed", "prune: work with this seed", None, whole, "N", section=WHAT),
        Option("--older", "prune: finished so long ago: 30d, 12h", None, days, "TIME"),
        Option(
            "--changed",
            "prune: matches of rules that have another code now, or are neither installed nor in"
            " --strategies",
            False,
        ),
        replace(STRATEGIES, needs=("--changed",)),
        Option("--dry-run", "prune: say what would go, and take nothing out", False),
        replace(OUTPUT, help="export: a new folder"),
        PARQUET,
        JSON,
        QUIET,
    ),
    "What is named together must hold together: --noise 0.1 --older 30d.",
    examples=(
        ("tournament run --ledger ledger.sqlite", "what is finished is kept there"),
        ("tournament ledger list ledger.sqlite", "and this is what is there"),
        ("tournament ledger verify ledger.sqlite --repair", "what is damaged is dropped"),
        (
            "tournament ledger merge laptop.sqlite team.sqlite",
            "all of the first goes into the second",
        ),
    ),
)
