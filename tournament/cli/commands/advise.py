"""`tournament advise`: say whom to give today's gifts to, and whether to be nice."""

from argparse import Namespace
from pathlib import Path

from tournament.cli import screen
from tournament.cli.command import Command
from tournament.cli.commands.season import season_of
from tournament.cli.groups import groups
from tournament.cli.options import EVENT, SEASON, Option, usual, whole
from tournament.cli.playing import check_threads, on_terminal

TOWNS, REPETITIONS = 200, 10  # some 300 ways to play are tried, each so often


def run(args: Namespace) -> int:
    """Find the best ways to play in a population, and print what they do today."""
    from tournament.events.season.friend_log import read_friend_log, todays_gifts
    from tournament.events.words import candidates

    check_threads(args)
    event = season_of(args)
    log = read_friend_log(Path(args.log), event.rules.days) if args.log else None
    tried = candidates(args.candidates, args.strategies, groups()) if args.candidates else None
    advice = event.best_reply(
        tried, repetitions=args.repetitions, progress=on_terminal(), threads=args.threads
    )
    gifts = todays_gifts(advice.best, event.rules, log) if log else None
    screen.advice(advice, args.top, log.today if log else 0, gifts)
    return 0


COMMAND = Command(
    "advise",
    "say whom to give today's gifts to, and whether to be nice",
    run,
    (
        *usual(EVENT, output="", repetitions=REPETITIONS),
        *usual(SEASON, towns=TOWNS),
        Option(
            "--candidates",
            "what to choose from, separated by commas: strategies, or strategy+partner_rule"
            " (default: the population's strategies)",
            shown="NAMES",
        ),
        Option(
            "--log",
            "your gifts so far, a .csv with friend, day, giver (me or friend), mine, theirs (nice"
            " or naughty)",
            shown="FILE",
        ),
        Option("--top", "how many candidates to show", 10, whole, "N"),
    ),
    "Players make up the population that you live in. Example: tournament advise --log"
    " my_friends.csv --seed 7",
)
