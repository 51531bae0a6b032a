"""`tournament advise`."""

from pathlib import Path

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
