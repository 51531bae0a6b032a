"""From plugins to bytes that any machine can open, and back.

A pickle of a plugin says where its rule is defined (`pickles`). Another machine may lack the file.
So a parcel has the text of the files, too. Whoever opens a parcel runs these files as `load` does:
the file itself where it is the same there, else a copy.
"""

import atexit
import io
import pickle
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from threading import get_ident
from typing import Any, NamedTuple

from tournament.authors.loading.modules import MOST, PREFIX, digest_of
from tournament.authors.loading.pickles import restore
from tournament.authors.plugin import Plugin
from tournament.errors import PluginError
from tournament.interactive.shown import said
from tournament.rules import reading
from tournament.rules.reading import Unreadable

Apart = Callable[[Any], str | None]
"""From a thing to the name by which it is sent apart; None for what belongs into the parcel."""


class Parcel(NamedTuple):
    """A pickle, and by path the bytes of the files that define its rules."""

    body: bytes
    files: dict[str, bytes]


def sealed(thing: Any, apart: Apart = lambda thing: None) -> Parcel:
    """Return a thing as a parcel.

    Raises
    ------
    PluginError
        When a file of the user cannot be read, or is no longer what was loaded.
    """
    out = io.BytesIO()
    sealer = _Sealer(out, apart)
    sealer.dump(thing)
    return Parcel(out.getvalue(), sealer.files)


def opened(parcel: Parcel, apart: Mapping[str, Any] | None = None) -> Any:
    """Return the thing in a parcel; whoever sent it is trusted, since its files are run.

    Parameters
    ----------
    parcel
        What `sealed` returned.
    apart
        The things that were sent apart, by name.

    Raises
    ------
    PluginError
        When a rule cannot be had here.
    """
    places = {path: _placed(path, data) for path, data in parcel.files.items()}
    return _Opener(io.BytesIO(parcel.body), apart or {}, places).load()


class _Sealer(pickle.Pickler):
    """A pickler that notes the files of rules."""

    def __init__(self, out: io.BytesIO, apart: Apart) -> None:
        super().__init__(out, protocol=5)
        self.apart = apart
        self.files: dict[str, bytes] = {}

    def persistent_id(self, thing: Any) -> str | None:
        return self.apart(thing)

    def reducer_override(self, thing: Any) -> Any:
        if isinstance(thing, Plugin) and thing.rule.__module__.startswith(PREFIX):
            path = thing.rule.__code__.co_filename
            if path not in self.files:
                self.files[path] = _read(thing)
        return NotImplemented


def _read(plugin: Plugin) -> bytes:
    """Return the bytes of the file that defines a plugin."""
    file = Path(plugin.rule.__code__.co_filename)
    try:
        data = reading.data(file, MOST)
    except (Unreadable, OSError) as error:
        raise PluginError(f"{file}: the file cannot be read: {said(error)}.") from None
    if digest_of(data) != plugin.rule.__module__.rpartition("_")[2]:
        raise PluginError(f"{file.name}: {plugin.name} was edited while it played; play again.")
    return data


class _Opener(pickle.Unpickler):
    """An unpickler that finds rules in the places where their files are on this machine."""

    def __init__(
        self, body: io.BytesIO, apart: Mapping[str, Any], places: Mapping[str, Path]
    ) -> None:
        super().__init__(body)
        self.apart, self.places = apart, places

    def persistent_load(self, name: str) -> Any:
        return self.apart[name]

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name)
        return partial(restore, places=self.places) if found is restore else found


def _placed(path: str, data: bytes) -> Path:
    """Return where a file is on this machine: at its path, or as a copy in a temporary folder."""
    file = Path(path)
    try:
        if file.is_file() and file.read_bytes() == data:  # this machine, or a disk that both see
            return file
    except OSError:
        pass
    folder = _folder() / digest_of(data)
    folder.mkdir(exist_ok=True)
    copy = folder / re.split(r"[\\/]", path)[-1]
    if not copy.is_file():
        written = folder / f".{get_ident()}"  # other threads see the whole file, or none
        written.write_bytes(data)
        written.replace(copy)
    return copy


@cache
def _folder() -> Path:
    """Return a temporary folder of this process."""
    folder = tempfile.mkdtemp(prefix="tournament-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
