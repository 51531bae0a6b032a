"""Places for ledgers: a file, and a PostgreSQL server that is thrown away."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
_made = iter(range(1, 1_000_000))


@pytest.fixture(scope="session")
def postgres():
    """Return a PostgreSQL server that runs; tests are skipped where there is none."""
    pytest.importorskip("psycopg")
    spec = importlib.util.spec_from_file_location("servers", ROOT / "benchmarks" / "servers.py")
    servers = sys.modules["servers"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(servers)
    if servers.programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with servers.server() as made:
        yield made
    del sys.modules["servers"]


@pytest.fixture(params=["file", "postgres"])
def place(request, tmp_path):
    """Return where a new ledger may be: a file, or the URL of an empty database."""
    if request.param == "file":
        return tmp_path / "ledger.sqlite"
    return request.getfixturevalue("postgres").url(f"ledger_{next(_made)}")
