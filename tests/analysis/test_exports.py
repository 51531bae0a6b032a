"""Tables for others: no text is a formula, and everybody reads the same texts back."""

import csv as text_files
import io
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.exports import as_parquet, csv, read_table
from tournament.results.files.spreadsheet import FORMULA, as_text, from_text

ROOT = Path(__file__).parents[2]
DANGER = [
    "=1+1", "+1", "-joss", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "'tis", "'=1", "''",
    " =1", "\u3000@x", '"=1"', "\u201c=1", "\ufeff=1", "\u200b+1", "\x00=1", '" \uff0dx',
    "007", "1e5", "1,5", "1/2", "2024-01-02", "12:30", " 7", "nan", "Inf", "TRUE", "false", "10 %",
]  # fmt: skip
ANY = st.text() | st.builds(str.__add__, st.sampled_from((*FORMULA, "'")), st.text())
NAMES = st.lists(
    st.builds("x".join, st.tuples(st.sampled_from([*FORMULA, "'", "a"]), st.text("ab',\"= \n"))),
    min_size=1,
    max_size=6,
    unique=True,
)
LIKE_NUMBERS = st.integers().map(str) | st.floats().map(repr) | st.booleans().map(str)
TEXTS = st.lists(  # of a name, even of one that no player may have
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)
    | LIKE_NUMBERS
    | st.builds(str.__add__, st.sampled_from(DANGER).filter(lambda t: "\0" not in t), LIKE_NUMBERS),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(ANY)
def test_texts_come_back_and_none_is_a_formula(text):
    written = as_text(text)
    assert from_text(written) == text
    assert not written.startswith(FORMULA)


@pytest.mark.parametrize("text", DANGER)
def test_what_a_spreadsheet_would_run_is_text(text):
    assert as_text(text) == "'" + text


@pytest.mark.parametrize(
    "value",
    ["joss", "'tis", "", "a=1", 3, -1.5, None, True, "2 tits for tat", "v1.0", "nobody", " "],
)
def test_everything_else_is_read_as_it_is(value):
    assert from_text(value) == value


@given(NAMES)
def test_tables_come_back(names):
    frame = pd.DataFrame(
        {"score": [-1.5] * len(names), "like": names, **dict.fromkeys(names, 0.5)},
        pd.Index(names, name="player"),
    )
    again = read_table(io.BytesIO(csv(frame)))
    assert list(again.index) == names
    assert list(again["like"]) == names
    assert list(again.columns) == ["score", "like", *names]
    assert again["score"].tolist() == [-1.5] * len(names)


@given(TEXTS, st.lists(st.floats(allow_infinity=False), min_size=6, max_size=6))
def test_any_texts_and_numbers_come_back(names, numbers):
    """Also where all of them look like numbers; and numbers stay numbers, those below 0, too."""
    numbers = numbers[: len(names)]
    frame = pd.DataFrame(
        {"score": numbers, "like": names, "days": range(-1, len(names) - 1)},
        pd.Index(names, name="player"),
    )
    again = read_table(io.BytesIO(csv(frame)))
    assert list(again.index) == list(again["like"]) == names
    pd.testing.assert_series_equal(
        again["score"],
        frame["score"],
        check_index=False,
        check_dtype=not frame["score"].isna().all(),
    )
    assert again["days"].tolist() == frame["days"].tolist()


@given(NAMES)
def test_no_cell_is_a_formula(names):
    frame = pd.DataFrame(
        {"kind": pd.Categorical(names), **dict.fromkeys(names, -0.5)},
        pd.MultiIndex.from_product([[1], names], names=["=day", "player"]),
    )
    rows = list(text_files.reader(io.StringIO(csv(frame).decode(), newline="")))
    for row in rows:
        assert not any(cell.startswith(FORMULA) and cell != "-0.5" for cell in row), row


def test_a_table_without_names_keeps_its_numbers():
    assert csv(pd.DataFrame({"a": ["=x", None]})) == b",a\n0,'=x\n1,\n"


