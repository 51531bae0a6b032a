"""The report of a season, on real results of few towns."""

import html
import re

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.figures.saving import Drawn, Picture
from analysis.figures.season.network import neighbourhood
from analysis.reports.markdown import plain
from analysis.reports.repeat import season_program
from analysis.reports.report import report_of
from analysis.reports.season.brief import brief
from analysis.reports.season.findings import Findings
from analysis.reports.season.report import SeasonReport
from analysis.reports.season.summary import layers, summary
from analysis.words import number, percent
from strategies import anyone, never, nice_list, out_for_tat
from tournament import Game, Season, partner_rule
from tournament.results.season import SeasonResults

COSTS = Game(R=1, S=3, T=0, P=2, less_is_better=True)


@partner_rule(per_friend=2)
def strangers(me, friend, weight=0.5):
    """Give to those met least.

    Source: nobody (2000).
    """
    return -weight * friend.exchanges


TABLES = ("ranking", "days", "between")
FIGURES = (
    "ranking", "sources", "day_nice", "day_income", "day_received", "day_new", "between", "manners",
    "towns_received", "towns_income", "spread", "network",
)  # fmt: skip


def rows(text: str, table: str = "ranks") -> list[list[str]]:
    """Return the cells of a table of the page, as a reader sees them."""
    body = re.search(rf'id="{table}">.*?<tbody>(.*?)</tbody>', text, re.S)[1]
    return [
        [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]
        for row in body.split("</tr>")[:-1]
    ]


@pytest.fixture(scope="module")
def four(season, rules, hostile, called) -> SeasonResults:
    doc = f"{hostile}\n\nSource: {hostile}."
    results = season(
        (rules.nice, anyone), (rules.nasty, anyone), (rules.echo, strangers),
        (called(rules.echo, hostile, doc), called(out_for_tat, hostile, doc)),
        repetitions=3, absence=0.1,
    )  # fmt: skip
    results.manifest["command"] = "tournament season --seed 1"
    return results


@pytest.fixture(scope="module")
def drawn(four) -> Drawn:
    return report_of(four).figures()


@pytest.fixture(scope="module")
def text(four, drawn) -> str:
    return report_of(four).page(drawn)


# -- files ----------------------------------------------------------------------------------------


