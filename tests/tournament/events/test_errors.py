"""What bad input gets: one sentence, from both engines; of plugins it begins with file and line."""

import os
import re
from pathlib import Path

import numpy as np
import pytest

import strategies
from tournament import Match, PartnerRule, Results, Season, Strategy, Tournament, load
from tournament.errors import (
    DuplicateName,
    PluginError,
    ResultsError,
    TournamentError,
    UnknownName,
    suggestion,
)
from tournament.referee import match as referee

HEAD = "from tournament import C, D, strategy\n\n\n"
ENGINES = pytest.mark.parametrize("engine", ["compiled", "python"])


@pytest.fixture
def plugin(tmp_path):
    """Return a function: the strategy `rule` of a file my_rule.py with this decorator and body."""

    def write(body: str, decorator: str = "@strategy", signature: str = "", before: str = ""):
        lines = "".join(f"    {line}\n" for line in body.split("\n"))
        file = tmp_path / "my_rule.py"
        file.write_text(f"{HEAD}{before}{decorator}\ndef rule(me, opponent{signature}):\n{lines}")
        (rule,) = load(file)
        return rule

    return write


def sentence(rule: Strategy, engine: str = "compiled", **words) -> str:
    match = Match(rule, strategies.alternator, engine=engine, **({"turns": 20, "seed": 1} | words))
    with pytest.raises(PluginError) as error:
        match.play()
    assert error.value.player == rule.name
    text = str(error.value)
    assert "\n" not in text
    assert "numba" not in text.lower()
    return text


# -- files that are no plugins --------------------------------------------------------------------


@pytest.mark.parametrize(("text", "message"), [
    ("def f(:\n", r"^my_rule\.py:1: the file is not valid Python: "),
    ("x = 1\n\n1 / 0\n", r"^my_rule\.py:3: the file cannot be run: ZeroDivisionError: division"),
    ("x = 1\n", r"my_rule\.py: the file defines no strategy; write @strategy above"),
    (HEAD + "@strategy\ndef f(me):\n    return C\n", r"^my_rule\.py:4: f must be written `def f\("),
    (HEAD + "@strategy(turn=1)\ndef f(me, opponent):\n    return C\n",
     r"^my_rule\.py:4: f: `turn` cannot be a memory"),
])  # fmt: skip
def test_unreadable_plugins(tmp_path, text, message):
    file = tmp_path / "my_rule.py"
    file.write_text(text)
    with pytest.raises(PluginError, match=message):
        load(file)


def test_unreadable_plugins__missing_file(tmp_path):
    with pytest.raises(PluginError, match=r"none\.py: there is no such file or folder\."):
        load(tmp_path / "none.py")


# -- rules that fail ------------------------------------------------------------------------------

AT = r"^my_rule\.py:{}: rule "


@ENGINES
@pytest.mark.parametrize(("body", "line", "message"), [
    ("return 2", 4, r"must return C or D; in turn 1 it returned 2\."),
    ("return -1", 4, r"must return C or D; in turn 1 it returned -1\."),
    ("return 256 if me.turn == 3 else 0", 4, r"must return C or D; in turn 4 it returned 256\."),
    ("return opponent.last", 4, r"must return C or D; in turn 1 it returned a move not"),
    ("return C if 1 // (me.turn - 3) else D", 6, "raised ZeroDivisionError in turn 4: .*zero"),
    ("x = me.turn - 2\nreturn C if 1.0 / x < 1 else D", 7,
     "raised ZeroDivisionError in turn 3: .*zero"),
    ("return C if me.turn % (me.turn - 1) else D", 6, "raised ZeroDivisionError in turn 2: "),
    ("p = 1e308 * 1e10\nreturn D if me.chance(p - p) else C", 7,
     r"raised ValueError in turn 1: chance\(p\) needs a probability; got nan"),
    ("return me.integer(2 - me.turn)", 6, r"raised ValueError in turn 3: integer\(n\) needs n of"),
    ("return opponent.move(0) % 2", 6, r"raised IndexError in turn 1: move\(k\) counts turns back"),
    ("return opponent.history[0]", 6, "raised IndexError in turn 1: "),
    ("return me.history[-2] if me.turn > 0 else 0", 6, "raised IndexError in turn 2: "),
    ("if me.turn == 4:\n    raise ValueError('no more')\nreturn C", 7,
     "raised ValueError in turn 5: no more"),
])  # fmt: skip
def test_rules_that_fail(plugin, engine, body, line, message):
    assert re.search(AT.format(line) + message, sentence(plugin(body), engine))


