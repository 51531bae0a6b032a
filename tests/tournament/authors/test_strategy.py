"""The author's vocabulary: what a strategy is, its variants, names and identity."""

import pickle

import numpy as np
import pytest

import strategies
from tournament import C, D, Match, strategy
from tournament.authors.code_hash import code_hash
from tournament.authors.vocabulary import NO_MOVE

SCORES = {"weight": 2}


@strategy(betrayed=False, seen=[0, 0])
def grim(me, opponent, patience=2, generosity=1 / 3, table=(0.5, 1)):
    """Forgive twice.

    More about it.

    Source: Friedman (1971), p. 3. Also called: grim trigger, spiteful.
    """
    return C


@strategy
def plain(me, opponent):
    return C


def test_it_is_described_by_its_docstring():
    assert grim.name == "grim"
    assert grim.summary == "Forgive twice."
    assert grim.source == "Friedman (1971), p. 3"
    assert grim.also_called == "grim trigger, spiteful"
    assert grim.location.startswith("test_strategy.py:")
    assert plain.doc == plain.summary == plain.source == plain.also_called == ""


def test_variants_have_readable_names():
    assert grim(patience=3).name == "grim(patience=3)"
    assert grim(3, 0.25).name == "grim(patience=3, generosity=0.25)"
    assert grim(patience=2).name == "grim"
    assert repr(strategies.scripted("CCD")) == "scripted(moves=CCD)"
    assert grim(3).named("patient", "Waits.").summary == "Waits."


def test_variants_keep_the_parameters_type():
    varied = grim(generosity=1, patience=np.int32(4), table=[1, 0])
    assert [type(v) for v in varied.parameters.values()] == [int, float, np.ndarray]
    assert varied.parameters["table"].dtype == np.float64


def test_arrays_are_copied_and_cannot_be_changed():
    given = np.array([0.1, 0.2])
    varied = grim(table=given)
    given[0] = 9
    assert varied.parameters["table"].tolist() == [0.1, 0.2]
    for value in (varied.parameters["table"], varied.memory["seen"]):
        with pytest.raises(ValueError, match="read-only"):
            value[0] = 1


def test_long_arrays_have_short_names_that_differ():
    one, two = (grim(table=np.arange(100) + k) for k in (0, 1))
    assert one.name != two.name
    assert len(one.name) < 40


def test_equality_is_rule_and_parameters():
    assert grim(patience=3) == grim(3) == grim(3).named("other")
    assert hash(grim(patience=3)) == hash(grim(3).named("other"))
    assert len({grim, grim(3), grim(4), plain, grim(patience=2)}) == 4
    assert grim != plain
    assert grim != "grim"

    @strategy
    def other(me, opponent):
        return D

    assert other != plain


def test_a_default_is_part_of_the_rule():
    @strategy
    def one(me, opponent, p=0.1):
        return C if me.chance(p) else D

    @strategy
    def two(me, opponent, p=0.2):
        return C if me.chance(p) else D

    assert one != two


def test_it_travels():
    for one in (strategies.joss, strategies.scripted("CCD"), strategies.grudger.named("mine")):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        assert again.name == one.name


def test_draws_are_found_in_what_a_rule_calls():
    def helper(me):
        return me.uniform() < 0.5

    @strategy
    def calls(me, opponent):
        return helper(me)

    assert calls.draws
    assert not plain.draws
    assert strategy(compiled=False)(lambda me, opponent: 0).draws


def test_before_the_first_move_there_is_none():
    assert NO_MOVE not in (C, D)

    @strategy
    def asks(me, opponent):
        nothing = me.last == me.intended == opponent.last == me.move(1) == opponent.move(9)
        return D if nothing and me.last != C and me.last != D else C

    assert Match(asks, plain, turns=3, seed=1).play().text(0) == "DCC"


