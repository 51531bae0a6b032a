"""Output folders: all or nothing."""

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from tournament.errors import ArgumentError, ResultsError


def refuse_foreign(folder: Path) -> None:
    """Refuse to write among files that are not an earlier report."""
    # here, because help imports this module and must not load what reads results
    from tournament.results.files.place import FORMER, holds

    if folder.exists() and not folder.is_dir():
        raise ArgumentError(f"`--output` must be a folder; got {str(folder)!r}, which is a file.")
    if folder.is_dir() and any(folder.iterdir()) and not (holds(folder) or holds(folder / FORMER)):
        raise ArgumentError(
            f"`--output` must be new, empty, or an earlier report; {str(folder)!r} holds other "
            "files. Choose another folder."
        )


unfinished: list[Callable[[], None]] = []
"""What must be cleaned away if the process has to be ended."""


@contextlib.contextmanager
def staged(
    folder: Path, what: str, *, shown: Path | None = None, without: Iterable[str] = ()
) -> Iterator[Path]:
    """Give a temporary folder whose entries move into `folder` on success.

    On failure nothing is left behind and `folder` is as before; other files there stay anyway.

    Parameters
    ----------
    folder
        Where the entries go.
    what
        What is written.
    shown
        What the error calls the place, if not `folder`.
    without
        Entries of an earlier report that go on success, if no new ones take their place.

    Raises
    ------
    ResultsError
        "place: the `what` cannot be written: why", for any OSError.
    """
    created: list[Path] = []
    staging: Path | None = None

    def discard() -> None:
        if staging is not None:
            shutil.rmtree(staging, ignore_errors=True)
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            for made in created:
                made.rmdir()

    unfinished.append(discard)
    try:
        created += [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=folder))
        yield staging
        entries = sorted(staging.iterdir())
        for entry in entries:
            target = folder / entry.name
            _remove_folder(target)
            entry.replace(target)
        for name in set(without) - {entry.name for entry in entries}:
            _remove_folder(folder / name)
    except OSError as error:
        reason = error.strerror or error
        raise ResultsError(f"{shown or folder}: the {what} cannot be written: {reason}.") from error
    finally:
        discard()
        unfinished.remove(discard)


def _remove_folder(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
