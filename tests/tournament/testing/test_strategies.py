"""The checks for plugin authors: each finds its mistake, and what is right passes."""

import re
from pathlib import Path

import pytest

from tournament import Match, testing
from tournament.authors import registry
from tournament.authors.law.sentences import CHANGES, SETS
from tournament.authors.strategy import Strategy

IMPORTS = "from tournament import C, D, strategy\n"


@pytest.fixture
def load(tmp_path: Path):
    """Return a function: the one strategy of a file with this text."""

    def one(text: str, **parameters: object) -> Strategy:
        file = tmp_path / "mine.py"
        file.write_text(IMPORTS + text)
        return registry.load(file)[0](**parameters)

    return one


def outcomes(strategy: Strategy) -> dict[str, str]:
    return {check.name: check.outcome for check in testing.check_strategy(strategy, seconds=0.5)}


def failure(strategy: Strategy) -> tuple[str, str]:
    (check,) = [c for c in testing.check_strategy(strategy, seconds=0.5) if not c.passed]
    return check.name, check.sentence


def test_a_good_rule_passes(load):
    good = load(
        "@strategy(grudge=0)\ndef good(me, opponent, p=0.5):\n    'Does good.'\n"
        "    if opponent.last == D:\n        me.grudge += 1\n    return D if me.grudge > 2 and "
        "me.chance(p) else C\n"
    )
    assert set(outcomes(good).values()) == {"passed"}
    assert len(outcomes(good)) == 10


def test_a_missing_docstring_is_advice(load):
    assert (
        outcomes(load("@strategy\ndef f(me, opponent):\n    return C\n"))["describes itself"]
        == "advice"
    )


@pytest.mark.parametrize(
    ("body", "name", "sentence"),
    [
        ("while True: pass", "plays", "f took more than 0.5 s over one move"),
        ("return 7", "plays", "f must return C or D; in turn 1 it returned 7"),
        ("pass", "plays", "f must return C or D; it returns nothing on"),
        (
            "return opponent.betrayed",
            "keeps to itself",
            "f reads opponent.betrayed; a player sees only its opponent's moves",
        ),
        ("me.anger = 1; return C", "keeps to itself", "declare it as memory, @strategy("),
        ("return C if 1 / me.turn else D", "plays", "f raised ZeroDivisionError in turn 1"),
        ("return C if me.turn < 60 else [C][1]", "plays", "f raised IndexError in turn 61"),
        ("return opponent.last if me.turn != 0 else 255", "plays", "in turn 1 it returned"),
    ],
)
def test_what_goes_wrong_while_playing(load, body, name, sentence):
    found, said = failure(load(f"@strategy\ndef f(me, opponent):\n    'Text.'\n    {body}\n"))
    assert found == name
    assert re.match(r"mine\.py:\d: ", said)
    assert sentence in said


@pytest.mark.parametrize("begins", [71, 333, 4_000])
@pytest.mark.parametrize("told", ["== -1", "!= -1"])
def test_a_loop_that_begins_late(load, begins, told):
    body = f"while me.turn == {begins} and me.turns {told}: pass\n    return C"
    found, said = failure(load(f"@strategy\ndef f(me, opponent):\n    'Text.'\n    {body}\n"))
    assert found == "lasts"
    assert said == f"mine.py:2: f took more than 0.5 s over one move (turn {begins + 1})."


def test_the_docs_say_how_long_the_longest_match_is():
    page = Path(__file__).parents[3] / "docs" / "how_to" / "building.md"
    longest = f"The longest matches have {testing.strategies.LONGEST:,} turns."
    assert longest in page.read_text(encoding="utf-8")
    endured = f"of {testing.strategies.ENDURED:,} turns against all of them"
    assert endured in page.read_text(encoding="utf-8")


def test_a_rule_that_is_too_slow_for_long_matches(load, monkeypatch):
    monkeypatch.setattr(testing.strategies, "PATIENCE", 0.0)
    slow = load("@strategy\ndef f(me, opponent):\n    'Text.'\n    return C\n")
    (lasts,) = [c for c in testing.check_strategy(slow) if c.name == "lasts"]
    assert lasts.outcome == "advice"
    assert lasts.sentence == (
        "400 more turns, in matches of up to 200 turns; the rule is too slow to check longer ones."
    )


def test_moves_print_as_moves_in_plain_python(load, capsys):
    shows = load(
        "@strategy(compiled=False)\ndef f(me, opponent):\n    'Text.'\n"
        "    print(opponent.last, [me.move(1)], opponent.history, me.intended, sep=', ')\n"
        "    return D\n"
    )
    Match(shows, "always_cooperate", turns=3).play()
    assert capsys.readouterr().out.splitlines() == [
        "nothing played, [nothing played], nothing played, nothing played",
        "C, [D], C, D",
        "C, [D], CC, D",
    ]


def test_a_parameter_without_a_value(load):
    needy = load(
        "@strategy\ndef f(me, opponent, p: float):\n    'Text.'\n    return C if me.chance(p) "
        "else D\n"
    )
    assert failure(needy) == (
        "has values",
        "mine.py:2: give its parameters values, or play f(p=...).",
    )
    assert "has values" not in {
        c.name for c in testing.check_strategy(needy(p=0.5)) if not c.passed
    }


def test_a_parameter_that_is_written_to(load):
    name, sentence = failure(
        load("@strategy\ndef f(me, opponent, p=(1, 0)):\n    'Text.'\n    p[0] = 0\n    return C\n")
    )
    assert name == "keeps to itself"
    assert sentence == f"mine.py:5: f {CHANGES}"


def test_a_rule_that_remembers_in_a_global(load):
    sly = load(
        "n = 0\n@strategy\ndef f(me, opponent):\n    'Text.'\n    global n\n    n += 1\n"
        "    return n % 2\n"
    )
    name, sentence = failure(sly)
    assert name == "keeps to itself"
    assert sentence.endswith(": f " + SETS.format(name="n"))


def test_a_rule_that_draws_elsewhere(load):
    dice = load(
        "import random\n@strategy(compiled=False)\ndef f(me, opponent):\n    'Text.'\n    return "
        "random.randrange(2)\n"
    )
    name, sentence = failure(dice)
    assert name == "keeps to itself"
    assert "draw only with me.chance" in sentence


def test_a_rule_without_a_name_of_its_own_does_not_travel(load):
    text = (
        "def make(k):\n    @strategy\n    def inner(me, opponent):\n        'Text.'\n"
        "        return k\n"
        "    return inner\nalways_c = make(C).named('always_c')\n"
    )
    assert outcomes(load(text).named("always_c"))["travels"] == "failed"


def test_a_rule_that_cannot_be_compiled(load):
    hard = load(
        "@strategy\ndef f(me, opponent):\n    'Text.'\n    return len(f'{me.turn:>3}') % 2\n"
    )
    name, sentence = failure(hard)
    assert name == "keeps to itself"
    assert re.match(r"mine\.py:\d: f ", sentence)
    assert "Traceback" not in sentence
    slow = load(
        "@strategy(compiled=False)\ndef f(me, opponent):\n    'Text.'\n    return "
        "len(f'{me.turn:>3}') % 2\n"
    )
    assert outcomes(slow)["compiles"] == "advice"
