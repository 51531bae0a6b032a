"""A PostgreSQL server that is thrown away: for tests and measurements of ledgers.

It listens on a socket in its folder only, so no port of the machine is taken and nobody else can
reach it. PostgreSQL refuses to run as root; for root, the user `nobody` runs it.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "shared_buffers": "16MB",
    "max_connections": "30",
    "restart_after_crash": "on",
    "autovacuum": "off",
}


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    found = shutil.which("postgres") or (str(debian[-1]) if debian else None)
    return None if found is None or os.name == "nt" else Path(found).resolve().parent


class Server:
    """A server, running or not.

    Parameters
    ----------
    folder
        An empty one. Its path must be short: a socket's has at most 107 letters.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.user = "nobody" if os.getuid() == 0 else None
        if self.user:
            shutil.chown(folder, self.user)
        self._run(
            ["initdb", "-D", str(self.data), "-U", "tournament", "-A", "trust", "-E", "UTF8",
             "--no-locale", "--no-sync"]
        )  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """Return the URL of a database, which is made if it is not there."""
        shown = ["psql", "-h", str(self.folder), "-U", "tournament", "-d", "postgres", "-c"]
        self._run([*shown, f'CREATE DATABASE "{database}"'], check=False)
        return f"postgresql+psycopg://tournament@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [part for name, value in OPTIONS.items() for part in ("-c", f"{name}={value}")]
        where = ["-D", str(self.data), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(_program("postgres")), *where, *options],
                stdout=log, stderr=log, user=self.user, cwd=self.folder, extra_groups=self._groups,
            )  # fmt: skip
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(600):
            if self._run(["pg_isready", "-h", str(self.folder)], check=False) == 0:
                return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self, how: int = signal.SIGINT) -> None:
        """Stop it: by SIGINT at once, in order; by SIGQUIT as by a crash."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None

    def backends(self, database: str) -> list[int]:
        """Return the processes that serve a database."""
        found = []
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = each.read_bytes().replace(b"\0", b" ").decode()
                status = (each.parent / "status").read_text()
            except OSError:
                continue
            mine = self.process is not None and f"\nPPid:\t{self.process.pid}\n" in status
            if mine and words.startswith(f"postgres: tournament {database} "):
                found.append(int(each.parent.name))
        return found

    @property
    def _groups(self) -> Sequence[str] | None:
        return [] if self.user else None

    def _run(self, command: Sequence[str], *, check: bool = True) -> int:
        done = subprocess.run(
            [str(_program(command[0])), *command[1:]],
            user=self.user, extra_groups=self._groups, cwd=self.folder,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        if check and done.returncode:
            raise OSError(f"{command[0]}: {done.stderr.decode(errors='replace')}")
        return done.returncode


@contextmanager
def server() -> Iterator[Server]:
    """Give a server that runs, in a temporary folder; in the end it is stopped and thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    made = Server(folder)
    try:
        made.start()
        yield made
    finally:
        made.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def _program(name: str) -> Path:
    folder = programs()
    if folder is None:
        raise OSError("PostgreSQL is not installed")
    return folder / name
