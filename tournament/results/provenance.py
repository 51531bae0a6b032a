"""Where results come from: versions, time and seed, and what is kept of each rule.

Facts are plain dictionaries, typed by word: they are what the manifest holds as JSON, and users
read them as `results.strategies["tit_for_tat"]["doc"]`.
"""

import datetime
import platform
from functools import cache
from typing import Any, NotRequired, TypedDict

from tournament.authors.loading.origins import OwnFile
from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy
from tournament.authors.values import readable
from tournament.results.units.keys import ABOUT_PAYOFFS


class PluginFacts(TypedDict):
    """What results keep of a rule.

    `code` is a hash of the rule, of all it calls, and of its members; `reads_game` says whether
    the rule reads payoffs or scores. Strategies have `members` and `compiled`, partner rules
    `per_friend`. Results that were saved before partner rules had `reads_game` lack it.
    """

    summary: str
    doc: str
    source: str
    file: str
    parameters: dict[str, str]
    code: str
    reads_game: NotRequired[bool]
    members: NotRequired[list[str]]
    compiled: NotRequired[bool]
    per_friend: NotRequired[int]


class NamedFacts(PluginFacts):
    """What results keep of a rule, with its name."""

    name: str


class KindFacts(TypedDict):
    """What results keep of a kind: its strategy and its partner rule."""

    strategy: NamedFacts
    partner: NamedFacts


class Settled(TypedDict):
    """What results keep of a tournament that was played until its ranking was settled."""

    settled: bool
    open: list[tuple[str, str]]
    tied: list[tuple[str, str]]
    places: int
    confidence: float
    most_repetitions: int


class Manifest(TypedDict, total=False):
    """What this version notes in a manifest, by word; users may note more."""

    created: str
    versions: dict[str, str]
    seed: int
    command: str
    failures: list[str]
    files: list[OwnFile]
    settling: Settled
    rank_by: str
    rescored: bool
    game: str


def describe(plugin: Plugin) -> PluginFacts:
    """Return what results keep of a strategy or of a partner rule."""
    facts: PluginFacts = {
        "summary": plugin.summary,
        "doc": plugin.doc,
        "source": plugin.source,
        "file": plugin.location,
        "parameters": {key: readable(value) for key, value in plugin.parameters.items()},
        "code": plugin.code,
        "reads_game": bool(plugin.mentions & ABOUT_PAYOFFS),
    }
    if isinstance(plugin, Strategy):
        members = [member.name for member in plugin.members]
        return facts | {"members": members, "compiled": plugin.compiled}
    assert isinstance(plugin, PartnerRule)
    return facts | {"per_friend": plugin.per_friend}


def only_a_name() -> PluginFacts:
    """Return the facts of a player of which nothing but the name is known."""
    return {
        "summary": "",
        "doc": "",
        "source": "",
        "file": "",
        "parameters": {},
        "code": "",
        "reads_game": False,
        "members": [],
        "compiled": True,
    }


def describe_kind(kind: Kind) -> KindFacts:
    """Return what results keep of a kind: a strategy with a partner rule."""
    return {
        "strategy": {"name": kind.strategy.name, **describe(kind.strategy)},
        "partner": {"name": kind.partner.name, **describe(kind.partner)},
    }


def manifest(seed: int, **more: Any) -> dict[str, Any]:
    """Return how a run can be repeated: when it was played, with which versions and which seed."""
    return {
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "seed": seed,
        **more,
    }


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return dict(_versions())


@cache
def _versions() -> dict[str, str]:
    from importlib.metadata import version

    import tournament

    found = {name: version(name) for name in ("numba", "llvmlite", "numpy", "pandas")}
    return {
        "tournament": tournament.__version__,
        "python": platform.python_version(),
        **found,
        "machine": platform.machine(),
    }
