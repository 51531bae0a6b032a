"""What the author of a rule says about it: the same card for strategies and for partner rules."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Described:
    """A strategy or a partner rule, as its author described it."""

    name: str
    doc: str
    file: str
    parameters: str


def described(name: str, info: dict[str, Any]) -> Described:
    """Return what is known of a strategy or of a partner rule.

    Parameters
    ----------
    name
        Of the rule.
    info
        What results keep of it.

    Examples
    --------
    >>> described("shy", {"parameters": {"p": 0.1, "memory": 3}}).parameters
    'p = 0.1, memory = 3'
    """
    values = dict(info.get("parameters", {}))
    if info.get("per_friend", 1) != 1:
        values["per_friend"] = info["per_friend"]
    return Described(
        name=name,
        doc=info.get("doc", ""),
        file=info.get("file", ""),
        parameters=", ".join(f"{key} = {value}" for key, value in values.items()),
    )
