"""Output folders: all or nothing."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from tournament.errors import ArgumentError, ResultsError
from tournament.interactive.shown import shown
from tournament.results.files import moving
from tournament.results.files.unfinished import cleaned_by
from tournament.rules.reading import is_folder, is_there


def refuse_foreign(folder: Path, known_by: str = "") -> None:
    """Refuse to write among files that are not an earlier report.

    What killed processes have left in the folder is finished, or cleaned away, before.

    Parameters
    ----------
    folder
        Where files will be written.
    known_by
        A file by which an earlier report is known, beside results.

    Raises
    ------
    ArgumentError
        When the folder holds other files, or is none.
    """
    # here, because help imports this module and must not load what reads results
    from tournament.results.files.place import FORMER, holds

    if is_folder(folder):
        moving.finish(folder)
        ours = (known_by and (folder / known_by).exists()) or holds(folder)
        if moving.entries(folder) and not ours and not holds(folder / FORMER):
            raise ArgumentError(
                f"`--output` must be new, empty, or an earlier report; {shown(str(folder))}"
                " holds other"
                " files. Choose another folder."
            )
    elif is_there(folder) or folder.is_symlink():
        what = "which is a file" if is_there(folder) else "which is a link to nothing"
        raise ArgumentError(f"`--output` must be a folder; got {shown(str(folder))}, {what}.")


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
    if "\0" in str(shown or folder):
        raise ResultsError(f"The path of the {what} holds the character NUL; choose another one.")
    created: list[Path] = []
    works: list[Path] = []

    def discard() -> None:
        for work in works:
            moving.discard(work)
        with contextlib.suppress(OSError):  # a folder that is not empty stays
            for made in created:
                made.rmdir()

    try:
        with cleaned_by(discard):
            created += [each for each in (folder, *folder.parents) if not is_there(each)]
            folder.mkdir(parents=True, exist_ok=True)
            moving.finish(folder)
            while True:
                works.append(moving.drawn(folder))
                if moving.make(works[-1]):
                    break
            yield works[-1] / "new"
            moving.put(works[-1], folder, without)
    except OSError as error:
        reason = error.strerror or error
        raise ResultsError(f"{shown or folder}: the {what} cannot be written: {reason}.") from error
    except ResultsError as error:  # of what is written into the temporary folder
        inside = [f"{work / 'new'}: " for work in works if str(work) in str(error)]
        if not inside:
            raise
        raise ResultsError(str(error).replace(inside[0], f"{shown or folder}: ", 1)) from error
