"""`tournament learn`: learn strategies from a play log."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.answers.browser import open_page
from tournament.cli.answers.telling import Stopwatch, answer, details, tell
from tournament.cli.command import Command
from tournament.cli.groups import groups
from tournament.cli.options import (
    JSON,
    OPEN,
    OUTPUT,
    PARQUET,
    REPETITIONS,
    SEED,
    TALK,
    Option,
    whole,
    whole_or_auto,
)
from tournament.cli.playing import check_parquet, on_terminal, typed, where

FOLDER = "learned"


def run(args: Namespace) -> int:
    """Learn from a log, let the learned strategies play, and write both."""
    from analysis import read_log
    from analysis.learning.learned.study import study
    from analysis.reports.learned.report import PLUGIN, report_kinds
    from tournament.results.files.staging import refuse_foreign

    check_parquet(args)
    watch, output = Stopwatch(), Path(args.output)
    refuse_foreign(output, known_by=PLUGIN)
    with watch("learning"):
        found = study(
            read_log(args.log),
            args.clusters,
            memory=args.memory,
            name=args.name,
            seed=args.seed,
            opponents=groups()["classics"](),
            repetitions=args.repetitions,
            progress=on_terminal(args),
        )
    found.learned.provenance["command"] = typed(args)
    with watch("reporting"):
        page = report_kinds(found.learned, output, found.results, parquet=args.parquet)
    written = {"report": page, "strategies": output / PLUGIN}

    def show() -> None:
        screen.opened().say(*found.lines)
        tell(*where(page, "report"))
        tell(f"Play:   tournament run {output / PLUGIN} classics")

    answer(
        args,
        show,
        lambda: documents.document(
            "learned",
            seed=args.seed,
            summary=found.lines,
            ranking=documents.rows(found.results.ranking) if found.results else [],
            written=written,
            again=typed(args),
        ),
    )
    if args.open:
        open_page(page)
    details(args, watch, seed=args.seed)
    return exits.DONE


COMMAND = Command(
    "learn",
    "learn strategies from a play log: kinds of player, and rules like them",
    run,
    (
        Option("log", "a .csv or .parquet file", shown="LOG", values="file"),
        Option("--clusters", "how many kinds, or auto", "auto", whole_or_auto, "N"),
        Option("--memory", "turns that behaviour looks back", 1, whole, "N"),
        Option("--name", "what the strategies' names begin with", "kind", shown="NAME"),
        replace(REPETITIONS, help="of a tournament with the classics; 0: none", default=20),
        replace(SEED, help="of all that is drawn (default: 0)", default=0),
        replace(OUTPUT, help="where strategies and report go", default=FOLDER),
        PARQUET,
        OPEN,
        JSON,
        *TALK,
    ),
    "A log has the columns player, match, turn, move, opponent_move (C or D).",
    (("tournament learn log.csv --clusters 4 --output learned", "four kinds of player"),),
)
