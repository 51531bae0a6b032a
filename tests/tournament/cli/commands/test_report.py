"""`tournament report`: again from saved results, whole or damaged."""

import json
from pathlib import Path

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


def test_results_that_are_not_there(say):
    assert (
        say("report", "out")
        == "out: there is no such folder; give what `tournament run --output FOLDER` wrote."
    )
    Path("out").mkdir()
    assert say("report", "out") == "out: the folder has no saved results (results/manifest.json)."


def test_results_that_are_damaged(say, capsys, run):
    assert run() == 0
    capsys.readouterr()
    manifest = Path("out/results/manifest.json")
    whole = manifest.read_text()
    manifest.write_text(whole[: len(whole) // 2])
    assert "manifest.json" in say("report", "out")
    manifest.write_text(json.dumps(json.loads(whole) | {"format": 99}))
    assert "newer version" in say("report", "out")
    manifest.write_text(whole)
    for table in Path("out/results").glob("*.parquet"):
        content = table.read_bytes()
        table.write_bytes(content[: len(content) // 2])
        assert f"{table.name}: the file is damaged" in say("report", "out")
        table.unlink()
        assert table.name in say("report", "out")
        table.write_bytes(content)
    assert main(["report", "out"]) == 0
