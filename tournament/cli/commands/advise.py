"""`tournament advise`: say whom to give today's gifts to, and whether to be nice."""

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.answers.telling import Stopwatch, answer, details, tell
from tournament.cli.command import Command
from tournament.cli.commands.season import season_of
from tournament.cli.groups import described, groups
from tournament.cli.options import EVENT, OUTPUT, SEASON, Option, usual, whole
from tournament.cli.playing import again, check_threads, on_terminal
from tournament.rules import defaults

if TYPE_CHECKING:
    from tournament.events.season.advice import Advice

TOWNS = 200  # some 300 ways to play are tried, each in so large a population
NAUGHTY = ("nice", "naughty")

Gifts = Sequence[tuple[str, int, int]]
"""Friend, how many gifts, and the move."""


def run(args: Namespace) -> int:
    """Find the best ways to play in a population, and tell what they do today."""
    from tournament.events.season.friend_log import read_friend_log
    from tournament.events.season.logs.days import first_day
    from tournament.events.season.today import decide
    from tournament.events.words import candidates

    watch = Stopwatch()
    with watch("reading"):
        check_threads(args)
        output = writable(args.output)
        if args.towns is None and not args.friends.endswith(".csv"):
            args.towns = TOWNS
        event = season_of(args)
        log = None
        if args.log:
            first = first_day(args.first_day) if args.first_day else None
            log = read_friend_log(Path(args.log), event.rules.days, first)
        tried = candidates(args.candidates, args.strategies, groups()) if args.candidates else None
    with watch("playing"):
        advice = event.best_reply(
            tried, repetitions=args.repetitions, progress=on_terminal(args), threads=args.threads
        )
    gifts = decide(advice.best, event.rules, log).gifts if log else None
    day, command = log.today if log else 0, again(args, event.rules.seed)
    written = write(advice, output, day, gifts, command) if output else {}

    def show() -> None:
        screen.understood(log.understood if log else ())
        screen.advice(advice, args.top, day, gifts)
        if output:
            tell("", f"Advice: {written['page']}", f"Table:  {written['table']}")
            tell(f"Again:  {command}")

    answer(
        args,
        show,
        lambda: documents.document(
            "advice",
            rules=event.rules.describe(),
            seed=event.rules.seed,
            repetitions=args.repetitions,
            log=list(log.understood) if log else None,
            today=today(advice, day, gifts),
            ranking=documents.rows(advice.ranking),
            written=written,
            again=command,
        ),
    )
    details(args, watch, seed=event.rules.seed)
    return exits.DONE


def writable(folder: str | None) -> Path | None:
    """Return the folder of the advice, if there is to be one and it can be written."""
    from tournament.results.files.staging import refuse_foreign, staged

    if folder is None:
        return None
    from analysis.reports.advice import TABLE

    output = Path(folder)
    refuse_foreign(output, known_by=TABLE)
    with staged(output, "advice"):
        pass
    return output


def write(
    advice: "Advice", output: Path, day: int, gifts: Gifts | None, command: str
) -> dict[str, Path]:
    """Write the advice, and return the paths of its files."""
    from analysis.reports.advice import TABLE, report_advice

    page = report_advice(advice, output, sentences(advice, day, gifts), command)
    return {"page": page, "table": output / TABLE}


def today(advice: "Advice", day: int, gifts: Gifts | None) -> dict[str, object]:
    """Return what the best candidate does on a day (from 0), as data.

    `day` of the result counts from 1, as the log does.
    """
    best = advice.best
    return {
        "day": day + 1,
        "gifts": advice.season.rules.gifts[day],
        "be_like": best.strategy.name,
        "give_to": best.partner.name,
        "friends": None
        if gifts is None
        else [
            {"friend": friend, "gifts": number, "be": NAUGHTY[move]}
            for friend, number, move in gifts
        ],
    }


def sentences(advice: "Advice", day: int, gifts: Gifts | None) -> list[str]:
    """Return what the best candidate does on a day (from 0), in words."""
    best, many = advice.best, advice.season.rules.gifts[day]
    budget = "gift" if many == 1 else f"{many} gifts"
    if gifts is None:
        return [
            f"Give the {budget} of the day like {best.partner.name}: {best.partner.summary}",
            f"Be nice like {best.strategy.name}: {best.strategy.summary}",
        ]
    told = [
        f"{friend}: {number} gift{'s' * (number > 1)}, be {NAUGHTY[move]}."
        for friend, number, move in gifts
    ]
    return told or [f"Give nobody the {budget} of the day."]


COMMAND = Command(
    "advise",
    "say whom to give today's gifts to, and whether to be nice",
    run,
    (
        *(
            replace(OUTPUT, help="write the advice into this folder: advice.md, advice.csv")
            if option.key == OUTPUT.key
            else option
            for option in usual(EVENT, repetitions=defaults.TRIES)
        ),
        *(
            replace(
                option,
                help=f"how many (default: {TOWNS}, or as many as a .csv of --friends names)",
            )
            if option.key == "towns"
            else option
            for option in SEASON
        ),
        Option(
            "--candidates",
            "what to choose from, separated by commas: strategies, or strategy+partner_rule"
            " (default: the population's strategies)",
            shown="NAMES",
            values="candidate",
        ),
        Option(
            "--log",
            "your gifts so far: a spreadsheet saved as CSV, with friend, day, giver (me or friend),"
            " mine, theirs (nice or naughty), or other words for these",
            shown="FILE",
            values="file",
        ),
        Option(
            "--first-day",
            "the first day of the season, if the log has dates (default: its earliest date)",
            shown="DATE",
        ),
        Option("--top", "how many candidates to show", 10, whole, "N"),
    ),
    "Players make up the population that you live in.",
    (
        ("tournament advise --log my_friends.csv --seed 7", "what to do today"),
        ("tournament advise -o advice --candidates tit_for_tat,joss", "choose from two"),
    ),
    {"Groups": described},
)
