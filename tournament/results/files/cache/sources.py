"""The source files on which something depends, and a hash of them."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[3]
"""The folder of `tournament`."""

_IMPORT = re.compile(r"^(?:from +(\S+) +import +(\([^)]*\)|[^\n]*)|import +(\S+))", re.MULTILINE)


def modules(package: Path = PACKAGE) -> dict[str, Path]:
    """Return the files of a package by the names of their modules."""
    above, found = len(str(package.parent)) + 1, {}
    for folder, _, names in os.walk(package):
        dotted = folder[above:].replace(os.sep, ".")
        for name in names:
            if name == "__init__.py":
                found[dotted] = Path(folder, name)
            elif name.endswith(".py"):
                found[f"{dotted}.{name[:-3]}"] = Path(folder, name)
    return found


def imported(names: Iterable[str], files: Mapping[str, Path]) -> set[str]:
    """Return modules, those that they import, those that these import, and so on.

    Parameters
    ----------
    names
        Of the first modules.
    files
        All modules, as `modules` returns them. An import inside a function does not count.
    """
    left = [*names]
    seen = set(left)
    while left:
        found = set(_imports(files[left.pop()].read_text(encoding="utf-8")))
        left += (found & files.keys()) - seen
        seen.update(left)
    return seen


def _imports(text: str) -> Iterable[str]:
    """Yield the dotted names that a module imports at its top level."""
    for origin, names, module in _IMPORT.findall(text):
        yield origin or module
        yield from (f"{origin}.{name}" for name in re.findall(r"\w+", names))


def hash_of(files: Iterable[Path], *more: Any) -> str:
    """Return a hash of what files hold, and of more values."""
    digest = hashlib.blake2b(repr(more).encode(), digest_size=16)
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
