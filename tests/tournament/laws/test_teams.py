"""Rules made of rules: members play inside a seat, compiled and by the referee, as they should."""

import pickle
import re
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategies as library
from tournament import PRISONERS_DILEMMA, C, D, Match, Results, Strategy, Tournament, load, strategy
from tournament.engine import field as fields
from tournament.engine import layout
from tournament.engine.kernels.compiler import compile_rule
from tournament.engine.match.block import ARCHIVE_BYTES
from tournament.engine.sources import play as play_unit
from tournament.errors import PluginError
from tournament.referee.books import replay
from tournament.referee.match import play
from tournament.results.units import cutting
from tournament.results.units.unit import Unit
from tournament.rules.match import rules
from tournament.streams import RULE, Stream, member_key, player_id, stream_key
from tournament.testing import automata, check_strategy, probabilities

ENGINES = pytest.mark.parametrize("engine", ["compiled", "python"])

# -- rules with members, and members that use every word -------------------------------------------


@strategy(history="shared")
def opposite(me, opponent):
    return D if me.member.vote == C else C


@strategy(history="opposite")
def mirror(me, opponent):
    return D if me.member.vote == C else C


@strategy(history="own")
def echo(me, opponent):
    return me.member.vote


@strategy(history="own")
def majority(me, opponent):
    votes = 0
    for j in range(len(me.members)):
        votes += me.members[j].vote
    return D if 2 * votes > len(me.members) else C


@strategy(history="own", chosen=0, switches=0)
def leader(me, opponent, patience=2, p=0.1):
    """Everything that a rule may read of its members, and memory, chance and parameters."""
    for j in range(len(me.members)):
        member, best = me.members[j], me.members[me.chosen]
        ahead = member.total > best.total or member.score > best.score + 0.5
        if ahead or (member.last == opponent.last and member.defections + patience < me.defections):
            me.chosen = j
            me.switches += 1
    if me.members[-1].cooperations > me.members[0].cooperations and me.chance(p):
        return me.members[me.integer(len(me.members))].vote
    return me.members[me.chosen].vote if me.switches % 5 else me.member.vote


@strategy(history="shared", slips=0)
def clumsy(me, opponent, p=0.2):
    if me.chance(p):
        me.slips += 1
    return me.member.vote ^ (me.slips % 2)


@strategy
def archivist(me, opponent, step=37):
    t = (me.turn * step) % (me.turn + 1)
    if t < me.turn:
        return (opponent.history[t] + me.history[t - me.turn] + me.move(me.turn)) % 2
    return D if me.chance(0.4) else C


@strategy
def accountant(me, opponent):
    ahead = me.total - opponent.total + me.score * me.game.P
    return D if ahead > me.cooperations - opponent.defections + 0.5 else C


@strategy(pairs=np.zeros((3, 2)), guilty=False)
def elephant(me, opponent, odd=True):
    if me.turn > 0 and me.last != me.intended:
        me.guilty = odd
    me.pairs[me.turn % 3, opponent.last % 2] += me.uniform()
    return D if me.guilty or me.pairs[0, 1] > me.pairs[2, 0] else C


@strategy(compiled=False)
def plain(me, opponent):
    return D if len([m for m in opponent.history[:] if m == D]) % 2 else C


ALONE = st.one_of(
    st.sampled_from([library.tit_for_tat, library.joss, library.gradual, library.random_player]),
    st.sampled_from([archivist, archivist(step=-1), accountant, elephant, elephant(odd=False)]),
    automata(),
)


def combined(members: st.SearchStrategy[Strategy]) -> st.SearchStrategy[Strategy]:
    teams = st.lists(members, min_size=1, max_size=4)
    return st.one_of(
        st.builds(lambda rule, member: rule(member), st.sampled_from([opposite, mirror, echo]),
                  members),
        st.builds(clumsy, members, probabilities()),
        st.builds(majority, teams),
        st.builds(leader, teams, st.integers(0, 3), probabilities()),
    )  # fmt: skip


PLAYERS = combined(st.recursive(ALONE, combined, max_leaves=6))
CHANCES = st.one_of(st.just((0.0, 0.0)), st.tuples(probabilities(), probabilities()))
WORDS = st.fixed_dictionaries(
    {
        "turns": st.one_of(st.sampled_from([1, 63, 64, 65, 128, 129, 193]), st.integers(1, 260)),
        "length_known": st.booleans(),
        "continuation": st.sampled_from([None, None, 0.5, 0.99]),
        "noise": CHANCES,
        "misperception": CHANCES,
        "seed": st.integers(0, 2**64 - 1),
    }
)


