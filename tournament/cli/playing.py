"""What commands that play an event share: their folder, their progress, their report."""

import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.answers.browser import address, open_page
from tournament.cli.answers.telling import Stopwatch, answer, details, tell
from tournament.cli.options import JSON, OPEN, TALK
from tournament.interactive.shell import joined, readable

if TYPE_CHECKING:
    from tournament.authors.loading.folders import Loaded
    from tournament.cli.saved import AnyResults

PACKED = 8
"""How many times smaller results are on disk than in memory; from 4 to 28 was measured."""
EVERYTHING = "everything"
"""The group that `--all` enters."""


def on_terminal(args: Namespace) -> bool:
    """Return whether somebody sees the progress of what is played, and wants to."""
    return sys.stderr.isatty() and not args.quiet


def heard(args: Namespace) -> bool:
    """Return whether an event says how far it is: to a terminal; and what was in the ledger, to
    whoever gave one."""
    return on_terminal(args) or (args.ledger is not None and not args.quiet)


def entered(args: Namespace) -> list[str]:
    """Return the words that say who plays; `--all` stands for the group of everything."""
    return [*args.words, *[EVERYTHING] * args.all]


def who_plays(args: Namespace, players: "Loaded[Any]") -> None:
    """Say on stderr which files play and what is wrong with the others, if anybody is left out."""
    if players.left_out and players.judged and not args.quiet:
        screen.files(players.judged, screen.opened(sys.stderr))


def check_threads(args: Namespace) -> None:
    """Refuse threads, or a cluster, that cannot be, before anything is read or played."""
    from tournament.rules.checks import whole

    if args.threads is not None:
        whole("threads", args.threads, 1, 1024)
    if getattr(args, "dask", None) is not None:  # who asks for advice has no choice
        from tournament.errors import ArgumentError, needed
        from tournament.events.cluster import LOCAL, checked_address

        if checked_address("--dask", args.dask) != LOCAL and args.threads is not None:
            raise ArgumentError(
                "`--threads` is for this machine; a cluster has as many workers as it has."
            )
        needed("distributed", "dask", "to play on a cluster")


@contextmanager
def placed(args: Namespace) -> "Iterator[Executor | None]":
    """Give the executor that `--dask` asks for; None where threads of this process play."""
    if args.dask is None:
        yield None
        return
    from tournament.events.cluster import LOCAL, dask_executor

    with dask_executor(args.dask, args.threads if args.dask == LOCAL else None) as executor:
        yield executor


def check_parquet(args: Namespace) -> None:
    """Refuse `--parquet` where its library is missing, before anything is read or played."""
    from tournament.errors import needed

    if args.parquet:
        needed("pyarrow", "parquet", "to write tables as Parquet")


def writable(args: Namespace) -> Path:
    """Return the output folder; that it can be written is better known before playing."""
    from tournament.results.files.staging import refuse_foreign, staged

    check_threads(args)
    check_parquet(args)
    output = Path(args.output)
    refuse_foreign(output)
    with staged(output, "report"):
        pass
    return output


def check_disk(output: Path, size: int) -> None:
    """Refuse to play what would not fit on the disk.

    Parameters
    ----------
    output
        The folder of the report; it need not be there yet.
    size
        How many bytes the results take in memory.

    Raises
    ------
    ResultsError
        With how much is free.
    """
    import shutil

    from tournament.errors import ResultsError
    from tournament.rules.reading import amount

    there = next((each for each in (output, *output.resolve().parents) if each.exists()), output)
    needed, free = size // PACKED, shutil.disk_usage(there).free
    if needed > free:
        raise ResultsError(
            f"{output}: the results would take about {amount(needed)} on disk, and {amount(free)}"
            " are free; choose a folder on another disk, or play less."
        )


def typed(args: Namespace) -> str:
    """Return the command line that was typed, with scenarios spread out.

    What is only about this time is left out: how much is said, and whether the report opens.
    """
    once = {name for option in (JSON, OPEN, *TALK) for name in option.names}
    return joined(["tournament", *(readable(word) for word in args.argv if word not in once)])


def again(args: Namespace, seed: int) -> str:
    """Return the command line that gives the same again: with the seed, if one was drawn."""
    return typed(args) + (f" --seed {seed}" if args.seed is None else "")


def written(args: Namespace, results: "AnyResults", output: Path, watch: Stopwatch) -> int:
    """Write the report of an event and its results, give its ranking, and return the exit code.

    The results are saved with a command that plays the same again.
    """
    from tournament.results.files.place import FILE, FORMER
    from tournament.results.files.staging import staged

    results.manifest["command"] = again(args, results.rules.seed)
    with watch("reporting"):
        from analysis import report

        with staged(output, "report", without=(FORMER, "parquet")) as folder:
            report(results, folder, vector=args.vector, parquet=args.parquet)
            results.save(folder / FILE)
    told(args, results, output / "report.html", {"results": output / FILE})
    details(args, watch, seed=results.rules.seed)
    return exits.DONE


def told(
    args: Namespace,
    results: "AnyResults",
    page: Path | None = None,
    more: Mapping[str, Path] = MappingProxyType({}),
) -> None:
    """Give the answer of a command that played or read an event, and open the report if that is
    asked for.

    Parameters
    ----------
    page
        Of the report; None where none is written.
    more
        What else was written, by what it is.
    """
    written = {**({"report": page} if page else {}), **more}
    failures: Sequence[str] = results.manifest.get("failures", [])
    command = results.manifest.get("command")

    def show() -> None:
        screen.event(results, where="ranking.csv" if page else "")
        if page:
            tell(*where(page, "report"))
        if command and (more or not page):
            tell(f"Again:  {command}")

    answer(args, show, lambda: documents.event(results, written))
    if args.json or args.quiet:  # the screen has said so otherwise
        for sentence in failures:
            exits.say(f"withdrawn: {sentence}")
    if args.open and page:
        open_page(page)


def where(page: Path, what: str) -> list[str]:
    """Return where a page is, and how to open it: most terminals open an address that is clicked.

    >>> where(Path("/tmp/out/report.html"), "report")[1]  # doctest: +ELLIPSIS
    'Open:   file:///...tmp/out/report.html (or say --open)'
    """
    return [f"{what.capitalize() + ':':<8}{page}", f"Open:   {address(page)} (or say --open)"]
