"""Defaults are a promise: whoever leaves an argument out gets the same results in every version.

`data/defaults.json` has the defaults of all public functions and methods, and the parameters of all
rules of the library. New ones, and a change that is meant and told in the changelog, are written by

    python tests/test_defaults.py
"""

import hashlib
import inspect
import json
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from tournament import Game, PartnerRule, Strategy
from tournament.authors.registry import library

FILE = Path(__file__).parent / "data" / "defaults.json"
PACKAGES = {"analysis": 10, "strategies": 10, "tournament": 10, "tournament.testing": 5}
"""With how many functions there are at least whose arguments have defaults."""
LONGEST = 60
"""Letters of a value that is written out; of longer ones a hash is."""


def defaults(package: str) -> dict[str, dict[str, str]]:
    """Return the defaults of everything in a package that has some, by name."""
    if package == "strategies":
        found = {
            f"{package}.{name}": rule.parameters
            for kind in (Strategy, PartnerRule)
            for name, rule in library(kind).items()
        }
    else:
        found = {
            f"{package}.{name}": {
                each.name: each.default
                for each in inspect.signature(function).parameters.values()
                if each.default is not each.empty
            }
            for name, function in functions(package).items()
        }
    return {
        name: {key: written(value) for key, value in values.items()}
        for name, values in sorted(found.items())
        if values
    }


def functions(package: str) -> dict[str, object]:
    """Return public functions, classes, and their methods."""
    module, found = import_module(package), {}
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isfunction(value):
            found[name] = value
        elif inspect.isclass(value) and value.__module__.startswith("tournament."):
            found |= {} if value in (Strategy, PartnerRule) else {name: value}
            methods = inspect.getmembers(
                value, lambda x: inspect.isfunction(x) or inspect.ismethod(x)
            )
            found |= {f"{name}.{key}": each for key, each in methods if not key.startswith("_")}
    return found


def written(value: object) -> str:
    if isinstance(value, np.ndarray | np.generic):
        value = value.tolist()
    if isinstance(value, Game):
        value = str(value)
    if inspect.isfunction(value) or inspect.isclass(value):
        value = value.__name__
    text = repr(value)
    digest = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    return text if len(text) <= LONGEST else f"{digest}, a hash"


@pytest.mark.parametrize("package", PACKAGES)
def test_defaults_are_kept(package):
    kept, now = json.loads(FILE.read_text(encoding="utf-8"))[package], defaults(package)
    assert len(kept) >= PACKAGES[package]
    for name, values in kept.items():
        assert values.items() <= now.get(name, {}).items(), f"{name}: see how this file begins"


if __name__ == "__main__":
    found = {package: defaults(package) for package in PACKAGES}
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
