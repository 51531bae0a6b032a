"""What is said of saved results that are not believed, before their file has a name and an event.

`Refused` never leaves `files/`: whoever reads turns it into a `ResultsError`.
"""

from reprlib import Repr

_short = Repr()
_short.maxstring = _short.maxother = _short.maxlong = 60
_short.maxlist = _short.maxdict = _short.maxtuple = _short.maxlevel = 3


class Refused(Exception):
    """Something in saved results that `save` never writes; the text says what."""


def shown(value: object) -> str:
    r"""Return a foreign value as a short text on one line.

    >>> shown([1, 2, 3, 4, "on\ntwo lines"])
    '[1, 2, 3, ...]'
    """
    return _short.repr(value)
