"""The command `tournament`: the only place where engine, library and analysis meet.

Every sub-command is a function of the parsed arguments that returns the exit code: 0, 1 when
a check fails, 2 for bad input, 130 when interrupted. What is slow to import is imported inside
them, so that lists and help answer at once.
"""

import argparse
import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tournament.authors import registry
from tournament.authors.partners import PartnerRule
from tournament.authors.strategy import Plugin, Strategy
from tournament.cli import interrupt, scenario, screen
from tournament.errors import (
    ArgumentError,
    PluginError,
    ResultsError,
    TournamentError,
    UnknownName,
    suggestion,
)
from tournament.events.field import Groups, is_path, named, players
from tournament.results.staging import refuse_foreign, staged

if TYPE_CHECKING:
    from tournament.events.season import Season
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

    AnyResults = Results | SeasonResults

OUTPUT = "tournament-report"
LEARNED = "learned"
REPETITIONS = 100  # scores of the classics then have standard errors below 0.05 points a turn
SEASON_OUTPUT = "season-report"
PARTNERS = "anyone,out_for_tat"
ADVISED = {"towns": 200, "repetitions": 10}  # some 300 ways to play are tried, each so often


def main(argv: list[str] | None = None) -> int:
    """Return the exit code of the command line `argv` (without the program's name).

    >>> main(["strategies", "show", "no_such_rule"])
    2
    """
    if argv is None:
        argv = sys.argv[1:]
        interrupt.end_soon_after_interrupt()
    debug = "--debug" in argv
    try:
        args = _parse([word for word in argv if word != "--debug"])
        code: int = args.runner(args)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        _say(interrupt.SENTENCE)
        interrupt.noticed.set()
        return 130
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (TournamentError, ValueError, TypeError, OSError, MemoryError) as error:
        if debug:
            raise
        _say(_sentence(error))
        return 2


# -- arguments ------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Argparse, saying what is wrong in one sentence like everything else."""

    def error(self, message: str) -> NoReturn:
        raise ArgumentError(f"{message[:1].upper()}{message[1:]}; see `{self.prog} --help`.")


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = _parser()
    argv = scenario.spread(argv, parser)
    args, rest = parser.parse_known_args(argv)
    if any(word.startswith("-") for word in rest) or (rest and not hasattr(args, "words")):
        command = f"tournament {args.command}"
        raise ArgumentError(f"Unrecognized arguments: {' '.join(rest)}; see `{command} --help`.")
    if (
        rest
    ):  # argparse takes positional arguments only from one place; people put options between them
        args.words += rest
    args.argv = argv
    return args


