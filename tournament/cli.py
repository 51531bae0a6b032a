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

from tournament import interrupt, registry
from tournament.entrants import Groups, named, players
from tournament.errors import PluginError, ResultsError, TournamentError, UnknownName, suggestion
from tournament.staging import refuse_foreign, staged
from tournament.strategy import Strategy

if TYPE_CHECKING:
    from tournament.results import Results

OUTPUT = "tournament-report"
REPETITIONS = 100  # scores of the classics then have standard errors below 0.05 points a turn
SHOWN = 60  # players in the table on the screen; the files have them all


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
        raise ValueError(f"{message[:1].upper()}{message[1:]}; see `{self.prog} --help`.")


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = _parser()
    args, rest = parser.parse_known_args(argv)
    if any(word.startswith("-") for word in rest) or (rest and not hasattr(args, "words")):
        command = f"tournament {args.command}"
        raise ValueError(f"Unrecognized arguments: {' '.join(rest)}; see `{command} --help`.")
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

    def option_strategies(sub: _Parser) -> None:
        sub.add_argument(
            "--strategies", action="append", default=[], metavar="PATH",
            help="a .py file or a folder with strategies of yours; may be given several times",
        )  # fmt: skip

    run = command(
        "run", _run, "play a tournament and write a report",
        "Example: tournament run tit_for_tat 'generous_tit_for_tat(generosity=0.05)' my_rule.py "
        "--noise 0.01 --seed 7",
    )  # fmt: skip
    run.add_argument(
        "words", nargs="*", metavar="PLAYER",
        help="a strategy's name, a variant such as 'random_player(p=0.8)', a group such as "
        "classics, a .py file or a folder; none: the classics",
    )  # fmt: skip
    option_strategies(run)
    run.add_argument(
        "--game", default="tsto", help="a name such as chicken, or payoffs T/R/P/S (default: tsto)"
    )
    run.add_argument("--turns", type=_whole, metavar="N", help="turns of a match (default: 200)")
    run.add_argument(
        "--repetitions", type=_whole, default=REPETITIONS, metavar="N",
        help=f"how often each pair plays (default: {REPETITIONS})",
    )  # fmt: skip
    run.add_argument(
        "--noise", type=_number, default=0.0, metavar="P", help="probability that a move is flipped"
    )
    run.add_argument(
        "--misperception",
        type=_number,
        default=0.0,
        metavar="P",
        help="probability that a player misreads a move",
    )
    run.add_argument(
        "--continuation", type=_number, metavar="P", help="probability that another turn follows"
    )
    run.add_argument(
        "--unknown-length", action="store_true", help="do not tell the players how long a match is"
    )
    run.add_argument(
        "--no-self-play", action="store_true", help="do not play players against their own copies"
    )
    run.add_argument(
        "--seed",
        type=_whole,
        metavar="N",
        help="the same seed gives the same results (default: drawn)",
    )
    run.add_argument(
        "--output",
        default=OUTPUT,
        metavar="FOLDER",
        help=f"where the report goes (default: {OUTPUT})",
    )
    run.add_argument(
        "--threads", type=_whole, metavar="N", help="threads to play on (default: all cores)"
    )
    run.add_argument(
        "--on-error", choices=("stop", "withdraw"), default="stop",
        help="when a strategy fails: stop, or go on without it (default: stop)",
    )  # fmt: skip

    listing = command(
        "strategies",
        _strategies,
        "list or search the strategies; `strategies show NAME` explains one",
    )
    listing.add_argument(
        "words", nargs="*", metavar="WORD", help="words to search for, or: show NAME"
    )
    option_strategies(listing)

    new = command("new", _new, "write a file with a strategy that plays, to edit")
    new.add_argument("path", metavar="my_rule.py")

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
    return parser


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number; got {text!r}") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number; got {text!r}") from None


def _groups() -> Groups:
    from strategies import groups

    return {name: getattr(groups, name) for name in groups.__all__}


# -- run and report -------------------------------------------------------------------------------


def _run(args: argparse.Namespace) -> int:
    from tournament.game import game
    from tournament.rules import whole

    if args.threads is not None:
        whole("threads", args.threads, 1, 1024)
    stage_game = game(args.game)
    output = Path(args.output)
    refuse_foreign(output)
    field = players(args.words, args.strategies, _groups())

    from tournament.round_robin import Tournament

    event = Tournament(
        field, game=stage_game, turns=args.turns, repetitions=args.repetitions,
        noise=args.noise, misperception=args.misperception, continuation=args.continuation,
        self_play=not args.no_self_play, length_known=not args.unknown_length, seed=args.seed,
    )  # fmt: skip
    with staged(output, "report"):
        pass  # can it be written? better known before playing than after
    results = event.play(progress=sys.stderr.isatty(), threads=args.threads, on_error=args.on_error)
    again = (
        [*args.argv] if args.seed is not None else [*args.argv, "--seed", str(results.rules.seed)]
    )
    results.manifest["command"] = shlex.join(["tournament", *again])

    from analysis import report

    with staged(output, "report") as folder:
        report(results, folder)
        results.save(folder / "results")
    _print_ranking(results)
    print(f"Report: {output / 'report.html'}\nAgain:  {results.manifest['command']}")
    return 0


