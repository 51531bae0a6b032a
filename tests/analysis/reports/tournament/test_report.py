"""The report of a tournament, on real results of small fields."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis.figures.saving import Picture
from analysis.reports.markdown import plain
from analysis.reports.report import report_of
from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.summary import summary
from tournament import TSTO, Game, Results, Tournament
from tournament.errors import ResultsError, TournamentError

FIGURES = {
    "ranking", "payoffs", "cooperation", "scores", "states", "differences", "critical", "fields",
    "ecology",
}  # fmt: skip
TABLES = {
    "ranking", "places", "payoffs", "errors", "cooperation", "comparisons", "behaviour", "fields",
    "noise", "ecology", "scores", "kingmakers",
}  # fmt: skip


def play(*players, repetitions=5, turns=20, noise=0.05, seed=1, **options) -> Results:
    return Tournament(
        list(players), turns=turns, repetitions=repetitions, noise=noise, seed=seed, **options
    ).play(progress=False)  # fmt: skip


@pytest.fixture(scope="module")
def four(rules, hostile, called) -> Results:
    results = play(
        rules.nice,
        rules.nasty,
        rules.forgiver,
        called(rules.forgiver, hostile, f"{hostile}\n\nSource: {hostile}."),
    )
    results.manifest["command"] = "tournament run --seed 1"
    return results


@pytest.fixture(scope="module")
def text(four) -> str:
    return page(four)


def page(results: Results) -> str:
    report = report_of(results)
    return report.page(report.figures(lambda axes: Picture(b"", 100)))  # as if they were drawn


def test_report__writes_its_files_and_nothing_else(four, tmp_path):
    path = analysis.report(four, tmp_path / "new" / "report", vector=True, parquet=True)
    assert path == tmp_path / "new" / "report" / "report.html"
    found = {str(f.relative_to(path.parent)) for f in path.parent.rglob("*") if f.is_file()}
    pictures = {f"figures/{name}.{kind}" for name in FIGURES for kind in ("png", "svg")}
    tables = {f"{name}.csv" for name in TABLES} | {f"parquet/{name}.parquet" for name in TABLES}
    assert found == {"report.html", "report.md"} | tables | pictures


def test_report__tables_can_be_read_back(four, tmp_path):
    analysis.report(four, tmp_path, parquet=True)
    ranking = pd.read_csv(tmp_path / "ranking.csv", index_col="player")
    pd.testing.assert_frame_equal(ranking, four.ranking, check_dtype=False)
    payoffs = pd.read_csv(tmp_path / "payoffs.csv", index_col="player")
    assert list(payoffs.index) == list(payoffs.columns) == list(four.ranking.index)
    assert payoffs.loc["nice", "nasty"] == four.payoffs.loc["nice", "nasty"]
    pairs = pd.read_csv(tmp_path / "comparisons.csv", index_col=["better", "worse"])
    pd.testing.assert_frame_equal(pairs, analysis.compare(four, "all"))
    for name in TABLES:
        table = pd.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        text = pd.read_csv(tmp_path / f"{name}.csv", index_col=table.index.names)
        pd.testing.assert_frame_equal(
            text, table, check_dtype=False, check_column_type=False, check_names=False
        )


def test_page__escapes_names_and_docs(text):
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}$x$" in text
    assert text.count("<script>") == 1


def test_markdown__escapes_names_and_links_what_is_there(hostile, four, tmp_path):
    analysis.report(four, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "<script" not in text.split("```")[0]
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (tmp_path / link).is_file()
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    assert [re.search(r"\| (\d+) \| (.+?) \|", row)[2] for row in rows if "script" not in row] == [
        name for name in four.ranking.index if name != hostile
    ]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    assert "tournament run --seed 1" in text
    for sentence in summary(Findings(four)):
        assert plain(sentence) in text


def test_page__says_the_summary(four, text):
    said = unescape(text).replace("\u00a0", " ")
    for sentence in summary(Findings(four)):
        assert sentence in said


def test_page__tells_what_each_player_does(four, text):
    part = text.split(f'<details id="player-{list(four.ranking.index).index("nice")}"')[1]
    part = part.split("</details>")[0]
    assert re.search(r"nice <strong>yes</strong>", part)
    assert "It beats nobody." in part
    assert re.search(r"It is beaten by .*nasty", part)
    assert 'class="matches"' in part  # the page draws them


def test_figures__are_the_same_each_time(four):
    assert report_of(four).figures() == report_of(four).figures()


def test_page__needs_nothing_from_outside(text, stands_alone):
    stands_alone(text)


def test_page__says_how_to_repeat(four, text):
    assert "tournament run --seed 1" in text
    assert "seed=1" in text
    assert "game=PRESETS[&#39;tsto&#39;]" in text
    assert four.manifest["versions"]["numpy"] in text


def test_page__same_results_same_text(four, text):
    assert page(four) == text


def test_page__shows_failures(rules):
    results = play(rules.nice, rules.nasty)
    results.manifest["failures"] = ["my_rule.py:3: <b>spy</b> fails."]
    assert "my_rule.py:3: &lt;b&gt;spy&lt;/b&gt; fails." in page(results)


def test_report__one_repetition(rules, tmp_path):
    text = analysis.report(
        play(rules.nice, rules.nasty, rules.forgiver, repetitions=1), tmp_path
    ).read_text(encoding="utf-8")
    assert "one repetition says nothing about luck" in text
    assert "only one repetition" in text
    assert "nan" not in re.sub(r"data:[^\"]*", "", text).lower().split()
    assert not (tmp_path / "figures" / "scores.png").exists()


def test_report__figures_of_an_earlier_report_do_not_stay(rules, four, tmp_path):
    analysis.report(four, tmp_path)
    analysis.report(play(rules.nice, rules.nasty, noise=0), tmp_path)
    assert not (tmp_path / "figures" / "scores.png").exists()


def test_report__nothing_left_to_chance(rules, tmp_path):
    text = analysis.report(play(rules.nice, rules.nasty, noise=0), tmp_path).read_text(
        encoding="utf-8"
    )
    assert "The scores are exact" in text
    assert "Every repetition came out the same" in text


def test_report__one_player(rules, tmp_path):
    assert "forgiver played alone" in analysis.report(play(rules.forgiver), tmp_path).read_text(
        encoding="utf-8"
    )


def test_report__identical_players(rules, tmp_path):
    results = play(rules.nice, rules.nice.named("nice_too"), noise=0)
    text = analysis.report(results, tmp_path).read_text(encoding="utf-8")
    assert "nice and nice_too share the first place" in text


@pytest.mark.parametrize("options", [
    {"repetitions": 1},
    {"repetitions": 1, "noise": 0},
    {"self_play": False},
    {"self_play": False, "repetitions": 1},
    {"turns": None, "continuation": 0.9},
    {"game": Game(R=0, S=0, T=0, P=0)},
    {"game": Game(R=-1, S=-3, T=0, P=-2)},
])  # fmt: skip
@pytest.mark.parametrize("players", [1, 2, 3])
def test_report__no_field_is_too_odd(rules, options, players, tmp_path):
    fields = {
        1: [rules.forgiver],
        2: [rules.nice, rules.nasty],
        3: [rules.nice, rules.nice.named("nice_2"), rules.nasty],
    }
    if players == 1:
        options = options | {"self_play": True}
    text = analysis.report(play(*fields[players], **options), tmp_path).read_text(encoding="utf-8")
    shown = re.sub(r"data:[^\"]*|<(script|style)>.*?</\1>", "", text, flags=re.S)
    words = set(re.findall(r"[a-z]+", re.sub(r"<[^>]*>|None of", " ", shown).lower()))
    assert not words & {"nan", "none", "inf", "undefined", "nat", "na"}
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert not set(re.findall(r"[a-z]+", text.split("## Play it again")[0].lower())) & {
        "nan",
        "inf",
    }


@pytest.mark.parametrize(("by", "words", "value"), [
    ("median", "a median score over repetitions of", "{:.2f}"),
    ("wins", "(share of matches won)", "{:.1%}"),
    ("points", "(points of a whole repetition)", "{:,.0f}"),
])  # fmt: skip
def test_report__another_rule_of_ranking(four, by, words, value, tmp_path):
    results = four.ranked(by)
    text = unescape(analysis.report(results, tmp_path).read_text(encoding="utf-8"))
    frame = results.ranking
    assert "Ranked by" in text
    assert words in text.replace("\u00a0", " ")
    assert value.format(frame[by].iloc[0]).replace("%", " %") in text.replace("\u00a0", " ")
    assert f".ranked('{by}')" in text
    assert list(pd.read_csv(tmp_path / "ranking.csv")["player"]) == list(frame.index)
    short = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert f"| rank | player | {by} |" in short


def test_report__without_self_play_and_with_costs(rules, tmp_path):
    prison = Game(R=1, S=3, T=0, P=2, less_is_better=True)
    results = play(rules.nice, rules.nasty, rules.forgiver, game=prison, self_play=False)
    text = analysis.report(results, tmp_path).read_text(encoding="utf-8")
    assert "costs: less is better" in text
    assert "Nobody met a copy of itself." in text
    assert '"copies":false' in text
    assert "self_play=False" in text


def test_page__without_code_says_why_samples_are_missing(four, monkeypatch):
    def refuse(*_, **__):
        raise TournamentError("These results hold no code.")

    monkeypatch.setattr(type(four), "samples", refuse)
    assert "Matches cannot be replayed here: These results hold no code." in page(four)


def test_report__many_players_stay_small(rules, tmp_path):
    field = [rules.forgiver(generosity=round(0.001 + k / 125, 4)) for k in range(120)]
    path = analysis.report(play(*field, repetitions=2, turns=100), tmp_path)
    assert path.stat().st_size < 1e6
    text = path.read_text(encoding="utf-8")
    assert text.count("<details") == 120


def test_report__unwritable_folder(four, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(
        ResultsError, match=r"file/report: the report cannot be written: Not a directory\.$"
    ):
        analysis.report(four, tmp_path / "file" / "report")
    assert [f.name for f in tmp_path.iterdir()] == ["file"]


def test_report__failing_disk_leaves_the_earlier_report(rules, four, tmp_path, monkeypatch):
    before = analysis.report(play(rules.nice, rules.nasty), tmp_path).read_bytes()

    def full(self, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ResultsError, match="No space left on device"):
        analysis.report(four, tmp_path)
    assert (tmp_path / "report.html").read_bytes() == before
    assert not list(tmp_path.glob(".report-*"))


@pytest.mark.parametrize("width", [400, 1400])
def test_page__in_a_browser(text, browse, width):
    assert browse(text, width, "NASTY") == {
        "errors": [], "wide": 0, "width": width, "unsorted": [], "found": 1, "unseen": 0,
    }  # fmt: skip


def test_game_of_the_program__is_the_game_played(rules):
    from analysis.reports.repeat import program

    assert "Game(R=2.0, S=0.0, T=3.0, P=1.0)" in program(
        play(rules.nice, rules.nasty, game=Game(R=2, S=0, T=3, P=1))
    )
    assert "PRESETS['tsto']" in program(play(rules.nice, rules.nasty, game=TSTO))
    assert "own['forgiver'](generosity=0.5)" in program(
        play(rules.nice, rules.forgiver(generosity=0.5))
    )
