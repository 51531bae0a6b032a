"""`tournament compare`: what changed between two saved results, and whether that is real."""

from argparse import Namespace
from pathlib import Path

from tournament.cli import exits, saved, screen
from tournament.cli.answers import documents
from tournament.cli.answers.telling import answer
from tournament.cli.command import Command
from tournament.cli.options import JSON, Option
from tournament.errors import ResultsError


def run(args: Namespace) -> int:
    """Print the changes between two tournaments."""
    from analysis.statistics.changes import changes, differences, verdict
    from tournament.results.tournament import Results

    both = []
    for word in (args.before, args.after):
        results = saved.load(saved.place(Path(word)))
        if not isinstance(results, Results):
            raise ResultsError(
                f"{word}: a {results.EVENT}; `tournament compare` compares tournaments."
            )
        both.append(results)
    frame = changes(*both)

    def show() -> None:
        screen.changes(frame, [verdict(frame), *differences(*both)])

    answer(
        args,
        show,
        lambda: documents.document(
            "changes",
            differences=differences(*both),
            verdict=verdict(frame),
            changes=documents.rows(frame),
        ),
    )
    return exits.DONE


COMMAND = Command(
    "compare",
    "compare two saved results: what changed, and is it real",
    run,
    (
        Option("before", "a folder of a report, or of saved results", values="folder"),
        Option("after", "the same, played later", values="folder"),
        JSON,
    ),
    examples=(("tournament compare before after", "two folders that `run` wrote"),),
)
