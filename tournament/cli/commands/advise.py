"""`tournament advise`: say whom to give today's gifts to, and whether to be nice."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.answers.browser import open_page
from tournament.cli.answers.telling import Stopwatch, answer, details, tell
from tournament.cli.command import Command
from tournament.cli.commands.season import season_of
from tournament.cli.groups import described, groups
from tournament.cli.options import EVENT, OPEN, OUTPUT, SEASON, Option, usual, whole, wholes
from tournament.cli.playing import again, check_threads, on_terminal, where
from tournament.cli.screen.told import Told, sentence
from tournament.errors import ArgumentError
from tournament.rules import defaults

if TYPE_CHECKING:
    from tournament.events.field import Player
    from tournament.events.season.event import Season
    from tournament.events.season.friend_log import FriendLog

TOWNS = 120  # some 60 or 300 ways to play are tried, each in so large a population
CANDIDATES = (
    "always_cooperate", "always_defect", "tit_for_tat", "generous_tit_for_tat",
    "tit_for_two_tats", "grudger", "win_stay_lose_shift",
)  # fmt: skip
"""What is tried where players are not named, each with every partner rule."""
ENOUGH, PRIOR = 20, 4
"""Gifts from which on a log says who lives there; and friends, which the usual answers count as."""


def run(args: Namespace) -> int:
    """Find the best ways to play in a population, and tell what they do today."""
    from tournament.events.season.naughty import naughty_once
    from tournament.events.season.today import decide
    from tournament.events.words import candidates
    from tournament.rules.checks import whole as checked

    watch = Stopwatch()
    with watch("reading"):
        check_threads(args)
        checked("--top", args.top, 1, 2**31 - 1)
        output = writable(args.output)
        if args.towns is None and not args.friends.endswith(".csv"):
            args.towns = TOWNS
        log = log_of(args)
        event, assumed = population(args, log)
        chosen = args.candidates or (None if assumed is None else ",".join(CANDIDATES))
        tried = candidates(chosen, args.strategies, groups()) if chosen else None
        if log:
            room(event, log)
    with watch("playing"):
        advice = event.best_reply(
            tried,
            repetitions=args.repetitions,
            progress=on_terminal(args),
            threads=args.threads,
            log=log,
            race=not args.full,
        )
        found = decide(advice.best, event.rules, log) if log else None
        given = [(friend, many) for friend, many, _ in found.gifts] if found else []
        once = (
            naughty_once(
                event.plan, advice.best, advice.begun, given, args.repetitions,
                threads=args.threads, progress=on_terminal(args),
            )
            if advice.begun and given
            else ()
        )  # fmt: skip
    told = Told(advice, found, once, assumed or "", again(args, event.rules.seed))
    written = write(told, output) if output else {}

    def show() -> None:
        screen.advice(told, args.top)
        if output:
            tell("", f"Advice: {written['page']}", f"Table:  {written['table']}")
            tell(*where(written["html"], "page"))
            tell(f"Again:  {told.command}")

    answer(args, show, lambda: document(told, args, written))
    details(args, watch, seed=event.rules.seed)
    if args.open and output:
        open_page(written["html"])
    return exits.DONE


def document(told: Told, args: Namespace, written: dict[str, Path]) -> dict[str, object]:
    """Return the advice as data."""
    advice = told.advice
    return documents.document(
        "advice",
        rules=advice.season.rules.describe(),
        seed=advice.season.rules.seed,
        repetitions=args.repetitions,
        assumed=told.assumed or None,
        log=list(told.understood) or None,
        today=today(told),
        naughty_once=[
            {"friend": e.friend, "nice": e.nice, "naughty": e.naughty, "gain": e.gain,
             "low": e.low, "high": e.high}
            for e in told.once
        ],
        ranking=documents.rows(advice.ranking),
        written=written,
        again=told.command,
    )  # fmt: skip


def log_of(args: Namespace) -> "FriendLog | None":
    """Return the log that is given, read."""
    from tournament.events.season.friend_log import read_friend_log
    from tournament.events.season.logs.days import first_day
    from tournament.rules.checks import whole
    from tournament.rules.season import MOST_DAYS

    if not args.log:
        return None
    days = whole("days", args.days, 1, MOST_DAYS)
    return read_friend_log(
        Path(args.log), days, first_day(args.first_day) if args.first_day else None
    )


def room(event: "Season", log: "FriendLog") -> None:
    """Refuse a log with more friends than there are other towns, before anything is played."""
    if len(log.friends) >= event.towns:
        raise ArgumentError(
            f"`--towns` must be above {len(log.friends)}, the friends of the log; got"
            f" {event.towns}."
        )


# -- who lives there -------------------------------------------------------------------------------


def population(args: Namespace, log: "FriendLog | None") -> "tuple[Season, str | None]":
    """Return the season, and a sentence on who is assumed to live there.

    Players that are named live there, and then nothing is assumed. Else answers decide, or the log,
    or a few questions on a terminal; or the usual answers are taken, and that is said.
    """
    from tournament.events.season import answers as asking

    if args.words or args.all or args.strategies:
        if args.ask or args.answers:
            raise ArgumentError(
                "`--ask` and `--answers` tell who lives there, and so do players that are named;"
                " give one of them."
            )
        return season_of(args), None
    shares, said = None, ""
    if args.answers:
        answers = asking.checked(args.answers)
        said = f"You answered: {asking.in_words(answers)}."
    elif log and not args.ask and (found := shares_of(log)):
        answers, (shares, said) = asking.USUAL, found
    elif args.ask or (sys.stdin.isatty() and on_terminal(args) and not args.no_ask):
        answers = screen.asked()
        said = f"You answered: {asking.in_words(answers)}."
        args.argv = [
            *(word for word in args.argv if word != "--ask"),
            "--answers",
            ",".join(map(str, answers)),
        ]
    else:
        answers = asking.USUAL
        said = (
            f"Nobody said who lives there, so the usual is assumed: {asking.in_words(answers)}."
            " `--ask` asks you; or name players."
        )
    if not shares and not args.absence:
        args.absence = asking.away(answers)
    return season_of(args, mixed(shares or asking.shares(answers), args)), said


def mixed(shares: dict[str, float], args: Namespace) -> "dict[Player, float]":
    """Return the shares of kinds: each strategy plays with each partner rule, as often."""
    from tournament.events.words import kinds

    pairs = kinds([*shares], (), groups(), args.partners)
    many = len(pairs) // len(shares)
    return {pair: shares[pair[0].name] / many for pair in pairs}


def shares_of(log: "FriendLog") -> tuple[dict[str, float], str] | None:
    """Return the share of each strategy among the friends of a log, by maximum likelihood, and a
    sentence; None where the log has too few gifts.

    The usual answers count as much as `PRIOR` friends, so that few friends say little.
    """
    from collections import Counter

    from tournament.events.season.answers import USUAL, shares
    from tournament.interactive.words import count, listing

    known = Counter(friend for friend, *_ in log.gifts)
    if len(log.gifts) < ENOUGH or len(known) < PRIOR:
        return None
    import pandas as pd

    from analysis import strategy_frequencies
    from tournament.outcomes import MOVES

    turn: Counter[str] = Counter()
    rows = []
    for friend, _, _, mine, theirs in log.gifts:
        turn[friend] += 1
        rows.append((friend, 1, turn[friend], MOVES[theirs], MOVES[mine]))
    frame = pd.DataFrame(rows, columns=["player", "match", "turn", "move", "opponent_move"])
    usual = shares(USUAL)
    found = strategy_frequencies(frame, [*usual], resamples=1).shares["share"].loc["all"]
    total = len(known) + PRIOR
    mean = {name: (len(known) * found[name] + PRIOR * usual[name]) / total for name in usual}
    most = sorted(mean, key=lambda name: -mean[name])[:3]
    told = listing([f"{mean[name]:.0%} {name}" for name in most])
    return mean, (
        f"The {count(len(log.gifts), 'gift')} of the log say who lives there: {told}, and others"
        " (`--answers` says it otherwise)."
    )


def writable(folder: str | None) -> Path | None:
    """Return the folder of the advice, if there is to be one and it can be written."""
    from tournament.results.files.staging import refuse_foreign, staged

    if folder is None:
        return None
    from analysis.reports.advice.report import TABLE

    output = Path(folder)
    refuse_foreign(output, known_by=TABLE)
    with staged(output, "advice"):
        pass
    return output


def write(told: Told, output: Path) -> dict[str, Path]:
    """Write the advice, and return the paths of its files."""
    from analysis.reports.advice.report import HTML, TABLE, Story, report_advice
    from tournament.events.season.today import MOVES

    reasons, left_out = told.reasons
    friends = [] if told.today is None else told.today.friends
    story = Story(
        friends=[
            {"friend": each.friend, "gifts": each.gifts, "be": MOVES[each.move or 0],
             "why": sentence(reasons[each.friend])}
            for each in friends
            if each.gifts
        ],
        left_out=left_out and (left_out[0], sentence(left_out[1])),
        sure=screen.how_sure(told),
        assumed=told.assumed,
        understood=told.understood,
        once=told.once,
        naughty=told.naughty_in_words(),
    )  # fmt: skip
    page = report_advice(told.advice, output, told.today_in_words(), told.command, story)
    return {"page": page, "html": output / HTML, "table": output / TABLE}


def today(told: Told) -> dict[str, object]:
    """Return what the best candidate does today, as data; days count from 1, as in the log."""
    from tournament.events.season.today import MOVES

    best, reasons = told.advice.best, told.reasons[0]
    return {
        "day": told.day + 1,
        "gifts": told.advice.season.rules.gifts[told.day],
        "be_like": best.strategy.name,
        "give_to": best.partner.name,
        "friends": None
        if told.today is None
        else [
            {"friend": friend, "gifts": number, "be": MOVES[move], "reason": reasons[friend]}
            for friend, number, move in told.today.gifts
        ],
    }


COMMAND = Command(
    "advise",
    "say whom to give today's gifts to, and whether to be nice",
    run,
    (
        *(
            replace(
                OUTPUT, help="write the advice into this folder: advice.html, advice.md, advice.csv"
            )
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
        replace(OPEN, help="open the page of the advice in a browser", needs=(OUTPUT.name,)),
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
            needs=("--log",),
        ),
        Option("--ask", "ask a few questions about your friends", False),
        Option("--no-ask", "do not ask, and take the usual answers", False, excludes=("--ask",)),
        Option(
            "--answers",
            "the answers to these questions by number, such as 2,2,2,1",
            None,
            wholes,
            "N,N,N,N",
            excludes=("--ask", "--no-ask"),
        ),
        Option("--full", "play all candidates to the end, without a race", False),
        Option("--top", "how many candidates to show", 10, whole, "N"),
    ),
    "Players make up the population that you live in. If you name none, your log decides; or a few"
    " questions, on a terminal; or the usual answers are taken, and that is said.",
    (
        ("tournament advise --log my_friends.csv --seed 7", "what to do today"),
        ("tournament advise -o advice --candidates tit_for_tat,joss", "choose from two"),
    ),
    {"Groups": described},
)
