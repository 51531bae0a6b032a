"""What `check` says of rules that keep the contract, to the letter."""

import pytest

from tournament import C, D, partner_rule, strategy, testing

PLAYED = {
    "keeps to itself": "it uses nothing but what a rule may use.",
    "plays": "1120 turns against 6 opponents and itself; always C or D.",
    "lasts": "24,400 more turns, in matches of up to 5,000 turns.",
    "repeats": "the same seed plays the same match, whatever was played before.",
    "travels": "it can be sent to other processes.",
}
FAST = {
    "compiles": "it plays at full speed.",
    "endures": "560,000 turns at full speed, in matches of 20,000 turns.",
    "agrees": "compiled and in plain Python it makes the same moves.",
}
ALONE = dict.fromkeys(("endures", "agrees"), "there is only the one in plain Python.")
DECLARED = {"compiles": "declared compiled=False: it plays, slowly, in plain Python."}
FORBIDDEN = {
    "compiles": "NUMBA_DISABLE_JIT keeps Numba from compiling: it plays, slowly, in plain Python."
}
RATED = {
    "keeps to itself": PLAYED["keeps to itself"],
    "rates": "960 gifts in 2 seasons of 12 towns; always a number.",
}


@strategy(grudge=0)
def good(me, opponent, p=0.5):
    """Defect now and then, after three defections."""
    if opponent.last == D:
        me.grudge += 1
    return D if me.grudge > 2 and me.chance(p) else C


@strategy(compiled=False)
def silent(me, opponent):
    return C


@partner_rule
def kind(me, friend, table=1.0):
    """Give to the nice."""
    return friend.nice if me.chance(0.5) else friend.received


@partner_rule(compiled=False)
def refuses(me, friend, budget=3, other=1):
    """Give nothing."""
    return -float("inf")


DESCRIBED = {
    good: ("Defect now and then, after three defections.", "all parameters have values (1)."),
    silent: ("it has no docstring; one sentence says what it does.", "no parameters."),
    kind: ("Give to the nice.", "all parameters have values (1)."),
    refuses: ("Give nothing.", "all parameters have values (2)."),
}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A machine that is busy plays all matches, too."""
    monkeypatch.setattr(testing.strategies, "PATIENCE", 1e9)


def said(checks):
    """Return sentences, and what is no more than advice."""
    assert all(check.passed for check in checks)
    advice = {check.name for check in checks if check.outcome == "advice"}
    return {check.name: check.sentence for check in checks}, advice


def whole(rule, *parts):
    """Return the sentences in their order."""
    begins = dict(zip(("describes itself", "has values"), DESCRIBED[rule], strict=True))
    return begins | {name: text for part in parts for name, text in part.items()}


@pytest.mark.parametrize(
    ("rule", "parts", "advice"),
    [(good, (PLAYED, FAST), set()),
     (silent, (PLAYED, DECLARED, ALONE), {"describes itself", "compiles"})],
    ids=["good", "silent"],
)  # fmt: skip
def test_strategies(rule, parts, advice):
    found = said(testing.check_strategy(rule))
    assert found == (whole(rule, *parts), advice)
    assert list(found[0]) == list(whole(rule, *parts))


GIVES = {"compiles": "the engine can play it.", "agrees": "compiled it gives as in plain Python."}
NOTHING = {"rates": "0 gifts in 2 seasons of 12 towns; always a number."}
ONE = {"agrees": ALONE["agrees"]}


@pytest.mark.parametrize(
    ("rule", "parts", "advice"),
    [(kind, (RATED, GIVES), set()),
     (refuses, (RATED, NOTHING, DECLARED, ONE), {"rates", "compiles"})],
    ids=["kind", "refuses"],
)  # fmt: skip
def test_partner_rules(rule, parts, advice):
    found = said(testing.check_partner_rule(rule))
    assert found == (whole(rule, *parts), advice)
    assert list(found[0]) == list(whole(rule, *parts))


def test_where_numba_may_not_compile(monkeypatch):
    for module in (testing.strategies, testing.partners):
        monkeypatch.setattr(module, "can_compile", lambda: False)
    assert said(testing.check_strategy(good)) == (
        whole(good, PLAYED, FORBIDDEN, ALONE), {"compiles"}
    )  # fmt: skip
    assert said(testing.check_partner_rule(kind)) == (
        whole(kind, RATED, FORBIDDEN, ONE), {"compiles"}
    )  # fmt: skip
