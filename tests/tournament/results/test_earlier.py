"""Results that an earlier version saved load, and say the same.

The folders in `data` were written by version 0.1.0 before results had one record for every event;
`frames.json` has the frames that this version read from them.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tournament import Results, SeasonResults

DATA = Path(__file__).parent / "data"
FRAMES = json.loads((DATA / "frames.json").read_text())
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
    folders = DATA / folder, tmp_path / "again"
    facts = [json.loads((each / "manifest.json").read_text()) for each in folders]
    tables = [one.pop("tables") for one in facts]
    assert facts[0] == facts[1]
    assert tables[0].keys() == tables[1].keys()
    for name in tables[0]:
        old, new = (pd.read_parquet(each / name) for each in folders)
        pd.testing.assert_frame_equal(old, new[list(old)], check_dtype=False)
