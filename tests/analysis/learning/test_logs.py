"""Play logs: what is read is what was played; what is wrong is said with file, line and player."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import check_log, play_log, read_log
from analysis.learning.logs import parse_log
from tournament import Match, Tournament
from tournament.errors import TournamentError

HUMAN = Path(__file__).parents[4] / "shared/data/human/dal_bo_frechette_2011.csv"
TEXT = """player,match,turn,move,opponent_move,mood
ann,1,1,C,D,good
ann,1,2,D,D,bad
bob,7,1,D,C,good
bob,7,2,D,D,good
bob,9,1,C,C,fair
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "log.csv"
    path.write_text(text)
    return path


@pytest.fixture
def log() -> pd.DataFrame:
    names = ["tit_for_tat", "random_player", "grudger"]
    results = Tournament(names, turns=9, repetitions=3, seed=1).play(progress=False)
    return play_log(results, repetitions=3)


# -- reading -------------------------------------------------------------------------------------


def test_a_csv_file_is_read_as_it_stands(tmp_path):
    log = read_log(written(tmp_path, TEXT))
    assert log.astype(str).to_csv(index=False) == TEXT
    assert log["move"].cat.codes.tolist() == [0, 1, 1, 1, 0]
    assert log["player"].cat.categories.tolist() == ["ann", "bob"]


@pytest.mark.parametrize("suffix", ["log.csv.gz", "log.parquet"])
def test_other_formats_are_the_same_log(tmp_path, log, suffix):
    path = tmp_path / suffix
    log.to_parquet(path) if suffix.endswith("parquet") else log.to_csv(path, index=False)
    pd.testing.assert_frame_equal(read_log(path), log)


