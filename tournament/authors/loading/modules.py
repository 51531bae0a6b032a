"""From a file to its module, and from a module to the plugins that it defines."""

import hashlib
import importlib.util
import linecache
import sys
import traceback
from pathlib import Path
from types import ModuleType
from typing import TypeVar

from tournament.authors.loading.contained import TooMuchPrinted, TooSlow, contained
from tournament.authors.loading.strangers import are_strangers, refuse_more_than_rules
from tournament.authors.plugin import Plugin
from tournament.errors import PluginError
from tournament.interactive.shown import kind_of, said, shown
from tournament.rules import reading
from tournament.rules.reading import MIB, Unreadable

K = TypeVar("K", bound=Plugin)
PREFIX = "tournament_plugin_"
"""How the names of modules begin that were made of files."""
MOST = 16 * MIB
"""How large a file may be; a rule of three thousand lines has a hundredth of that."""


def plugins_of(module: ModuleType, of: type[K]) -> list[K]:
    """Return what a module defines itself: its rules, and variants that it named.

    Raises
    ------
    PluginError
        When a name is no text, or what a variant is made of cannot be found out.
    """
    found = [v for v in {id(v): v for v in vars(module).values()}.values() if isinstance(v, of)]
    own = []
    for value in found:
        try:
            name = value.name
            if value.module != module.__name__ or not (value.label or name == value.rule.__name__):
                continue
        except Exception as error:
            raise PluginError(f"{value.location}: {said_by(error)}") from error
        if not isinstance(name, str) or not name.strip() or not name.isprintable():
            raise PluginError(
                f"{value.location}: the name of a strategy must be a printable text; got"
                f" {shown(name)}."
            )
        own.append(value)
    return own


def module_of(file: Path) -> ModuleType:
    """Return the file as a module: loaded again whenever its text has changed.

    What the file prints goes to the error stream.

    Raises
    ------
    PluginError
        When the file cannot be read, or cannot be run; with file and line.
    """
    try:
        full, data = str(file.resolve()), reading.data(file, MOST)
    except (Unreadable, OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or said(error)
        raise PluginError(f"{file}: the file cannot be read: {reason}.") from None
    text = _text(file, data)
    if are_strangers():
        try:
            refuse_more_than_rules(file.name, text)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            raise refusal(file, full, error) from error
    name = f"{PREFIX}{_digest(full.encode('utf-8', 'surrogateescape'))}_{digest_of(data)}"
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = full
    sys.modules[name] = module
    linecache.checkcache(full)
    try:
        with contained() as heard:
            exec(compile(text, full, "exec"), vars(module))
    except BaseException as error:
        sys.modules.pop(name, None)
        if isinstance(error, KeyboardInterrupt):
            raise
        raise refusal(file, full, error) from error
    heard.tell()
    return module


def digest_of(data: bytes) -> str:
    """Return the hash of a file's bytes by which results know the file.

    >>> digest_of(b"")
    'e4a6a0577479b2b4'
    """
    return _digest(data)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _text(file: Path, data: bytes) -> str:
    """Return what a file says, read as Python reads it: by default as UTF-8."""
    for read in (importlib.util.decode_source, lambda data: str(data, "utf-8")):
        try:
            return read(data)
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            wrong = f"line {line} is not {error.encoding.upper()} text"
            break
        except (SyntaxError, LookupError) as error:  # of the first lines, which say the encoding
            wrong = getattr(error, "msg", said(error))
            if wrong.startswith("unknown encoding"):
                break
    raise PluginError(f"{file}: the file cannot be read: {wrong}; save it as UTF-8.")


def refusal(file: Path, full: str, error: BaseException) -> PluginError:
    """Return why a file cannot be run, as one sentence.

    Parameters
    ----------
    file, full
        The file, and the whole path by which tracebacks know it.
    error
        What came out of it.
    """
    text = said_by(error)
    if isinstance(error, (ValueError, SyntaxError)) and "null bytes" in text:  # by Python's version
        return PluginError(f"{file.name}:1: the file is not valid Python: it has NUL characters.")
    if isinstance(error, SyntaxError) and error.filename in (full, "<unknown>", None):
        at = f"{file.name}:{error.lineno or 1}"
        return PluginError(f"{at}: the file is not valid Python: {error.msg}.")
    _, _, own = text.partition(": ")
    if isinstance(error, TypeError) and own.startswith(f"{file.name}:"):
        return PluginError(own)
    text += "." if isinstance(error, (TooMuchPrinted, TooSlow)) else ""
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == full]
    return PluginError(f"{file.name}:{lines[-1] if lines else 1}: the file cannot be run: {text}")


def said_by(error: BaseException) -> str:
    """Return the class and the text of a stranger's error, in one short line; of ours the text.

    Parameters
    ----------
    error
        Whatever came out of the code.
    """
    text = " ".join(said(error).split())
    if isinstance(error, (TooMuchPrinted, TooSlow, PluginError)):
        return text
    name = kind_of(error)
    return f"{name}: {text}" if text else name
