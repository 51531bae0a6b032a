"""`tournament new`, for authors of strategies and partner rules."""

from argparse import Namespace

from tournament.cli import exits
from tournament.cli.command import Command
from tournament.cli.options import Option


def new(args: Namespace) -> int:
    """Write a file with a rule that plays, and say what to do with the file."""
    from tournament.authors.showing.template import write

    path = write(args.path, partner=args.partner)
    play = f"season {path} --partners {path.stem}" if args.partner else f"run classics {path}"
    print(
        f"{path} is written.\nEdit it, then: tournament check {path}\n"
        f"Play it:       tournament {play}"
    )
    return exits.DONE


NEW = Command(
    "new",
    "write a file with a strategy that plays, to edit",
    new,
    (
        Option("path", "the file to write, such as my_rule.py", shown="FILE"),
        Option("--partner", "a partner rule, for seasons", False),
    ),
    examples=(
        ("tournament new my_rule.py", "a strategy"),
        ("tournament new my_friends.py --partner", "a partner rule"),
    ),
)