# -- the twin --------------------------------------------------------------------------------------


def assert_twins(first, second, words, repetition=0):
    compiled, python = (
        Match(first, second, **words, repetition=repetition, engine=engine).play().moves
        for engine in ("compiled", "python")
    )
    np.testing.assert_array_equal(compiled, python)


@settings(max_examples=150)
@given(PLAYERS, st.one_of(ALONE, PLAYERS), WORDS, st.integers(0, 2**62))
def test_moves_are_the_referees(player, other, words, repetition):
    assert_twins(player, other.named("other"), words, repetition)


@given(PLAYERS, WORDS)
def test_moves_are_the_referees__copies(player, words):
    assert_twins(player, player, words)


def field(*players: Strategy, **words) -> Unit:
    matches = np.array([(i, j) for i in range(len(players)) for j in range(i, len(players))])
    checked = rules(
        [p.name for p in players], **({"seed": 7, "game": PRISONERS_DILEMMA, "turns": None} | words)
    )
    return Unit(players, matches, checked, words.pop("first", 0), 1)


def of(unit: Unit, first: int, repetitions: int) -> Unit:
    return Unit(unit.players, unit.matches, unit.rules, first, repetitions)


@pytest.mark.parametrize(
    "words", [{"turns": 140}, {"continuation": 0.98, "noise": 0.05}, {"turns": 70, "noise": 0.1}]
)
def test_lanes_do_not_touch_each_other(words):
    """Blocks of many lanes are the sums of repetitions played alone, and of the referee's."""
    team = leader([archivist, opposite(archivist), mirror(elephant), clumsy(echo(accountant))])
    players = (team, majority([archivist(step=-1), library.gradual, team]), library.random_player)
    unit = field(*players, **words)
    n = 700
    together = play_unit(of(unit, 3, n))
    alone = [play_unit(of(unit, 3 + r, 1)) for r in range(n)]
    for name in ("counts", "products", "starts", "transitions", "wins"):
        np.testing.assert_array_equal(
            getattr(together, name), sum(getattr(one, name) for one in alone)
        )
    np.testing.assert_array_equal(together.totals, np.concatenate([one.totals for one in alone]))
    for m in range(len(unit.matches)):
        moves, _ = replay(of(unit, 5, 1), m, 5)
        outcomes = np.bincount(2 * moves[:, 0].astype(int) + moves[:, 1], minlength=4)
        np.testing.assert_array_equal(alone[2].counts[m], outcomes)


# -- what members see ------------------------------------------------------------------------------


def text(moves):
    return "".join("CD"[move] for move in moves)


def answer(player, script, engine="compiled", **words):
    opponent = library.scripted(script, repeat=False)
    words = {"turns": len(script), "game": PRISONERS_DILEMMA, "seed": 1} | words
    match = Match(player, opponent, engine=engine, **words)
    return match.play().text(0)


@strategy
def stubborn(me, opponent):
    """Repeats its own last move; defects first."""
    return D if me.turn == 0 else me.last


@ENGINES
def test_members_live_by_the_history_that_their_rule_says(engine):
    """By hand: the member repeats what it takes for its own last move, and begins with D."""
    assert answer(stubborn, "CCCCCC", engine) == "DDDDDD"
    assert answer(opposite(stubborn), "CCCCCC", engine) == "CDCDCD"  # sees its seat's C, votes C
    assert answer(mirror(stubborn), "CCCCCC", engine) == "CCCCCC"  # sees it turned over: D
    assert answer(echo(stubborn), "CCCCCC", engine) == "DDDDDD"
    assert answer(opposite(echo(stubborn)), "CCCCCC", engine) == "CCCCCC"  # sees its votes, D
    assert answer(echo(opposite(stubborn)), "CCCCCC", engine) == "CDCDCD"


@ENGINES
def test_noise_falls_on_the_seat_and_not_on_votes(engine):
    always = {"noise": (1.0, 0.0)}
    assert answer(stubborn, "CCCC", engine, **always) == "CDCD"
    assert answer(echo(stubborn), "CCCC", engine, **always) == "CCCC"  # the member saw D D D
    assert answer(opposite(opposite(stubborn)), "CCCC", engine, **always) == "CDCD"