def _parser() -> _Parser:
    import tournament

    parser = _Parser(
        prog="tournament",
        description="Repeated games between strategies: tournaments, gift exchange, reports.",
        epilog="`tournament run` with nothing more plays the classics and writes a report.",
    )
    parser.add_argument(
        "--version", action="version", version=f"tournament {tournament.__version__}"
    )
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(
        name: str, runner: Callable[[argparse.Namespace], int], text: str, epilog: str = ""
    ) -> _Parser:
        described = text[:1].upper() + text[1:] + "."
        sub: _Parser = commands.add_parser(name, help=text, description=described, epilog=epilog)
        sub.set_defaults(runner=runner)
        return sub

    def option(
        sub: _Parser, name: str, text: str, usual: Any, kind: Any, shown: str | None = None
    ) -> None:
        said = "" if usual is None or usual == "" or not usual else f" (default: {usual})"
        sub.add_argument(name, default=usual, type=kind, metavar=shown, help=text + said)

    def option_strategies(sub: _Parser) -> None:
        sub.add_argument(
            "--strategies", action="append", default=[], metavar="PATH",
            help="a .py file or a folder with strategies of yours; may be given several times",
        )  # fmt: skip

    def options_of_events(sub: _Parser, output: str, repetitions: int) -> None:
        sub.add_argument(
            "words", nargs="*", metavar="PLAYER",
            help="a strategy's name, a variant such as 'random_player(p=0.8)', a group such as "
            "classics, a .py file or a folder, or a .toml file with a scenario; none: the classics",
        )  # fmt: skip
        option_strategies(sub)
        option(sub, "--game", "a name such as chicken, or payoffs T/R/P/S", "tsto", None)
        option(sub, "--repetitions", "how often all is played", repetitions, _whole, "N")
        option(sub, "--noise", "probability that a move is flipped", 0.0, _number, "P")
        option(
            sub,
            "--seed",
            "the same seed gives the same results (default: drawn)",
            None,
            _whole,
            "N",
        )
        option(sub, "--output", "where the report goes", output, None, "FOLDER")
        option(sub, "--threads", "threads to play on (default: all cores)", None, _whole, "N")

    def option_vector(sub: _Parser) -> None:
        sub.add_argument("--vector", action="store_true", help="figures as SVG, too")

    def options_of_seasons(sub: _Parser, towns: int) -> None:
        for name, text, usual, kind, shown in (
            (
                "--partners",
                "partner rules; each strategy plays with each",
                PARTNERS,
                None,
                "NAMES",
            ),
            ("--towns", "how many", towns, _whole, "N"),
            ("--days", "length of the season", 25, _whole, "N"),
            ("--gifts-per-day", "one number, or one per day: 5,5,10", "5", _numbers, "N"),
            ("--friends", "a number, 'everyone', or a .csv of pairs", "100", None, "N"),
            ("--inbox", "most unopened gifts in a town", None, _whole, "N"),
            ("--absence", "probability that a town is away for a day", 0.0, _number, "P"),
        ):
            option(sub, name, text, usual, kind, shown)
        sub.add_argument("--visible", action="store_true", help="receivers see the giver's move")
        sub.add_argument(
            "--nice-list", action="store_true", help="everybody's share of nice choices is public"
        )
        sub.add_argument(
            "--unknown-days", action="store_true", help="do not tell towns how many days are left"
        )

    run = command(
        "run", _run, "play a tournament and write a report",
        "Example: tournament run tit_for_tat 'generous_tit_for_tat(generosity=0.05)' my_rule.py "
        "--noise 0.01 --seed 7",
    )  # fmt: skip
    options_of_events(run, OUTPUT, REPETITIONS)
    option_vector(run)
    option(
        run, "--settle", "instead of --repetitions: play on until the best N places are settled",
        None, _whole, "N",
    )  # fmt: skip
    option(run, "--budget", "most repetitions of --settle", 10_000, _whole, "N")
    option(run, "--rank-by", "score (the mean), median, wins, or points", "score", None, "RULE")
    option(run, "--turns", "turns of a match (default: 200)", None, _whole, "N")
    option(run, "--misperception", "probability that a player misreads a move", 0.0, _number, "P")
    option(run, "--continuation", "probability that another turn follows", None, _number, "P")
    run.add_argument(
        "--unknown-length", action="store_true", help="do not tell the players how long a match is"
    )
    run.add_argument(
        "--no-self-play", action="store_true", help="do not play players against their own copies"
    )
    run.add_argument(
        "--on-error", choices=("stop", "withdraw"), default="stop",
        help="when a strategy fails: stop, or go on without it (default: stop)",
    )  # fmt: skip

    season = command(
        "season", _season, "play a season of gifts among friends and write a report",
        "Example: tournament season tit_for_tat always_defect+anyone --partners out_for_tat "
        "--towns 1000 --seed 7",
    )  # fmt: skip
    options_of_events(season, SEASON_OUTPUT, 1)
    option_vector(season)
    options_of_seasons(season, 10_000)

    advise = command(
        "advise", _advise, "say whom to give today's gifts to, and whether to be nice",
        "Players make up the population that you live in. Example: tournament advise --log "
        "my_friends.csv --seed 7",
    )  # fmt: skip
    options_of_events(advise, "", ADVISED["repetitions"])
    options_of_seasons(advise, ADVISED["towns"])
    option(
        advise, "--candidates", "what to choose from, separated by commas: strategies, or"
        " strategy+partner_rule (default: the population's strategies)", None, None, "NAMES",
    )  # fmt: skip
    option(
        advise, "--log", "your gifts so far, a .csv with friend, day, giver (me or friend), mine,"
        " theirs (nice or naughty)", None, None, "FILE",
    )  # fmt: skip
    option(advise, "--top", "how many candidates to show", 10, _whole, "N")

    listing = command(
        "strategies",
        _strategies,
        "list or search the strategies; `strategies show NAME` explains one",
    )
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help="words to search for, or: show NAME"
    )
    option_strategies(listing)

    partners = command(
        "partners", _partners, "list or search the partner rules of seasons; `partners show NAME`"
        " explains one",
    )  # fmt: skip
    partners.add_argument(
        "words", nargs="*", metavar="WORD", help="words to search for, or: show NAME"
    )
    option_strategies(partners)

    compare = command(
        "compare", _compare, "compare two saved results: what changed, and is it real",
        "Folders of reports, or of saved results. Example: tournament compare before after",
    )  # fmt: skip
    compare.add_argument("before")
    compare.add_argument("after")

    learn = command(
        "learn", _learn, "learn strategies from a play log: kinds of player, and rules like them",
        "A log has the columns player, match, turn, move, opponent_move (C or D). Example:"
        " tournament learn log.csv --clusters 4 --output learned",
    )  # fmt: skip
    learn.add_argument("log", metavar="LOG", help="a .csv or .parquet file")
    option(learn, "--clusters", "how many kinds, or auto", "auto", _whole_or_auto, "N")
    option(learn, "--memory", "turns that behaviour looks back", 1, _whole, "N")
    option(learn, "--name", "what the strategies' names begin with", "kind", None, "NAME")
    option(learn, "--repetitions", "of a tournament with the classics; 0: none", 20, _whole, "N")
    option(learn, "--seed", "of all that is drawn (default: 0)", 0, _whole, "N")
    option(learn, "--output", "where strategies and report go", LEARNED, None, "FOLDER")

    new = command("new", _new, "write a file with a strategy that plays, to edit")
    new.add_argument("path", metavar="my_rule.py")
    new.add_argument("--partner", action="store_true", help="a partner rule, for seasons")

    check = command(
        "check", _check, "check strategies of yours: do they keep the rules of the house"
    )
    check.add_argument(
        "words", nargs="+", metavar="PATH", help="a .py file or folder, or a strategy's name"
    )

    report = command(
        "report", _report, "write the report again from saved results, without playing"
    )
    report.add_argument(
        "folder", metavar="FOLDER", help="what `tournament run --output FOLDER` wrote"
    )
    report.add_argument(
        "--output", metavar="FOLDER", help="where the report goes (default: the same folder)"
    )
    option_vector(report)
    return parser


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number; got {text!r}") from None


