"""A check: one line of a report on a plugin; and the checks that all plugins have."""

import inspect
from typing import Literal, NamedTuple

from tournament.authors.law.door import Views, admit
from tournament.authors.plugin import Plugin


class Check(NamedTuple):
    """One line of a report on a plugin.

    name
        What was checked.
    outcome
        "passed"; "advice", which keeps nothing from playing; or "failed".
    sentence
        What was found, or what to do.

    Examples
    --------
    >>> Check("describes itself", "advice", "it has no docstring.").passed
    True
    """

    name: str
    outcome: Literal["passed", "advice", "failed"]
    sentence: str

    @property
    def passed(self) -> bool:
        """Whether the plugin may play; advice does not keep it from playing."""
        return self.outcome != "failed"


DECLARED = "declared compiled=False: it plays, slowly, in plain Python."
FORBIDDEN = "NUMBA_DISABLE_JIT keeps Numba from compiling: it plays, slowly, in plain Python."
ALONE = "there is only the one in plain Python."


def describes_itself(plugin: Plugin) -> Check:
    """Check that there is a docstring.

    Examples
    --------
    >>> import strategies
    >>> describes_itself(strategies.tit_for_tat).outcome
    'passed'
    """
    if not plugin.doc:
        return Check(
            "describes itself", "advice", "it has no docstring; one sentence says what it does."
        )
    return Check("describes itself", "passed", plugin.summary)


def keeps_to_itself(plugin: Plugin, views: Views) -> Check:
    """Check that it uses nothing but what a rule may use; a `PluginError` says what else."""
    admit(plugin, views)
    return Check("keeps to itself", "passed", "it uses nothing but what a rule may use.")


def has_values(plugin: Plugin) -> Check:
    """Check that all parameters have values.

    Examples
    --------
    >>> import strategies
    >>> has_values(strategies.random_player).sentence
    'all parameters have values (1).'
    """
    names = list(inspect.signature(plugin.rule).parameters)[2:]
    missing = plugin.missing
    if missing:
        given = ["another_strategy" if name == "members" else f"{name}=..." for name in missing]
        call = f"{plugin.rule.__name__}({', '.join(given)})"
        what = "it members" if missing == ["members"] else "its parameters values"
        return Check("has values", "failed", f"{plugin.location}: give {what}, or play {call}.")
    return Check(
        "has values",
        "passed",
        f"all parameters have values ({len(names)})." if names else "no parameters.",
    )
