"""A meta-tournament is what playing each of its tournaments alone would give."""

import numpy as np
import pandas as pd
import pytest

import analysis
from tournament import PRISONERS_DILEMMA, Game, Tournament
from tournament.authors.resolve import find
from tournament.errors import ArgumentError

POOL = ["tit_for_tat", "joss", "always_defect", "grudger", "random_player", "always_cooperate",
        "stein_and_rapoport"]  # fmt: skip
GRID = {"turns": [3, 11], "noise": [0, 0.1], "continuation": [0.5, 0.9]}
FORMATS = ["standard", "noisy", "probabilistic ending", "noisy probabilistic ending"]
RATES = ["after_CC", "after_CD", "after_DC", "after_DD"]


def meta(pool=POOL, fields=40, **more):
    words = {"seed": 5, "repetitions": 3, "progress": False} | GRID | more
    return analysis.meta(pool, fields, **words)


@pytest.fixture(scope="module")
def found():
    return meta()


def alone(found, number, **words):
    """Return the results of one of the tournaments, played by itself, and its entries."""
    told = found.tournaments.loc[number]
    entries = found.entries[found.entries["tournament"] == number].set_index("player")
    lengths = {
        "turns": None if pd.isna(told["turns"]) else int(told["turns"]),
        "continuation": None if pd.isna(told["continuation"]) else told["continuation"],
    }
    event = Tournament(
        [*entries.index], noise=told["noise"], seed=found.manifest["seed"],
        repetitions=found.manifest["repetitions"], **lengths, **words,
    )  # fmt: skip
    return event.play(progress=False), entries


@pytest.mark.parametrize("self_play", [True, False])
def test_a_tournament_of_a_field_is_what_the_field_plays_alone(self_play):
    found = meta(self_play=self_play)
    for number in range(0, len(found.tournaments), 3):
        results, entries = alone(found, number, self_play=self_play)
        ranking = results.ranking.loc[[*entries.index]]
        if results.rules.continuation is None:  # to the last bit
            assert entries["score"].tolist() == ranking["score"].tolist()
            assert entries["cooperation"].tolist() == ranking["cooperation"].tolist()
        else:
            np.testing.assert_allclose(entries["score"], ranking["score"], rtol=1e-14)
            np.testing.assert_allclose(entries["cooperation"], ranking["cooperation"], rtol=1e-14)
        states = results.states.loc[[*entries.index], ["CC", "CD", "DC", "DD"]]
        np.testing.assert_array_equal(entries[RATES].to_numpy(), states.to_numpy())
        places = ranking["score"].round(12).rank(ascending=False)
        np.testing.assert_allclose(entries["normalised_rank"], (places - 1) / (len(places) - 1))


def test_each_field_plays_once_in_every_format(found):
    assert found.formats == FORMATS
    players = [
        found.of_format(format).groupby("tournament")["player"].agg(list).tolist()
        for format in FORMATS
    ]
    assert players[0] == players[1] == players[2] == players[3]
    assert [len(field) for field in players[0]] == found.tournaments["size"][:40].tolist()
    assert set(found.tournaments["size"]) == {3, 4, 5, 6, 7}


def test_conditions_belong_to_their_format(found):
    for format, rows in found.tournaments.groupby("format"):
        assert rows["turns"].isna().all() == ("ending" in format)
        assert rows["continuation"].isna().all() == ("ending" not in format)
        assert (rows["noise"] > 0).all() == ("noisy" in format)
        assert (rows["noise"] > 0).any() == ("noisy" in format)


def test_ranks_are_shared_fairly(found):
    by_tournament = found.entries.groupby("tournament")
    np.testing.assert_allclose(by_tournament["normalised_rank"].mean(), 0.5)
    np.testing.assert_allclose(by_tournament["won"].sum(), 1.0)
    winners = found.entries[found.entries["won"] > 0].groupby("tournament")
    assert (winners.size() == found.tournaments["winners"]).all()
    assert (winners["player"].first().astype(str) == found.tournaments["winner"]).all()


def test_equal_rules_share_their_ranks():
    pool = ["tit_for_tat", "always_defect", find("tit_for_tat").named("twin"), "bully"]
    found = meta(pool, noise=0, continuation=None)
    ranks = found.entries.pivot(index="tournament", columns="player", values="normalised_rank")
    both = ranks[["tit_for_tat", "twin"]].dropna()
    assert len(both) > 10
    assert (both["tit_for_tat"] == both["twin"]).all()


def test_where_payoffs_are_costs_the_least_wins():
    payoffs = {"R": 3, "S": 0, "T": 5, "P": 1}
    more = meta(game=Game(**payoffs))
    less = meta(game=Game(**payoffs, less_is_better=True))
    ranks = [each.entries["normalised_rank"] for each in (more, less)]
    np.testing.assert_allclose(ranks[0], 1 - ranks[1])


def test_the_seed_decides_everything(found):
    pd.testing.assert_frame_equal(found.entries, meta().entries)
    pd.testing.assert_frame_equal(found.tournaments, meta().tournaments)
    assert not found.entries.equals(meta(seed=6).entries)