NOTHING = "nothing on some path: end it with `return C` or `return D`"
TRUTH = "True or False: write `return D if ... else C`"
TEXT = "text: write C and D without quotation marks"


@ENGINES
@pytest.mark.parametrize(("body", "line", "returned"), [
    ("if me.turn < 3:\n    return C", 4, NOTHING),
    ("pass", 4, NOTHING),
    ("return None", 6, NOTHING),
    ("if me.turn > 3:\n    return\nreturn C", 7, NOTHING),
    ("return 0.5", 6, "a float"),
    ("return 0.0", 6, "a float"),
    ("return me.score", 4, "a float"),
    ("return 'C'", 6, TEXT),
    ("x = 'D'\nreturn C if me.turn == 9 else x", 7, TEXT),
    ("return True", 6, TRUTH),
    ("return C if me.turn == 0 else False", 6, TRUTH),
    ("return opponent.last == D", 6, TRUTH),
    ("return not me.chance(0.5)", 6, TRUTH),
    ("return me.chance(0.5)", 6, TRUTH),
    ("return D if opponent.last == D else me.chance(0.5)", 6, TRUTH),
    ("return C, D", 4, "a tuple"),
])  # fmt: skip
def test_what_is_no_move_gets_the_same_sentence_in_both_engines(
    plugin, engine, body, line, returned
):
    expected = f"my_rule.py:{line}: rule must return C or D; it returns {returned}."
    assert sentence(plugin(body), engine) == expected


ASKS = "takes a move for true or false; compare it with `== C` or `== D`."
BY_IS = "compares a move by `is`; write `== C` or `== D`."
NONE = "compares a move with None; no move is None: before the first, `me.turn == 0`."


@ENGINES
@pytest.mark.parametrize(("body", "line", "said"), [
    ("if opponent.last:\n    return D\nreturn C", 6, ASKS),
    ("x = 1\nreturn D if not opponent.move(3) else C", 7, ASKS),
    ("return D if opponent.last and me.turn > 3 else C", 6, ASKS),
    ("return D if bool(me.intended) else C", 6, ASKS),
    ("last = opponent.history[-1] if me.turn > 0 else C\nwhile last:\n    return D\nreturn C", 7,
     ASKS),
    ("return D if opponent.last == 'D' else C", 6,
     "compares a move with the text 'D'; write D without quotation marks."),
    ("return D if opponent.last in ('C', 'D') else C", 6,
     "compares a move with the text 'C'; write C without quotation marks."),
    ("return D if 'defect' != me.move(1) else C", 6,
     "compares a move with the text 'defect'; write `== C` or `== D`."),
    ("return D if opponent.last is D else C", 6, BY_IS),
    ("return D if opponent.last is None else C", 6, NONE),
    ("return D if opponent.last == None else C", 6, NONE),
    ("return D if opponent.last == True else C", 6,
     "compares a move with True; write `== C` or `== D`."),
    ("return D if opponent.last == -1 else C", 6,
     "compares a move with -1; write `== C` or `== D`."),
])  # fmt: skip
def test_moves_are_compared_with_moves_in_both_engines(plugin, engine, body, line, said):
    assert sentence(plugin(body), engine) == f"my_rule.py:{line}: rule {said}"


@ENGINES
@pytest.mark.parametrize(("body", "line", "said"), [
    ("return D if opponent.last == 'D' else C", 4,
     "compares a move with the text 'D'; write D without quotation marks."),
    ("return D if 'd' != me.last else C", 4,
     "compares a move with the text 'd'; write `== C` or `== D`."),
    ("if opponent.last: return D\n    return C", 4, ASKS),
    ("x = opponent.move(2)\n    while x: return D\n    return C", 5, ASKS),
    ("if me.turn > 0 and not me.history[-1]: return D\n    return C", 4, ASKS),
])  # fmt: skip
def test_rules_without_source(engine, body, line, said):
    space = {}
    text = (
        f"from tournament import C, D, strategy\n@strategy\ndef rule(me, opponent):\n    {body}\n"
    )
    exec(compile(text, "<prompt>", "exec"), space)
    assert sentence(space["rule"], engine) == f"<prompt>:{line}: rule {said}"


@ENGINES
def test_numbers_and_truth_values_pass_without_source(engine):
    space = {}
    exec(
        "from tournament import C, D, strategy\n@strategy(hit=False, seen=[0, 0])\n"
        "def rule(me, opponent):\n"
        "    me.hit = opponent.last == D and me.seen.sum() == 0\n"
        "    return D if me.turn and not me.turn == 3 and me.hit else opponent.last * 0\n", space
    )  # fmt: skip
    assert Match(space["rule"], "alternator", turns=6, engine=engine).play().text(0) == "CCDCDC"