def test_memory_starts_anew_in_every_match():
    @strategy(count=0, seen=[0, 0])
    def counts(me, opponent):
        me.count += 1
        me.seen[0] += 1
        return D if me.count > 2 or me.seen[0] > 2 else C

    for engine in ("compiled", "python"):
        for _ in range(2):
            assert Match(counts, plain, turns=4, seed=1, engine=engine).play().text(0) == "CCDD"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"patienc": 3}, r"`grim` has no parameter `patienc`; it has `patience`, `generosity`"),
        ({"patience": 1.5}, r"`patience` of `grim` must be an integer; got 1\.5\."),
        ({"patience": True}, r"`patience` of `grim` must be an integer; got True\."),
        ({"generosity": "much"}, r"`generosity` of `grim` must be a number; got 'much'\."),
        ({"generosity": [1]}, r"`generosity` of `grim` must be a number; got \[1\]\."),
        ({"table": 0.5}, r"`table` of `grim` must be an array of numbers; got 0\.5\."),
        ({"table": ["a"]}, r"`table` of `grim` must be an array of numbers; got \['a'\]\."),
        ({"table": [[1], [1, 2]]}, r"`table` of `grim` must be an array of numbers"),
        ({"table": []}, r"`table` of `grim` must be an array of numbers; got \[\]\."),
    ],
)
def test_wrong_parameters(words, message):
    with pytest.raises(TypeError, match=message):
        grim(**words)


def test_wrong_parameters__positions():
    with pytest.raises(TypeError, match=r"`plain` has 0 parameters; got 1 values\."):
        plain(3)
    with pytest.raises(TypeError, match="`patience` of `grim` is given twice"):
        grim(3, patience=3)
    with pytest.raises(TypeError, match="`plain` has no parameter `p`; it has none"):
        plain(p=1)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (lambda me: C, r"must be written `def <lambda>\(me, opponent, parameter=default"),
        (lambda me, opponent, *rest: C, r"got `\(me, opponent, \*rest\)`"),
        (lambda me, opponent, **rest: C, r"got `\(me, opponent, \*\*rest\)`"),
        (lambda me, opponent=1: C, r"got `\(me, opponent=1\)`"),
        (lambda me, opponent, p="much": C, r"`p` of `<lambda>` must be .*; got 'much'"),
    ],
)
def test_wrong_rules(rule, message):
    with pytest.raises(TypeError, match=message):
        strategy(rule)


def test_wrong_rules__not_a_function():
    with pytest.raises(TypeError, match=r"@strategy goes on a function `rule\(me, opponent\)`"):
        strategy(42)


@pytest.mark.parametrize(
    ("memory", "message"),
    [
        ({"turn": 0}, r"test_strategy.py:\d+: rule: `turn` cannot be a memory; the name is taken"),
        ({"p": 0}, r"`p` cannot be a memory; the name is taken by `me.p` or a parameter"),
        ({"anger": "much"}, r"memory `anger` must start as a boolean, a number or an array"),
        ({"anger": None}, r"memory `anger` must start as .*; got None"),
        ({"anger": []}, r"memory `anger` must start as .*; got \[\]"),
    ],
)
def test_wrong_memory(memory, message):
    def rule(me, opponent, p=1):
        return C

    with pytest.raises(TypeError, match=message):
        strategy(**memory)(rule)


def test_errors_name_the_variant_that_was_called():
    hare = grim(patience=2).named("hare", "Run.")
    with pytest.raises(TypeError, match="`hare` has no parameter `speed`"):
        hare(speed=3)


# -- the hash of a rule ----------------------------------------------------------------------------


def test_the_hash_of_a_rule_without_members_is_that_of_its_code():
    assert plain.code == plain.rule_code == plain.named("other").code
    assert plain.code == code_hash(plain.rule, plain.depends_on())
    assert grim(3).code == grim.code


def test_the_hash_of_a_team_is_that_of_its_rule_and_of_its_members():
    @strategy(history="own")
    def team(me, opponent):
        return me.members[0].vote

    teams = [team([plain]), team([grim]), team([grim(3)]), team([plain, grim]), team([grim, plain])]
    assert len({each.code for each in teams}) == len(teams)
    assert {each.rule_code for each in teams} == {team.rule_code}
    assert team([plain]).code == team([plain.named("other")]).code