def _report(args: argparse.Namespace) -> int:
    folder = Path(args.folder)
    if not folder.is_dir():
        raise ResultsError(
            f"{folder}: there is no such folder; give what `tournament run --output FOLDER` wrote."
        )
    saved = folder / "results" if (folder / "results").is_dir() else folder
    if not (saved / "manifest.json").exists():
        raise ResultsError(f"{folder}: the folder has no saved results (results/manifest.json).")
    output = Path(args.output or (folder.parent if saved == folder else folder))
    if args.output:
        refuse_foreign(output)

    from tournament.results import Results

    results = Results.load(saved)

    from analysis import report

    with staged(output, "report") as new:
        report(results, new)
        if args.output and output.resolve() != folder.resolve():
            results.save(new / "results")
    _print_ranking(results)
    print(f"Report: {output / 'report.html'}")
    return 0


def _print_ranking(results: "Results") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console() if sys.stdout.isatty() else Console(width=120)
    table = Table(box=box.SIMPLE_HEAD)
    for title in ("rank", "player", "score", "95 % interval", "wins", "cooperation"):
        table.add_column(
            title, justify="left" if title == "player" else "right", no_wrap=title != "player"
        )
    shown = results.ranking.head(SHOWN)
    records: list[dict[str, Any]] = shown.to_dict("records")  # type: ignore[assignment]
    for name, row in zip(shown.index, records, strict=True):
        ties = "" if row["best_rank"] == row["worst_rank"] else " ({best_rank:g}-{worst_rank:g})"
        known = row["standard_error"] == row["standard_error"]  # not after one repetition
        table.add_row(
            ("{rank:g}" + ties).format(**row),
            Text(str(name)),
            ("{score:.3f} ± {standard_error:.3f}" if known else "{score:.3f}").format(**row),
            "{low:.3f} to {high:.3f}".format(**row) if known else "-",
            "{wins:.1%}".format(**row) if row["wins"] == row["wins"] else "-",
            "{cooperation:.1%}".format(**row),
        )
    console.print(Text(results.rules.describe()))
    console.print(table)
    if len(results.ranking) > SHOWN:
        console.print(f"... and {len(results.ranking) - SHOWN} more in ranking.csv")
    counts = "counts" if results.ranking.attrs["self_play"] else "does not count"
    console.print(f"Score: mean payoff per turn ± standard error; self-play {counts}.")
    console.print("In brackets: the ranks that the intervals cannot tell apart.")
    for sentence in results.manifest.get("failures", []):
        _say(f"withdrawn: {sentence}")


# -- strategies -----------------------------------------------------------------------------------


def _strategies(args: argparse.Namespace) -> int:
    extra = [strategy for path in args.strategies for strategy in registry.load(path)]
    known = registry.merge([registry.installed().values(), extra])
    if args.words[:1] == ["show"]:
        if len(args.words) == 1:
            raise ValueError(
                "`tournament strategies show` needs a name; `tournament strategies` lists them."
            )
        for word in args.words[1:]:
            _show(named(word, known))
        return 0
    from strategies import contents

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


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 3] + "..."


def _show(strategy: Strategy) -> None:
    import inspect

    from strategies import contents

    code = strategy.rule.__code__
    print(f"{strategy.name}\n\n{strategy.doc or '(It has no docstring.)'}\n")
    names = list(inspect.signature(strategy.rule).parameters)[2:]
    if names:
        values = {name: f"{name}={value!r}" for name, value in strategy.parameters.items()}
        print("Parameters:", ", ".join(values.get(name, f"{name} (to be given)") for name in names))
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
    print(f"Defined in {code.co_filename}:{code.co_firstlineno}\n")
    try:
        print(inspect.getsource(strategy.rule))
    except OSError:
        print("(Its source is not there any more.)")


# -- for plugin authors ---------------------------------------------------------------------------


def _new(args: argparse.Namespace) -> int:
    from tournament.new_plugin import write

    path = write(args.path)
    print(
        f"{path} is written.\nEdit it, then: tournament check {path}\nPlay it:       tournament "
        f"run classics {path}"
    )
    return 0


def _check(args: argparse.Namespace) -> int:
    from tournament.testing import check_strategy

    marks = {"passed": "✓", "advice": "!", "failed": "✗"}
    failed = 0
    for strategy in players(args.words, (), _groups()):
        print(f"{strategy.name} ({strategy.location})")
        for check in check_strategy(strategy):
            print(f"  {marks[check.outcome]} {check.name}: {check.sentence}", flush=True)
            failed += not check.passed
    return 1 if failed else 0


# -- how it ends ----------------------------------------------------------------------------------


def _sentence(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror}."
    if isinstance(error, MemoryError) and not str(error):
        return "There is not enough memory; play fewer players or repetitions."
    return " ".join(str(error).split())


def _say(sentence: str) -> None:
    print(f"tournament: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