@ENGINES
def test_moves_in_functions_that_an_author_compiled(plugin, engine):
    before = (
        "from numba import njit\n\nBOTH = (C, D)\n\n\n@njit\ndef worse(a, b=C):\n"
        "    return D if a == D or b == D else C\n\n\n"
        "def other(a, default=D):\n    return BOTH[1 - a] if a < 2 else default\n\n\n"
    )
    rule = plugin("return worse(other(opponent.last))", before=before)
    assert Match(rule, "alternator", turns=6, engine=engine).play().text(0) == "DDCDCD"


def test_a_misuse_in_a_season_and_in_a_partner_rule(tmp_path):
    file = tmp_path / "my_partner.py"
    file.write_text(
        "from tournament import C, D, partner_rule\n\n\n@partner_rule\n"
        "def asks(me, friend):\n    return 1.0 if friend.last else 0.0\n\n\n@partner_rule\n"
        "def none(me, friend):\n    return 1.0 if friend.my_last is None else 0.0\n"
    )
    asks, none = load(file, PartnerRule)
    for rule, line, said in (
        (asks, 6, ASKS),
        (none, 11, "compares a move with None; no move is None: before the first,"
         " `friend.exchanges == 0`."),
    ):  # fmt: skip
        for engine in ("compiled", "python"):
            season = Season(
                [("tit_for_tat", rule)], towns=4, friends=2, days=2, gifts_per_day=1, seed=1,
                engine=engine,
            )  # fmt: skip
            with pytest.raises(PluginError) as error:
                season.play(progress=False, threads=1)
            assert str(error.value) == f"my_partner.py:{line}: {rule.name} {said}"


@ENGINES
@pytest.mark.parametrize(("body", "message"), [
    ("return opponent.betrayed",
     r"reads opponent\.betrayed; a player sees only its opponent's mov"),
    ("return opponent.lsat", r"reads opponent\.lsat; .*moves\. Did you mean 'last'\?"),
    ("return opponent.turn", r"reads opponent\.turn; a player sees only"),
    ("return opponent.chance(1)", r"reads opponent\.chance; a player sees only"),
    ("opponent.x = 1\nreturn C", r"sets opponent\.x; a player cannot change its opponent\."),
    ("opponent.last = 1\nreturn C",
     r"sets opponent\.last; a player cannot change its opponent\."),
    ("return me.angre",
     r"reads me\.angre; declare it as memory, @strategy\(angre=\.\.\.\)\. "
     r"Did you mean 'anger'\?"),
    ("me.grudge = 1\nreturn C",
     r"sets me\.grudge; declare it as memory, @strategy\(grudge=\.\.\."),
    ("me.turn = 1\nreturn C",
     r"sets me\.turn; the engine keeps it, and a rule sets only its own me"),
    ("me.table = [1, 2]\nreturn C",
     r"sets me\.table, an array; set its elements, me\.table\[:\]"),
    ("me.anger = 0.5\nreturn C",
     r"sets me\.anger, declared as int, to float; declare it with a st"),
    ("me.anger += 1 / 2\nreturn C", r"sets me\.anger, declared as int, to float"),
    ("me.hurt = 1\nreturn C", r"sets me\.hurt, declared as bool, to int"),
    ("return me.game.X", r"reads me\.game\.X; "),
])  # fmt: skip
def test_outside_the_vocabulary(plugin, engine, body, message):
    rule = plugin(body, "@strategy(anger=0, hurt=False, table=[0, 0])")
    assert re.search(AT.format(6) + message, sentence(rule, engine))


@ENGINES
@pytest.mark.parametrize(("body", "decorator", "signature"), [
    ("me.table[me.turn] = 7\nreturn C", "@strategy(table=[0] * 5)", ""),
    ("me.table[1, me.turn] = 7\nreturn C", "@strategy(table=[[0.5] * 5] * 2)", ""),
    ("me.table[-1 - me.turn] = 7\nreturn C", "@strategy(table=[0] * 5)", ""),
    ("return p[me.turn]", "@strategy", ", p=(0, 1, 0, 1, 1)"),
    ("return int(p[0, -me.turn - 1])", "@strategy", ", p=((0.5, 1, 0, 1, 1), (0, 0, 0, 0, 0))"),
    ("return GLOBAL[me.turn]", "@strategy", ""),
])  # fmt: skip
def test_indexes_outside_an_array(plugin, engine, body, decorator, signature):
    before = "import numpy as np\nGLOBAL = np.array([0, 1, 0, 1, 1])\n"
    rule = plugin(body, decorator, signature, before)
    assert re.search(r"^my_rule\.py:8: rule raised IndexError in turn 6: ", sentence(rule, engine))


