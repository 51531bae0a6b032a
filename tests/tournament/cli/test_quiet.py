"""`--quiet` hides warnings of a command, and `--untrusted` holds while it runs, and no longer."""

import warnings
from types import SimpleNamespace

import pytest

from tournament.authors.loading import strangers
from tournament.cli import main, parser


@pytest.fixture
def running(monkeypatch):
    """Return a function that runs something as a command with these options."""

    def run(what, **options):
        command = SimpleNamespace(run=what)
        given = SimpleNamespace(command=command, **options)
        monkeypatch.setattr(parser, "parse", lambda argv: given)
        return main(["anything"])

    return run


def warning(args):
    warnings.warn("Look at this.", UserWarning, stacklevel=1)
    return 3


def test_quiet_commands_show_no_warnings(running):
    with warnings.catch_warnings(record=True) as shown:
        warnings.simplefilter("always")
        assert running(warning, quiet=True) == 3
        assert shown == []
        assert running(warning, quiet=False) == running(warning) == 3
    assert [str(each.message) for each in shown] == ["Look at this."] * 2


def test_strangers_are_not_trusted_while_the_command_runs(running, monkeypatch):
    inside = []

    class Strangers:
        def __enter__(self):
            inside.append("in")

        def __exit__(self, *_error):
            inside.append("out")

    monkeypatch.setattr(strangers, "strangers", Strangers)

    def run(args):
        inside.append("run")
        return 0

    assert running(run, untrusted=True) == 0
    assert inside == ["in", "run", "out"]
    assert running(run, untrusted=False) == 0
    assert inside[3:] == ["run"]
