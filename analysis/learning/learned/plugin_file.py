"""Learned strategies as a Python file that needs nothing but `tournament`."""

import json
import keyword
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown
from tournament.rules.checks import text

if TYPE_CHECKING:
    from jinja2 import Template

    from analysis.learning.learned.learn import Learned
    from tournament import Strategy

RESERVED = {
    "AVERAGE", "C", "D", "DOCS", "EVERYBODY", "LEARNED", "PROVENANCE", "Probabilities", "len",
    "strategy",
}  # fmt: skip
"""Names that a written file has a use for."""


def check_name(given: object) -> str:
    """Return a name that the strategies of a written file can have.

    Raises
    ------
    ValueError
        When the name is no name in Python, or has a use of its own there.
    """
    name = text("name", given, "a name such as 'kind'")
    if not name.isidentifier():
        raise ArgumentError(f"`name` must be a name such as 'kind'; got {shown(name)}.")
    if keyword.iskeyword(name) or name.startswith("_") or name in RESERVED:
        raise ArgumentError(
            f"`name` must be free for strategies in a Python file; {shown(name)} is reserved there."
            " Choose a name such as 'kind'."
        )
    return name


def plugin(learned: "Learned") -> str:
    """Return the text of a Python file with the strategies.

    Parameters
    ----------
    learned
        What `learn` found.
    """
    name = learned.provenance["name"]
    *shown, everybody, average = learned.strategies.values()
    return _template().render(
        name=name,
        players=f"{learned.provenance['players']:,}",
        about=[f"{each}: {learned.like(k)}" for k, each in enumerate(learned.names, 1)],
        provenance=literal(learned.provenance),
        average=_rates(average),
        everybody=_rates(everybody),
        tables=[(literal(each.name), _rates(each)) for each in shown],
        docs=literal({each.name: each.doc for each in shown}),
        variants=[
            (each.name, name if k < len(learned.names) else f"any_{name}")
            for k, each in enumerate(shown)
        ],
    )


def literal(value: object, indent: str = "") -> str:
    """Return a value as Python source, with a line for each entry of a mapping.

    >>> print(literal({"k": 2, "chosen": None}))
    {
        "k": 2,
        "chosen": None
    }
    """
    if isinstance(value, dict):
        inner = f"{indent}    "
        rows = [f"{inner}{literal(key)}: {literal(each, inner)}" for key, each in value.items()]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}" if rows else "{}"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return repr(value.item() if isinstance(value, np.generic) else value)


def _rates(strategy: "Strategy") -> str:
    """Return a strategy's probabilities: a list on a line, or a table with a line for each row."""
    (rates,) = strategy.parameters.values()
    values = np.asarray(rates).tolist()
    if not isinstance(values[0], list):
        return repr(values)
    return "[\n" + "".join(f"        {row!r},\n" for row in values) + "    ]"


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("analysis.learning.learned", "."),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Python, not HTML; `literal` quotes what is no name
    )
    environment.filters["literal"] = literal
    return environment.get_template("plugin.py.jinja")
