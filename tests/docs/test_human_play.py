"""The example of human play: its tables are those of the page, if the data are at hand."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def example():
    spec = importlib.util.spec_from_file_location("human_play", ROOT / "examples/human_play.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("mark", ["kinds", "treatments", "criteria", "sfem", "prediction"])
def test_the_page_shows_what_was_found(example, mark):
    if not example.DATA.exists():
        pytest.skip("the human data are not here")
    text = example.SECTIONS[mark](example.read_log(example.DATA))
    page = (ROOT / "docs" / "how_to" / "learning.md").read_text(encoding="utf-8")
    assert f"<!-- {mark} -->\n{text}<!-- /{mark} -->\n" in page


def test_without_the_data_it_says_so(example, capsys, tmp_path):
    example.DATA = tmp_path / "nothing.csv"
    example.main()
    assert "are not here" in capsys.readouterr().out
