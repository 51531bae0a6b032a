"""What strangers write reaches a terminal as text: short, on one line, nothing of it is obeyed."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import strategies
from tournament import Results, Tournament
from tournament.authors.plugin import Label
from tournament.cli import main
from tournament.errors import ResultsError

HEAD = "import sys\nfrom tournament import C, D, strategy\n"
WILD = "\x1b[31m\x9b2J\x07\x7f\u202e\u200b\r\n[bold]</x>"
WILD_TEXT = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
    | st.sampled_from("\x1b\x9b\x07\x7f\r\n\t\u2028\u202e\u200b[]<,=()'\"")
)
OBEYED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
MOST = 300
SMALL = ["--turns", "3", "--repetitions", "2"]


def rule(body: str, before: str = "") -> str:
    return f"{HEAD}{before}@strategy(compiled=False)\ndef my_rule(me, opponent):\n    {body}\n"


def error(base: str, body: str = "pass") -> str:
    return f"class E({base}):\n    {body}\n"


PLAYING = {
    "text": rule(f"raise ValueError({WILD!r} * 1000)"),
    "text fails": rule("raise E", error("Exception", "def __str__(self): raise ValueError")),
    "text exits": rule("raise E", error("Exception", "def __str__(self): raise SystemExit")),
    "text is none": rule("raise E", error("Exception", "def __str__(self): return 3")),
    "text for ever": rule("raise E", error("Exception", "def __str__(self): return str(self)")),
    "group": rule(f"raise BaseExceptionGroup({WILD!r}, [KeyboardInterrupt(), ValueError()])"),
    "exit": rule(f"sys.exit({WILD!r})"),
    "no Exception": rule(f"raise E({WILD!r})", error("BaseException")),
    "notes": rule(f"e = ValueError('x'); e.add_note({WILD!r}); raise e"),
    "name": rule("raise E", f"E = type({WILD!r} * 99, (Exception,), {{}})\n"),
    "returned": rule("return X()", f"class X:\n    def __repr__(self): return {WILD!r} * 99\n"),
    "returned fails": rule("return X()", "class X:\n    def __repr__(self): raise ValueError\n"),
    "returned digits": rule("return 10 ** 6000"),
    "at the top": f"{HEAD}raise ValueError({WILD!r} * 1000)",
    "group at the top": f"{HEAD}raise BaseExceptionGroup({WILD!r}, [KeyboardInterrupt()])",
    "exit at the top": f"{HEAD}sys.exit({WILD!r})",
    "syntax": f"def {WILD}",
    "parameter": f"{HEAD}@strategy\ndef my_rule(me, opponent, p={WILD!r}): return C\n",
    "named": rule("return C") + f"x = my_rule.named({WILD!r})\n",
}


def is_plain(out: str, err: str, *, quiet: bool = False) -> None:
    assert not OBEYED.search(out + err), ascii(out + err)
    lines = err.splitlines()
    assert all(len(line) <= MOST for line in lines), err
    assert not re.search(r"<class |<function | object at 0x|Traceback|this is a bug", out + err), (
        err
    )
    assert quiet or lines


@pytest.mark.parametrize("text", PLAYING.values(), ids=PLAYING)
def test_what_comes_out_of_a_plugin(text, capsys):
    Path("my_rule.py").write_text(text, encoding="utf-8")
    main(["run", "my_rule.py", "joss", *SMALL, "--on-error", "withdraw"])
    is_plain(*capsys.readouterr())
    assert main(["run", "my_rule.py", "joss", *SMALL]) == 2
    out, err = capsys.readouterr()
    is_plain(out, err)
    assert err.count("\n") == 1
    main(["check", "my_rule.py"])
    is_plain(*capsys.readouterr(), quiet=True)


@pytest.mark.parametrize(
    "line",
    [
        f"print({WILD!r})",
        f"import warnings; warnings.warn({WILD!r})",
        f"sys.stderr.write({WILD!r})",
    ],
)
def test_what_a_file_prints(line, capsys, recwarn):
    Path("my_rule.py").write_text(rule("return C", f"{line}\n"), encoding="utf-8")
    assert main(["run", "my_rule.py", "joss", *SMALL]) == 0
    out, err = capsys.readouterr()
    assert not OBEYED.search(out + err), ascii(err)


def test_a_traceback_that_is_asked_for(environment):
    Path("my_rule.py").write_text(rule(f"raise ValueError({WILD!r})"), encoding="utf-8")
    argv = [sys.executable, "-m", "tournament", "--debug", "run", "my_rule.py", "joss", *SMALL]
    ran = subprocess.run(argv, capture_output=True, env=environment, encoding="utf-8")
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr
    assert r"ValueError: \x1b[31m" in ran.stderr
    assert not OBEYED.search(ran.stderr)


PLACES = [
    ["run", "{}", "joss"],
    ["run", "joss", "grudger", "--game", "{}"],
    ["run", "joss", "grudger", "--game", "{}: R=3,S=0,T=5"],
    ["run", "joss", "grudger", "--rank-by", "{}"],
    ["run", "joss", "grudger", "--turns", "{}"],
    ["run", "joss", "grudger", "--noise", "{}"],
    ["run", "random_player(p={})", "joss"],
    ["run", "--scenario", "{}.toml"],
    ["season", "joss", "grudger", "--partners", "{}"],
    ["season", "joss", "--friends", "{}"],
    ["evolve", "joss", "grudger", "--start", "{}=1"],
    ["evolve", "joss", "grudger", "--graph", "{}"],
    ["evolve", "joss", "grudger", "--lattice", "{}"],
    ["evolve", "joss", "grudger", "--payoffs", "{}"],
    ["strategies", "show", "{}"],
    ["strategies", "--search", "{}"],
    ["report", "{}"],
    ["compare", "{}", "{}"],
    ["learn", "{}.csv"],
    ["check", "{}.py"],
    ["new", "{}"],
    ["{}"],
    ["run", "--{}"],
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.sampled_from(PLACES), WILD_TEXT, st.sampled_from([1, 1, 2000]))
def test_what_is_typed(capsys, place, text, times):
    """Every argument, with any text: one sentence, none of it obeyed."""
    argv = [part.replace("{}", text * times) for part in place]
    if not (text.strip() and main(argv) == 2):
        capsys.readouterr()
        return
    out, err = capsys.readouterr()
    is_plain(out, err)
    assert err.count("\n") == 1, err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    st.sampled_from(["players", "game", "turns", "noise", "on_error", "seed", "\x1b[31m"]),
    WILD_TEXT | st.lists(WILD_TEXT),
)
def test_what_a_scenario_says(capsys, key, value):
    """Also keys that nothing has."""
    Path("s.toml").write_text(f"{json.dumps(key)} = {json.dumps(value, ensure_ascii=True)}\n")
    code = main(["run", "s.toml"])
    out, err = capsys.readouterr()
    if code == 2:
        is_plain(out, err)
        assert err.count("\n") == 1, err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(WILD_TEXT, st.sampled_from(["player", "match", "turn", "move", "header"]))
def test_what_a_log_says(capsys, text, column):
    import csv

    head = ["player", "match", "turn", "move", "opponent_move"]
    row = dict(zip(head, ["ann", "1", "1", "C", "D"], strict=True)) | {column: text}
    with Path("log.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [[text if column == "header" else head[0], *head[1:]], list(row.values())[:5]]
        )
    main(["learn", "log.csv", "--clusters", "1"])
    is_plain(*capsys.readouterr())


# -- saved results ---------------------------------------------------------------------------------


def played(**notes):
    event = Tournament(["joss", "grudger", "always_defect"], turns=3, repetitions=2, seed=1)
    return event.play(progress=False).noting(**notes)


def test_notes_of_saved_results(capsys):
    noted = played(failures=[WILD * 100], command=f"tournament run {WILD}")
    for name in ("one", "two"):
        Path(name).mkdir()
        noted.save(Path(name))
    for argv in (["compare", "one", "two"], ["report", "one", "--output", "page"]):
        assert main(argv) == 0
        is_plain(*capsys.readouterr(), quiet=True)
    page = Path("page/report.html").read_text("utf-8")
    assert not OBEYED.search(page)
    assert main(["report", "one", "--output", "more", "--json"]) == 0
    out, _ = capsys.readouterr()
    json.loads(out)
    assert out.isascii()


def test_names_of_saved_results():
    stranger = replace(strategies.joss, label=Label(WILD, "", __name__))
    event = Tournament([stranger, "grudger"], turns=3, repetitions=2, seed=1)
    path = event.play(progress=False).save("one.sqlite")
    with pytest.raises(ResultsError, match=r"the name '\\x1b\[31m.*' cannot be printed") as caught:
        Results.load(path)
    is_plain("", str(caught.value))
