"""What the package `strategies` shows: to type checkers, to `help()`, and by name."""

import inspect
import pydoc
import re
import subprocess
import sys
from pathlib import Path

import pytest

import strategies
from tournament import PartnerRule, Strategy
from tournament.authors.registry import library
from tournament.errors import UnknownName

STUB = Path(strategies.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
EVERYBODY = library(PartnerRule) | library()


def test_type_checkers_are_told_of_every_family():
    """A line for each module that has plugins or functions, and no other."""
    listed = re.findall(r"^from \.([\w.]+) import \*$", STUB, re.M)
    modules = {plugin.module.removeprefix("strategies.") for plugin in EVERYBODY.values()}
    assert listed == sorted(modules.union(strategies.FUNCTIONS))


@pytest.mark.slow
def test_type_checkers_know_every_name(tmp_path):
    shown = [f"reveal_type(strategies.{name})" for name in EVERYBODY]
    code = ["import strategies", *shown, "reveal_type(strategies.tit_for_tat(p=1))"]
    (tmp_path / "code.py").write_text("\n".join([*code, "strategies.tit_for_tatt"]))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(tmp_path / "code.py")],
        cwd=Path(strategies.__file__).parents[1], capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.findall(r'Revealed type is "([\w.]+)"', done.stdout)
    types = {Strategy: "tournament.authors.strategy.Strategy"}
    types[PartnerRule] = "tournament.authors.partners.PartnerRule"
    assert found == [types[type(plugin)] for plugin in EVERYBODY.values()] + [types[Strategy]]
    assert 'Module has no attribute "tit_for_tatt"; maybe "tit_for_tat"' in done.stdout
    assert "Found 1 error" in done.stdout


# -- help -----------------------------------------------------------------------------------------


def helped(thing: object) -> str:
    return pydoc.render_doc(thing, renderer=pydoc.plaintext)


def test_help_shows_a_strategys_own_text():
    lines = helped(strategies.tit_for_tat).splitlines()
    assert lines[0].endswith("Strategy in module strategies.classic.tit_for_tats")
    assert lines[2] == "tit_for_tat()"
    own = [f"    {line}".rstrip() for line in strategies.tit_for_tat.doc.splitlines()]
    assert [line.rstrip() for line in lines[3:]] == own


def test_help_shows_parameters_and_their_values():
    lines = helped(strategies.joss).splitlines()
    assert lines[0].endswith("Strategy in module strategies.tables.memory_one_rules")
    assert lines[2] == "joss(p_cc=0.9, p_cd=0.0, p_dc=0.9, p_dd=0.0, first=1.0)"
    assert (
        lines[3] == "    Tit for tat that defects in one of ten turns in which it should cooperate."
    )
    variant = strategies.generous_tit_for_tat(generosity=0.5)
    assert inspect.signature(variant).parameters["generosity"].default == 0.5
    assert helped(variant).splitlines()[2].startswith("generous_tit_for_tat(generosity=0.5)(")


def test_help_shows_a_partner_rules_own_text():
    lines = helped(strategies.choice_and_refusal).splitlines()
    assert lines[2].startswith("choice_and_refusal(tolerance=")
    assert lines[3].strip() == strategies.choice_and_refusal.doc.splitlines()[0]


def test_the_source_of_a_rule_can_be_seen():
    assert inspect.getsource(strategies.tit_for_tat).startswith("@strategy")


# -- by name --------------------------------------------------------------------------------------


def test_get_finds_strategies_and_partner_rules():
    assert strategies.get("tit_for_tat") is strategies.tit_for_tat
    assert strategies.get("anyone") is strategies.anyone
    with pytest.raises(UnknownName, match="Did you mean 'tit_for_tat'"):
        strategies.get("tit_for_tatt")


def test_a_strategy_goes_before_a_partner_rule_of_its_name(monkeypatch):
    named = strategies.anyone.named("tit_for_tat")
    rules = {**library(PartnerRule), "tit_for_tat": named}
    found = {Strategy: library(), PartnerRule: rules}
    for name in ("installed", "library"):
        monkeypatch.setattr(strategies, name, lambda of=Strategy: found[of])
    assert strategies.get("tit_for_tat") == library()["tit_for_tat"]
    monkeypatch.delitem(vars(strategies), "tit_for_tat", raising=False)
    assert strategies.tit_for_tat == library()["tit_for_tat"]


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("cycler", "; write strategies.scripted, or strategies.get('cycler')"),
        ("no_such_rule_at_all", ""),
        ("_hidden", ""),
    ],
)
def test_what_is_no_attribute_may_be_another_name_of_a_rule(name, more):
    with pytest.raises(AttributeError) as error:
        getattr(strategies, name)
    assert str(error.value) == f"module 'strategies' has no attribute {name!r}{more}"
