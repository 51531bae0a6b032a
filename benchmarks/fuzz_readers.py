"""What a stranger can give, and who reads it: the targets of `fuzz.py`.

A reader takes bytes and a folder in which it may write. It returns what it made of them.
"""

import contextlib
import gzip
import hashlib
import io
import json
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import read_log, read_table
from tournament import Game, Population, Season, Tournament
from tournament.cli import saved
from tournament.cli.command import commands
from tournament.cli.groups import groups
from tournament.cli.scenario import arguments
from tournament.events import words
from tournament.events.population.words import graph, start
from tournament.events.season.friend_log import read_friend_log
from tournament.results.files.sqlite import seal
from tournament.results.played import Played

FORMER = Path(__file__).parents[1] / "tests" / "tournament" / "results" / "data"
SMALL = {"progress": False, "threads": 1}


@dataclass(frozen=True)
class Reader:
    """A reader, and what it is given.

    read
        From bytes and a folder to a value.
    seeds
        Inputs that are right.
    words
        What stands in such inputs, and what its readers may stumble over.
    """

    read: Callable[[bytes, Path], Any]
    seeds: list[bytes]
    words: list[bytes]


def _file(name: str, read: Callable[[Path], Any]) -> Callable[[bytes, Path], Any]:
    def written(content: bytes, folder: Path) -> Any:
        file = folder / name
        file.write_bytes(content)
        return read(file)

    return written


# -- saved results ---------------------------------------------------------------------------------


def looked_at(played: Played) -> Any:
    """Return what is shown of results that were believed."""
    results = saved.of(played)
    return repr(results), results.ranking.to_string()


def _sealed(content: bytes, folder: Path) -> Any:
    """Read a file of results; the seal is that of a forger."""
    file = folder / "results.sqlite"
    file.write_bytes(content)
    if len(content) >= 2 * seal.PAGE:
        seal.seal(file)
    return looked_at(Played.load(file))


def _rows(content: bytes, folder: Path) -> Any:
    """Read results of which tables are given as JSON: how a forger would alter them."""
    try:
        given = json.loads(content)
        tables = {name: [*map(list, rows)] for name, rows in given["rows"].items()}
        made = _made(given["schema"], tables)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        return None  # the forger has failed, not the reader
    except (sqlite3.Error, UnicodeError):
        return None
    return _sealed(made, folder)


def _made(schema: list[str], tables: dict[str, list[list[Any]]]) -> bytes:
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        opened.execute(f"PRAGMA page_size={seal.PAGE}")
        opened.execute(f"PRAGMA application_id={seal.APPLICATION}")
        opened.execute(f"PRAGMA user_version={seal.FORMAT}")
        opened.execute("BEGIN")
        for sql in schema:
            if sql.startswith("CREATE "):
                opened.execute(sql)
        for name, rows in tables.items():
            for row in rows:
                cells = [bytes.fromhex(c["hex"]) if isinstance(c, dict) else c for c in row]
                marks = ",".join("?" * len(cells))
                opened.execute(f'INSERT INTO "{name}" VALUES ({marks})', cells)
        opened.execute("COMMIT")
        made = bytearray(opened.serialize())
    made[92:96] = made[24:28]  # a database in memory has no number of changes
    return bytes(made)


def _as_rows(file: Path) -> bytes:
    with contextlib.closing(sqlite3.connect(file)) as opened:
        schema = [sql for (sql,) in opened.execute("SELECT sql FROM sqlite_master")]
        names = [name for (name,) in opened.execute("SELECT name FROM sqlite_master")]
        rows = {
            name: [
                [{"hex": c.hex()} if isinstance(c, bytes) else c for c in row]
                for row in opened.execute(f'SELECT * FROM "{name}"')
            ]
            for name in names
        }
    return json.dumps({"schema": schema, "rows": rows}).encode()


def _former(event: str) -> Callable[[bytes, Path], Any]:
    def read(content: bytes, folder: Path) -> Any:
        place = folder / "former"
        shutil.copytree(FORMER / event, place, dirs_exist_ok=True)
        (place / "manifest.json").write_bytes(content)
        return looked_at(Played.load(place))

    return read


