"""The report on learned strategies."""

import re
from html import unescape

import pandas as pd
import pytest
from matplotlib.colors import same_color

from analysis import learn, play_log, report_kinds
from analysis.figures.palette import MARKED
from analysis.figures.saving import Picture
from analysis.reports.learned.findings import Findings
from analysis.reports.learned.report import LearnedReport
from analysis.reports.learned.summary import summary
from analysis.reports.markdown import plain
from tournament import Tournament


@pytest.fixture(scope="module")
def learned(hostile):
    field = ["tit_for_tat", "always_defect", "always_cooperate"]
    event = Tournament(field, turns=20, repetitions=2, noise=0.05, seed=1)
    log = play_log(event.play(progress=False))
    treatment = (log["player"].astype(str) == field[0]).map({True: hostile, False: "other"})
    found = learn(log.assign(treatment=treatment))
    found.provenance["command"] = f"tournament learn '{hostile}.csv'"
    return found


@pytest.fixture(scope="module")
def results(learned):
    field = [*learned.entrants, "tit_for_tat", "always_defect"]
    return Tournament(field, turns=20, repetitions=2, seed=1).play(progress=False)


def test_learned_strategies_have_vermilion_names(learned, results):
    marked = {}

    def look(axes):
        for text in axes.texts:
            if text.get_gid() == "name":
                marked[text.get_text()] = same_color(text.get_color(), MARKED)
        return Picture(b"", 1)

    LearnedReport(learned, results).figures(look)
    assert marked == {name: name in learned.strategies for name in results.names}


def test_the_folder_has_page_short_report_tables_and_strategies(learned, results, tmp_path):
    page = report_kinds(learned, tmp_path, results, parquet=True)
    found = {str(f.relative_to(tmp_path)) for f in tmp_path.rglob("*") if f.is_file()}
    pictures = {f"figures/{name}.png" for name in ("map", "criteria", "dendrogram", "ranking")}
    tables = {"players.csv", "criteria.csv", "parquet/players.parquet", "parquet/criteria.parquet"}
    assert found == {page.name, "kinds.md", "kinds.py"} | pictures | tables
    for name in ("players", "criteria"):
        table = pd.read_parquet(tmp_path / "parquet" / f"{name}.parquet")
        text = pd.read_csv(tmp_path / f"{name}.csv", index_col=table.index.name)
        pd.testing.assert_frame_equal(text, table, check_dtype=False, check_index_type=False)


def test_both_texts_say_the_findings_and_escape_strangers(learned, results):
    report, said = LearnedReport(learned, results), summary(Findings(learned, results))
    drawn = report.figures()
    page, short = report.page(drawn), report.short(drawn)
    assert "<script>alert" not in page
    assert "<script" not in short.split("```")[0]
    for sentence in said:
        assert sentence in unescape(page).replace("\u00a0", " ")
        assert plain(sentence) in short
    assert re.search(r"\| 1 \| kind_1 \|", short)