def _whole_or_auto(text: str) -> int | str:
    return text if text == "auto" else _whole(text)


def _numbers(text: str) -> list[int]:
    return [_whole(part) for part in text.split(",")]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number; got {text!r}") from None


def _groups() -> Groups:
    from strategies.contents import groups

    return {name: getattr(groups, name) for name in groups.__all__}


# -- run and report -------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    from tournament.game import game

    stage_game = game(args.game)
    _check_rule(args)
    output = _writable(args)
    field = players(args.words, args.strategies, _groups())

    from tournament.events.round_robin import Tournament
    from tournament.rules import whole

    repetitions: Any = args.repetitions
    if args.settle is not None:
        whole("--settle", args.settle, 1, len(field))
        whole("--budget", args.budget, 2, 2**31 - 1)
        repetitions = "until settled"
    event = Tournament(
        field, game=stage_game, turns=args.turns, repetitions=repetitions,
        places=1 if args.settle is None else args.settle, most_repetitions=args.budget,
        noise=args.noise, misperception=args.misperception, continuation=args.continuation,
        self_play=not args.no_self_play, length_known=not args.unknown_length, seed=args.seed,
    )  # fmt: skip
    results = event.play(progress=sys.stderr.isatty(), threads=args.threads, on_error=args.on_error)
    if args.rank_by != "score":
        results = results.ranked(args.rank_by)
    _write_report(args, results, output)
    screen.tournament(results)
    _say_where(results, output)
    return 0


