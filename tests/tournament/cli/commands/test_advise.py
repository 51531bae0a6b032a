"""`tournament advise`."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tournament.cli import main


@pytest.fixture
def advise(small):
    """Words of a small `tournament advise`."""
    candidates = "always_cooperate,always_defect"
    words = ["always_cooperate", "--partners", "never", "--candidates", candidates]
    return ["advise", *words, "--repetitions", "2", *small]


def test_advice_is_given(capsys, advise):
    assert main(advise) == 0
    out = capsys.readouterr().out
    assert "Today's 2 gifts: " in out
    assert "Be nice? always_defect." in out
    assert not list(Path().iterdir())


def test_advice_of_a_log(capsys, advise):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,nice\nBob\n")
    assert main([*advise, "--log", "log.csv", "--top", "2"]) == 0
    out = capsys.readouterr().out
    assert "Today's 2 gifts (always_defect + " in out
    assert "  Ann: be naughty\n" in out
    assert "  Bob: be naughty\n" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--log", "none.csv"], "none.csv: the log cannot be read: No such file or directory."),
        (["--candidates", "jos"], "No strategy is named 'jos'. Did you mean 'joss'?"),
        (["--candidates", "joss,joss"], "`players` has 2 kinds named 'joss + "),
        (["--repetitions", "0"], "`repetitions` must be a whole number in [1, 2**31 - 1]; got 0."),
        (["--threads", "-1"], "`threads` must be a whole number in [1, 1024]; got -1."),
        (["--days", "0"], "`days` must be a whole number in [1, 100000]; got 0."),
    ],
)
def test_bad_advice(say, words, said, advise):
    assert said in say(*advise, *words)


def test_bad_logs(say, advise):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,9,me,nice,nice\n")
    assert say(*advise, "--log", "log.csv") == "log.csv:2: `day` must be in [1, 6]; got '9'."


# -- what is written -------------------------------------------------------------------------------


def test_advice_is_written_for_later(capsys, advise):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,nice\nBob\n")
    assert main([*advise, "--log", "log.csv", "--output", "out"]) == 0
    said = capsys.readouterr().out
    assert sorted(path.name for path in Path("out").iterdir()) == ["advice.csv", "advice.md"]
    table = pd.read_csv("out/advice.csv", index_col="candidate")
    assert set(table["strategy"]) == {"always_cooperate", "always_defect"}
    assert table["rank"].is_monotonic_increasing
    page = Path("out/advice.md").read_text(encoding="utf-8")
    assert "- Ann: 1 gift, be naughty." in page
    assert f"| 1 | {table['strategy'].iloc[0]} | {table['partner_rule'].iloc[0]} |" in page
    again = said.split("Again:")[1].strip()
    assert f"```sh\n{again}\n```" in page
    assert f"Advice: {Path('out', 'advice.md')}\nTable:  {Path('out', 'advice.csv')}\n" in said


def test_advice_replaces_earlier_advice_and_nothing_else(capsys, advise, say):
    assert main([*advise, "--output", "out", "-q"]) == 0
    assert main([*advise, "--output", "out", "-q"]) == 0
    assert capsys.readouterr().out == ""
    assert "Be nice like always" in Path("out/advice.md").read_text(encoding="utf-8")
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    assert "'mine' holds other files" in say(*advise, "--output", "mine")


def test_advice_as_json(capsys, advise):
    Path("log.csv").write_text("friend,day,giver,mine,theirs\nAnn,1,me,nice,nice\nBob\n")
    assert main([*advise, "--log", "log.csv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["document"], found["seed"], found["written"]) == ("advice", 3, {})
    assert found["ranking"][0]["strategy"] == found["today"]["be_like"]
    friends = [(each["friend"], each["be"]) for each in found["today"]["friends"]]
    assert sorted(friends) == [("Ann", "naughty"), ("Bob", "naughty")]
    assert main([*advise, "--json", "-o", "out"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["today"]["friends"] is None
    assert found["written"] == {"page": "out/advice.md", "table": "out/advice.csv"}


def test_a_file_of_friends_says_how_many_towns(capsys):
    Path("pairs.csv").write_text("\n".join(f"{k},{(k + 1) % 30}" for k in range(30)))
    words = ["advise", "joss", "--partners", "anyone", "--candidates", "joss+anyone", "-n", "2"]
    words += ["--days", "2", "--gifts-per-day", "1", "-s", "1"]
    assert main([*words, "--friends", "pairs.csv"]) == 0
    assert "30 towns" in capsys.readouterr().out
    assert main([*words, "--friends", "4"]) == 0
    assert "200 towns" in capsys.readouterr().out
