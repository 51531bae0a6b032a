"""`tournament compare`: what changed between two saved results, and whether that is real."""

from argparse import Namespace
from pathlib import Path

from tournament.cli import saved, screen
from tournament.cli.command import Command
from tournament.cli.options import Option
from tournament.errors import ResultsError


def run(args: Namespace) -> int:
    """Print the changes between two tournaments."""
    from analysis.statistics.changes import changes, differences, verdict
    from tournament.results.tournament import Results

    both = []
    for word in (args.before, args.after):
        results = saved.load(saved.place(Path(word)))
        if not isinstance(results, Results):
            raise ResultsError(f"{word}: a season; `tournament compare` compares tournaments.")
        both.append(results)
    frame = changes(*both)
    screen.changes(frame)
    print("\n".join([*differences(*both), verdict(frame)]))
    return 0


COMMAND = Command(
    "compare",
    "compare two saved results: what changed, and is it real",
    run,
    (Option("before"), Option("after")),
    "Folders of reports, or of saved results. Example: tournament compare before after",
)
