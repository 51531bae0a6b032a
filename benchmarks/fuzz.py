"""Readers of what strangers give are given damaged and forged inputs: does anything but a value or
one sentence come out?

    python benchmarks/fuzz.py --minutes 30           # all readers, one after the other
    python benchmarks/fuzz.py --minutes 1 --reader game
    python benchmarks/fuzz.py --minutes 5 --keep     # keep an input of each new answer

An input is a seed that was altered by bytes, words, lines or values of JSON. An input with an
answer that was not seen before is altered further. A finding is any other exception, a warning, a
sentence of more than 300 letters or one that a terminal obeys, more than a second of the processor,
or half a gigabyte of memory. A finding is made smaller and written to `tests/fuzzed`, which a test
reads again. A process of its own tries, so a crash and a loop without end are findings, too.
"""

import argparse
import hashlib
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz_readers import Reader, readers

from tournament.errors import ArgumentError, ArgumentTypeError, TournamentError

CORPUS = Path(__file__).parents[1] / "tests" / "fuzzed"
SENTENCES = (TournamentError, ArgumentError, ArgumentTypeError)
SECONDS, HANG = 1.0, 60
MEMORY = 512 * 1024  # KiB
LETTERS = 300
SIZE, POOL = 100_000, 2000  # bytes of an input; inputs that are altered further
KEPT, MANY = 2000, 14  # bytes of an input in the corpus, and inputs of a reader
VALUES: list[Any] = [
    None, True, False, 0, 1, -1, 2, 1.5, 1e308, 2**31, 2**53, 2**63 - 1, 2**64, 10**30, "", "x", [],
    {}, [[]], "\ud800", float("nan"), float("inf"), "C", "\x1b[31m", {"hex": ""}, {"hex": "00"},
]  # fmt: skip


# -- inputs ----------------------------------------------------------------------------------------


def altered(seed: bytes, reader: Reader, draw: random.Random) -> bytes:
    """Return another input, made of one that is known."""
    ways = [_bits, _words, _words, _cut, _again, _lines, _numbers, _values, _values]
    for _ in range(draw.choice((1, 1, 1, 2, 3, 6))):
        seed = draw.choice(ways)(seed, reader, draw)
    return seed[:SIZE]


def _bits(seed: bytes, _: Reader, draw: random.Random) -> bytes:
    found = bytearray(seed or b"x")
    for _ in range(draw.choice((1, 1, 4))):
        at = draw.randrange(len(found))
        found[at] = draw.choice((found[at] ^ (1 << draw.randrange(8)), draw.randrange(256), 0, 255))
    return bytes(found)


def _words(seed: bytes, reader: Reader, draw: random.Random) -> bytes:
    at, word = draw.randrange(len(seed) + 1), draw.choice(reader.words)
    gone = draw.choice((0, 0, len(word), draw.randrange(8)))
    return seed[:at] + word + seed[at + gone :]


def _cut(seed: bytes, _: Reader, draw: random.Random) -> bytes:
    first, last = sorted(draw.randrange(len(seed) + 1) for _ in range(2))
    return draw.choice((seed[:first], seed[:first] + seed[last:], seed[first:last]))


def _again(seed: bytes, reader: Reader, draw: random.Random) -> bytes:
    first, last = sorted(draw.randrange(len(seed) + 1) for _ in range(2))
    more = draw.choice((seed, draw.choice(reader.seeds)))[first:last]
    return seed[:first] + more * draw.choice((1, 1, 2, 20)) + seed[first:]


def _lines(seed: bytes, _: Reader, draw: random.Random) -> bytes:
    lines = seed.split(b"\n")
    draw.choice((draw.shuffle, list.reverse, list.sort, list.pop))(lines)  # type: ignore[operator]
    return b"\n".join(lines)


def _numbers(seed: bytes, _: Reader, draw: random.Random) -> bytes:
    found = [*re.finditer(rb"-?\d+", seed)]
    if not found:
        return seed
    one = draw.choice(found)
    number = int(one[0][:50])
    new = draw.choice((number + 1, number - 1, -number, 0, 2**31, 2**63, 2**64, 10**40, number / 7))
    return seed[: one.start()] + str(new).encode() + seed[one.end() :]


def _values(seed: bytes, reader: Reader, draw: random.Random) -> bytes:
    """Put another value into a text of JSON, at any depth."""
    try:
        value = json.loads(seed)
    except (ValueError, RecursionError):
        return _words(seed, reader, draw)
    holder, here = [value], 0
    holders: Any = holder
    while isinstance(holders[here], (dict, list)) and holders[here] and draw.random() < 0.9:
        holders = holders[here]
        here = (
            draw.choice([*holders]) if isinstance(holders, dict) else draw.randrange(len(holders))
        )
    old = holders[here]
    more = [old + draw.choice((1, -1))] if type(old) in (int, float) else []
    if type(old) is str and draw.random() < 0.7:
        more = [_values(old.encode("utf-8", "replace"), reader, draw).decode("utf-8", "replace")]
        holders[here] = more[0]
    elif draw.random() < 0.15 and isinstance(holders, (dict, list)) and holders is not holder:
        holders.pop(here)
    else:
        holders[here] = draw.choice([*VALUES, *more, *more])
    return json.dumps(holder[0]).encode()


