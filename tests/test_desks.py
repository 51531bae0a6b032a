"""Every desk: Windows, macOS, other encodings. What cannot be run here is acted.

The workflow file runs the tests on three systems and four versions of Python.
"""

import ast
import atexit
import codecs
import errno
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from structure import Tree

import analysis
import strategies
from tournament import cli, load
from tournament.authors.showing.template import write
from tournament.cli import interrupt, main
from tournament.cli.commands.run import tournament_of
from tournament.cli.parser import parse
from tournament.cli.screen.layout import streams
from tournament.errors import ArgumentError
from tournament.events.season.friend_log import read_friend_log
from tournament.events.spelling import is_path
from tournament.events.words import friends
from tournament.interactive.shell import joined, unquoted
from tournament.results.files.sqlite.seal import identity

ROOT = Path(__file__).parents[1]
TREE = Tree(ROOT)
SCRIPTS = [*(ROOT / "docs").rglob("*.py"), *(ROOT / "examples").rglob("*.py")]
RULE = "from tournament import D, strategy\n\n\n@strategy\ndef mine(me, opponent):\n    return D\n"


def acted(monkeypatch, function, *arguments):
    """Return what a function says on Windows."""
    with monkeypatch.context() as acting:
        acting.setattr(os, "name", "nt")
        return function(*arguments)


# -- what code takes for granted -------------------------------------------------------------------


