"""`tournament season`: play a season of gifts among friends and write a report."""

from argparse import Namespace
from typing import TYPE_CHECKING

from tournament.cli.answers.telling import Stopwatch
from tournament.cli.command import Command
from tournament.cli.groups import described, groups
from tournament.cli.options import (
    DASK,
    EVENT,
    LEDGER,
    ON_ERROR,
    OPEN,
    PARQUET,
    SEASON,
    VECTOR,
    usual,
)
from tournament.cli.playing import (
    check_disk,
    entered,
    heard,
    placed,
    who_plays,
    writable,
    written,
)
from tournament.rules import defaults

if TYPE_CHECKING:
    from tournament.authors.loading.folders import OnError
    from tournament.events.field import Player
    from tournament.events.season.event import Season

OUTPUT = "season-report"


def run(args: Namespace) -> int:
    """Play the season that the arguments describe, and report it."""
    from tournament.events.season.memory import KEPT

    watch = Stopwatch()
    with watch("reading"):
        output = writable(args)
        season = season_of(args)
        check_disk(output, KEPT * season.plan.towns * season.plan.repetitions)
    with watch("playing"), placed(args) as executor:
        results = season.play(
            heard(args),
            executor,
            threads=args.threads,
            on_error=args.on_error,
            ledger=args.ledger,
        )
    return written(args, results, output, watch)


def season_of(args: Namespace, mixed: "dict[Player, float] | None" = None) -> "Season":
    """Return the season that the arguments describe; of other players, if some are given."""
    from tournament.events.season.event import Season
    from tournament.events.words import friends, kinds

    gifts = args.gifts_per_day
    on_error: OnError = getattr(args, "on_error", "stop")  # who asks for advice has no choice
    if mixed is None:
        who = kinds(entered(args), args.strategies, groups(), args.partners, on_error)
        who_plays(args, who)
    return Season(
        who if mixed is None else mixed,
        towns=args.towns,
        game=args.game,
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
    (
        *usual(EVENT, output=OUTPUT, repetitions=defaults.SEASONS),
        DASK,
        VECTOR,
        PARQUET,
        OPEN,
        *SEASON,
        ON_ERROR,
        LEDGER,
    ),
    "A player may have a partner rule of its own: always_defect+anyone.",
    (
        ("tournament season", "the classics"),
        (
            "tournament season tit_for_tat always_defect+anyone --partners out_for_tat"
            " --towns 1000 --seed 7",
            "two kinds of town",
        ),
    ),
    {"Groups": described},
)
