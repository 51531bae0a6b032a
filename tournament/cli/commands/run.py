"""`tournament run`: play a tournament and write a report."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from tournament.cli.answers.telling import Stopwatch
from tournament.cli.command import Command
from tournament.cli.groups import described, groups
from tournament.cli.options import (
    DASK,
    EVENT,
    LEDGER,
    MATCH,
    OFTEN,
    ON_ERROR,
    OPEN,
    PARQUET,
    RESULTS,
    VECTOR,
    WHAT,
    Option,
    usual,
    whole,
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
from tournament.errors import ArgumentError, suggestion
from tournament.interactive.shown import shown
from tournament.rules import defaults

if TYPE_CHECKING:
    from tournament.events.round_robin.event import Tournament

OUTPUT = "tournament-report"


def run(args: Namespace) -> int:
    """Play the tournament that the arguments describe, and report it."""
    watch = Stopwatch()
    with watch("reading"):
        check_rule(args)
        output = writable(args)
        event = tournament_of(args)
        check_disk(output, event.plan.size)
    with watch("playing"), placed(args) as executor:
        results = event.play(
            heard(args),
            executor,
            threads=args.threads,
            on_error=args.on_error,
            ledger=args.ledger,
        )
    if args.rank_by != "score":
        results = results.ranked(args.rank_by)
    return written(args, results, output, watch)


def tournament_of(args: Namespace) -> "Tournament":
    """Return the tournament that the arguments describe."""
    from tournament.events.round_robin.event import Tournament
    from tournament.events.words import players
    from tournament.rules.checks import whole as checked

    field = players(entered(args), args.strategies, groups(), args.on_error)
    who_plays(args, field)
    repetitions: Any = args.repetitions
    if args.settle is not None:
        checked("--settle", args.settle, 1, len(field))
        checked("--budget", args.budget, 2, 2**31 - 1)
        repetitions = "until settled"
    return Tournament(
        field,
        game=args.game,
        turns=args.turns,
        repetitions=repetitions,
        places=1 if args.settle is None else args.settle,
        most_repetitions=args.budget,
        noise=args.noise,
        misperception=args.misperception,
        continuation=args.continuation,
        self_play=not args.no_self_play,
        length_known=not args.unknown_length,
        seed=args.seed,
        exact="where possible" if args.exact else False,
    )


def check_rule(args: Namespace) -> None:
    """Refuse a rule of ranking that there is not, or that cannot be settled."""
    from tournament.results.ranking import RANKINGS

    if args.rank_by not in RANKINGS:
        raise ArgumentError(
            f"`--rank-by` must be one of {', '.join(RANKINGS)}; got {shown(args.rank_by)}."
            f"{suggestion(args.rank_by, list(RANKINGS))}"
        )
    if args.exact and RANKINGS[args.rank_by].by_repetition:
        raise ArgumentError(
            f"`--rank-by {args.rank_by}` looks at single repetitions, which exact pairs do not"
            " have; leave out `--exact`, or rank by another rule."
        )
    if args.settle is not None and args.rank_by != "score":
        raise ArgumentError(
            "`--settle` separates places by mean score; with it, `--rank-by` must be score."
        )


def rules_of_ranking() -> str:
    """Return the rules of ranking, as the help lists them."""
    from tournament.results.ranking import RANKINGS

    *rules, last = RANKINGS
    return f"{', '.join(rules)}, or {last}".replace("score", "score (the mean)", 1)


COMMAND = Command(
    "run",
    "play a tournament and write a report",
    run,
    (
        *usual(EVENT, output=OUTPUT),
        DASK,
        VECTOR,
        PARQUET,
        OPEN,
        Option(
            "--settle",
            "instead of --repetitions: play on until the best N places are settled",
            None,
            whole,
            "N",
            section=OFTEN,
            excludes=("--repetitions",),
        ),
        Option(
            "--budget",
            "most repetitions of --settle",
            defaults.MOST_REPETITIONS,
            whole,
            "N",
            section=OFTEN,
            needs=("--settle",),
        ),
        Option(
            "--exact",
            "compute pairs of finite rules, without error; play the others",
            False,
            section=OFTEN,
        ),
        Option(
            "--rank-by", rules_of_ranking, "score", shown="RULE", section=RESULTS, values="ranking"
        ),
        *MATCH,
        Option(
            "--no-self-play",
            "do not play players against their own copies",
            False,
            section=WHAT,
        ),
        ON_ERROR,
        LEDGER,
    ),
    examples=(
        ("tournament run", "the classics"),
        ("tournament run tit_for_tat my_rule.py --noise 0.01 --seed 7", "two with noise"),
        (
            "tournament run classics 'generous_tit_for_tat(generosity=0.05)' -n 1000 --open",
            "a variant among the classics, and a look at the report",
        ),
        ("tournament run --all --json > ranking.json", "everybody, for another program"),
    ),
    tables={"Groups": described},
)
