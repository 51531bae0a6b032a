"""The command line `tournament`: the only place where engine, library and analysis meet.

A command is one file of `commands/`; `command` says what it declares. Options are data (`options`)
that `parser` and `scenario` read. `exits` says how a command ends, `interrupt` how signals end it.
"""

import os
import sys

__all__ = ["main"]


def main(argv: list[str] | None = None) -> int:
    """Return the exit code of the command line `argv` (without the program's name).

    >>> main(["strategies", "show", "no_such_rule"])
    2
    """
    if argv is None:
        argv = _typed()
    from tournament.cli import exits
    from tournament.cli.screen.layout.streams import give_up, is_lost_reader

    debug = "--debug" in argv
    argv = [word for word in argv if word != "--debug"]
    try:
        code = _done(argv)
        if lost := give_up():
            raise lost
        return code
    except KeyboardInterrupt:
        from tournament.cli.interrupt import SENTENCE

        exits.say(SENTENCE)
        return exits.INTERRUPTED
    except Exception as error:
        give_up()
        if is_lost_reader(error):  # such as `head`, which has seen enough
            return exits.DONE
        if debug:
            raise
        users = exits.is_users(error)
        exits.say(exits.sentence(error) if users else exits.bug(error, argv))
        return exits.WRONG if users else exits.BUG


def _typed() -> list[str]:
    """Return what was typed, in a process that is the command's own from now on."""
    from tournament.cli import interrupt  # before everything that takes longer

    interrupt.end_soon_after_interrupt()
    from tournament.cli import exits
    from tournament.cli.screen.layout.streams import forget_sizes_that_cannot_be, print_anything
    from tournament.interactive.shell import unquoted

    print_anything()
    forget_sizes_that_cannot_be()
    exits.warn_in_a_line()
    sys.excepthook = exits.trace_printable
    return [unquoted(word) if os.name == "nt" else word for word in sys.argv[1:]]


def _done(argv: list[str]) -> int:
    """Return the exit code of a command that ends as it should."""
    import warnings
    from contextlib import ExitStack

    from tournament.cli.parser import parse

    args = parse(argv)
    with warnings.catch_warnings():
        if getattr(args, "quiet", False):
            warnings.simplefilter("ignore")
        with ExitStack() as conditions:
            if getattr(args, "untrusted", False):
                from tournament.authors.loading.strangers import strangers

                conditions.enter_context(strangers())
            code: int = args.command.run(args)
    return code