# -- answers ---------------------------------------------------------------------------------------


def answer(reader: Reader, content: bytes, folder: Path) -> tuple[str, bool]:
    """Return what a reader says of an input, in short, and whether this is a finding."""
    before, start = _memory(), time.process_time()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = type(reader.read(content, folder)).__name__
        wrong = False
    except SENTENCES as error:
        said = str(error).replace(str(folder), "")
        wrong = len(said) > LETTERS or not said.isprintable()
        found = re.sub(r"'[^']*'|`[^`]*`|\d+|\S{30,}", "_", said)[:120]
    except BaseException as error:  # this is what is looked for
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-pack" not in f[0]]
        place = next((f for f in reversed(frames) if "fuzz" not in f[0]), frames[-1])
        found, wrong = f"{type(error).__name__} at {Path(place[0]).name}:{place[1]}", True
    if time.process_time() - start > SECONDS:
        return f"more than a second: {found}", True
    if _memory() - before > MEMORY:
        return f"more than half a gigabyte: {found}", True
    return found, wrong


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def smaller(reader: Reader, content: bytes, said: str, folder: Path) -> bytes:
    """Return a part of an input about which a reader says the same."""
    size, end = max(1, len(content) // 2), time.monotonic() + 20
    while size and time.monotonic() < end:
        at = 0
        while at < len(content) and time.monotonic() < end:
            less = content[:at] + content[at + size :]
            if answer(reader, less, folder)[0] == said:
                content = less
            else:
                at += size
        size //= 2
    return content


def kept(name: str, content: bytes) -> Path:
    """Return where an input is kept."""
    digest = hashlib.sha256(content).hexdigest()[:12]
    return CORPUS / name.replace(" ", "_") / digest


# -- trying ----------------------------------------------------------------------------------------


def tries(name: str, seconds: float, seed: int, note: Path, *, keep: bool) -> Iterator[str]:
    """Try a reader for some seconds; yield findings, and at last how many inputs were tried."""
    reader, draw = readers()[name], random.Random(seed)
    pool, seen, tried = [*reader.seeds, *stored(name)], dict[str, int](), 0
    end = time.monotonic() + seconds
    signal.signal(signal.SIGALRM, _hangs)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.chdir(folder)  # a word can be the name of a folder
        for content in reader.seeds:  # what is loaded once counts for no input
            answer(reader, content, folder)
        while time.monotonic() < end:
            content = altered(draw.choice(pool), reader, draw)
            note.write_bytes(content)
            signal.alarm(HANG)
            said, wrong = answer(reader, content, folder)
            signal.alarm(0)
            tried += 1
            if said in seen:
                continue
            seen[said] = tried
            if len(pool) < POOL:
                pool.append(content)
            if wrong:
                content = smaller(reader, content, said, folder)
                yield f"FINDING {name}: {said}"
            if wrong or (keep and len(content) <= KEPT and len(stored(name)) < MANY):
                kept(name, content).parent.mkdir(parents=True, exist_ok=True)
                kept(name, content).write_bytes(content)
    yield f"TRIED {tried} {len(seen)}"


def stored(name: str) -> list[bytes]:
    """Return the inputs of the corpus for a reader."""
    folder = kept(name, b"").parent
    return [file.read_bytes() for file in sorted(folder.glob("*"))] if folder.is_dir() else []


def _hangs(*_: object) -> None:
    raise TimeoutError


def run(names: list[str], minutes: float, seed: int, *, keep: bool) -> int:
    """Try readers in processes of their own, one after the other; print and return findings."""
    findings = total = 0
    start = time.monotonic()
    for number, name in enumerate(names):
        left = (minutes * 60 - (time.monotonic() - start)) / (len(names) - number)
        for said in _process(name, left, seed, keep=keep):
            if said.startswith("TRIED"):
                _, tried, answers = said.split()
                total += int(tried)
                print(f"{name}: {int(tried):,} inputs, {answers} answers", flush=True)
            else:
                findings += 1
                print(said, flush=True)
    seconds = time.monotonic() - start
    print(f"{total:,} inputs in {seconds:,.0f} seconds, {findings} findings; seed {seed}")
    return findings


def _process(name: str, seconds: float, seed: int, *, keep: bool) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as place:
        note = Path(place) / "input"
        words = [name, str(seconds), str(seed), str(note), "keep" if keep else ""]
        command = [sys.executable, __file__, "--one", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield line.rstrip("\n")
        if process.returncode:
            crashed = note.read_bytes() if note.exists() else b""
            kept(name, crashed).parent.mkdir(parents=True, exist_ok=True)
            kept(name, crashed).write_bytes(crashed)
            yield f"FINDING {name}: the process ended with {process.returncode}"


def main() -> None:
    """Read the command line."""
    if sys.argv[1:2] == ["--one"]:
        name, seconds, seed, note, keep = sys.argv[2:]
        for said in tries(name, float(seconds), int(seed), Path(note), keep=bool(keep)):
            print(said, flush=True)
        return
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--reader", action="append", help="one reader; all of them by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="keep an input of each new answer")
    asked = parser.parse_args()
    sys.exit(bool(run(asked.reader or [*readers()], asked.minutes, asked.seed, keep=asked.keep)))


if __name__ == "__main__":
    main()
