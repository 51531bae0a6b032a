"""What the command line prints of results: a summary in words, and a table that fits the screen.

A function here prints one thing. It takes the screen to print on, so that tests and other
commands can choose one; the default is standard output. The stub beside this file lists the
functions; each is loaded when it is first asked for, because commands import this package before
they know whether they will print.
"""

from tournament.interactive.lazy import attach

__getattr__, __dir__, __all__ = attach(globals())