def _former_table(content: bytes, folder: Path) -> Any:
    place = folder / "former"
    shutil.copytree(FORMER / "tournament", place, dirs_exist_ok=True)
    facts = json.loads((place / "manifest.json").read_bytes())
    facts["tables"]["matches.parquet"] = hashlib.blake2b(content, digest_size=16).hexdigest()
    (place / "manifest.json").write_text(json.dumps(facts))
    (place / "matches.parquet").write_bytes(content)
    return looked_at(Played.load(place))


def _saved() -> list[Path]:
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    field = ["tit_for_tat", "always_defect", "random_player"]
    rules = {"turns": 5, "repetitions": 3, "seed": 1}
    results = Tournament(field, noise=0.1, **rules).play(**SMALL).noting(command="tournament run")
    season = Season(field[:2], towns=6, friends=2, days=3, gifts_per_day=1, seed=1, repetitions=2)
    lattice = Population(field[:2], lattice=3, process="fermi", turns=5, repetitions=2, seed=1)
    return [
        results.save(folder / "tournament.sqlite"),
        season.play(**SMALL).save(folder / "season.sqlite"),
        lattice.play(4, **SMALL).save(folder / "population.sqlite"),
    ]


# -- texts -----------------------------------------------------------------------------------------


def _expression(content: bytes, _: Path) -> Any:
    text = content.decode("utf-8", "surrogateescape")
    return None if _is_path(text) else words.players([text], (), groups())


def _is_path(text: str) -> bool:
    """Return whether a word can lead to a file: it would be run."""
    return any(part in text for part in ("/", "\\", ".py", "~", ".."))


def _kind(content: bytes, _: Path) -> Any:
    text = content.decode("utf-8", "surrogateescape")
    if _is_path(text):
        return None
    return words.kinds([text], (), groups(), "anyone"), words.candidates(text, (), groups())


def _start(content: bytes, _: Path) -> Any:
    text = content.decode("utf-8", "surrogateescape")
    return None if _is_path(text) or text.lower().endswith(".csv") else start(text)


def _game(content: bytes, _: Path) -> Any:
    game = Game.of(content.decode("utf-8", "surrogateescape"))
    return repr(game), str(game), game.table()


def _scenario(file: Path) -> Any:
    known = commands()
    return arguments(file, known["run"])


LOG = b"player,match,turn,move,opponent_move\nann,1,1,C,D\nann,1,2,D,D\nbob,2,1,C,C\n"
MORE = b"player;match;turn;move;opponent_move;opponent;treatment;R;S;T;P\na;1;1;C;D;b;x;3;0;5;1\n"
DIARY = b"friend,day,giver,mine,theirs\nann,1,me,nice,naughty\nbob,2,friend,C,D\ncid,,,,\n"
SHEETS = [
    DIARY,
    b"Date;Neighbour;Who;Was I nice?;Them\n8.12.2015;ann;I;yes;bad\n9 Dec 2015;bob;bob;1;good\n",
    "1\tann\tme\tgood\tbad\n3\tbob\tfriend\tC\tD\n".encode("utf-16"),
    b"when,from,to,move\n1/2,homer,ann,+\n1/2,ann,homer,-\n",
]  # fmt: skip
EDGES = b"0,1,0.5\n1,2,1\n2,0,3.5\n"
SITES = b"0,1,0\n1,1,1\n"
STARTS = [b"tit_for_tat=0.9,joss=0.1", b"random_player(p=0.8)=3, joss = 4"]
PAIRS = b"one,other\n0,1\n1,2\n2,3\n3,0\n"
TOML = (
    b'players = ["classics", "tit_for_tat", "scripted(CDD)"]\nnoise = 0.01\nseed = 7\nturns=10\n'
    b"game = {R = 3, S = 0, T = 5, P = 1}\n"
)
EXPRESSIONS = [
    b"tit_for_tat", b"scripted(moves=CDD)", b"generous_tit_for_tat(generosity=0.1)", b"classics",
    b"memory_one(p_cc=1, p_cd=0.5)", b"random_player(0.3)",
]  # fmt: skip
KINDS = [*EXPRESSIONS, b"tit_for_tat+ucb1", b"joss+ucb1(per_friend=3)"]
GAMES = [
    b"R=3,S=0,T=5,P=1", b"chicken", b"R=(2,1),S=0,T=3,P=(1, 1) less is better",
    b"TSTO gifts: R 15, S 1, T 25, P 5",
]  # fmt: skip
ODD = [
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b'"', b"'", b",", b";", b"(",
    b")", b"[", b"]", b"{", b"}", b"=", b"+", b"-", b"1e999", b"-1", b"9" * 30, b"9" * 5000, b"nan",
    b"inf", b"NaN", b"Infinity", b"null", b"true", b"None", b"0x10", b"1_000", b"1.", b".5", b"1e5",
    b"2147483648", b"9223372036854775808", b"18446744073709551616", b"\x1b[31m", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\\ud800", b"\xf0\x9f\x98\x80", b"\xd9\xa3", b"lambda: 0",
    b"*" * 50, b"(" * 300, b"[" * 3000, b"__class__", b"../", b"/dev/zero", b"~", b"$HOME", b"%s",
    b"{0}", b"<script>", b"a" * 5000, b"\t", b" ",
]  # fmt: skip