@strategy
def erring(me, opponent):
    """Defects for ever once it did not do what it wanted."""
    return D if me.turn > 0 and (me.last != me.intended or me.intended == D) else C


@ENGINES
def test_what_a_member_wanted_is_its_vote(engine):
    assert answer(erring, "CCCC", engine) == "CCCC"
    assert answer(opposite(erring), "CCCC", engine) == "DCCC"
    assert answer(echo(erring), "CCCC", engine, noise=(1.0, 0.0)) == "DDDD"


@strategy(history="own")
def auditor(me, opponent):
    """Cooperates as long as the counts of a member that plays tit for tat are right."""
    other, d, total = me.members[0], 0, 0.0
    for t in range(me.turn):
        own = opponent.history[t - 1] if t else C
        d += own
        total += me.game.payoffs[own, opponent.history[t]]
    right = (other.defections, other.cooperations) == (d, me.turn - d)
    right = right and other.total == total and other.score == total / max(me.turn, 1)
    right = right and (me.turn == 0 or other.last == (opponent.move(2) if me.turn > 1 else C))
    return C if right and other.vote == (opponent.last if me.turn else C) else D


@ENGINES
def test_facts_of_members(engine):
    script = "CDDCDCCD" * 20
    team = auditor([library.tit_for_tat, library.always_defect])
    assert answer(team, script, engine) == "C" * 160


def test_members_do_not_change_each_other():
    """A team of copies that disagree only by their own play: as each alone."""
    alone = [Match(p, library.alternator, turns=130, seed=3).play().moves[:, 0]
             for p in (library.gradual, library.grudger, library.tit_for_two_tats)]  # fmt: skip
    team = majority([library.gradual, library.grudger, library.tit_for_two_tats])
    voted = Match(team, library.alternator, turns=130, seed=3).play().moves[:, 0]
    np.testing.assert_array_equal(voted, np.sum(alone, axis=0) > 1)


# -- chance ----------------------------------------------------------------------------------------


@strategy(history="own")
def pick(me, opponent, which=0):
    return me.members[which].vote


@ENGINES
def test_draws_of_members_are_their_streams(engine):
    """Each member's coins are those of the stream that its path names."""
    team = majority([library.random_player, echo(library.random_player), library.random_player])
    spy = pick([pick([team, library.random_player], 1), team], 0).named("spy")
    other = library.alternator
    moves = Match(spy, other, turns=60, seed=5, repetition=9, engine=engine).play().moves[:, 0]
    key = stream_key(5, player_id("spy"), player_id(other.name), 0, RULE)
    stream = Stream(member_key(member_key(key, 0), 1), 9)
    coins = [C if stream.uniform() < 0.5 else D for _ in range(60)]
    assert moves.tolist() == coins


def test_streams_of_members_are_independent():
    """Chi-squared of pairs of draws: seat, members, members of members, over repetitions."""
    from scipy.stats import chi2

    key = stream_key(7, 1, 2, 0, RULE)
    keys = [key, member_key(key, 0), member_key(key, 1), member_key(member_key(key, 0), 0)]
    keys += [member_key(key, 219), stream_key(7, 1, 2, 1, RULE)]
    draws = [
        [Stream(k, r).at(t) for r in range(2000) for t in range(1, 11)] for k in keys
    ]  # 20,000 of each
    for i, a in enumerate(draws):
        for b in draws[:i]:
            cells = 16 * (np.array(a) * 16).astype(int) + (np.array(b) * 16).astype(int)
            counts = np.bincount(cells, minlength=256)
            statistic = ((counts - counts.mean()) ** 2 / counts.mean()).sum()
            assert chi2.sf(statistic, 255) > 1e-7  # fifteen pairs: false alarm in 2e-6


def test_played_once_when_nobody_drew():
    def chance(player):
        unit = field(player, library.alternator, turns=20)
        tallies = play_unit(of(unit, 0, 50))
        assert (tallies.counts[1] % 50 == 0).all() or tallies.chance[1]
        return bool(tallies.chance[1])

    assert not chance(majority([library.tit_for_tat, library.grudger]))
    assert not chance(majority([library.tit_for_tat, library.random_player(1.0)]))
    assert chance(majority([library.tit_for_tat, library.random_player, library.grudger]))
    assert chance(echo(echo(library.random_player)))
    assert chance(pick([library.tit_for_tat, library.random_player]))  # drawn, though not heard


