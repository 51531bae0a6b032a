"""One bad file harms only itself: every kind of broken file, in every way of using a folder.

Each folder has a good file before the broken one and one after it.
"""

import io
import json
import os
import re
from pathlib import Path

import pytest

from tournament import Results, Strategy, Tournament, load
from tournament.authors.loading.folders import Judged, Loaded, judge, named
from tournament.cli import main, screen
from tournament.errors import DuplicateName, PluginError, PluginWarning, TournamentError

RULE = (
    "from tournament import C, D, strategy\n\n\n@strategy\ndef {}(me, opponent):\n    return {}\n"
)
GOOD = ("first", "last")
AT_ONCE = {  # the text of m.py, and the sentence about it
    "syntax error": ("x = (\n", r"m\.py:1: the file is not valid Python: '\(' was never closed\."),
    "import error": (
        "import nothing_there\n",
        r"m\.py:1: the file cannot be run: ModuleNotFoundError: No module named 'nothing_there'",
    ),
    "exception": ("\n1 / 0\n", r"m\.py:2: the file cannot be run: ZeroDivisionError: .*"),
    "leaves": ("raise SystemExit\n", r"m\.py:1: the file cannot be run: SystemExit"),
    "no strategy": ("x = 1\n", r"m\.py: there is no strategy (or partner rule )?in it; write .*"),
    "wrong encoding": (b"x = '\xe9'\n", r".*m\.py: the file cannot be read: line 1 is not UTF.*"),
    "wrong signature": (
        "from tournament import strategy\n\n\n@strategy\ndef f(me):\n    return 0\n",
        r"m\.py:4: f must be written `def f\(me, opponent, parameter=default, \.\.\.\)`; got .*",
    ),
    "name of another file": (
        RULE.format("first", "D"),
        r"m\.py:4: the name 'first' is taken, by .*a\.py:4; rename one\.",
    ),
    "name of the library": (
        RULE.format("tit_for_tat", "D"),
        r"m\.py:4: the name 'tit_for_tat' is taken, by strategies\..* \(.*\.py:\d+\); rename one\.",
    ),
    "prints without end": (
        "while True: print('spam' * 999)\n",
        r"m\.py:1: the file cannot be run: it prints more than 65,536 bytes while it is imported\.",
    ),
    "is a folder": (None, r".*m\.py: the file cannot be read: Is a directory\."),
}  # fmt: skip
LATER = {
    "does not compile": (
        RULE.format("m", "C if open('x') else D"),
        r"m\.py:6: m .*|m\.py:4: m .*",
    ),
    "fails in play": (
        RULE.format("m", "C if 1 // me.turn else D"),
        r"m\.py:6: m raised ZeroDivisionError in turn \d+: .*",
    ),
    "returns nothing": (
        RULE.format("m", "None"),
        r"m\.py:6: m must return C or D; it returns nothing on some path: end it with .*",
    ),
}
RUN = ["--turns", "5", "--repetitions", "2", "--seed", "1", "--threads", "1", "--output", "out"]
BROKEN = pytest.mark.parametrize("kind", [*AT_ONCE, *LATER])


@pytest.fixture
def folder(in_tmp):
    """A function: a folder with two good files and a broken one between them."""

    def make(kind: str) -> Path:
        place = in_tmp / "handed in"
        place.mkdir()
        text = (AT_ONCE | LATER)[kind][0]
        (place / "a.py").write_text(RULE.format("first", "C"))
        if text is None:
            (place / "m.py").mkdir()
        else:
            (place / "m.py").write_bytes(text if isinstance(text, bytes) else text.encode())
        (place / "z.py").write_text(RULE.format("last", "D"))
        (place / "_helper.py").write_text("1 / 0\n")
        return place

    return make


def sentence(kind: str) -> str:
    return (AT_ONCE | LATER)[kind][1]


