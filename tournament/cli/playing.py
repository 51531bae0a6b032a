"""What commands that play an event share: their folder, their progress, their report."""

import shlex
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tournament.cli import screen
from tournament.results.files.staging import refuse_foreign, staged

if TYPE_CHECKING:
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results


def on_terminal() -> bool:
    """Return whether somebody sees the progress of what is played."""
    return sys.stderr.isatty()


def check_threads(args: Namespace) -> None:
    """Refuse a number of threads that cannot be, before anything is read or played."""
    from tournament.rules.checks import whole

    if args.threads is not None:
        whole("threads", args.threads, 1, 1024)


def writable(args: Namespace) -> Path:
    """Return the output folder; that it can be written is better known before playing."""
    check_threads(args)
    output = Path(args.output)
    refuse_foreign(output)
    with staged(output, "report"):
        pass
    return output


def typed(args: Namespace) -> str:
    """Return the command line that was typed, with scenarios spread out."""
    return shlex.join(["tournament", *args.argv])


def written(args: Namespace, results: "Results | SeasonResults", output: Path) -> int:
    """Write the report of an event and its results, print its ranking, and return the exit code.

    The results are saved with a command that plays the same again: if no seed was given, the seed
    that was drawn is added.
    """
    seed = f" --seed {results.rules.seed}" if args.seed is None else ""
    results.manifest["command"] = typed(args) + seed

    from analysis import report

    with staged(output, "report") as folder:
        report(results, folder, vector=args.vector)
        results.save(folder / "results")
    screen.event(results)
    print(f"Report: {output / 'report.html'}\nAgain:  {results.manifest['command']}")
    return 0