# -- blocks, threads, processes --------------------------------------------------------------------


def event() -> Tournament:
    team = leader([library.joss, archivist, clumsy(library.tit_for_tat)])
    players = [team, opposite(team), majority([team, elephant, mirror(library.grudger)])]
    return Tournament([*players, library.joss], turns=90, repetitions=300, noise=0.02, seed=4)


def digest(results) -> bytes:
    return b"".join(np.ascontiguousarray(getattr(results.tallies, name)).tobytes() for name in (
        "counts", "products", "starts", "transitions", "wins", "chance", "totals"))  # fmt: skip


def test_results_are_the_same_bytes_however_they_are_played(monkeypatch):
    one = digest(event().play(progress=False, threads=1))
    assert digest(event().play(progress=False, threads=2)) == one
    monkeypatch.setattr(cutting, "UNIT_TURNS", 90 * 512)
    assert digest(event().play(progress=False, threads=2)) == one
    with ProcessPoolExecutor(1) as pool:
        assert digest(event().play(progress=False, executor=pool)) == one
    monkeypatch.setattr(fields, "BLOCK_BYTES", 1000)
    fields.prepare.cache_clear()
    assert digest(event().play(progress=False, threads=1)) == one
    fields.prepare.cache_clear()


def large(size=200) -> Strategy:
    some = [library.joss, library.gradual, archivist, elephant, echo(library.tit_for_tat)]
    return majority([some[k % len(some)](**({"step": k} if k % 5 == 2 else {}))
                     for k in range(size)])  # fmt: skip


def test_a_team_of_two_hundred():
    assert_twins(large(), library.random_player, {"turns": 70, "noise": 0.1, "seed": 1})
    unit = field(large(), library.random_player, turns=70)
    together = play_unit(of(unit, 0, 300))
    alone = [play_unit(of(unit, r, 1)).counts for r in (0, 150, 299)]
    assert [together.totals[r, 0, 0, 0].tolist() for r in (0, 150, 299)] == [
        counts[1].tolist() for counts in alone
    ]