def test_a_player_may_be_called_na(tmp_path):
    log = read_log(written(tmp_path, TEXT.replace("ann", "NA").replace("bob", "None")))
    assert log["player"].cat.categories.tolist() == ["NA", "None"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("opponent_move", "oponent_move", r"log.csv: a log needs the columns player, match, turn,"
         r" move, opponent_move; 'opponent_move' is missing. Did you mean 'oponent_move'\?"),
        ("ann,1,2,D", "ann,1,2,d", r"log.csv, line 3: `move` must be 'C' \(cooperate\) or 'D'"
         r" \(defect\); got 'd' \(player ann, match 1\)."),
        ("bob,7,2,D,D", "bob,7,2,D,", r"log.csv, line 5: `opponent_move` is empty \(player bob,"),
        ("bob,7,2", "bob,7,3", r"line 5: turn 2 is missing; 3 follows \(player bob, match 7\)."),
        ("bob,9,1", "bob,9,4", r"line 6: the match must begin with turn 1; it begins with 4"),
        ("bob,7,2", "bob,7,1", r"line 5: turn 1 is recorded twice, first in line 4 \(player bob,"),
        ("bob,9,1", "bob,7,1", r"line 6: turn 1 is recorded twice, first in line 4 \(player bob,"),
        ("ann,1,2", "ann,1,2.5", r"line 3: `turn` must be a whole number from 1 on; got 2.5"),
        ("ann,1,2", "ann,1,0", r"line 3: `turn` must be a whole number from 1 on; got 0"),
        ("ann,1,2", "ann,1,two", r"line 3: `turn` must be a whole number from 1 on; got 'two'"),
        ("ann,1,2", ",1,2", r"line 3: `player` is empty"),
        (TEXT[42:], "", r"log.csv: a log needs at least one decision"),
        (TEXT, "", r"log.csv: the log cannot be read: No columns to parse from file"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(tmp_path, old, new, said):
    assert old in TEXT
    with pytest.raises(TournamentError, match=said):
        read_log(written(tmp_path, TEXT.replace(old, new, 1) if new or old != TEXT else ""))


def test_files_that_are_none(tmp_path):
    with pytest.raises(TournamentError, match=r"nothing.csv: the log cannot be read: No such file"):
        read_log(tmp_path / "nothing.csv")
    with pytest.raises(TournamentError, match=r"log.xls: a log must be a .csv, .csv.gz or .parqu"):
        read_log(tmp_path / "log.xls")
    (tmp_path / "log.parquet").write_text("no")
    with pytest.raises(TournamentError, match=r"log.parquet: the log cannot be read: .*arquet"):
        read_log(tmp_path / "log.parquet")


# -- frames --------------------------------------------------------------------------------------


@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_means_nothing(random):
    cells = [(p, m, t) for p in "bca" for m in (2, 1) for t in (1, 2, 3)]
    frame = pd.DataFrame(cells, columns=["player", "match", "turn"])
    frame["move"] = [random.choice("CD") for _ in cells]
    frame["opponent_move"] = [random.choice("CD") for _ in cells]
    places = list(range(len(cells)))
    random.shuffle(places)
    before = frame.iloc[places].copy()
    given_ = before.copy()
    pd.testing.assert_frame_equal(check_log(given_), check_log(frame))
    pd.testing.assert_frame_equal(given_, before)


def test_a_checked_log_stays_as_it_is(log):
    pd.testing.assert_frame_equal(check_log(log), log)


def test_parts_of_a_log_are_logs(log):
    part = check_log(log[log["player"] != "grudger"])
    assert part["player"].cat.categories.tolist() == ["random_player", "tit_for_tat"]
    with pytest.raises(TournamentError, match=r"the log, row 1: the match must begin with turn 1"):
        check_log(log[log["turn"] > 1])


@pytest.mark.parametrize("kind", ["int64", "str", "category", object])
def test_labels_may_be_of_any_kind(log, kind):
    codes = log["match"].astype(kind)
    other = check_log(log.assign(match=codes, player=log["player"].cat.codes.astype(kind)))
    assert len(other) == len(log)
    assert (other.groupby(["player", "match"], observed=True).size() == 9).all()


@pytest.mark.parametrize(
    ("labels", "order"),
    [
        ([10, 9, 2], [2, 9, 10]),  # whole numbers are no texts
        (["b", "c", "a"], ["a", "b", "c"]),
        (pd.Categorical(["b", "c", "a"], ["c", "b", "a", "z"]), ["a", "b", "c"]),
        (pd.Categorical([10, 9, 2], [10, 9, 2]), [2, 9, 10]),
    ],
)
def test_players_are_in_the_order_of_their_labels(labels, order):
    """Whatever order their categories had; categories without rows are gone."""
    moves = {"match": 1, "turn": 1, "move": "C", "opponent_move": "D"}
    checked = check_log(pd.DataFrame({"player": labels}).assign(**moves))
    assert checked["player"].cat.categories.tolist() == order
    assert checked["player"].tolist() == order
    assert not checked["player"].cat.ordered


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_rows_for_one_turn_the_later_is_refused(turned):
    """In the order in which they stand in the log."""
    frame = pd.DataFrame({"player": "a", "match": 1, "turn": [1, 2, 3, 2]})
    frame = frame.assign(move="C", opponent_move="D")
    frame = frame.iloc[::-1] if turned else frame
    later, earlier = (3, 1) if turned else (4, 2)
    said = rf"row {later}: turn 2 is recorded twice, first in row {earlier} "
    with pytest.raises(TournamentError, match=said):
        check_log(frame)


def test_a_log_is_read_once(log):
    play = parse_log(log)
    assert parse_log(play) is play
    assert len(play) == len(log)
    pd.testing.assert_frame_equal(play.frame, log)
    assert play.players[play.player].tolist() == log["player"].tolist()
    assert ["".join("CD"[m] for m in pair) for pair in play.moves] == (
        log["move"].astype(str) + log["opponent_move"].astype(str)
    ).tolist()
    assert play.cooperated.tolist() == (log["move"] == "C").tolist()
    assert play.turn[play.starts].tolist() == [1] * len(log[["player", "match"]].drop_duplicates())


@given(st.sets(st.integers(0, 2), min_size=1))
def test_some_players_of_a_log_are_the_log_of_these_rows(places):
    names = np.array(["ann", "bob", "eve"]).repeat(4)
    frame = pd.DataFrame({"player": names, "match": [1, 1, 2, 2] * 3, "turn": [1, 2] * 6})
    frame = frame.assign(move=list("CDDC" * 3), opponent_move="D", treatment=names)
    play = parse_log(frame)
    chosen = np.isin(np.arange(3), list(places))
    part = play.of(chosen)
    want = parse_log(frame[frame["player"].isin(play.players[chosen])])
    pd.testing.assert_frame_equal(part.frame, want.frame)
    assert part.players.equals(want.players)
    assert np.array_equal(part.player, want.player)


@pytest.mark.parametrize(
    "function",
    [
        analysis.behaviour_counts,
        analysis.behaviour_vectors,
        analysis.cooperation_over_time,
        lambda log: analysis.prescriptions(log, ["tit_for_tat"]),
        lambda log: analysis.strategy_frequencies(log, ["tit_for_tat"], resamples=5).shares,
        lambda log: analysis.predict(log, [1], folds=2),
        lambda log: analysis.learn(log, k=2).vectors,
    ],
)
def test_a_frame_and_a_parsed_log_say_the_same(log, function):
    one, two = function(log), function(parse_log(log))
    for ours, theirs in zip(*((x if isinstance(x, tuple) else (x,)) for x in (one, two)),
                            strict=True):  # fmt: skip
        pd.testing.assert_frame_equal(ours, theirs)


# -- play ----------------------------------------------------------------------------------------


def test_a_tournament_is_logged_from_both_seats(log):
    results = Tournament(
        ["tit_for_tat", "random_player", "grudger"], turns=9, repetitions=3, seed=1
    ).play(progress=False)
    assert len(log) == len(results.matches) * 3 * 9 * 2
    shares = log.groupby("player", observed=True)["move"].agg(lambda moves: (moves == "C").mean())
    by_pair = log.assign(c=log["move"] == "C").pivot_table("c", "player", "opponent", observed=True)
    want = results.cooperation.loc[by_pair.index, by_pair.columns]
    np.testing.assert_allclose(by_pair, want)
    assert shares.index.tolist() == ["grudger", "random_player", "tit_for_tat"]
    seats = log.sort_values("match").groupby("match")
    assert (seats["player"].nunique() == 1).all()
    for match in range(1, log["match"].max(), 2):
        one, two = (log[log["match"] == m] for m in (match, match + 1))
        assert one["move"].tolist() == two["opponent_move"].tolist()
        assert one["opponent_move"].tolist() == two["move"].tolist()
        assert set(one["player"]) == set(two["opponent"])


def test_a_match_is_logged_move_by_move():
    result = Match("joss", "grudger", turns=25, seed=3).play()
    log = play_log(result)
    for seat, name in enumerate(result.names):
        own = log[log["player"] == name]
        assert "".join(own["move"]) == result.text(seat)
        assert own["turn"].tolist() == list(range(1, 26))


def test_only_what_was_played_is_logged():
    results = Tournament(["joss", "grudger"], turns=5, repetitions=2, seed=1).play(progress=False)
    with pytest.raises(ValueError, match=r"`repetitions` must be between 1 and 2, .* got 3"):
        play_log(results, repetitions=3)


# -- people --------------------------------------------------------------------------------------


@pytest.mark.skipif(not HUMAN.exists(), reason="the human data are not here")
def test_the_human_data_are_a_log():
    log = analysis.read_log(HUMAN)
    assert len(log) == 7358
    assert log["player"].nunique() == 266
    assert log["treatment"].nunique() == 6
    frame = pd.read_csv(HUMAN).sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(check_log(frame), log)
