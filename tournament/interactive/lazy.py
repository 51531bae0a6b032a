"""Public names of a package, listed once in its `.pyi` file and loaded when they are asked for.

Each line `from .game import TSTO as TSTO` of the stub is one public name. Type checkers read the
same lines (SPEC 1 of Scientific Python). A line a name needs no parser, so importing stays cheap.
"""

import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NAME = re.compile(r"^from (\.[\w.]+) import (\w+) as \2$", re.MULTILINE)


def attach(
    package: dict[str, Any],
) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """Return `__getattr__`, `__dir__` and `__all__` of a package, from the stub beside it.

    Parameters
    ----------
    package
        The `globals()` of its `__init__.py`. A name is kept there once it is loaded.
    """
    stub = Path(package["__file__"]).with_suffix(".pyi").read_text(encoding="utf-8")
    homes = {name: module for module, name in NAME.findall(stub)}
    names = sorted(homes)

    def load(name: str) -> Any:
        """Return a public name, loaded from its module; or a module of the package."""
        if name not in homes:
            module = f"{package['__name__']}.{name}"
            if not name.startswith("_") and find_spec(module):
                return import_module(module)
            raise AttributeError(f"module {package['__name__']!r} has no attribute {name!r}")
        package[name] = getattr(import_module(homes[name], package["__name__"]), name)
        return package[name]

    return load, lambda: names, names
