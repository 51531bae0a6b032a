"""What commands that play share: who is entered, what was typed, how to have it again."""

import os
import sys
from argparse import Namespace
from pathlib import Path
from types import SimpleNamespace

import pytest

from tournament.cli import playing
from tournament.cli.parser import parse
from tournament.errors import ArgumentError, MissingExtra, ResultsError


def test_entered__is_what_was_typed_and_everything_for_all():
    assert playing.entered(parse(["run", "joss", "alternator"])) == ["joss", "alternator"]
    assert playing.entered(parse(["run", "joss", "--all"])) == ["joss", "everything"]


@pytest.mark.parametrize("quiet", [False, True])
@pytest.mark.parametrize("terminal", [False, True])
def test_progress_is_for_those_who_see_it(terminal, quiet, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    assert playing.on_terminal(Namespace(quiet=quiet)) == (terminal and not quiet)


@pytest.mark.parametrize(
    ("left_out", "judged", "quiet", "said"),
    [
        (["bad"], ["bad", "good"], False, True),
        (["bad"], ["bad", "good"], True, False),
        ([], ["good"], False, False),
        (["bad"], [], False, False),
    ],
)
def test_who_plays_is_said_if_anybody_is_left_out(left_out, judged, quiet, said, monkeypatch):
    calls = []
    monkeypatch.setattr(
        playing.screen, "files", lambda files, to: calls.append((files, to.console.file))
    )
    players = SimpleNamespace(left_out=left_out, judged=judged)
    playing.who_plays(Namespace(quiet=quiet), players)
    assert calls == ([(judged, sys.stderr)] if said else [])


@pytest.mark.parametrize(("threads", "fits"), [(None, 1), (1, 1), (1024, 1), (0, 0), (1025, 0)])
def test_threads_are_1_to_1024(threads, fits):
    if fits:
        playing.check_threads(Namespace(threads=threads))
        return
    with pytest.raises(ArgumentError, match=f"`threads` must be .*1.*1,?024.*got {threads}"):
        playing.check_threads(Namespace(threads=threads))


def test_parquet_needs_its_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    playing.check_parquet(Namespace(parquet=False))
    with pytest.raises(
        MissingExtra, match=r"`pyarrow` is needed to write tables as Parquet.*\[parquet\]"
    ):
        playing.check_parquet(Namespace(parquet=True))


def test_writable__refuses_before_anything_is_played(monkeypatch):
    args = Namespace(output="out", threads=0, parquet=False)
    with pytest.raises(ArgumentError, match="`threads`"):
        playing.writable(args)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra):
        playing.writable(Namespace(output="out", threads=1, parquet=True))
    assert playing.writable(Namespace(output="out", threads=1, parquet=False)) == Path("out")
    Path("mine").mkdir()
    Path("mine", "diary.txt").write_text("dear")
    with pytest.raises(ArgumentError, match="'mine' holds other files"):
        playing.writable(Namespace(output="mine", threads=1, parquet=False))
    assert [str(path) for path in Path().rglob("*")] == ["mine", "mine/diary.txt"]


def test_check_disk__asks_for_an_eighth_of_the_memory(monkeypatch, tmp_path):
    """Just what is free is enough; the folder need not be there, nor the one above."""
    asked = []

    def usage(path):
        asked.append(Path(path).resolve())
        return SimpleNamespace(total=9, used=8, free=1000)

    monkeypatch.setattr("shutil.disk_usage", usage)
    playing.check_disk(Path("new", "out"), 8007)
    assert asked == [tmp_path.resolve()]
    with pytest.raises(
        ResultsError, match=r"^out: the results would take about 1 KiB on disk, and 1000 bytes are"
    ):
        playing.check_disk(Path("out"), 16_000)
    with pytest.raises(ResultsError):
        playing.check_disk(Path("out"), 8008)


ALWAYS = ["run", "joss", "two words", "--turns", "7"]


@pytest.mark.parametrize("once", [[], ["--quiet"], ["--verbose"], ["--json"], ["--open"]])
def test_again__is_the_command_with_its_seed(once):
    """What is only about this time is left out."""
    drawn, given = parse([*ALWAYS, *once]), parse([*ALWAYS, "--seed", "4", *once])
    assert playing.typed(drawn) == "tournament run joss 'two words' --turns 7"
    assert playing.again(drawn, 11) == "tournament run joss 'two words' --turns 7 --seed 11"
    assert playing.again(given, 4) == "tournament run joss 'two words' --turns 7 --seed 4"


# -- what is told ----------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch, capsys):
    """A function: give the answer of a command, and return (out, err, pages that were opened)."""

    def tell(manifest: dict[str, object], more: dict[str, Path], **options: bool):
        pages: list[Path] = []
        monkeypatch.setattr(playing, "open_page", pages.append)
        monkeypatch.setattr(playing.screen, "event", lambda results, where="": print("THE RANKING"))
        monkeypatch.setattr(
            playing.documents, "event", lambda results, files: {"files": sorted(files)}
        )
        args = Namespace(**{"json": False, "quiet": False, "open": False, **options})
        results = SimpleNamespace(manifest=manifest)
        playing.told(args, results, Path("/tmp/out/report.html"), more)
        return *capsys.readouterr(), pages

    return tell


REPORT = ["report: /tmp/out/report.html", "Open: file:///tmp/out/report.html (or say --open)"]
MANIFEST = {"command": "tournament run joss --seed 4", "failures": ["a.py:1: x: no."]}


def words(text: str) -> list[str]:
    """Return lines without what aligns them."""
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.mark.skipif(os.name == "nt", reason="paths are written otherwise")
@pytest.mark.parametrize("more", [{}, {"results": Path("/tmp/out/results.sqlite")}])
@pytest.mark.parametrize("command", [None, MANIFEST["command"]])
def test_the_screen_tells_how_to_have_it_again(more, command, told):
    """If the command wrote more than the page, which any saved result has."""
    out, err, pages = told({"command": command}, more)
    again = [f"Again: {command}"] * bool(more and command)
    first, *rest = words(out)
    assert first == "THE RANKING"
    assert [line.lower() for line in rest] == [line.lower() for line in [*REPORT, *again]]
    assert (err, pages) == ("", [])


@pytest.mark.parametrize("how", ["json", "quiet", ""])
def test_who_was_withdrawn_is_said_where_no_screen_says_so(how, told):
    _, err, _ = told(MANIFEST, {}, **({how: True} if how else {}))
    assert ("withdrawn: a.py:1: x: no." in err) == bool(how)


def test_a_page_opens_if_that_is_asked_for(told):
    assert told({}, {}, open=True, quiet=True)[2] == [Path("/tmp/out/report.html")]
    assert told({}, {}, quiet=True) == ("", "", [])


def test_the_document_names_what_was_written(told):
    out, _, _ = told({}, {"results": Path("r")}, json=True)
    assert '"report"' in out
    assert '"results"' in out
