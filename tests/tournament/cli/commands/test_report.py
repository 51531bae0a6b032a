"""`tournament report`: again from saved results, whole or damaged."""

import shutil
from pathlib import Path

from tournament import Results
from tournament.cli import main


def test_report_again_without_playing(capsys, monkeypatch, run):
    assert run() == 0
    ranking = Path("out/ranking.csv").read_bytes()
    capsys.readouterr()
    Path("out/report.html").unlink()
    Path("out/ranking.csv").unlink()
    assert main(["report", "out"]) == 0
    assert "Report: out" in capsys.readouterr().out
    assert Path("out/ranking.csv").read_bytes() == ranking
    assert Path("out/report.html").exists()
    assert main(["report", "out", "--output", "copy"]) == 0
    assert Path("copy/ranking.csv").read_bytes() == ranking
    assert main(["report", "copy"]) == 0


def test_report_of_the_results_folder_itself(run):
    assert run() == 0
    Path("out/report.html").unlink()
    assert main(["report", "out/results"]) == 0
    assert Path("out/report.html").exists()
    assert not Path("out/results/report.html").exists()


def test_report_of_the_file_itself(run, say):
    assert run() == 0
    Path("out/report.html").unlink()
    assert main(["report", "out/results.sqlite"]) == 0
    assert Path("out/report.html").exists()
    Path("out/results.sqlite").rename("mine.sqlite")
    assert main(["report", "mine.sqlite", "--output", "copy"]) == 0
    assert main(["report", "copy"]) == 0
    assert say("report", "mine.sqlite").startswith("`--output` must be new, empty, or an earlier")


def test_an_earlier_report_is_replaced(run):
    former = Path(__file__).parents[2] / "results" / "data" / "tournament"
    shutil.copytree(former, "out/results")
    Path("out/parquet").mkdir()
    Path("out/notes.txt").write_text("mine")
    assert main(["report", "out", "--output", "copy"]) == 0
    assert Results.load("copy") == Results.load("out")
    assert run() == 0
    assert Results.load("out") != Results.load("copy")
    there = {path.name for path in Path("out").iterdir()}
    assert {"results.sqlite", "notes.txt", "report.html"} <= there
    assert not {"results", "parquet"} & there


def test_results_that_are_not_there(say):
    assert say("report", "out") == (
        "out: there is nothing here; give a file or a folder that `save` or `tournament run"
        " --output` wrote."
    )
    Path("out").mkdir()
    assert say("report", "out") == "out: the folder has no saved results (results.sqlite)."


def test_results_that_are_damaged(say, capsys, run):
    assert run() == 0
    capsys.readouterr()
    file = Path("out/results.sqlite")
    whole = file.read_bytes()
    for damaged in (whole[:-1], whole[: len(whole) // 2], whole[:4096], whole[:80]):
        file.write_bytes(damaged)
        assert say("report", "out") == (f"{file}: the file is damaged; play again, and save again.")
    file.write_bytes(whole[:63] + b"\x63" + whole[64:])
    assert say("report", "out") == (
        f"{file}: written by a newer version of tournament (format 99, this one reads 3);"
        " upgrade it."
    )
    file.write_bytes(b"")
    assert say("report", "out") == (
        f"{file}: this is no file of results; play again, and save again."
    )
    file.write_bytes(whole)
    assert main(["report", "out"]) == 0