@pytest.mark.slow
def test_histories_of_members_stay_within_bounds():
    """In long matches a team plays fewer lanes at once; those are the same matches."""
    team = majority([archivist(step=k) for k in range(60)])
    unit = field(team, library.random_player, turns=10_000)
    (lanes,) = fields.prepare((team,), ("team",)).tables.players[:, layout.LANES_MOST]
    assert 60 * lanes * (10_000 // 64) * 8 > 1.5 * ARCHIVE_BYTES
    unit = Unit(unit.players, unit.matches[1:2], unit.rules, 0, 1)
    together = play_unit(of(unit, 0, int(lanes)))
    for r in (0, lanes // 3, lanes - 1):
        alone = play_unit(of(unit, int(r), 1))
        np.testing.assert_array_equal(together.totals[r, 0, 0, 0], alone.counts[0])


def test_composing_compiles_nothing_new():
    a = majority([library.joss, opposite(library.grudger)])
    b = majority([opposite(a), library.tit_for_tat, library.joss, a])
    assert compile_rule(a) is compile_rule(b)
    assert a.rule_code == b.rule_code
    Match(a, b, turns=2).play()
    assert compile_rule(opposite(a)) is compile_rule(opposite)


# -- what a team is --------------------------------------------------------------------------------


def test_identity():
    a, b = majority([library.joss, library.grudger]), majority([library.grudger, library.joss])
    assert a == majority([library.joss, library.grudger])
    assert hash(a) == hash(majority((library.joss, library.grudger)))
    assert len({a, b, majority, majority([library.joss]), opposite(a), opposite(b)}) == 6
    assert len({p.code for p in (a, b, majority, opposite(a))}) == 4
    assert a.named("a") == a
    assert leader(a, p=0.3)(p=0.1) == leader(a)
    assert leader(p=0.3)(a) == leader(a, p=0.3) == leader(a, 2, 0.3) == leader(b)(a, p=0.3)
    assert opposite(library.random_player(0.25)) != opposite(library.joss)


def test_names():
    assert opposite(library.grudger).name == "opposite(grudger)"
    assert (
        clumsy(opposite(library.random_player(0.25)), 0.1).name
        == "clumsy(opposite(random_player(p=0.25)), p=0.1)"
    )
    assert majority([library.joss, library.grudger]).name == "majority(joss, grudger)"
    long = [majority([p, *[library.suspicious_tit_for_tat] * 6]) for p in (archivist, elephant)]
    assert all(re.fullmatch(r"majority\(7 members:[0-9a-f]{8}\)", team.name) for team in long)
    assert long[0].name != long[1].name
    assert long[0].named("seven").name == opposite(long[0].named("seven")).members[0].name


def test_members_may_be_found_when_they_are_first_needed():
    asked = []

    def everyone():
        asked.append(1)
        return [library.joss, library.grudger]

    lazy = majority(everyone).named("lazy")
    assert lazy.named("later").missing == []
    assert asked == []
    assert lazy == majority([library.joss, library.grudger])
    assert len(lazy.members) == 2
    assert asked == [1]
    assert majority(everyone).name == "majority(joss, grudger)"


@pytest.mark.parametrize("player", [
    opposite(library.joss(0.7)), majority([opposite(library.joss), library.gradual]),
    leader([library.scripted("CCD"), library.joss], p=0.5).named("boss", "It leads."),
], ids=str)  # fmt: skip
def test_teams_travel(player):
    copy = pickle.loads(pickle.dumps(player))
    assert (copy, copy.name, copy.doc, copy.code) == (player, player.name, player.doc, player.code)
    assert [m.name for m in copy.members] == [m.name for m in player.members]


def test_an_edited_member_is_another_player(tmp_path):
    file = tmp_path / "plugin.py"
    head = "from tournament import C, D, strategy\n"
    body = "@strategy\ndef inner(me, opponent):\n    return {}\n"
    outer = "@strategy(history='shared')\ndef outer(me, opponent):\n    return me.member.vote\n"
    teams = []
    for move in "CD":
        file.write_text(head + body.format(move) + outer)
        inner, outside = load(file)
        teams.append(outside(inner))
        assert pickle.loads(pickle.dumps(teams[-1])) == teams[-1]
    assert teams[0] != teams[1]
    assert teams[0].code != teams[1].code
    assert [answer(team, "CC") for team in teams] == ["CC", "DD"]


def test_results_know_the_members(tmp_path):
    team = majority([accountant, library.tit_for_tat])
    results = Tournament([team, library.joss], turns=3, repetitions=2, seed=1).play(progress=False)
    loaded = Results.load(results.save(tmp_path / "results"))
    facts = loaded.strategies[team.name]
    assert facts["members"] == ["accountant", "tit_for_tat"]
    assert facts["code"] == team.code
    assert facts["reads_game"]
    assert loaded == results


def test_checks_pass_for_a_team_and_say_what_is_missing():
    (check,) = [c for c in check_strategy(majority) if not c.passed]
    assert "give it members, or play majority(another_strategy)" in check.sentence


# -- members that fail -----------------------------------------------------------------------------

BAD = """
from tournament import C, D, strategy


@strategy
def bad(me, opponent):
    return {}


@strategy(history="own")
def team(me, opponent):
    return {}
"""


def failure(tmp_path, bad, team, engine, wrap=lambda p: p):
    file = tmp_path / "my_rule.py"
    file.write_text(BAD.format(bad, team))
    found = {s.rule.__name__: s for s in load(file)}
    player = wrap(found["team"]([library.tit_for_tat, found["bad"]]))
    with pytest.raises(PluginError) as error:
        Match(player, library.alternator, turns=80, seed=1, engine=engine).play()
    assert error.value.player == player.name
    return str(error.value)


MEMBER = r"^my_rule\.py:7: bad, a member of {}, "


@ENGINES
@pytest.mark.parametrize(("bad", "sentence"), [
    ("1 // (me.turn - 66)", "raised ZeroDivisionError in turn 67: "),
    ("opponent.history[me.turn] + 0", "raised IndexError in turn 1: "),
    ("me.integer(1 - me.turn)", "raised ValueError in turn 2: "),
])  # fmt: skip
def test_members_that_fail(tmp_path, engine, bad, sentence):
    name = r"team\(tit_for_tat, bad\)"
    said = failure(tmp_path, f"C if {bad} == 99 else D", "me.members[0].vote", engine)
    assert re.search(MEMBER.format(name) + sentence, said)
    said = failure(tmp_path, f"C if {bad} == 99 else D", "me.members[0].vote", engine, opposite)
    assert re.search(MEMBER.format(rf"opposite\({name}\)") + sentence, said)


@ENGINES
def test_members_that_return_no_move(tmp_path, engine):
    said = failure(tmp_path, "2 if me.turn == 5 else C", "me.members[0].vote", engine)
    assert said == (
        "my_rule.py:5: bad, a member of team(tit_for_tat, bad), must return C or D; in turn 6"
        " it returned 2."
    )


def test_members_that_cannot_be_compiled(tmp_path):
    said = failure(tmp_path, "{}.get(me.turn, C)", "me.members[0].vote", "compiled")
    assert said.startswith("my_rule.py:7: bad cannot be compiled: ")


@ENGINES
@pytest.mark.parametrize(("team", "sentence"), [
    ("me.members[2].vote", "raised IndexError in turn 1: list index out of range"),
    ("me.members[-3].vote", "raised IndexError in turn 1: list index out of range"),
    ("me.members[0].move(1)", "reads move of a member; a member has vote, last,"),
    ("me.members[0].betrayed", "reads betrayed of a member; a member has vote, last,"),
    ("opponent.members[0].vote", "reads opponent.members; a player sees only its opponent's"),
])  # fmt: skip
def test_teams_that_fail(tmp_path, engine, team, sentence):
    said = failure(tmp_path, "C", team, engine)
    assert re.search(r"^my_rule\.py:12: team\(tit_for_tat, bad\) " + re.escape(sentence), said)


@ENGINES
def test_members_are_declared(engine):
    @strategy
    def presumptuous(me, opponent):
        return me.members[0].vote

    with pytest.raises(PluginError, match=r"reads me\.members; say what its members take for"):
        Match(presumptuous, "alternator", turns=3, engine=engine).play()


@pytest.mark.parametrize(("wrong", "sentence"), [
    (lambda: opposite([library.joss, library.grudger]), r"`opposite` has one member; got 2\."),
    (lambda: majority([]), r"`majority` needs a strategy, or a list of strategies, first; got \[]"),
    (lambda: majority([library.joss, "joss"]), "A member of `majority` must be a strategy; got"),
    (lambda: library.joss(library.grudger), r"`joss` has no members; got grudger\."),
    (lambda: majority([opposite]), "`opposite` needs members before it can be a member of `majori"),
    (lambda: opposite(library.scripted), "`scripted` needs moves before it can be a member of `op"),
    (lambda: Match(opposite, "joss"), r"`opposite` needs members: opposite\(another_strategy\)\."),
    (lambda: strategy(history="mine"), r"`history` of @strategy must be one of 'own', 'shared', "),
    (lambda: strategy(history="own")(lambda me, opponent: C), "`history` is for a rule with membe"),
    (lambda: strategy(members=1)(lambda me, opponent: C), "`members` cannot be a memory; the name"),
])  # fmt: skip
def test_what_no_team_is(wrong, sentence):
    with pytest.raises(TypeError, match=sentence):
        wrong()


def test_a_failing_member_is_withdrawn_with_its_player():
    @strategy
    def late(me, opponent):
        return 1 // (5 - me.turn) * 0

    players = [echo(late), library.joss, library.grudger]
    results = Tournament(players, turns=9, repetitions=3, seed=1).play(
        progress=False, on_error="withdraw"
    )
    assert results.names == ["joss", "grudger"]
    (reason,) = results.manifest["failures"]
    assert "late, a member of echo(late), raised ZeroDivisionError in turn 6" in reason


def test_a_member_that_is_not_compiled_makes_the_player_a_referees():
    team = majority([plain, library.tit_for_tat, library.grudger])
    assert not team.compiled
    unit = field(team, library.joss, turns=12)
    tallies = play_unit(of(unit, 0, 3))
    moves, _ = play((team, library.joss), payoffs=unit.rules.game.utilities, turns=12, told=12,
                    seed=7)  # fmt: skip
    ours = np.bincount(2 * moves[:, 0].astype(int) + moves[:, 1], minlength=4)
    np.testing.assert_array_equal(tallies.totals[0, 0, 0, 0], ours)
