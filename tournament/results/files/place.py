"""Where results are saved, and where saved results are found: a file, or a folder with one."""

from pathlib import Path

from tournament.errors import ResultsError
from tournament.results.files import moving
from tournament.results.files.former import folder as former
from tournament.results.files.sqlite.seal import is_ours
from tournament.rules.reading import is_file, is_folder, is_there

FILE = "results.sqlite"
ENDINGS = (".sqlite", ".sqlite3", ".db")
"""A path that ends so is a file; any other path is a folder, in which the file is `FILE`."""
FORMER = "results"  # the folder of former results in the folder of a report


def target(path: Path) -> Path:
    """Return the file that results are saved to.

    Raises
    ------
    ResultsError
        When something else is there.
    """
    if path.suffix in ENDINGS and not is_folder(path):
        if is_there(path) and not is_ours(path):
            raise ResultsError(
                f"{path}: there is already something else here; choose another file."
            )
        return path
    if is_folder(path):
        moving.finish(path)
    foreign = is_folder(path) and moving.entries(path) and not holds(path)
    if foreign or (is_there(path) and not is_folder(path)):
        raise ResultsError(f"{path}: there is already something else here; choose another folder.")
    return path / FILE


def holds(folder: Path) -> bool:
    """Return whether a folder has results, of this version or former ones."""
    return is_there(folder / FILE) or former.is_former(folder)


def found(path: Path) -> Path:
    """Return the file of saved results that a path leads to, or the folder of former results.

    `out` leads to `out/results.sqlite`, or to former results in `out` or `out/results`. The ending
    `.sqlite` may be left out.

    Raises
    ------
    ResultsError
        When there are none.
    """
    if is_folder(path):
        for place in (path / FILE, path, path / FORMER):
            if is_folder(place) and former.is_former(place):
                return place
            if is_there(place) and not is_folder(place):
                return place
        raise ResultsError(f"{path}: the folder has no saved results ({FILE}).")
    named = path.with_name(path.name + ENDINGS[0]) if path.name else path
    if not is_there(path) and is_there(named):
        return named
    if is_there(path) and not is_file(path):
        raise ResultsError(f"{path}: it is neither a file nor a folder; give saved results.")
    if not is_there(path):
        raise ResultsError(
            f"{path}: there is nothing here; give a file or a folder that `save` or `tournament"
            " run --output` wrote."
        )
    return path
