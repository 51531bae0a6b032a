"""Programs that are shown to all three doors: the referee, the compiler and `tournament check`."""

import itertools
import linecache
import re
from textwrap import indent

import pytest

from tournament import Match, testing
from tournament.engine.kernels.compiler import compile_rule
from tournament.errors import PluginError

HEAD = "from tournament import C, D, strategy, partner_rule\nimport math\nimport numpy as np\n"
FILE = "mine.py"
_numbers = itertools.count()


def _made(
    body: str,
    *,
    above: str = "",
    takes: str = "",
    decorator: str = "@strategy",
    source: bool = True,
):
    """Return the plugin `rule` of a file; the file cannot be read again without `source`."""
    text = f"{HEAD}{above}\n{decorator}\ndef rule(me, opponent{takes}):\n{indent(body, '    ')}\n"
    name = f"/law/{next(_numbers)}/{FILE}"
    if source:
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    space = {"__name__": "mine"}
    exec(compile(text, name, "exec", dont_inherit=True), space)
    return space["rule"]


def _doors(rule):
    """Return what the referee, the compiler and `check` say of a rule; None if it may play."""
    yield _said(lambda: Match(rule, rule, turns=3, engine="python").play())
    if rule.compiled:
        yield _said(lambda: compile_rule(rule))
    checks = testing.checks.keeps_to_itself
    yield _said(lambda: checks(rule, ("me", "opponent")))


def _said(attempt):
    try:
        attempt()
    except PluginError as error:
        return str(error)
    return None


def _refused(rule) -> str:
    """Return the sentence that all doors say."""
    first, *others = _doors(rule)
    assert first is not None, "it plays"
    assert others == [first] * len(others)
    assert re.match(rf"{FILE}:\d+: rule ", first), first
    assert len(first) < 300
    assert "<" not in first
    return first


@pytest.fixture(name="made")
def _fixture_made():
    return _made


@pytest.fixture(name="refused")
def _fixture_refused():
    return _refused


@pytest.fixture(name="doors")
def _fixture_doors():
    return _doors
