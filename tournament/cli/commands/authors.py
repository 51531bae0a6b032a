"""`tournament new` and `tournament check`, for authors of strategies and partner rules."""

from argparse import Namespace
from dataclasses import replace
from typing import Any

from tournament.cli import exits
from tournament.cli.answers import documents
from tournament.cli.command import Command
from tournament.cli.groups import groups
from tournament.cli.options import JSON, QUIET, Option

MARKS = {"passed": "✓", "advice": "!", "failed": "✗"}


def new(args: Namespace) -> int:
    """Write a file with a rule that plays, and say what to do with the file."""
    from tournament.authors.template import write

    path = write(args.path, partner=args.partner)
    play = f"season {path} --partners {path.stem}" if args.partner else f"run classics {path}"
    print(
        f"{path} is written.\nEdit it, then: tournament check {path}\n"
        f"Play it:       tournament {play}"
    )
    return exits.DONE


def check(args: Namespace) -> int:
    """Print what every check says about every rule; if told to be quiet, only what failed."""
    from tournament.authors.partners import PartnerRule
    from tournament.authors.strategy import Strategy
    from tournament.events.words import plugins
    from tournament.testing import check_partner_rule, check_strategy

    failed, told = 0, list[dict[str, Any]]()
    for plugin in plugins(args.words, groups()):
        where = {"rule": plugin.name, "file": plugin.location}
        if not (args.quiet or args.json):
            print(f"{plugin.name} ({plugin.location})")
        checks = []
        if isinstance(plugin, Strategy):
            checks = check_strategy(plugin)
        elif isinstance(plugin, PartnerRule):
            checks = check_partner_rule(plugin)
        for found in checks:
            failed += not found.passed
            told.append(where | found._asdict())
            if not args.json and not (args.quiet and found.passed):
                print(f"  {MARKS[found.outcome]} {found.name}: {found.sentence}", flush=True)
    if args.json:
        documents.show(documents.document("checks", failed=failed, checks=told))
    return exits.CHECK_FAILED if failed else exits.DONE


NEW = Command(
    "new",
    "write a file with a strategy that plays, to edit",
    new,
    (
        Option("path", shown="my_rule.py"),
        Option("--partner", "a partner rule, for seasons", False),
    ),
    examples=(
        ("tournament new my_rule.py", "a strategy"),
        ("tournament new my_friends.py --partner", "a partner rule"),
    ),
)
CHECK = Command(
    "check",
    "check strategies of yours: do they keep the rules of the house",
    check,
    (
        Option(
            "words",
            "a .py file or folder, or a strategy's name",
            shown="PATH",
            many="+",
            values="plugin",
        ),
        replace(QUIET, help="print nothing but what failed"),
        JSON,
    ),
    "The exit code is 1 if a check failed.",
    (("tournament check my_rule.py", "one file"), ("tournament check mine/", "a whole folder")),
)
