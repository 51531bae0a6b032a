"""Any report goes through one door: whatever has figures, tables, a page and a short text."""

from pathlib import Path

import pandas as pd
import pytest

from analysis.figures.saving import Picture
from analysis.reports.report import Report, report_of, write
from analysis.reports.season.report import SeasonReport
from analysis.reports.tournament.report import TournamentReport
from tournament import Tournament
from tournament.errors import ResultsError


class Weather:
    """A report of nothing that this project plays."""

    def figures(self, save=None):
        return {"sky": Picture(b"png", 100), "sea": Picture(b"png", 100, b"svg")}

    def tables(self):
        return {"rain": pd.DataFrame({"mm": [1.5, 0.0]}, pd.Index(["Mon", "Tue"], name="day"))}

    def page(self, drawn):
        return f"page of {len(drawn)} figures, ☂"

    def short(self, drawn):
        return "short"


def files(folder: Path) -> dict[str, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_report_of_anything_is_written(tmp_path):
    report: Report = Weather()
    more = {"rain.py": b"code"}
    page = write(report, tmp_path / "new", name="weather", parquet=True, more=more)
    assert page.read_text(encoding="utf-8") == "page of 2 figures, ☂"
    written = files(page.parent)
    assert pd.read_parquet(page.parent / "parquet" / "rain.parquet")["mm"].tolist() == [1.5, 0.0]
    assert written.pop("parquet/rain.parquet")
    assert written.pop("weather.html")
    assert written == {
        "figures/sky.png": b"png", "figures/sea.png": b"png", "figures/sea.svg": b"svg",
        "rain.csv": b"day,mm\nMon,1.5\nTue,0.0\n", "weather.md": b"short", "rain.py": b"code",
    }  # fmt: skip


@pytest.mark.parametrize("part", ["figures", "tables", "page", "short"])
def test_a_report_that_cannot_be_made_leaves_the_folder_alone(part, tmp_path, monkeypatch):
    write(Weather(), tmp_path)
    before = files(tmp_path)

    def fail(*_):
        raise ResultsError("no")

    monkeypatch.setattr(Weather, part, fail)
    with pytest.raises(ResultsError, match="no"):
        write(Weather(), tmp_path, name="other")
    assert files(tmp_path) == before


def test_each_event_has_its_report(season, rules):
    event = Tournament([rules.nice, rules.nasty], turns=3, repetitions=1, seed=1)
    assert isinstance(report_of(event.play(progress=False)), TournamentReport)
    assert isinstance(report_of(season(rules.nice, days=1)), SeasonReport)
