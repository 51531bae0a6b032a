"""`tournament report`: write the report again from saved results."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from tournament.cli import exits, saved
from tournament.cli.answers.telling import Stopwatch, details
from tournament.cli.command import Command
from tournament.cli.options import JSON, OPEN, OUTPUT, PARQUET, TALK, VECTOR, Option
from tournament.cli.playing import check_parquet, told


def run(args: Namespace) -> int:
    """Write a report without playing; results go along when they get a new folder."""
    from tournament.results.files.place import FILE, FORMER
    from tournament.results.files.staging import refuse_foreign, staged

    check_parquet(args)
    watch, folder = Stopwatch(), Path(args.folder)
    place = saved.place(folder)
    inside = place.is_file() or place.name == FORMER
    output = Path(args.output or (place.parent if inside else place))
    refuse_foreign(output)
    with watch("reading"):
        results = saved.load(place)
    with watch("reporting"):
        from analysis import report

        with staged(output, "report", without=("parquet",)) as new:
            report(results, new, vector=args.vector, parquet=args.parquet)
            if args.output and output.resolve() != folder.resolve():
                results.save(new / FILE)
    told(args, results, output / "report.html", {})
    details(args, watch, seed=results.rules.seed)
    return exits.DONE


COMMAND = Command(
    "report",
    "write the report again from saved results, without playing",
    run,
    (
        Option(
            "folder",
            "what `tournament run --output FOLDER` wrote, or its file of results",
            shown="FOLDER",
            values="folder",
        ),
        replace(OUTPUT, help=f"{OUTPUT.help} (default: the same folder)"),
        VECTOR,
        PARQUET,
        OPEN,
        JSON,
        *TALK,
    ),
    examples=(("tournament report tournament-report --open", "and look at it"),),
)