def readers() -> dict[str, Reader]:
    """Return all readers, by name."""
    files = _saved()
    former = {
        name: (FORMER / name / "manifest.json").read_bytes() for name in ("tournament", "season")
    }
    table = io.BytesIO()
    pd.read_csv(io.BytesIO(LOG)).to_parquet(table)
    own = {"log": LOG, "diary": b"".join(SHEETS), "pairs": PAIRS, "toml": TOML}
    own["table"] = b"player,score\nann,1.5\n"
    parts = {
        name: [*ODD, *set(text.replace(b"\n", b",").split(b","))] for name, text in own.items()
    }
    json_words = [*ODD, b'"noise":', b'"x":1,', b'"seed"', b"[[[[]]]]", b"{}", b"-0.0"]
    return {
        "results": Reader(_sealed, [file.read_bytes() for file in files], ODD),
        "tables of results": Reader(_rows, [_as_rows(file) for file in files], json_words),
        "former manifest": Reader(_former("tournament"), [former["tournament"]], json_words),
        "former season": Reader(_former("season"), [former["season"]], json_words),
        "former table": Reader(
            _former_table, [(FORMER / "tournament" / "matches.parquet").read_bytes()], ODD
        ),
        "log": Reader(_file("log.csv", read_log), [LOG, MORE], parts["log"]),
        "packed log": Reader(_file("log.csv.gz", read_log), [gzip.compress(LOG)], ODD),
        "log in Parquet": Reader(_file("log.parquet", read_log), [table.getvalue()], ODD),
        "table": Reader(_file("a.csv", read_table), [own["table"]], parts["table"]),
        "friend log": Reader(
            _file("diary.csv", lambda file: read_friend_log(file, 25)), SHEETS, parts["diary"]
        ),
        "friends": Reader(
            _file("friends.csv", lambda file: words.friends(str(file))), [PAIRS], parts["pairs"]
        ),
        "edges": Reader(_file("a.csv", lambda file: graph(str(file))), [EDGES], parts["pairs"]),
        "places": Reader(_file("a.csv", lambda file: start(str(file))), [SITES], parts["pairs"]),
        "start": Reader(_start, STARTS, [*ODD, *STARTS]),
        "scenario": Reader(_file("scenario.toml", _scenario), [TOML], parts["toml"]),
        "player": Reader(_expression, EXPRESSIONS, [*ODD, *KINDS]),
        "kind of town": Reader(_kind, KINDS, [*ODD, *KINDS]),
        "game": Reader(_game, GAMES, [*ODD, *GAMES]),
    }