def calls(tree: ast.AST):
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def opens_by_custom(call: ast.Call) -> bool:
    """Whether a call opens a text and leaves the encoding to the system."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in ("open", "fdopen", "read_text", "write_text"):
        return False
    modes = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if name in ("open", "fdopen") and any("b" in mode and len(mode) < 4 for mode in modes):
        return False
    if name == "read_text" and modes:
        return False  # its first argument is the encoding
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    named = owner.id if isinstance(owner, ast.Name) else ""
    others = named in ("os", "webbrowser", "world", "self", "Image")
    if others and name != "fdopen":
        return False
    return all(keyword.arg != "encoding" for keyword in call.keywords)


def test_no_text_is_opened_in_the_encoding_of_the_system():
    """It is cp1252 on many machines; what one of them writes, the others could not read."""
    trees = TREE.trees | {str(f): ast.parse(f.read_text(encoding="utf-8")) for f in SCRIPTS}
    assert [
        f"{name}:{call.lineno}"
        for name, tree in trees.items()
        for call in calls(tree)
        if opens_by_custom(call)
    ] == []
    for text in (
        "open('x')",
        "f.open('w')",
        "f.read_text()",
        "os.fdopen(1, 'w')",
        "f.write_text(t)",
    ):
        assert opens_by_custom(next(calls(ast.parse(text))))


POSIX_ONLY = {
    "fork", "getuid", "geteuid", "killpg", "getpgid", "setsid", "set_blocking", "sysconf", "uname",
    "sched_getaffinity", "register_at_fork", "mkfifo", "chown", "nice", "getloadavg", "statvfs",
}  # fmt: skip
POSIX_MODULES = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix", "syslog"}


def types_of(node: ast.Try) -> list[ast.expr]:
    """Return what the handlers of a `try` catch."""
    return [handler.type for handler in node.handlers if handler.type is not None]


def test_what_windows_has_not_is_asked_for_first():
    for name, file in TREE.files.items():
        text, tree = file.read_text(encoding="utf-8"), TREE.trees[name]
        asked_first = {
            statement
            for node in ast.walk(tree)
            if isinstance(node, ast.Try) and "ImportError" in map(ast.unparse, types_of(node))
            for statement in node.body
        }
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and node not in asked_first:
                asked = {alias.name.split(".")[0] for alias in node.names}
                asked |= {getattr(node, "module", None)}
                assert not asked & POSIX_MODULES, name
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "os"
                and node.attr in POSIX_ONLY
            ):
                assert f'hasattr(os, "{node.attr}")' in text or "AttributeError" in text, name


def test_the_workflow_has_all_systems_and_versions():
    text = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    matrix = yaml.safe_load(text)["jobs"]["quick"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest", "windows-latest"]
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = [line.split("::")[-1].strip(' ",') for line in project.splitlines() if ":: 3." in line]
    assert matrix["python"] == named == ["3.11", "3.12", "3.13", "3.14"]


# -- files from other editors ----------------------------------------------------------------------


def notepad(file: str, text: str) -> str:
    """Write a file as the editor of Windows does: a byte-order mark, and two bytes a line end."""
    Path(file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return file


@pytest.fixture(autouse=True)
def in_tmp(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_files_of_notepad_are_read():
    (mine,) = load(notepad("mine.py", RULE))
    assert mine.name == "mine"
    notepad("s.toml", 'players = ["mine.py", "TFT"]\nseed = 3\n')
    event = tournament_of(parse(["run", "s.toml"]))
    assert [p.name for p in event.players] == ["mine", "tit_for_tat"]
    notepad("pairs.csv", "one,other\n0,1\n1,2\n")
    assert friends("pairs.csv").tolist() == [[0, 1], [1, 2]]
    notepad("diary.csv", "friend,day,giver,mine,theirs\nCéline,1,me,nice,naughty\nBob\n")
    assert read_friend_log(Path("diary.csv"), 25).friends == ("Céline", "Bob")
    notepad("log.csv", "player,match,turn,move,opponent_move\nZoë,1,1,C,D\n")
    assert analysis.read_log("log.csv").player.tolist() == ["Zoë"]


def test_tables_of_spreadsheets_may_have_semicolons():
    notepad("pairs.CSV", "0;1\n1;2\n")
    assert friends("pairs.CSV").tolist() == [[0, 1], [1, 2]]
    notepad("diary.csv", "friend;day;giver;mine;theirs\nAnn;1;me;nice;naughty\n")
    assert read_friend_log(Path("diary.csv"), 25).gifts == (("Ann", 0, True, 0, 1),)
    notepad("log.csv", "player;match;turn;move;opponent_move\nann;1;1;C;D\n")
    assert len(analysis.read_log("log.csv")) == 1


def test_files_in_other_encodings_are_refused_with_the_way_out(capsys):
    Path("s.toml").write_bytes("players = ['joss']  # f\u00fcr".encode("cp1252"))
    assert main(["run", "s.toml"]) == 2
    assert capsys.readouterr().err == (
        "tournament: s.toml: the scenario is not UTF-8 text; save it as UTF-8.\n"
    )
    Path("pairs.csv").write_bytes("0,1".encode("utf-16"))
    with pytest.raises(
        ArgumentError, match=r"^pairs\.csv: the friends cannot be read: it is not U"
    ):
        friends("pairs.csv")


# -- paths -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", [
    r"C:\Users\me\my_rule.py", r"rules\sub", "C:/rules/MY_RULE.PY", r"..\rules", r"\\server\rules",
    "my_rule (1).py", r"C:\Program Files (x86)\rules",
])  # fmt: skip
def test_paths_of_windows_are_paths(word):
    assert is_path(word, {"tit_for_tat": strategies.tit_for_tat})


def test_a_scenario_of_windows_is_read_elsewhere(capsys):
    Path("class/rules").mkdir(parents=True)
    Path("class/rules/mine.py").write_text(RULE, encoding="utf-8")
    Path("class/s.TOML").write_text("players = ['rules\\mine.py', 'TFT']\n", encoding="utf-8")
    event = tournament_of(parse(["run", "class/s.TOML"]))
    assert [p.name for p in event.players] == ["mine", "tit_for_tat"]
    Path("class/s.TOML").write_text('players = ["rules\\mine.py"]\n', encoding="utf-8")
    assert main(["run", "class/s.TOML"]) == 2
    said = capsys.readouterr().err
    assert "s.TOML: the scenario is not valid TOML: " in said
    assert said.endswith("; write paths with / instead.\n")


@pytest.mark.parametrize("name", ["con", "NUL", "aux", "com1", "Lpt9"])
def test_names_that_windows_keeps_are_refused(name):
    with pytest.raises(ArgumentError) as error:
        write(f"{name}.py")
    assert str(error.value) == f"Windows keeps the name {name!r} for itself; choose another name."
    assert not list(Path().iterdir())


@pytest.mark.skipif(os.name == "nt", reason="there no folder has such a name")
@pytest.mark.parametrize("folder", [r"C:\Users\x", 'a"""b', "plain", r"back\N"])
@pytest.mark.parametrize("partner", [False, True])
def test_a_new_file_is_valid_python_wherever_it_is(folder, partner):
    """Its own path stands in its docstring, where backslashes and quotes mean more."""
    Path(folder).mkdir()
    path = write(f"{folder}/my_rule.py", partner=partner)
    ast.parse(path.read_text(encoding="utf-8"))


# -- shells ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="its shells read other quotes")
@given(st.lists(st.text(st.characters(exclude_characters="\0")), min_size=1))
def test_a_command_line_can_be_typed_again(words):
    assert shlex.split(joined(words)) == words


