"""`tournament learn`: learn strategies from a play log."""

from argparse import Namespace
from pathlib import Path

from tournament.cli.command import Command
from tournament.cli.groups import groups
from tournament.cli.options import Option, whole, whole_or_auto
from tournament.cli.playing import on_terminal, typed
from tournament.results.files.staging import refuse_foreign

OUTPUT = "learned"


def run(args: Namespace) -> int:
    """Learn from a log, let the learned strategies play, and write both."""
    from analysis import read_log
    from analysis.learning.learned.study import study
    from analysis.reports.learned.report import PLUGIN, report_kinds

    output = Path(args.output)
    if output.is_dir() and any(output.iterdir()) and not (output / PLUGIN).exists():
        refuse_foreign(output)
    found = study(
        read_log(args.log),
        args.clusters,
        memory=args.memory,
        name=args.name,
        seed=args.seed,
        opponents=groups()["classics"](),
        repetitions=args.repetitions,
        progress=on_terminal(),
    )
    found.learned.provenance["command"] = typed(args)
    page = report_kinds(found.learned, output, found.results)
    print("\n".join(found.lines))
    print(f"Report: {page}\nPlay:   tournament run {output / PLUGIN} classics")
    return 0


COMMAND = Command(
    "learn",
    "learn strategies from a play log: kinds of player, and rules like them",
    run,
    (
        Option("log", "a .csv or .parquet file", shown="LOG"),
        Option("--clusters", "how many kinds, or auto", "auto", whole_or_auto, "N"),
        Option("--memory", "turns that behaviour looks back", 1, whole, "N"),
        Option("--name", "what the strategies' names begin with", "kind", shown="NAME"),
        Option("--repetitions", "of a tournament with the classics; 0: none", 20, whole, "N"),
        Option("--seed", "of all that is drawn (default: 0)", 0, whole, "N"),
        Option("--output", "where strategies and report go", OUTPUT, shown="FOLDER"),
    ),
    "A log has the columns player, match, turn, move, opponent_move (C or D). Example:"
    " tournament learn log.csv --clusters 4 --output learned",
)
