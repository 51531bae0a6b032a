"""Files as modules: what a file defines, and what is wrong with it."""

import re
from pathlib import Path

import pytest

from tournament import C
from tournament.authors import registry
from tournament.errors import PluginError

IMPORT = b"from tournament import strategy\n"
RULE = (
    "from tournament import C, D, strategy\n\n\n@strategy\ndef {}(me, opponent):\n    return {}\n"
)


def write(file: Path, name: str = "mine", move: str = "C") -> Path:
    file.write_text(RULE.format(name, move))
    return file


def refusal(path: Path) -> str:
    with pytest.raises(PluginError) as error:
        registry.load(path)
    return str(error.value)


def test_an_edited_file_is_loaded_again(tmp_path):
    file = write(tmp_path / "mine.py", move="C")
    (before,) = registry.load(file)
    assert registry.load(file)[0] is before
    write(file, move="D")
    (after,) = registry.load(file)
    assert after != before
    assert (before.rule(None, None), after.rule(None, None)) == (0, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"x = (\n", r"f\.py:1: the file is not valid Python: .+\."),
        (b"x = 1\nif x\n  y\n", r"f\.py:2: the file is not valid Python: .+\."),
        (
            b"\xff\xfe",
            r".*f\.py: the file cannot be read: line 1 is not UTF-8 text; save it as UTF-8\.",
        ),
        (
            "x = 1".encode("utf-16"),
            r".*f\.py: the file cannot be read: line 1 is not UTF-8 text; save it as UTF-8\.",
        ),
        (
            "# coding: ascii\nx = '\u00e9'\n".encode(),
            r".*f\.py: the file cannot be read: line 2 is not ASCII text; save it as UTF-8\.",
        ),
        (
            b"# coding: klingon\n",
            r".*f\.py: the file cannot be read: unknown encoding: klingon; save it as UTF-8\.",
        ),
        (b"x = '\0'\n", r"f\.py:1: the file is not valid Python: it has NUL characters\."),
        (b"x = " + b"(" * 1000, r"f\.py:1: the file is not valid Python: too many nested .*"),
        (b"[0] * 10**13\n", r"f\.py:1: the file cannot be run: MemoryError"),
        (
            b"import _nothing\n",
            r"f\.py:1: the file cannot be run: ModuleNotFoundError: No module .*",
        ),
        (b"input()\n", r"f\.py:1: the file cannot be run: EOFError: EOF when reading a line"),
        (
            b"raise KeyError('x' * 9999)\n",
            r"f\.py:1: the file cannot be run: KeyError: 'x+…x+'",
        ),
        (
            b"class E(Exception):\n    def __str__(self): 1 / 0\nraise E\n",
            r"f\.py:3: the file cannot be run: E",
        ),
        (
            b"while True: print('x' * 999)\n",
            r"f\.py:1: the file cannot be run: it prints more than 65,536 bytes while it is .*\.",
        ),
        (
            IMPORT + b"@strategy\ndef f(me, opponent): pass\ng = f.named(3)\n",
            r"f\.py:4: .* `name` must be a text.*; got 3\.",
        ),
        (
            IMPORT + b"@strategy(history='own')\ndef f(me, opponent): return me.members[0].vote\n"
            b"def team(): 1 / 0\ng = f(team)\n",
            r"f\.py:\d: ZeroDivisionError: division by zero",
        ),
        (b"", r".*f\.py: the file defines no strategy; write @strategy above .*"),
        (b"\n\n1 / 0\n", r"f\.py:3: the file cannot be run: ZeroDivisionError: division by zero"),
        (b"import sys\nsys.exit(3)\n", r"f\.py:2: the file cannot be run: SystemExit: 3"),
        (IMPORT + b"@strategy\ndef f(me): pass\n", r"f\.py:\d: f must be written `def f\(me, .*"),
        (
            IMPORT + b"@strategy(last=1)\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: `last` cannot .*",
        ),
        (
            IMPORT + b"@strategy(m='a')\ndef f(me, opponent): pass\n",
            r"f\.py:\d: f: memory `m` must .*",
        ),
    ],
)
def test_files_that_are_wrong(tmp_path, text, sentence):
    (tmp_path / "f.py").write_bytes(text)
    assert re.fullmatch(sentence, refusal(tmp_path / "f.py"))


def test_a_file_is_refused_again_after_it_failed(tmp_path):
    (tmp_path / "f.py").write_text(RULE.format("good", "C") + "1 / 0\n")
    assert refusal(tmp_path / "f.py") == refusal(tmp_path / "f.py")


# -- encodings, output -----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=repr)
def test_a_file_is_read_as_python_reads_it(tmp_path, encoding, end):
    head = "# coding: latin-1\n" if encoding == "latin-1" else ""
    text = head + RULE.format("mine", 'C if "\u00e9" else D')
    (tmp_path / "f.py").write_bytes(text.replace("\n", end).encode(encoding))
    (rule,) = registry.load(tmp_path / "f.py")
    assert rule.rule(None, None) == C


def test_what_a_file_prints_is_no_output_of_ours(tmp_path, capsys):
    file = write(tmp_path / "mine.py")
    file.write_text(f"print('hello')\n{file.read_text()}")
    assert len(registry.load(file)) == 1
    assert capsys.readouterr() == ("", "hello\n")
