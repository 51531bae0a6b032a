"""`tournament cache`: where compiled code is kept, how much of it; and remove it."""

from argparse import Namespace

from tournament.cli import exits
from tournament.cli.answers import documents
from tournament.cli.answers.telling import answer
from tournament.cli.command import Command
from tournament.cli.options import JSON, Option


def run(args: Namespace) -> int:
    """Print where compiled code is, or remove it and say what was removed."""
    from tournament.cli.installation.checkup import amount, amount_kept
    from tournament.results.files.cache.places import folder
    from tournament.results.files.cache.upkeep import clear, usage

    cleared = args.what == "clear"
    files, size = clear() if cleared else usage()

    def show() -> None:
        if cleared and folder():
            print(f"Removed {amount(files, size)} of compiled code and automata from {folder()}.")
            return
        print(amount_kept(folder(), files, size))
        if folder():
            print("`tournament cache clear` removes it; it is made again when it is needed.")

    def document() -> dict[str, object]:
        counts = {"folder": folder(), "files": files, "bytes": size, "removed": cleared}
        return documents.document("cache", **counts)

    answer(args, show, document)
    return exits.DONE


COMMAND = Command(
    "cache",
    "show the folder of compiled code; `cache clear` empties it",
    run,
    (
        Option(
            "what",
            "clear: remove all of it; nothing: show the folder",
            shown="WHAT",
            choices=("clear",),
            many="?",
        ),
        JSON,
    ),
    "TOURNAMENT_CACHE names another folder.",
)
