"""`tournament season`: play a season of gifts among friends and write a report."""

from argparse import Namespace
from typing import TYPE_CHECKING

from tournament.cli.command import Command
from tournament.cli.groups import groups
from tournament.cli.options import EVENT, ON_ERROR, SEASON, VECTOR, usual
from tournament.cli.playing import on_terminal, writable, written

if TYPE_CHECKING:
    from tournament.events.season.event import Season

OUTPUT = "season-report"


def run(args: Namespace) -> int:
    """Play the season that the arguments describe, and report it."""
    output = writable(args)
    season = season_of(args)
    results = season.play(on_terminal(), threads=args.threads, on_error=args.on_error)
    return written(args, results, output)


def season_of(args: Namespace) -> "Season":
    """Return the season that the arguments describe."""
    from tournament.events.season.event import Season
    from tournament.events.words import friends, kinds
    from tournament.game import game

    gifts = args.gifts_per_day
    return Season(
        kinds(args.words, args.strategies, groups(), args.partners),
        towns=args.towns,
        game=game(args.game),
        days=args.days,
        gifts_per_day=gifts if len(gifts) > 1 else gifts[0],
        friends=friends(args.friends),
        inbox=args.inbox,
        visible=args.visible,
        absence=args.absence,
        noise=args.noise,
        seed=args.seed,
        nice_list=args.nice_list,
        days_known=not args.unknown_days,
        repetitions=args.repetitions,
    )


COMMAND = Command(
    "season",
    "play a season of gifts among friends and write a report",
    run,
    (*usual(EVENT, output=OUTPUT), VECTOR, *SEASON, ON_ERROR),
    "Example: tournament season tit_for_tat always_defect+anyone --partners out_for_tat"
    " --towns 1000 --seed 7",
)