def test_a_command_line_of_windows_has_double_quotes(monkeypatch):
    words = ["tournament", "run", r"C:\rules", "random_player(p=0.8)", "tit for tat", "R=3,S=0", ""]
    assert acted(monkeypatch, joined, words) == (
        r'tournament run C:\rules "random_player(p=0.8)" "tit for tat" R=3,S=0 ""'
    )
    assert acted(monkeypatch, joined, ['say "hi"']) == r'"say \"hi\""'


def test_single_quotes_that_a_shell_leaves_are_taken_off(monkeypatch, capsys):
    assert unquoted("'joss'") == "joss"
    for word in ("''", "'", "it's", "'a", ""):
        assert unquoted(word) == word
    monkeypatch.setattr(sys, "argv", ["tournament", "partners", "show", "'no_such_rule'"])
    monkeypatch.setattr(interrupt, "end_soon_after_interrupt", lambda: None)
    monkeypatch.setattr(cli, "os", SimpleNamespace(name="nt"))
    assert main() == 2
    assert "No partner rule is named 'no_such_rule'" in capsys.readouterr().err


# -- pipes and signals -----------------------------------------------------------------------------


def test_ctrl_c_is_heard_where_pipes_cannot_be_told_not_to_block(monkeypatch):
    """As on Windows with Python 3.11."""
    heard = []
    monkeypatch.delattr(os, "set_blocking", raising=False)
    handlers = {}
    acting = SimpleNamespace(
        SIGINT=signal.SIGINT,
        SIG_IGN=signal.SIG_IGN,
        getsignal=signal.getsignal,
        signal=handlers.__setitem__,
        set_wakeup_fd=lambda fd, **_: heard.append(fd),
    )
    monkeypatch.setattr(interrupt, "signal", acting)
    monkeypatch.setattr(interrupt, "_numbers", {})
    monkeypatch.setattr(atexit, "register", lambda *_: None)
    interrupt.end_soon_after_interrupt()
    assert set(handlers) == {signal.SIGINT}
    assert len(heard) == 1


def test_a_reader_that_leaves_is_no_error_on_windows(monkeypatch):
    gone = OSError(errno.EINVAL, "Invalid argument")
    file = OSError(errno.EINVAL, "Invalid argument", "a?.csv")
    assert acted(monkeypatch, streams.is_lost_reader, gone)
    assert not acted(monkeypatch, streams.is_lost_reader, file)
    assert streams.is_lost_reader(gone) == (os.name == "nt")
    assert streams.is_lost_reader(BrokenPipeError(errno.EPIPE, "Broken pipe"))


def test_a_file_is_the_same_open_or_not_on_windows(monkeypatch):
    one = os.stat_result((0, 1, 2, 0, 0, 0, 7, 0, 0, 0))
    other = os.stat_result((0, 3, 4, 0, 0, 0, 7, 0, 0, 0))
    assert acted(monkeypatch, identity, one) == acted(monkeypatch, identity, other)
    if os.name != "nt":
        assert identity(one) != identity(other)


def test_signs_are_written_in_ascii_where_they_must_be():
    codecs.register_error("x", streams.in_ascii)
    assert "✓ ± ∞ é Ω …".encode("cp1252", "x").decode("cp1252") == "ok ± inf é \\u03a9 …"
    assert "✓ ± ∞ é Ω …".encode("ascii", "x").decode() == "ok +/- inf \\xe9 \\u03a9 ..."
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("utf-8", "x")


@pytest.mark.parametrize("words", [
    ["strategies", "show", "adaptive_pavlov_2006"],
    ["strategies", "generous"],
    ["run", "TFT", "ALLD", "--turns", "5", "-n", "2", "--seed", "1", "-o", "out"],
    ["check", "mine.py"],
], ids=lambda words: words[0])  # fmt: skip
def test_a_console_of_few_letters_shows_all_that_is_printed(words):
    """What cp1252 has not is written otherwise, in ASCII; nothing fails, and nothing is lost."""
    Path("mine.py").write_text(RULE, encoding="utf-8")
    codes = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "COLUMNS": "100"}
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
    done = subprocess.run(
        [sys.executable, "-m", "tournament", *words],
        capture_output=True, env={**os.environ, **codes, "PYTHONPATH": path}, check=False,
    )  # fmt: skip
    said = done.stdout.decode("cp1252")
    assert done.returncode == 0, done.stderr
    assert said.isprintable() or "\n" in said
    assert "\\u" not in said
    assert "?" not in said.replace("is everything in order?", "")