def _check_rule(args: argparse.Namespace) -> None:
    from tournament.results.tournament import RULES

    if args.rank_by not in RULES:
        raise ArgumentError(f"`--rank-by` must be one of {', '.join(RULES)}; got {args.rank_by!r}.")
    if args.settle is not None and args.rank_by != "score":
        raise ArgumentError(
            "`--settle` separates places by mean score; with it, `--rank-by` must be score."
        )


def _season(args: argparse.Namespace) -> int:
    output = _writable(args)
    results = _population(args).play(progress=sys.stderr.isatty(), threads=args.threads)
    _write_report(args, results, output)
    screen.season(results)
    _say_where(results, output)
    return 0


def _advise(args: argparse.Namespace) -> int:
    from tournament.events.advice import read_log, todays_gifts
    from tournament.events.kinds import candidates

    _check_threads(args)
    event = _population(args)
    log = read_log(Path(args.log), event.rules.days) if args.log else None
    tried = candidates(args.candidates, args.strategies, _groups()) if args.candidates else None
    advice = event.best_reply(
        tried, repetitions=args.repetitions, progress=sys.stderr.isatty(), threads=args.threads
    )
    gifts = todays_gifts(advice.best, event, log) if log else None
    screen.advice(advice, args.top, log.today if log else 0, gifts)
    return 0


def _population(args: argparse.Namespace) -> "Season":
    """Return the season that the arguments describe."""
    from tournament.events.kinds import friends, kinds
    from tournament.events.season import Season
    from tournament.game import game

    return Season(
        kinds(args.words, args.strategies, _groups(), args.partners),
        towns=args.towns, game=game(args.game), days=args.days,
        gifts_per_day=args.gifts_per_day if len(args.gifts_per_day) > 1 else args.gifts_per_day[0],
        friends=friends(args.friends), inbox=args.inbox, visible=args.visible,
        absence=args.absence, noise=args.noise, seed=args.seed, nice_list=args.nice_list,
        days_known=not args.unknown_days, repetitions=args.repetitions,
    )  # fmt: skip


def _check_threads(args: argparse.Namespace) -> None:
    from tournament.rules import whole

    if args.threads is not None:
        whole("threads", args.threads, 1, 1024)


def _writable(args: argparse.Namespace) -> Path:
    """Return the output folder; that it can be written is better known before playing."""
    _check_threads(args)
    output = Path(args.output)
    refuse_foreign(output)
    with staged(output, "report"):
        pass
    return output


def _write_report(args: argparse.Namespace, results: "AnyResults", output: Path) -> None:
    again = [*args.argv]
    if args.seed is None:
        again += ["--seed", str(results.rules.seed)]
    results.manifest["command"] = shlex.join(["tournament", *again])

    from analysis import report

    with staged(output, "report") as folder:
        report(results, folder, vector=args.vector)
        results.save(folder / "results")


def _say_where(results: "AnyResults", output: Path) -> None:
    print(f"Report: {output / 'report.html'}\nAgain:  {results.manifest['command']}")


def _report(args: argparse.Namespace) -> int:
    folder = Path(args.folder)
    saved = _saved(folder)
    output = Path(args.output or (folder.parent if saved == folder else folder))
    if args.output:
        refuse_foreign(output)

    from analysis import report

    results = _loaded(saved)
    with staged(output, "report") as new:
        report(results, new, vector=args.vector)
        if args.output and output.resolve() != folder.resolve():
            results.save(new / "results")
    screen.event(results)
    print(f"Report: {output / 'report.html'}")
    return 0


def _saved(folder: Path) -> Path:
    """Return where the results lie in a folder that `tournament run` or `Results.save` wrote."""
    if not folder.is_dir():
        raise ResultsError(
            f"{folder}: there is no such folder; give what `tournament run --output FOLDER` wrote."
        )
    saved = folder / "results" if (folder / "results").is_dir() else folder
    if not (saved / "manifest.json").exists():
        raise ResultsError(f"{folder}: the folder has no saved results (results/manifest.json).")
    return saved


