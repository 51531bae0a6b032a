"""`tournament cache`: where compiled code is kept, how much of it; and remove it."""

from argparse import Namespace

from tournament.cli import exits
from tournament.cli.answers import documents
from tournament.cli.answers.telling import answer
from tournament.cli.command import Command
from tournament.cli.options import JSON, Option


def run(args: Namespace) -> int:
    """Print where compiled code is, or remove it and say what was removed."""
    from tournament.cli.installation.checkup import amount
    from tournament.engine.cache import clear, folder, usage

    cleared = args.what == "clear"
    files, size = clear() if cleared else usage()
    many = amount(files, size)

    def show() -> None:
        if cleared:
            print(f"Removed {many} of compiled code from {folder()}.")
            return
        print(f"{folder()} has {many} of compiled code.")
        print("`tournament cache clear` removes it; it is compiled again when it is needed.")

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
