"""`tournament advise`."""

import json
from io import StringIO
from pathlib import Path

import pandas as pd
import pytest

from tournament.cli import main
from tournament.cli.commands.advise import shares_of
from tournament.events.season.friend_log import read_friend_log


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
    assert "Today is day 2." in out
    assert "\nAnn: 1 gift, be naughty. Nice in the one gift; most like always_cooperate" in out
    assert "\nBob: 1 gift, be naughty. Nothing is known of this friend yet" in out
    assert "over the 5 days left" in out
    assert "What if you are naughty once, in one gift today? Over the 5 days left, it brings" in out


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
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "advice.csv", "advice.html", "advice.md"
    ]  # fmt: skip
    table = pd.read_csv("out/advice.csv", index_col="candidate")
    assert set(table["strategy"]) == {"always_cooperate", "always_defect"}
    assert table["rank"].is_monotonic_increasing
    page = Path("out/advice.md").read_text(encoding="utf-8")
    assert "- Ann: 1 gift, be naughty. Nice in the one gift" in page
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
    names = {"page": "advice.md", "html": "advice.html", "table": "advice.csv"}
    assert found["written"] == {what: f"out/{name}" for what, name in names.items()}


def test_a_file_of_friends_says_how_many_towns(capsys):
    Path("pairs.csv").write_text("\n".join(f"{k},{(k + 1) % 30}" for k in range(30)))
    words = ["advise", "joss", "--partners", "anyone", "--candidates", "joss+anyone", "-n", "2"]
    words += ["--days", "2", "--gifts-per-day", "1", "-s", "1"]
    assert main([*words, "--friends", "pairs.csv"]) == 0
    assert "30 towns" in capsys.readouterr().out
    assert main([*words, "--friends", "4"]) == 0
    assert "120 towns" in capsys.readouterr().out


# -- who lives there -------------------------------------------------------------------------------

UNNAMED = ["advise", "--partners", "anyone", "--candidates", "always_cooperate+anyone", "-n", "1"]


def test_without_players_the_usual_is_assumed_and_said(capsys, small):
    assert main([*UNNAMED, *small]) == 0
    out = capsys.readouterr().out
    assert "Nobody said who lives there, so the usual is assumed: most friends return" in out
    assert "`--ask` asks you; or name players." in out


def test_answers_are_asked_and_can_be_repeated(capsys, small, monkeypatch):
    """Three answers, one of them wrong at first, and an empty line."""
    monkeypatch.setattr("sys.stdin", StringIO("1\n9\n3\n\n2\n"))
    assert main([*UNNAMED, *small, "--ask"]) == 0
    asked = capsys.readouterr()
    assert (
        "You answered: nearly all friends return kindness, hardly anybody forgives, one in"
        in asked.out
    )
    assert "Type a number from 1 to 3." in asked.err
    assert "20%" in asked.out  # of days, towns are away
    assert main([*UNNAMED, *small, "-o", "out", "--answers", "1,3,2,2"]) == 0
    told = capsys.readouterr().out
    assert "--answers 1,3,2,2" in told.split("Again:")[1]
    assert asked.out.splitlines()[:3] == told.splitlines()[:3]


def test_where_input_ends_the_usual_answers_are_taken(capsys, small, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(""))
    assert main([*UNNAMED, *small, "--ask"]) == 0
    assert "You answered: most friends return kindness" in capsys.readouterr().out


@pytest.mark.parametrize("answers", ["1,2,3", "1,2,3,4,5", "0,1,1,1", "1,1,5,1"])
def test_wrong_answers_are_refused(say, small, answers):
    assert "`--answers` must be 4 numbers with commas between them" in say(
        *UNNAMED, *small, "--answers", answers
    )


def test_the_log_says_who_lives_there(capsys, small):
    """Six friends, who were naughty whatever I did."""
    lines = [f"F{n},{day},me,{'nice' if day % 2 else 'bad'},bad" for n in range(6) for day in
             range(1, 5)]  # fmt: skip
    Path("log.csv").write_text("friend,day,giver,mine,theirs\n" + "\n".join(lines))
    assert main([*UNNAMED, *small, "--log", "log.csv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["assumed"].startswith("The 24 gifts of the log say who lives there: ")
    assert "always_defect, " in found["assumed"]
    assert shares_of(read_friend_log(Path("log.csv"), 6))[0]["always_defect"] > 0.5


def test_a_log_with_more_friends_than_towns_is_refused(say, small):
    Path("log.csv").write_text("friend\n" + "\n".join(f"F{n}" for n in range(40)))
    said = say(*UNNAMED, *small, "--log", "log.csv")
    assert said == "`--towns` must be above 40, the friends of the log; got 40."


def test_all_candidates_are_played_in_full_if_that_is_asked_for(capsys, small):
    words = ["advise", "joss", "--partners", "anyone", "-n", "3", "--json", *small]
    seasons = []
    for more in ([], ["--full"]):
        assert main([*words, *more]) == 0
        ranking = json.loads(capsys.readouterr().out)["ranking"]
        seasons.append([row["seasons"] for row in ranking])
    assert min(seasons[1]) == 3
    assert sum(seasons[0]) < sum(seasons[1])