def _loaded(saved: Path) -> "AnyResults":
    from tournament.results.storage import event_of

    if event_of(saved) == "season":
        from tournament.results.season import SeasonResults

        return SeasonResults.load(saved)
    from tournament.results.tournament import Results

    return Results.load(saved)


def _compare(args: argparse.Namespace) -> int:
    from analysis.statistics.changes import changes, differences, verdict
    from tournament.results.tournament import Results

    both = []
    for word in (args.before, args.after):
        results = _loaded(_saved(Path(word)))
        if not isinstance(results, Results):
            raise ResultsError(f"{word}: a season; `tournament compare` compares tournaments.")
        both.append(results)
    frame = changes(*both)
    screen.changes(frame)
    print("\n".join([*differences(*both), verdict(frame)]))
    return 0


def _learn(args: argparse.Namespace) -> int:
    from analysis import learn, read_log
    from analysis.reports.learned.report import PLUGIN, report_kinds
    from tournament.rules import whole

    whole("repetitions", args.repetitions, 0, 2**31 - 1)
    output = Path(args.output)
    if output.is_dir() and any(output.iterdir()) and not (output / PLUGIN).exists():
        refuse_foreign(output)
    log = read_log(args.log)
    learned = learn(log, args.clusters, memory=args.memory, name=args.name, seed=args.seed)
    learned.provenance["command"] = shlex.join(["tournament", *args.argv])
    results = None
    if args.repetitions:
        from tournament.events.round_robin import Tournament

        field = registry.merge([_groups()["classics"](), learned.entrants]).values()
        event = Tournament(list(field), repetitions=args.repetitions, seed=args.seed)
        results = event.play(progress=sys.stderr.isatty())
    page = report_kinds(learned, output, results)
    for kind, name in enumerate(learned.names, 1):
        size = int(learned.clusters.sizes[kind])
        print(f"{name}: {size:,} of {len(learned.vectors):,} players, {learned.like(kind)}")
    print(f"Report: {page}\nPlay:   tournament run {output / PLUGIN} classics")
    return 0


# -- strategies -----------------------------------------------------------------------------------


def _strategies(args: argparse.Namespace) -> int:
    extra = [strategy for path in args.strategies for strategy in registry.load(path)]
    known = registry.merge([registry.installed().values(), extra])
    if args.words[:1] == ["show"]:
        if len(args.words) == 1:
            raise ArgumentError(
                "`tournament strategies show` needs a name; `tournament strategies` lists them."
            )
        for word in args.words[1:]:
            _show(named(word, known))
        return 0
    from strategies.contents import catalogue as contents

    words = " ".join(args.words)
    rows = [contents.entry(strategy, play=False) for strategy in known.values()]
    found = sorted(row for row in rows if contents.mentions(row, words.lower().split()))
    if not found:
        raise UnknownName(f"No strategy mentions {words!r}.{suggestion(words, list(known))}")
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    table = [
        (row.name, contents.depth(row), contents.uses(row), f"{row.summary}  [{row.source}]")
        for row in found
    ]
    head = ("NAME", "DEPTH", "USES", "WHAT IT DOES  [SOURCE]")
    sizes = [max(len(line[k]) for line in (head, *table)) for k in range(3)]
    for line in (head, *table) if sys.stdout.isatty() else table:
        cells = (f"{cell:<{size}}" for cell, size in zip(line[:3], sizes, strict=True))
        print(_cut("  ".join([*cells, line[3]]), width))
    if sys.stdout.isatty():
        print(
            f"\n{len(found)} strategies; DEPTH: last outcomes that decide the next move."
            "\n`tournament strategies show NAME` explains one."
        )
    return 0


