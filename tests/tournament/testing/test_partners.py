"""The checks of partner rules: each finds its mistake, and what is right passes."""

import pytest

from tournament import PartnerRule, partner_rule, testing
from tournament.authors import registry
from tournament.authors.registry import library

TEXT = """from tournament import REFUSE, partner_rule


@partner_rule
def mine(me, friend, table={table}):
    "Say something."
    {body}
"""


@pytest.fixture
def load(tmp_path):
    """Return a function: the one partner rule of a file, whose function has this body."""

    def one(body: str, table: str = "1.0", decorator: str = "@partner_rule") -> PartnerRule:
        text = TEXT.format(body=body, table=table).replace("@partner_rule", decorator)
        (tmp_path / "mine.py").write_text(text)
        return registry.load(tmp_path / "mine.py", PartnerRule)[0]

    return one


def outcomes(rule: PartnerRule) -> dict[str, str]:
    return {check.name: check.outcome for check in testing.check_partner_rule(rule)}


ALL = ["describes itself", "has values", "keeps to itself", "rates", "compiles", "agrees"]


def test_a_good_rule_passes(load):
    good = load("return friend.nice if me.chance(0.5) else friend.received")
    assert outcomes(good) == dict.fromkeys(ALL, "passed")


def test_a_rule_in_plain_python_passes_with_advice(load):
    body = "return len(f'{friend.nice:>3}')"
    checks = testing.check_partner_rule(load(body, decorator="@partner_rule(compiled=False)"))
    assert {check.name: check.outcome for check in checks} == dict.fromkeys(ALL, "passed") | {
        "compiles": "advice"
    }
    assert checks[4].sentence == "declared compiled=False: it plays, slowly, in plain Python."


def test_a_rule_that_cannot_be_compiled_may_be_declared_so(load):
    (failed,) = [
        check
        for check in testing.check_partner_rule(load("return len(f'{friend.nice:>3}')"))
        if not check.passed
    ]
    assert failed.name == "keeps to itself"
    assert failed.sentence.startswith("mine.py:")


def test_a_rule_that_refuses_everybody_gets_advice(load):
    assert outcomes(load("return REFUSE"))["rates"] == "advice"


def test_a_rule_without_values(load):
    rule = partner_rule(lambda me, friend, patience: patience)
    assert outcomes(rule) == {"describes itself": "advice", "has values": "failed"}


def test_a_rule_that_answers_nothing(load):
    assert outcomes(load("friend.nice"))["rates"] == "failed"


@pytest.mark.slow
@pytest.mark.parametrize("rule", library(PartnerRule).values(), ids=str)
def test_the_rules_of_the_library_pass(rule):
    assert all(check.passed for check in testing.check_partner_rule(rule))