def test_columns_that_name_rows_can_be_chosen(tmp_path):
    (tmp_path / "days.csv").write_text("day,kind,nice\n0,'=a,\n1,'=a,0.5\n")
    frame = read_table(tmp_path / "days.csv", ["day", "kind"])
    assert frame.index.tolist() == [(0, "=a"), (1, "=a")]
    assert frame["nice"].isna().tolist() == [True, False]


def test_there_is_one_place_for_every_csv_file():
    """Of reports; a ledger writes millions of rows, and has a place of its own."""
    writers = ("to_csv(", "csv.writer", "csv.DictWriter", "to_excel(")
    files = [file for part in ("tournament", "analysis") for file in (ROOT / part).rglob("*.py")]
    found = {file.name for file in files if any(w in file.read_text("utf-8") for w in writers)}
    assert found == {"exports.py", "frames.py"}


def test_logs_with_such_names_are_read(tmp_path):
    lines = ["player,match,turn,move,opponent_move", "'=ann,1,1,C,D", "'tis,2,1,C,D"]
    (tmp_path / "log.csv").write_text("\n".join(lines) + "\n")
    assert sorted(set(analysis.read_log(tmp_path / "log.csv")["player"])) == ["'tis", "=ann"]


# -- without pyarrow ------------------------------------------------------------------------------


WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "pyarrow":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())

import pandas as pd

import analysis
from analysis.reports.learned.report import report_kinds
from tournament import Results, Season, SeasonResults, Tournament
from tournament.cli import main
from tournament.errors import MissingExtra

words = ["tit_for_tat", "always_defect", "joss"]
results = Tournament(words, turns=9, repetitions=2, seed=1).play(progress=False)
assert Results.load(results.save("mine.sqlite")) == results
assert analysis.report(results, "report").exists()
table = analysis.read_table("report/ranking.csv")
pd.testing.assert_frame_equal(table, results.ranking, check_dtype=False)

towns = dict(towns=9, friends=4, days=4, gifts_per_day=2, seed=1)
season = Season(words, **towns).play(progress=False)
assert SeasonResults.load(season.save("season")) == season
assert analysis.report(season, "season").exists()

found = analysis.learn(analysis.play_log(results), k=2)
assert report_kinds(found, "learned").exists()
assert main(["run", *words, "--turns", "5", "--repetitions", "2", "--output", "run"]) == 0
assert main(["report", "run", "--output", "again"]) == 0

def said(call, *arguments, **words):
    try:
        call(*arguments, **words)
    except MissingExtra as error:
        print(error)

said(analysis.report, results, "other", parquet=True)
said(report_kinds, found, "other", parquet=True)
open("log.parquet", "w").close()
said(analysis.read_log, "log.parquet")
said(Results.load, sys.argv[1])
assert main(["run", *words, "--output", "other", "--parquet"]) != 0
"""


def test_parquet_holds_the_table_with_its_index():
    frame = pd.DataFrame({"score": [-1.5, 2.0], "won": [3, 0]}, pd.Index(["=1", "b"], name="who"))
    pd.testing.assert_frame_equal(pd.read_parquet(io.BytesIO(as_parquet(frame))), frame)


def test_nothing_needs_parquet_before_it_is_asked_for(tmp_path):
    """In a process of its own: pandas looks for `pyarrow` when it is imported."""
    former = ROOT / "tests" / "tournament" / "results" / "data" / "tournament"
    words = [sys.executable, "-c", WITHOUT, str(former)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    ran = subprocess.run(
        words, cwd=tmp_path, env=os.environ | {"PYTHONPATH": paths}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    needs = "The library `pyarrow` is needed {}, and it is not installed; install it with: pip"
    for purpose in (
        "to write tables as Parquet",
        "to read a log in Parquet",
        "to read results that version 0.1 saved",
    ):
        assert f"{needs.format(purpose)} install 'tournament[parquet]'" in ran.stdout
    assert ran.stdout.count("to write tables as Parquet") == 2
    assert "to write tables as Parquet" in ran.stderr
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {"mine.sqlite", "report", "season", "learned", "run", "again", "log.parquet"}
