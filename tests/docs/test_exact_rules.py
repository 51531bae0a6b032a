"""The page of exact rules says what is found. If this fails: `python docs/make/make_exact.py`."""

import make_exact
import pytest

LISTED = dict(make_exact.listed(make_exact.PAGE.read_text(encoding="utf-8")))
RULES = {rule.name: rule for rule in make_exact.rules()}
EXACT = [name for name, cell in LISTED.items() if cell.rstrip("*").replace(",", "").isdigit()]
REFUSED = [name for name in LISTED if name not in EXACT]
FEW = [name for name in EXACT if len(LISTED[name]) < 3]


def found(name):
    return make_exact.row(RULES[name]).cells()


def told(name):
    return f"| {name} | {LISTED[name]} |"


def test_the_page_lists_each_rule_once():
    assert list(LISTED) == EXACT + REFUSED
    assert sorted(LISTED) == sorted(RULES)


def test_most_rules_are_exact():
    assert len(EXACT) == 190
    text = make_exact.PAGE.read_text(encoding="utf-8")
    assert f"{len(EXACT)} of {len(LISTED)} rules are exact." in text


def test_reasons_are_sentences():
    told_as = ("has ", "is not followed in ", "calculates ")
    assert all(LISTED[name].startswith(told_as) for name in REFUSED)


@pytest.mark.parametrize("name", FEW[::6])
def test_rules_with_few_states_are_as_the_page_says(name):
    assert found(name) == told(name)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*EXACT[1::4], *REFUSED[::16]])
def test_all_exact_rules_are_as_the_page_says(name):
    assert found(name) == told(name)