@BROKEN
def test_check_judges_every_file(kind, folder, capsys):
    assert main(["check", folder(kind).name]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    *rows, last = out.splitlines()
    assert [re.split(r"[/\\: ]+", row)[3] for row in rows] == ["a.py", "m.py", "z.py"]
    assert [row[0] for row in rows] == ["!", "✗", "!"]
    told = re.sub(r"^\\?\^?.*m(\\)?\.py:\S*( m )?", "", sentence(kind).split(":")[-1]).strip()
    assert re.search(told, rows[1]), (told, rows[1])
    assert last == "3 files: 2 are good, 1 is broken."


@BROKEN
def test_run_stops_with_one_sentence(kind, folder, say):
    assert re.fullmatch(sentence(kind), say("run", folder(kind).name, *RUN))


@BROKEN
def test_run_goes_on_without_the_broken_file(kind, folder, capsys, in_tmp):
    assert main(["run", folder(kind).name, *RUN, "--on-error", "withdraw"]) == 0
    err = capsys.readouterr().err.splitlines()
    (said,) = [line for line in err if line.startswith("tournament: withdrawn: ")]
    assert re.fullmatch(f"tournament: withdrawn: {sentence(kind)}", said)
    table = [line[0] for line in err if line[0] in "✓!✗"]
    assert table == (["✓", "✗", "✓"] if kind in AT_ONCE else [])
    results = Results.load(in_tmp / "out")
    assert results.names == [*GOOD]
    (noted,) = results.manifest["failures"]
    assert re.fullmatch(sentence(kind), noted)
    page = (in_tmp / "out" / "report.html").read_text(encoding="utf-8")
    assert "1 player was withdrawn." in page
    assert "**Withdrawn:** " in (in_tmp / "out" / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["syntax error", "name of the library", "fails in play"])
def test_season_goes_on_without_the_broken_file(kind, folder, capsys, small):
    words = [folder(kind).name, *small, "--partners", "anyone", "--output", "out"]
    assert main(["season", *words, "--on-error", "withdraw"]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "withdrawn" in line]
    assert len(said) == 1


@pytest.mark.parametrize("kind", ["prints without end", "fails in play"])
def test_programs_get_their_document_all_the_same(kind, folder, capsys):
    assert main(["run", folder(kind).name, *RUN, "--on-error", "withdraw", "--json"]) == 0
    assert {row["player"] for row in json.loads(capsys.readouterr().out)["ranking"]} == {*GOOD}


@pytest.mark.parametrize("kind", AT_ONCE)
def test_load_stops_with_one_sentence(kind, folder):
    with pytest.raises(TournamentError) as error:
        load(folder(kind))
    assert re.fullmatch(sentence(kind), str(error.value))
    assert isinstance(error.value, DuplicateName if "name of" in kind else PluginError)


@pytest.mark.parametrize("kind", AT_ONCE)
def test_load_goes_on_without_the_broken_file(kind, folder):
    place = folder(kind)
    with pytest.warns(PluginWarning, match=r"^1 of 3 files are left out.*: m\.py") as warned:
        field = load(place, on_error="withdraw")
    assert len(warned) == 1
    assert [rule.name for rule in field] == [*GOOD]
    assert re.fullmatch(sentence(kind), field.left_out[0])
    more = ["joss"]
    for players in (field, more + field, field + more, field + Loaded(more)):
        results = Tournament(players, turns=3, repetitions=1).play(progress=False)
        assert results.manifest["failures"] == list(field.left_out)


@pytest.mark.parametrize("kind", LATER)
def test_what_fails_in_play_loads(kind, folder):
    field = load(folder(kind), on_error="withdraw")
    words = {"turns": 3, "repetitions": 1, "seed": 1}
    results = Tournament(field, **words).play(progress=False, on_error="withdraw")
    assert results.names == [*GOOD]


# -- several ---------------------------------------------------------------------------------------


def broken(place: Path, number: int) -> None:
    for each in range(number):
        (place / f"broken_number_{each:02}.py").write_text("x = (\n")


def test_the_sentence_names_all_broken_files(folder, say):
    place = folder("exception")
    broken(place, 2)
    assert say("run", place.name, *RUN) == (
        "3 files of 5 cannot play: broken_number_00.py:1, broken_number_01.py:1, m.py:2;"
        " `tournament check 'handed in'` says what is wrong, and on-error `withdraw` plays without"
        " them."
    )


def test_the_sentence_stays_short(folder, say):
    place = folder("exception")
    broken(place, 40)
    said = say("run", place.name, *RUN)
    assert said.startswith("41 files of 43 cannot play: broken_number_00.py:1, ")
    assert re.search(
        r", broken_number_03\.py:1 and 37 more; `tournament check .*plays without them\.$", said
    )
    assert len(said) < 300


def test_a_long_name_is_named_all_the_same():
    judged = [Judged(Path("a" * 300 + ".py"), (), (PluginError("x"),)) for _ in range(3)]
    assert named(judged) == "a" * 300 + ".py and 2 more"


def test_nobody_left(folder, say, in_tmp):
    place = folder("exception")
    for file in ("a.py", "z.py"):
        (place / file).write_text("x = (\n")
    said = say("run", place.name, *RUN, "--on-error", "withdraw")
    assert said.startswith(
        "Nobody is left to play; the first who was left out: a.py:1: the file is"
    )
    with pytest.raises(PluginError, match=r"no file of the folder defines a strategy; these are"):
        load(place, on_error="withdraw")


def test_only_the_strategy_whose_name_is_taken_is_left_out(folder, capsys, in_tmp):
    place = folder("name of the library")
    with (place / "m.py").open("a") as file:
        file.write("\n\n@strategy\ndef fine(me, opponent):\n    return C\n")
    assert main(["run", place.name, *RUN, "--on-error", "withdraw"]) == 0
    assert Results.load(in_tmp / "out").names == ["first", "fine", "last"]


def test_what_needs_values_is_left_out_of_a_folder(folder, capsys, in_tmp):
    place = folder("exception")
    text = RULE.format("m", "C").replace("opponent)", "opponent, p: float)")
    (place / "m.py").write_text(f"{text}\n\nhalf = m(p=0.5).named('half', 'Half.')\n")
    assert main(["run", place.name, *RUN, "--on-error", "withdraw"]) == 0
    assert Results.load(in_tmp / "out").names == ["first", "half", "last"]
    *table, said = capsys.readouterr().err.splitlines()
    assert [re.split(r" {2,}", row.strip())[-1] for row in table] == [
        "enters.", "enters.", "`m` needs values for p: m(p=...).", "enters.",
        "3 files: 2 are good, 1 is broken.",
    ]  # fmt: skip
    assert said == "tournament: withdrawn: m.py:4: `m` needs values for p: m(p=...)."


def test_files_given_twice_are_judged_once(folder, capsys, in_tmp):
    place = folder("exception")
    words = [f"{place.name}/m.py", place.name, "--strategies", place.name, *RUN]
    assert main(["run", *words, "--on-error", "withdraw"]) == 0
    assert len(Results.load(in_tmp / "out").manifest["failures"]) == 1


def test_a_path_that_is_not_there_is_refused_all_the_same(say):
    said = say("run", "nowhere.py", *RUN, "--on-error", "withdraw")
    assert said == "nowhere.py: there is no such file or folder."
    assert say("check", "nowhere.py") == "nowhere.py: there is no such file or folder."
    for command in ("run", "check"):  # what never ends is not read
        assert say(command, os.devnull).startswith(f"{os.devnull}: it is neither a file nor")


def test_on_error_is_checked(in_tmp):
    with pytest.raises(ValueError, match=r"^`on_error` must be 'stop' or 'withdraw'; got 'go on'"):
        load(in_tmp, on_error="go on")


def test_a_check_of_files_says_what_is_wrong_with_each(folder, capsys):
    place = folder("exception")
    assert main(["check", f"{place.name}/m.py", f"{place.name}/a.py", "never"]) == 1
    out = capsys.readouterr().out
    assert out.startswith(
        f"{Path(place.name, 'm.py')}\n  ✗ loads: m.py:2: the file cannot be run: ZeroDivisionError"
    )
    assert re.findall(r"^(\w+) \(", out, re.M) == ["first", "never"]


def test_a_narrow_terminal_gets_the_sentence_below(folder):
    stream = io.StringIO()
    screen.files(judge([folder("syntax error").name], Strategy), screen.opened(stream, 40))
    lines = stream.getvalue().splitlines()
    assert max(map(len, lines)) <= 40
    assert lines[-1] == "3 files: 2 are good, 1 is broken."
    assert re.match(r"✗ handed in.m\.py:1  -$", lines[2])
    assert lines[3].startswith("    the file is not valid Python:")


def test_a_check_of_a_folder_as_json_and_in_silence(folder, capsys):
    place = folder("exception")
    assert main(["check", place.name, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["failed"] == 1
    assert {row["rule"] for row in found["checks"]} == {None, "first", "last"}
    (failed,) = (row for row in found["checks"] if row["outcome"] == "failed")
    assert failed["file"].endswith("m.py")
    assert failed["sentence"].startswith("m.py:2: the file cannot be run: ZeroDivisionError")
    assert main(["check", place.name, "-q"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("✗ ")
    assert main(["check", f"{place.name}/m.py", "-q"]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("  ✗ loads: m.py:2: ")


@pytest.mark.parametrize("command", ["check", "run", "season", "advise"])
def test_files_of_strangers_are_read_before_they_are_run(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("entry.py").write_text(
        "open('touched', 'w')\nfrom tournament import C, strategy\n"
        "@strategy\ndef entry(me, opponent):\n    return C\n"
    )
    code = main([command, "entry.py", "--untrusted"])
    told = capsys.readouterr()
    assert code == (1 if command == "check" else 2)
    assert "entry.py:1: the file of a stranger may only" in told.out + told.err
    assert not Path("touched").exists()
