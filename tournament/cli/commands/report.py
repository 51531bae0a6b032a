"""`tournament report`: write the report again from saved results."""

from argparse import Namespace
from pathlib import Path

from tournament.cli import saved, screen
from tournament.cli.command import Command
from tournament.cli.options import OUTPUT, VECTOR, Option
from tournament.results.files.staging import refuse_foreign, staged


def run(args: Namespace) -> int:
    """Write a report without playing; results go along when they get a new folder."""
    folder = Path(args.folder)
    place = saved.place(folder)
    output = Path(args.output or (folder.parent if place == folder else folder))
    if args.output:
        refuse_foreign(output)

    from analysis import report

    results = saved.load(place)
    with staged(output, "report") as new:
        report(results, new, vector=args.vector)
        if args.output and output.resolve() != folder.resolve():
            results.save(new / "results")
    screen.event(results)
    print(f"Report: {output / 'report.html'}")
    return 0


COMMAND = Command(
    "report",
    "write the report again from saved results, without playing",
    run,
    (
        Option("folder", "what `tournament run --output FOLDER` wrote", shown="FOLDER"),
        Option(OUTPUT.name, f"{OUTPUT.help} (default: the same folder)", shown=OUTPUT.shown),
        VECTOR,
    ),
)