def test_a_long_list_is_a_range_of_which_some_conditions_are_drawn():
    found = meta(POOL[:3], 200, turns=range(1, 101), noise=[0, 0.1, 0.2], samples=4)
    drawn = found.tournaments.groupby("format")[["turns", "noise", "continuation"]]
    conditions = {format: len(rows.drop_duplicates()) for format, rows in drawn}
    assert conditions == dict.fromkeys(FORMATS, 4) | {"probabilistic ending": 2}
    assert found.manifest["conditions"] == 14
    assert found.tournaments["turns"].max() > 20


def test_all_sizes_and_all_players_are_equally_likely():
    found = meta(POOL[:5], 4000, size=[2, 4], turns=1, noise=0, continuation=None, repetitions=1)
    counts = found.tournaments["size"].value_counts()
    assert abs(counts[2] - 2000) < 5 * np.sqrt(1000)
    entered = found.players["entered"]
    assert (abs(entered - 4000 * 3 / 5) < 5 * np.sqrt(4000 * 0.25)).all()


def test_players_sums_the_entries_up(found):
    row = found.players.loc[("noisy", "joss")]
    mine = found.of_format("noisy").query("player == 'joss'")
    assert row["entered"] == len(mine)
    assert row["won"] == pytest.approx(mine["won"].mean())
    assert row["median"] == mine["normalised_rank"].median()
    assert row["upper_quartile"] == mine["normalised_rank"].quantile(0.75)
    assert found.players.loc["all", "entered"].sum() == len(found.entries)
    medians = found.players.loc["standard", "median"]
    assert medians.is_monotonic_increasing


def test_the_ledger_is_handed_on(monkeypatch):
    told, real = [], Tournament.play

    def play(self, **words):
        told.append(words.pop("ledger", "none"))
        return real(self, **words)

    monkeypatch.setattr(Tournament, "play", play)
    meta(POOL[:2], 2, ledger="matches.sqlite")
    assert told == ["matches.sqlite"] * 8
    meta(POOL[:2], 2)
    assert told[8:] == ["none"] * 8


def test_what_is_in_a_ledger_is_not_played_again(tmp_path, monkeypatch):
    from tournament.engine import sources

    words = {"turns": 5, "noise": [0, 0.1], "continuation": None}
    plain = meta(POOL[:4], 30, **words)
    first = meta(POOL[:4], 30, ledger=tmp_path / "matches.sqlite", **words)
    for way in ("play", "play_small"):
        monkeypatch.setattr(sources, way, lambda *_, **__: pytest.fail("it played"))
    again = meta(POOL[:4], 30, ledger=tmp_path / "matches.sqlite", **words)
    pd.testing.assert_frame_equal(plain.entries, first.entries)
    pd.testing.assert_frame_equal(plain.entries, again.entries)


def test_progress_covers_all_conditions():
    told = []
    meta(POOL[:3], 5, progress=lambda done, total, note: told.append((done, total)))
    counted = [each for each in told if each[1]]
    assert counted == sorted(counted)
    assert counted[-1] == (8000, 8000)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"pool": ["joss"]}, "`pool` must be at least two rules; got one."),
        ({"size": [3, 9]}, "`size` must be a whole number in [2, 7]; got 9."),
        ({"turns": []}, "`turns` must be a value or a list of some; got an empty list."),
        ({"noise": [0.1, 0.1]}, "`noise` must list different values; got 0.1 twice."),
        ({"noise": None}, "`noise` must be a probability or a list of some; got None."),
        ({"continuation": [0.5, 1]}, "`continuation` must be below 1, or matches never end"),
        ({"game": "battle_of_the_sexes"}, "`game` must pay both seats alike"),
        ({"fields": 10**9}, "`fields` must be a whole number in"),
        ({"features": pd.DataFrame({"deep": [1.0]}, ["joss"])}, "'tit_for_tat' has none"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_wrong_arguments_are_refused_before_anything_is_played(words, says, monkeypatch):
    monkeypatch.setattr(Tournament, "play", lambda *_, **__: pytest.fail("it played"))
    with pytest.raises(ArgumentError) as refused:
        meta(**words)
    assert says in str(refused.value)


def test_the_card_says_what_was_played(found):
    text = repr(found)
    assert text.startswith("<MetaTournaments: 160 tournaments from a pool of 7 rules>")
    assert "8, 3 repetitions each" in text
    assert max(map(len, text.splitlines())) <= 80


def test_tables_are_saved(found, tmp_path):
    folder = found.save(tmp_path / "study")
    assert sorted(each.name for each in folder.iterdir()) == [
        "players.csv", "properties.csv", "tournaments.csv",
    ]  # fmt: skip
    players = analysis.read_table(folder / "players.csv", index=["format", "player"])
    pd.testing.assert_frame_equal(players, found.players)
    tournaments = analysis.read_table(folder / "tournaments.csv")
    assert tournaments["winner"].tolist() == found.tournaments["winner"].tolist()


def test_published_payoffs_are_ranked_without_self_play():
    """By hand: in one turn, defection wins against all but itself."""
    found = meta(
        ["always_defect", "always_cooperate", "tit_for_tat"], 1, size=3, turns=1, noise=0,
        continuation=None, self_play=False, game=PRISONERS_DILEMMA,
    )  # fmt: skip
    entries = found.entries.set_index("player")
    assert entries["score"].to_dict() == {
        "always_defect": 5.0, "always_cooperate": 1.5, "tit_for_tat": 1.5,
    }  # fmt: skip
    assert entries["normalised_rank"].tolist() == [0.0, 0.75, 0.75]