def _partners(args: argparse.Namespace) -> int:
    from tournament.events.kinds import partner_rules

    known = partner_rules(args.strategies)
    if args.words[:1] == ["show"]:
        if len(args.words) == 1:
            raise ArgumentError(
                "`tournament partners show` needs a name; `tournament partners` lists them."
            )
        for word in args.words[1:]:
            rule = named(word, known, what="partner rule")
            print(f"{rule.name}\n\n{rule.doc or '(It has no docstring.)'}\n")
            print(f"A friend may get {rule.per_friend} of a day's gifts.")
            _show_source(rule)
        return 0
    words = [word.lower() for word in args.words]
    found = [r for r in known.values() if all(w in f"{r.name} {r.doc}".lower() for w in words)]
    if not found:
        wanted = " ".join(args.words)
        raise UnknownName(f"No partner rule mentions {wanted!r}.{suggestion(wanted, list(known))}")
    size = max(len(rule.name) for rule in found)
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 10_000
    for rule in sorted(found, key=lambda r: r.name):
        print(_cut(f"{rule.name:<{size}}  {rule.summary}  [{rule.source}]", width))
    return 0


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 3] + "..."


def _show(strategy: Strategy) -> None:
    import inspect

    from strategies.contents import catalogue as contents

    print(f"{strategy.name}\n\n{strategy.doc or '(It has no docstring.)'}\n")
    names = list(inspect.signature(strategy.rule).parameters)[2:]
    if names:
        values = {name: f"{name}={value!r}" for name, value in strategy.parameters.items()}
        print("Parameters:", ", ".join(values.get(name, f"{name} (to be given)") for name in names))
    if strategy.history:
        print("Members:", ", ".join(m.name for m in strategy.members) or "to be given")
    if strategy.memory:
        print(
            "Memory, before the first turn:",
            ", ".join(f"{k}={v!r}" for k, v in strategy.memory.items()),
        )
    try:
        row = contents.entry(strategy)
    except PluginError as error:
        print(f"It fails: {error}")
    else:
        if contents.depth(row):
            print(f"Last outcomes that decide its next move: {contents.depth(row)}")
        print(f"Uses, beside the moves: {contents.uses(row) or 'nothing'}")
        if row.axelrod:
            print(f"In Axelrod-Python: {row.axelrod}")
        alike = [name for group in contents.duplicates() if row.name in group for name in group]
        if alike:
            print(f"Plays like: {', '.join(name for name in alike if name != row.name)}")
    _show_source(strategy)


def _show_source(plugin: Plugin) -> None:
    import inspect

    code = plugin.rule.__code__
    print(f"Defined in {code.co_filename}:{code.co_firstlineno}\n")
    try:
        print(inspect.getsource(plugin.rule))
    except OSError:
        print("(Its source is not there any more.)")


# -- for plugin authors ---------------------------------------------------------------------------


def _new(args: argparse.Namespace) -> int:
    from tournament.authors.template import write

    path = write(args.path, partner=args.partner)
    play = f"season {path} --partners {path.stem}" if args.partner else f"run classics {path}"
    print(
        f"{path} is written.\nEdit it, then: tournament check {path}\n"
        f"Play it:       tournament {play}"
    )
    return 0


def _check(args: argparse.Namespace) -> int:
    from tournament.testing import check_partner_rule, check_strategy

    marks = {"passed": "✓", "advice": "!", "failed": "✗"}
    failed = 0
    for plugin in _plugins(args.words):
        print(f"{plugin.name} ({plugin.location})")
        strategy = isinstance(plugin, Strategy)
        for check in check_strategy(plugin) if strategy else check_partner_rule(plugin):
            print(f"  {marks[check.outcome]} {check.name}: {check.sentence}", flush=True)
            failed += not check.passed
    return 1 if failed else 0


def _plugins(words: list[str]) -> list[Any]:
    """Return the strategies and partner rules that words name; a file may define either or both."""
    known = registry.installed(PartnerRule)
    names = {*known, *registry.installed(), *_groups()}
    found: list[Any] = []
    for word in words:
        if is_path(word, names):
            found += registry.load(word, Plugin)
        elif word.split("(")[0] in known:
            found.append(named(word, known, what="partner rule"))
        else:
            found += players([word], (), _groups())
    return found


# -- how it ends ----------------------------------------------------------------------------------


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    if isinstance(error, MemoryError) and not str(error):
        return "There is not enough memory; play fewer players or repetitions."
    return " ".join(str(error).split())


def _say(sentence: str) -> None:
    print(f"tournament: {sentence}", file=sys.stderr, flush=True)