def test_indexes_outside_an_array__neighbours_are_left_alone(plugin):
    """Every lane writes outside its array in the last turn; what lies around it stays as it was."""
    rule = plugin(
        "k = me.turn + me.reach\n"
        "if me.before[2] != 1 or me.after[0] != 3 or me.table.sum() != me.turn * 9:\n"
        "    return D\n"
        "me.table[k] = 9\n"
        "return C",
        "@strategy(reach=0, before=[1, 1, 1], table=[0, 0, 0, 0], after=[3, 3, 3])",
    )
    field = [rule, strategies.random_player]
    results = Tournament(field, turns=4, repetitions=1000, seed=1).play(progress=False)
    assert results.cooperation.loc["rule"].to_numpy() == pytest.approx(1)
    with pytest.raises(PluginError, match=r"rule raised IndexError in turn 5"):
        Tournament(field, turns=5, repetitions=1000, seed=1).play(progress=False)
    again = Tournament(field, turns=4, repetitions=1000, seed=1).play(progress=False)
    assert again == results


@pytest.mark.parametrize("body", [
    "d = {1: 'x', 'y': 2}\nreturn len(d) % 2",
    "return len(f'{me.turn:>3}') % 2",
    "return sorted({C: 1}.items(), key=str)[0][0]",
    "return unknown_name",
])  # fmt: skip
def test_cannot_be_compiled(plugin, body):
    text = sentence(plugin(body))
    assert re.search(r"^my_rule\.py:\d+: rule ", text)
    assert re.search(r"cannot be compiled|unknown_name", text)
    assert "Traceback" not in text
    assert "Untyped" not in text
    assert len(text) < 600


def test_cannot_be_compiled__says_what_to_change(plugin):
    text = sentence(plugin("return len(f'{me.turn:>3}') % 2"))
    assert "or mark it @strategy(compiled=False)" in text
    rule = plugin("return len(f'{me.turn:>3}') % 2", "@strategy(compiled=False)")
    assert Match(rule, rule, turns=3).play().turns == 3


def test_loops_without_end(plugin, monkeypatch):
    rule = plugin("while me.turn == 2:\n    pass\nreturn C")
    with pytest.raises(PluginError, match=r"^my_rule\.py:\d+: rule took more than 0\.3 s over one "
                       r"move \(turn 3\)\."):  # fmt: skip
        referee.play((rule, strategies.alternator), payoffs=np.zeros((2, 2, 2)), turns=5,
                     decision_seconds=0.3)  # fmt: skip


@ENGINES
def test_the_seat_that_failed_is_named(plugin, engine):
    rule = plugin("return 7 if me.turn == 2 else C")
    with pytest.raises(
        PluginError, match=r"rule must return C or D; in turn 3 it returned 7"
    ) as error:
        Match(strategies.joss, rule, turns=5, seed=1, engine=engine).play()
    assert error.value.player == "rule"


def test_rare_failures_are_found_and_replayed(plugin):
    rule = plugin("return 1 // 0 if me.chance(0.0005) else C")
    field = [rule, strategies.joss]
    with pytest.raises(PluginError, match=r"^my_rule\.py:6: rule raised ZeroDivisionError in turn"):
        Tournament(field, turns=100, repetitions=2000, seed=1).play(progress=False)


def test_withdrawn_players_are_noted(plugin):
    rule = plugin("return C if 1 // (me.turn - 3) else D")
    field = [strategies.joss, rule, strategies.alternator]
    words = {"turns": 10, "repetitions": 5, "seed": 3}
    noise = {"joss": 0.1}
    with pytest.raises(PluginError):
        Tournament(field, **words).play(progress=False)
    results = Tournament(field, noise=noise, **words).play(progress=False, on_error="withdraw")
    (failure,) = results.manifest["failures"]
    assert re.search(r"^my_rule\.py:6: rule raised ZeroDivisionError in turn 4", failure)
    rest = Tournament([field[0], field[2]], noise=noise, **words).play(progress=False)
    assert results == rest


def test_withdrawn_players_are_noted__nobody_left(plugin):
    rule = plugin("return 7")
    with pytest.raises(PluginError, match="No players are left: rule was the last"):
        Tournament([rule], turns=3).play(progress=False, on_error="withdraw")


