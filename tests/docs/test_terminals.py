"""What a page shows after `$ ` is cut where the page cuts it, and nowhere else."""

import os
from pathlib import Path

import pytest
from make_terminals import blocks, carried_out, cut, named

PAGE = """\
Save this as `echo.py`:

```python
from tournament import C, strategy
```

```text
$ echo one
two
```
"""


def test_files_are_named_by_the_text_before_them():
    (file, terminal) = blocks(PAGE)
    assert named(file) == "echo.py"
    assert terminal.text == "$ echo one\ntwo\n"


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of other shells")
def test_what_is_wrong_is_written_anew(tmp_path):
    assert carried_out(PAGE, tmp_path).endswith("```text\n$ echo one\none\n```\n")
    assert (tmp_path / "echo.py").read_text() == "from tournament import C, strategy\n"


@pytest.mark.skipif(os.name == "nt", reason="the commands are those of other shells")
def test_commands_follow_each_other_in_one_folder(tmp_path):
    page = "```text\n$ echo a > b\n$ cat b\n\n$ pwd\n```\n"
    shown = "```text\n$ echo a > b\n$ cat b\na\n\n$ pwd\n/home/you\n```\n"
    assert carried_out(page, tmp_path) == shown
    assert carried_out(shown, tmp_path) == shown


def test_a_terminal_has_eighty_columns(tmp_path):
    page = "```text\n$ tournament run tit_for_tat joss --seed 1 --output out\n...\n```\n"
    before = Path.cwd()
    text = carried_out(page, tmp_path)
    assert text == page.replace("...\n", "...\n")  # all is left out
    lines = carried_out(page.replace("...\n", ""), tmp_path).splitlines()
    assert max(len(line) for line in lines if not line.startswith(("$", "Open", "Again"))) <= 80
    assert Path.cwd() == before


def test_lines_before_and_after_a_cut_stay():
    lines = [str(k) for k in range(9)]
    assert cut(lines, ["x", "...", "y", "z"]) == ["0", "...", "7", "8"]
    assert cut(lines, ["x", "y"]) == lines
    assert cut(["0", "1"], ["x", "...", "y"]) == ["0", "1"]
