"""The notebook of first steps: made by its script, carried out, and every object shows itself."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from make_notebook import CELLS, PLACE, notebook, text_of

ROOT = Path(__file__).parents[2]
MISSING = "the notebook is carried out where nbclient and ipykernel are installed"


def test_the_notebook_is_what_its_script_writes():
    """`python docs/make/make_notebook.py` writes it."""
    assert PLACE.read_text(encoding="utf-8") == text_of(notebook())


def test_it_is_kept_without_outputs():
    cells = json.loads(PLACE.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    assert len({cell["id"] for cell in cells}) == len(cells)


def test_lines_are_short():
    assert max(len(line) for _, text in CELLS for line in text.splitlines()) <= 100


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What each code cell shows, by its last line: the kinds of output with their data."""
    pytest.importorskip("nbclient", reason=MISSING)
    pytest.importorskip("ipykernel", reason=MISSING)
    place = tmp_path_factory.mktemp("notebook") / "done.ipynb"
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs/make/make_notebook.py"), "--execute", str(place)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert place.with_name("payoffs.pdf").read_bytes().startswith(b"%PDF")
    assert place.with_name("first_report").joinpath("report.html").exists()
    book = json.loads(place.read_text(encoding="utf-8"))
    found = {}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            *_, last = "".join(cell["source"]).splitlines()
            found[last.strip()] = cell["outputs"]
    return found


def data(outputs, line: str, kind: str) -> str:
    """Return the one output of a cell, as text."""
    (shown,) = outputs[line]  # once, and nothing else is printed
    return "".join(shown["data"][kind])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PRISONERS_DILEMMA", ["Game: Prisoner&#x27;s Dilemma", "<td>0, 5</td>"]),
        ("strategies.win_stay_lose_shift", ["also called", "Pavlov", "a probability", "100.0 %"]),
        ("result", ["against joss, 150 turns", "<i>CCC", " turns …", "seed 1"]),
        ("patient", ["<code>most</code>", "notebook cell:1", "streak = 0"]),
        ("event", ["9 players", "seed 7", "<td>3, 3</td>"]),
        ("results", ["50 repetitions", "95 % interval", "places", "tier", "linear-gradient"]),
        ("season", ["300 towns", "30 each"]),
        ("year", ["3 kinds", "nice"]),
        ("season.best_reply(repetitions=5)", ["be like", "give to", "income"]),
    ],
)
def test_objects_show_themselves(outputs, line, words):
    page = data(outputs, line, "text/html")
    assert [word for word in words if word not in page] == []
    assert "<script" not in page
    assert data(outputs, line, "text/plain")


@pytest.mark.slow
@pytest.mark.parametrize(
    "line",
    ["result.plot()", "results.plot()", 'results.plot("cooperation")', 'year.plot("day_nice")'],
)
def test_figures_are_shown_once(outputs, line):
    assert data(outputs, line, "image/png").startswith("iVBOR")


@pytest.mark.slow
def test_imports_show_nothing_and_numbers_are_frames(outputs):
    (imports,) = (shown for line, shown in outputs.items() if line.startswith("from tournament"))
    assert imports == []
    assert "<table" in data(outputs, "results.payoffs.round(2)", "text/html")