def test_report__writes_its_files_and_nothing_else(four, drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(SeasonReport, "figures", lambda self, save: drawn)
    path = analysis.report(four, tmp_path / "report")
    found = {str(f.relative_to(path.parent)) for f in path.parent.rglob("*") if f.is_file()}
    tables = {f"{name}.csv" for name in TABLES}
    pictures = {f"figures/{name}.png" for name in FIGURES}
    assert found == {"report.html", "report.md"} | tables | pictures
    ranking = pd.read_csv(tmp_path / "report" / "ranking.csv", index_col="kind")
    pd.testing.assert_frame_equal(ranking, four.ranking, check_dtype=False)
    days = pd.read_csv(tmp_path / "report" / "days.csv", index_col=["day", "kind"])
    pd.testing.assert_frame_equal(days, four.days, check_dtype=False)
    between = pd.read_csv(tmp_path / "report" / "between.csv", index_col=["giver", "receiver"])
    for giver in four.kinds:
        for receiver in four.kinds:
            row = between.loc[(giver, receiver)]
            assert row["gifts"] == pytest.approx(four.between.loc[giver, receiver])
            assert row["nice"] == pytest.approx(four.nice_between.loc[giver, receiver], nan_ok=True)


def test_report__tables_are_the_same_as_parquet(four, drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(SeasonReport, "figures", lambda self, save: drawn)
    analysis.report(four, tmp_path, parquet=True)
    for name in TABLES:
        table = pd.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        text = pd.read_csv(tmp_path / f"{name}.csv", index_col=table.index.names)
        pd.testing.assert_frame_equal(text, table, check_dtype=False, check_index_type=False)


def test_markdown__says_the_findings_and_links_what_is_there(
    four, drawn, hostile, tmp_path, monkeypatch
):
    monkeypatch.setattr(SeasonReport, "figures", lambda self, save: drawn)
    analysis.report(four, tmp_path)
    text = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert "<script" not in text.split("```")[0]
    for link in re.findall(r"\]\(([^)]+)\)", text):
        assert (tmp_path / link).is_file()
    for sentence in summary(Findings(four)):
        assert plain(sentence) in text
    cells = [line.split(" | ") for line in text.splitlines() if re.match(r"\| \d", line)]
    assert [row[1] for row in cells] == [plain(kind) for kind in four.ranking.index]
    assert {len(row) for row in cells} == {9}
    assert "tournament season --seed 1" in text


def test_report__nobody_gives(season, rules, tmp_path):
    text = analysis.report(season((rules.nice, never)), tmp_path).read_text(encoding="utf-8")
    assert "Nobody gave anything" in text
    assert not list((tmp_path / "figures").iterdir())
    assert "<img" not in text
    assert rows(text)[0][3] == "0"


# -- numbers --------------------------------------------------------------------------------------


def test_page__numbers_are_those_of_the_results(four, text):
    shown = rows(text)
    assert len(shown) == 4
    for cells, (kind, row) in zip(shown, four.ranking.iterrows(), strict=True):
        strategy, partner = (r["name"] for r in four.plugins[kind].values())
        expected = [
            f"{row['rank']:.0f}", strategy, partner, number(row["income"], 1),
            f"{number(row['low'], 1)} to {number(row['high'], 1)}", cells[5], percent(row["nice"]),
            number(row["as_giver"], 1), number(row["as_receiver"], 1), number(row["sent"], 1),
            number(row["received"], 1), number(row["unopened"], 1), "6",
        ]  # fmt: skip
        assert cells == expected
        ranks = [int(rank) for rank in cells[5].split(" to ")]
        assert ranks[0] <= row["rank"] <= ranks[-1]


def test_page__says_first_what_is_to_know_first(four, text):
    first = re.search(r'<section class="first">(.*?)</section>', text, re.S)[1]
    said = [s.replace("\xa0", " ") for s in re.findall(r"<p(?: class=who)?>(.*?)</p>", first)]
    assert [html.unescape(s) for s in said] == brief(Findings(four))


def test_page__has_each_sentence_in_its_part(four, text):
    for part, sentences in layers(Findings(four)).items():
        section = re.search(rf'<section id="{part}">(.*?)</section>', text, re.S)[1]
        said = [s.replace("\xa0", " ") for s in re.findall(r'<p class="says">(.*?)</p>', section)]
        assert [html.unescape(s) for s in said] == sentences


def test_page__whom_a_kind_gives_to(season, rules):
    results = season((rules.nice, out_for_tat), (rules.nasty, never), repetitions=2)
    text = report_of(results).page({})
    assert "It gives to nobody." in text
    times = results.between.loc["nice + out_for_tat"]
    size = results.ranking["towns"]
    share = times["nice + out_for_tat"] / times.sum() / ((size["nice + out_for_tat"] - 1) / 23)
    assert f"</a> ({share:.1f} times as often as at random, 100.0 % of its gifts nice)" in text


def test_page__leaves_out_what_did_not_happen(season, rules, text):
    quiet = report_of(season(rules.nice, rules.nasty)).page({})
    assert "unopened" in text
    assert "unopened" not in quiet
    assert len(rows(quiet)[0]) == len(rows(text)[0]) - 1


def test_page__one_town_of_each_kind_has_no_interval(season, rules):
    text = report_of(season(rules.nice, rules.nasty, towns=2, friends=1, gifts_per_day=1)).page({})
    assert [row[4:6] for row in rows(text)] == [["—", "—"], ["—", "—"]]
    assert "nan" not in text.lower().split()


def test_page__how_large_a_part_the_network_is(season, rules):
    small = season(rules.nice)
    large = season(rules.nice, towns=200, days=1)
    pictures = dict.fromkeys(FIGURES, Picture(b"", 100))
    assert "The network: dots are towns" in report_of(small).page(pictures)
    assert "A part of the network: dots are towns" in report_of(large).page(pictures)
    assert "These are 150 of 200 towns" in report_of(large).page(pictures)
    ties = neighbourhood(large.gifts)
    assert len({*ties["one"], *ties["other"]}) == 150


def test_page__costs_are_called_costs(season, rules):
    text = report_of(season(rules.nice, rules.nasty, game=COSTS)).page({})
    assert "The numbers are costs: less is better." in text
    assert rows(text)[0][1] == "nasty"


# -- the page itself ------------------------------------------------------------------------------


def test_page__escapes_names_and_docs(text):
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "{{ 7 * 7 }}$x$" in text
    assert text.count("<script>") == 1


def test_page__describes_both_rules(text):
    assert "<h3>Strategy: nice</h3>" in text
    assert "Always cooperate." in text
    assert "<h3>Partner rule: strangers</h3>" in text
    assert "Parameters: weight = 0.5, per_friend = 2." in text
    assert "test_report.py" in text


def test_page__needs_nothing_from_outside(four, text, stands_alone):
    stands_alone(text)
    stands_alone(report_of(four).page({}))


@pytest.mark.parametrize("width", [400, 1400])
def test_page__in_a_browser(text, browse, width):
    assert browse(text, width, "NASTY") == {
        "errors": [], "wide": 0, "width": width, "unsorted": [], "found": 1, "unseen": 0,
    }  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("kinds", [2, 10, 100])
def test_page__in_a_browser_with_many_kinds(season, rules, browse, tmp_path, kinds):
    field = [
        (rules.coin.named(f"coin_{k}_of_a_rather_long_name"), anyone if k % 2 else out_for_tat)
        for k in range(kinds)
    ]
    path = analysis.report(season(*field, towns=2 * kinds, friends=3, days=3), tmp_path / "out")
    assert path.stat().st_size < 6e6
    text = path.read_text(encoding="utf-8")
    for width in (400, 1400):
        assert browse(text, width, "coin_1_") == {
            "errors": [], "wide": 0, "width": width, "unsorted": [], "found": 1, "unseen": 0,
        }  # fmt: skip


# -- again ----------------------------------------------------------------------------------------


PLAYED = {
    "pairs": lambda s: Season(
        [(s.tit_for_tat, anyone), (s.always_defect, out_for_tat)],
        towns=20, friends=6, days=4, gifts_per_day=3, seed=7, absence=0.1, inbox=4, visible=True,
    ),
    "strategies alone, and their partner rule": lambda s: Season(
        [s.tit_for_tat, (s.random_player(p=0.25), anyone(per_friend=2)), s.always_defect],
        towns=21, friends=6, days=3, gifts_per_day=[1, 2, 3], seed=8, partner=out_for_tat,
        noise={"always_defect": 0.1}, repetitions=2, days_known=False,
    ),
    "numbers of towns, costs": lambda s: Season(
        {s.tit_for_tat: 5, (s.grudger, nice_list): 9},
        friends="everyone", days=2, gifts_per_day=2, seed=9, game=COSTS, nice_list=True,
    ),
    "a graph": lambda s: Season(
        {s.tit_for_tat: 1, s.always_defect: 3},
        friends=np.array([[0, 1], [1, 2], [2, 3]]), days=2, gifts_per_day=1, seed=9,
    ),
}  # fmt: skip


@pytest.mark.parametrize("which", PLAYED)
def test_program__plays_the_same_season(which):
    import strategies

    results = PLAYED[which](strategies).play(progress=False)
    code = season_program(results)
    if which == "a graph":
        code = code.replace("edges = ...", "edges = [[0, 1], [1, 2], [2, 3]]")
    scope: dict = {}
    exec(code.replace(".play()", ".play(progress=False)"), scope)
    again = scope["results"]
    assert again.kinds == results.kinds
    assert again.rules == results.rules
    pd.testing.assert_frame_equal(again.towns, results.towns)
    pd.testing.assert_frame_equal(again.days, results.days)


def test_page__says_how_to_repeat(four, text):
    assert "tournament season --seed 1" in text
    assert "seed=1" in text
    assert four.manifest["versions"]["numpy"] in text


def test_page__same_results_same_text_after_saving_and_loading(four, text, tmp_path):
    four.save(tmp_path / "results")
    loaded = SeasonResults.load(tmp_path / "results")
    assert report_of(loaded).page(report_of(loaded).figures()) == text
