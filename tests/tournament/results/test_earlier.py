"""Results that an earlier version saved load, and say the same.

The folders in `data` were written by version 0.1.0 before results had one record for every event;
`frames.json` has the frames that this version read from them.
"""

import json
import math
import re
import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tournament import Results, SeasonResults
from tournament.errors import ResultsError, TournamentError

DATA = Path(__file__).parent / "data"
FRAMES = json.loads((DATA / "frames.json").read_text())
EVENT_OF = {"tournament": Results, "tournament_unlike": Results, "season": SeasonResults}
ADDED = ["best_rank", "worst_rank", "tier"]  # columns that rankings of seasons did not have


@pytest.mark.parametrize("name", FRAMES)
def test_frames_are_those_of_then(name):
    folder, frame = name.split("/")
    kind = SeasonResults if folder == "season" else Results
    found = getattr(kind.load(DATA / folder), frame)
    if name == "season/ranking":
        found = found.drop(columns=ADDED)
    found = found.reset_index()
    then = pd.DataFrame(FRAMES[name]["data"], columns=FRAMES[name]["columns"])
    assert list(found.columns) == list(then.columns)
    for column in then:
        values, before = found[column].tolist(), then[column].tolist()
        if all(isinstance(v, str) for v in before):
            assert values == before
        else:
            np.testing.assert_allclose(values, np.array(before, float), rtol=1e-11)


@pytest.mark.parametrize("folder", ["tournament", "tournament_unlike", "season"])
def test_saved_again_they_are_the_same(folder, tmp_path):
    kind = SeasonResults if folder == "season" else Results
    then = kind.load(DATA / folder)
    again = kind.load(then.save(tmp_path / "again"))
    assert again == then
    assert again.manifest == then.manifest
    assert kind.load(then.save(tmp_path / "again.sqlite")) == then


# -- damaged folders ------------------------------------------------------------------------------

FILES = {folder: [file.name for file in sorted((DATA / folder).iterdir())] for folder in EVENT_OF}
EACH = [(folder, name) for folder, names in FILES.items() for name in names]


@pytest.fixture
def former(tmp_path):
    """Return a function that copies a former folder to a place where it can be damaged."""
    return lambda folder: Path(shutil.copytree(DATA / folder, tmp_path / folder))


def refused(folder: Path) -> str:
    with pytest.raises(ResultsError) as error:
        EVENT_OF[folder.name].load(folder)
    assert str(error.value).startswith(str(folder))
    return str(error.value)


@pytest.mark.parametrize(("folder", "name"), EACH)
def test_missing_file(former, folder, name):
    place = former(folder)
    (place / name).unlink()
    if name == "manifest.json":
        assert refused(place) == f"{place}: the folder has no saved results (results.sqlite)."
    else:
        assert refused(place) == (
            f"{place}: this is no folder of results; it has no {name}; play again, and save again."
        )


@pytest.mark.parametrize(("folder", "name"), EACH)
def test_damaged_file(former, folder, name):
    place = former(folder)
    content = (place / name).read_bytes()
    for damaged in (content[:-1], content[: len(content) // 2], content[:10], b"", content + b"x"):
        (place / name).write_bytes(damaged)
        assert re.search(f"{name} is (damaged|no JSON)", refused(place))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"format": "one"}', "[" * 100_000])
def test_damaged_manifest(former, text):
    place = former("season")
    (place / "manifest.json").write_text(text)
    said = refused(place).removeprefix(f"{place}: manifest.json ")
    assert said in (
        "is damaged; play again, and save again.",
        "is no JSON; play again, and save again.",
    )


@pytest.mark.parametrize("version", [0, -1, 1.9, True, None])
def test_versions_that_never_were(former, version):
    place = former("tournament")
    edit(place, {"format": version})
    assert "manifest.json is damaged" in refused(place)


def test_a_newer_version(former):
    place = former("tournament")
    edit(place, {"format": 99})
    assert refused(place) == (
        f"{place}: written by a newer version of tournament (format 99, this one reads 1);"
        " upgrade it."
    )


def test_a_table_of_another_tournament(former):
    place = former("tournament")
    shutil.copy(DATA / "tournament_unlike" / "matches.parquet", place)
    assert "matches.parquet is damaged, or does not belong to the manifest" in refused(place)


def edit(place: Path, change: dict) -> None:
    facts = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(facts | change))


@pytest.mark.parametrize("change", [
    {"players": ["tit_for_tat"]}, {"players": ["tit_for_tat", "somebody", "random_player"]},
    {"players": 3}, {"players": [[], [], []]}, {"repetitions": 4}, {"repetitions": "3"},
    {"rules": {}}, {"rules": 7}, {"strategies": {}}, {"strategies": None}, {"self_play": 1},
    {"seats": 2}, {"versions": 3}, {"failures": {}}, {"rank_by": 5},
])  # fmt: skip
def test_a_manifest_of_others(former, change):
    place = former("tournament")
    edit(place, change)
    assert refused(place).endswith("; play again, and save again.")


@pytest.mark.parametrize("change", [
    {"kinds": ["a"]}, {"kinds": list("abc")}, {"repetitions": 5}, {"rules": 3}, {"friends": "two"},
    {"friends": 0}, {"friends": None}, {"plugins": {}},
])  # fmt: skip
def test_a_manifest_of_another_season(former, change):
    place = former("season")
    edit(place, change)
    assert refused(place).endswith("; play again, and save again.")


@pytest.mark.parametrize(("rule", "message"), [
    ({"noise": [7, 0, 0]}, r"`noise` must be a probability in \[0, 1\]; got 7"),
    ({"game": {"R": "much"}}, "`rules.game.R` is missing, or of a wrong type"),
    ({"game": {"R": math.nan}}, "`rules.game.R` is missing, or of a wrong type"),
    ({"game": 7}, "`rules.game` is missing, or of a wrong type"),
    ({"turns": 21}, "counts of outcomes do not add up to `turns` times `repetitions`"),
    ({"turns": None}, "`rules` contradict each other"),
    ({"seed": -1}, "`seed` must be a whole number"),
])  # fmt: skip
def test_rules_that_cannot_be(former, rule, message):
    place = former("tournament")
    rules = json.loads((place / "manifest.json").read_text())["rules"]
    if isinstance(rule.get("game"), dict):
        rule = {"game": rules["game"] | rule["game"]}
    edit(place, {"rules": rules | rule})
    assert re.search(message, refused(place))


def test_they_need_a_library(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(TournamentError, match=r"pip install 'tournament\[parquet\]'"):
        Results.load(DATA / "tournament")


def test_saving_into_their_folder_replaces_them(former):
    place = former("tournament")
    (place / "notes.txt").write_text("mine")
    results = Results.load(place)
    assert Results.load(results.save(place)) == results
    assert {file.name for file in place.iterdir()} == {"notes.txt", "results.sqlite"}


def test_newer_results_beside_them_count(former, tmp_path):
    """Whoever saves writes the new file first; the process may be ended before the old ones go."""
    place = former("tournament")
    newer = Results.load(place).noting(newer=True)
    newer.save(tmp_path / "new.sqlite").rename(place / "results.sqlite")
    assert Results.load(place).manifest["newer"]


def test_a_report_has_them_in_a_folder(former):
    place = former("tournament")
    place.rename(place.parent / "results")
    assert Results.load(place.parent) == Results.load(DATA / "tournament")
