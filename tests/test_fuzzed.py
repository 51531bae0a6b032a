"""Inputs that fuzzing kept: each is read, or refused in one sentence.

`benchmarks/fuzz.py` tells how they were found, and finds more.
"""

import importlib.util
import math
import random
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
KEPT = sorted(file for file in (ROOT / "tests" / "fuzzed").glob("*/*"))


def loaded(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found
    spec.loader.exec_module(found)
    return found


@pytest.fixture(scope="module")
def fuzz():
    """The script, which takes no note of time here."""
    targets = loaded("fuzz_readers")
    found = loaded("fuzz")
    found.SECONDS, found.MEMORY = math.inf, math.inf
    yield found
    for name in (found.__name__, targets.__name__):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def readers(fuzz):
    """All readers, by the name of their folder."""
    return {fuzz.kept(name, b"").parent.name: each for name, each in fuzz.readers().items()}


def test_what_was_kept_gets_an_answer(fuzz, readers, tmp_path):
    pytest.importorskip("pyarrow")
    for file in KEPT:
        said, wrong = fuzz.answer(readers[file.parent.name], file.read_bytes(), tmp_path)
        assert not wrong, (file, said)


def test_what_is_kept_is_small():
    assert sum(file.stat().st_size for file in KEPT) < 400_000


def test_seeds_are_read(fuzz, readers, tmp_path):
    for name, reader in readers.items():
        for seed in reader.seeds:
            said, wrong = fuzz.answer(reader, seed, tmp_path)
            assert not wrong
            assert " " not in said, (name, said)  # a sentence would refuse it


def test_a_few_new_inputs_get_an_answer(fuzz, readers, tmp_path):
    draw = random.Random(1)
    for name, reader in readers.items():
        for _ in range(10):
            content = fuzz.altered(draw.choice(reader.seeds), reader, draw)
            said, wrong = fuzz.answer(reader, content, tmp_path)
            assert not wrong, (name, said, content[:1000])


def test_a_finding_is_seen_and_made_smaller(fuzz, tmp_path):
    def read(content, _):
        if b"bad" in content:
            raise ZeroDivisionError
        if b"long" in content:
            raise fuzz.ArgumentError("x")
        return 1

    reader = fuzz.Reader(read, [b""], [b"bad"])
    said, wrong = fuzz.answer(reader, b"good bad good", tmp_path)
    assert wrong
    assert said.startswith("ZeroDivisionError at test_fuzzed.py:")
    assert fuzz.smaller(reader, b"good bad good", said, tmp_path) == b"bad"
    assert fuzz.answer(reader, b"long", tmp_path) == ("x", False)
    assert fuzz.answer(reader, b"good", tmp_path) == ("int", False)
