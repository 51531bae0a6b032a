"""Public names of a package, listed once in its `.pyi` file and loaded when they are asked for.

Each line `from .game import TSTO as TSTO` of the stub is one public name. Type checkers read the
same lines (SPEC 1 of Scientific Python). A line a name needs no parser, so importing stays cheap:
nothing is imported here that Python has not loaded itself when it starts.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def attach(
    package: "dict[str, Any]",
) -> "tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]":
    """Return `__getattr__`, `__dir__` and `__all__` of a package, from the stub beside it.

    Parameters
    ----------
    package
        The `globals()` of its `__init__.py`. A name is kept there once it is loaded.
    """
    stub = f"{package['__file__'].rpartition('.')[0]}.pyi"
    with open(stub, encoding="utf-8") as file:  # noqa: PTH123 (pathlib takes longer than the rest)
        homes = dict(found for line in file if (found := _named(line.split())))
    names = sorted(homes)

    def load(name: str) -> "Any":
        """Return a public name, loaded from its module; or a module of the package."""
        from importlib import import_module
        from importlib.util import find_spec

        if name not in homes:
            module = f"{package['__name__']}.{name}"
            if not name.startswith("_") and find_spec(module):
                return import_module(module)
            raise AttributeError(f"module {package['__name__']!r} has no attribute {name!r}")
        package[name] = getattr(import_module(homes[name], package["__name__"]), name)
        return package[name]

    return load, lambda: names, names


def _named(words: list[str]) -> tuple[str, str] | None:
    """Return a public name and its module, if a line of the stub has one.

    >>> _named(["from", ".game", "import", "TSTO", "as", "TSTO"])
    ('TSTO', '.game')
    """
    match words:
        case ["from", module, "import", name, "as", same] if name == same and module[0] == ".":
            return name, module
    return None
