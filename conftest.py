"""README is run as a doctest in a folder of its own, with the plugin that it tells readers to
save."""

import re
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _readme_folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if request.node.name == "README.md":
        text = request.path.read_text(encoding="utf-8")
        (plugin,) = [b for b in re.findall(r"```python\n(.*?)```", text, re.S) if "@strategy" in b]
        (tmp_path / "my_rule.py").write_text(plugin)
        monkeypatch.chdir(tmp_path)
