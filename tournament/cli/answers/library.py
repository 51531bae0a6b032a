"""What `strategies --json` and `partners --json` print."""

import inspect
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tournament.cli.answers.documents import document

if TYPE_CHECKING:
    from strategies.contents.catalogue import Entry
    from tournament.authors.partners import PartnerRule
    from tournament.authors.plugin import Plugin
    from tournament.authors.strategy import Strategy


def catalogue(found: "Sequence[Entry]") -> dict[str, Any]:
    """Return the document of a list of strategies: rows of the catalogue."""
    return document("strategies", strategies=[row._asdict() for row in found])


def strategies(asked: "Sequence[Strategy]") -> dict[str, Any]:
    """Return the document that explains strategies: a row of the catalogue, and what `rule` has."""
    from strategies.contents.catalogue import entry

    rows = [{**entry(strategy)._asdict(), **rule(strategy)} for strategy in asked]
    return document("strategies", strategies=rows)


def partners(asked: "Sequence[PartnerRule]") -> dict[str, Any]:
    """Return the document of partner rules."""
    return document("partner rules", partner_rules=[rule(each) for each in asked])


def rule(plugin: "Plugin") -> dict[str, Any]:
    """Return the facts that results keep of a rule, its memory, and its text."""
    from tournament.results.provenance import describe

    try:
        text = inspect.getsource(plugin.rule)
    except OSError:  # it is not there any more
        text = ""
    memory = getattr(plugin, "memory", {})
    return {"name": plugin.name, **describe(plugin), "memory": memory, "text": text}
