"""The command line `tournament`: the only place where engine, library and analysis meet.

A command is one file of `commands/`; `command` says what it declares. Options are data (`options`)
that `parser` and `scenario` read; `exits` says how a command ends.
"""

import contextlib
import os
import sys
import warnings

from tournament.cli import exits, interrupt
from tournament.cli.parser import parse
from tournament.interactive.shell import unquoted

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Return the exit code of the command line `argv` (without the program's name).

    >>> main(["strategies", "show", "no_such_rule"])
    2
    """
    if argv is None:
        argv = [unquoted(word) if os.name == "nt" else word for word in sys.argv[1:]]
        interrupt.end_soon_after_interrupt()
        exits.print_anything()
        exits.warn_in_a_line()
    debug = "--debug" in argv
    argv = [word for word in argv if word != "--debug"]
    try:
        args = parse(argv)
        with warnings.catch_warnings():
            if getattr(args, "quiet", False):
                warnings.simplefilter("ignore")
            code: int = args.command.run(args)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        exits.say(interrupt.SENTENCE)
        interrupt.noticed.set()
        return exits.INTERRUPTED
    except Exception as error:
        if exits.is_lost_reader(error):  # such as `head`, which has seen enough
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return exits.DONE
        if debug:
            raise
        users = exits.is_users(error)
        exits.say(exits.sentence(error) if users else exits.bug(error, argv))
        return exits.WRONG if users else exits.BUG
