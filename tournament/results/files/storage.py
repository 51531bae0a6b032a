"""A folder of open formats, never pickle: `manifest.json`, and one Parquet file for each table.

It knows no event. The manifest lists the tables with a digest of each, so that a folder that was
damaged, or put together from two, is refused.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tournament.errors import ResultsError
from tournament.results.files.staging import staged

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")

FORMAT = 1
MANIFEST = "manifest.json"
DEFAULT = "tournament"  # the event of a manifest that names none


def write(
    target: Path, event: str, manifest: Mapping[str, Any], tables: "Mapping[str, pd.DataFrame]"
) -> Path:
    """Write a manifest and the tables of an event into a folder, all or nothing.

    Raises
    ------
    ResultsError
        When the folder cannot be written, or holds something else.
    """
    foreign = target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).exists()
    if foreign or (target.exists() and not target.is_dir()):
        raise ResultsError(
            f"{target}: there is already something else here; choose another folder."
        )
    with staged(target, "results") as work:
        files = {f"{name}.parquet": table for name, table in tables.items()}
        for name, table in files.items():
            table.to_parquet(work / name, index=False)
        facts = {"format": FORMAT, "event": event, **manifest}
        facts["tables"] = {name: _digest(work / name) for name in files}
        (work / MANIFEST).write_text(json.dumps(facts, indent=2), encoding="utf-8")
    return target


def event_of(source: Path) -> str:
    """Return "tournament" or "season": what a folder of results is about.

    Raises
    ------
    ResultsError
        When there is no readable manifest.
    """
    return str(_facts(source).get("event", DEFAULT))


def read(
    source: Path,
    event: str,
    build: "Callable[[dict[str, Any], dict[str, pd.DataFrame]], T]",
    *,
    known: Collection[str],
) -> T:
    """Return what `build(manifest, tables)` makes of a folder that `write` wrote.

    Parameters
    ----------
    source
        The folder.
    event
        Which event it must hold.
    build
        Makes results of the manifest and of the tables by name.
    known
        All events that this version can read.

    Raises
    ------
    ResultsError
        When a file is missing, damaged, of a newer version, or of another event.
    """
    import pandas as pd

    manifest = _facts(source)
    came = manifest.pop("event", DEFAULT)
    if came not in known:
        raise ResultsError(_newer(source, FORMAT))
    if came != event:
        raise ResultsError(f"{source}: these are results of a {came}, not of a {event}.")
    digests = manifest.pop("tables", {})
    names = list(digests) if isinstance(digests, dict) else []
    missing = [name for name in names if not (source / name).is_file()]
    if missing:
        raise ResultsError(f"{source}: this is no folder of results; it has no {missing[0]}.")
    for name in names:
        if digests[name] != _digest(source / name):
            raise ResultsError(
                f"{source / name}: the file is damaged, or does not belong to the manifest beside"
                f" it; play the {event} again."
            )
    try:
        tables = {Path(name).stem: pd.read_parquet(source / name) for name in names}
        return build(manifest, tables)
    except (KeyError, ValueError, TypeError, AttributeError, OSError):
        raise ResultsError(
            f"{source}: manifest and tables do not belong together; play the {event} again."
        ) from None


def _facts(source: Path) -> dict[str, Any]:
    """Return the manifest of a folder, without its format."""
    if not (source / MANIFEST).is_file():
        raise ResultsError(f"{source}: this is no folder of results; it has no {MANIFEST}.")
    try:
        manifest: dict[str, Any] = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
        version = int(manifest.pop("format"))
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        raise ResultsError(
            f"{source / MANIFEST}: the file is damaged; play the tournament again."
        ) from None
    if version > FORMAT:
        raise ResultsError(_newer(source, version))
    return manifest


def _newer(source: Path, version: int) -> str:
    return (
        f"{source}: written by a newer version of tournament (format {version}, this one reads"
        f" {FORMAT}); upgrade it."
    )


def _digest(file: Path) -> str:
    return hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