# -- arguments ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("players", "error", "message"), [
    ([], ValueError, "`players` must be a list of at least one strategy"),
    ("joss", ValueError, "`players` must be a list of at least one strategy"),
    (["jos"], UnknownName, r"^No strategy is named 'jos'\. Did you mean 'joss'\?$"),
    ([42], TypeError, "A player must be a strategy .* or a name; got 42"),
    ([strategies.joss, "joss"], DuplicateName, "'?joss'?"),
    ([strategies.joss, strategies.grudger.named("joss")], DuplicateName, "'?joss'?"),
    ([strategies.memory_one], TypeError, "`memory_one` needs values for p_cc, p_cd, p_dc, p_dd"),
])  # fmt: skip
def test_players(players, error, message):
    with pytest.raises(error, match=message):
        Tournament(players)


@pytest.mark.parametrize(("words", "message"), [
    ({"turns": 0}, "`turns` must be a whole number"),
    ({"repetitions": 0}, r"`repetitions` must be a whole number in \[1, "),
    ({"noise": 1.2}, r"^`noise` must be a probability in \[0, 1\]; got 1\.2\.$"),
    ({"self_play": False}, "`players` must be at least two when self_play is False; got one"),
    ({"turns": 2**31 - 1, "repetitions": 2**31 - 1}, "the range of exact sums"),
])  # fmt: skip
def test_arguments(words, message):
    with pytest.raises(ValueError, match=message):
        Tournament(["joss"], **words)


@pytest.mark.parametrize(("words", "message"), [
    ({"threads": 0}, r"`threads` must be a whole number in \[1, 1024\]; got 0"),
    ({"on_error": "ignore"}, "`on_error` must be 'stop' or 'withdraw'; got 'ignore'"),
])  # fmt: skip
def test_arguments__of_play(words, message):
    with pytest.raises(ValueError, match=message):
        Tournament(["joss"], turns=1).play(progress=False, **words)


def test_suggestions_are_near():
    assert suggestion("tit_for_tatt", ["tit_for_tat", "joss"]) == " Did you mean 'tit_for_tat'?"
    assert suggestion("rnu", ["season", "run"]) == " Did you mean 'run'?"
    assert suggestion("zzz", ["tit_for_tat", "joss"]) == ""


def test_all_errors_are_of_one_family():
    for error in (UnknownName, DuplicateName, PluginError, ResultsError):
        assert issubclass(error, TournamentError)


# -- results on disk ------------------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path) -> Path:
    field = [strategies.joss, strategies.grudger]
    results = Tournament(field, turns=5, repetitions=3, seed=1).play(progress=False)
    return results.save(tmp_path / "out")


def test_results__other_folder(saved, tmp_path):
    results = Results.load(saved)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_text("cat")
    with pytest.raises(ResultsError, match=r"photos: there is already something else here; choose"):
        results.save(tmp_path / "photos")
    assert [f.name for f in (tmp_path / "photos").iterdir()] == ["cat.png"]
    with pytest.raises(ResultsError, match=r"photos: the folder has no saved results"):
        Results.load(tmp_path / "photos")
    with pytest.raises(ResultsError, match="something else here"):
        results.save(tmp_path / "photos" / "cat.png")


def test_results__beside_other_files(saved):
    """A folder of results may hold more, such as a report; saving again must not delete it."""
    (saved / "notes.txt").write_text("mine")
    Results.load(saved).save(saved)
    assert (saved / "notes.txt").read_text() == "mine"


@pytest.mark.skipif(os.name != "posix", reason="needs a file system that says no")
def test_results__unwritable_folder(saved):
    for place in ("/proc/out", "/dev/null/out"):
        with pytest.raises(ResultsError, match=f"{place}: the results cannot be written: "):
            Results.load(saved).save(place)


def test_results__a_failure_leaves_nothing_behind(saved, tmp_path, monkeypatch):
    results, before = Results.load(saved), {f.name: f.read_bytes() for f in saved.iterdir()}

    def full(*arguments, **words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for target in (saved, tmp_path / "new"):
        with pytest.raises(ResultsError, match="cannot be written: No space left on device"):
            results.save(target)
    assert {f.name: f.read_bytes() for f in saved.iterdir()} == before
    assert {f.name for f in tmp_path.iterdir()} == {"out"}


def test_results__loaded_ones_hold_no_code(saved):
    with pytest.raises(TournamentError, match="loaded from a file, which holds no code"):
        Results.load(saved).sample("joss", "grudger")
