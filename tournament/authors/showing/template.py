"""A plugin file that plays, for its author to edit."""

import keyword
from pathlib import Path

from tournament.authors import registry
from tournament.authors.partners import PartnerRule
from tournament.authors.showing.word_tables import PARTNER_RULES, STRATEGIES, plain
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, DuplicateName, ResultsError
from tournament.interactive.shown import shown

TEMPLATE = '''"""My own strategy.

    tournament check {file}             is everything in order?
    tournament run classics {file}      enter it against the classics
"""

from tournament import C, D, strategy  # C: cooperate (be nice), D: defect (be naughty)


@strategy(hits=0)  # memory: each with its value before the first turn; every match starts with it
def {name}(me, opponent, patience=1, forgiveness=0.1):  # parameters, with their usual values
    """Defect once after more than `patience` defections in a row; sometimes forgive even then.

    Source: own idea.
    """
    # The rule is called once a turn and returns C or D. Compare moves with C and D; in the first
    # turn, me.turn == 0, `last` is neither. The rule may read:
{words}
    # Use only these for chance, and only declared memory to remember: then the same seed plays
    # the same match.
    if opponent.last == D:
        me.hits += 1
    else:
        me.hits = 0
    if me.hits > patience and not me.chance(forgiveness):
        me.hits = 0
        return D
    return C
'''


RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{k}" for port in ("com", "lpt") for k in range(10)),
}
"""Names that no file has on Windows, whatever its ending."""
IMPORTED = {"C", "D", "REFUSE", "strategy", "partner_rule"}
PARTNER = '''"""My own partner rule: whom to give today's gifts to.

    tournament check {file}                          is everything in order?
    tournament season {file} --partners {name},anyone   play it, with the classics
"""

from tournament import REFUSE, C, D, partner_rule  # C: nice, D: naughty


@partner_rule(per_friend=1)  # how many of a day's gifts one friend may get
def {name}(me, friend, patience=2):  # parameters, with their usual values
    """Give to friends who were nice lately; to none who was naughty more than `patience` times.

    Source: own idea.
    """
    # Every morning each friend is rated; the best rated get the day's gifts, equals in random
    # order. The rule may read:
{words}
    if friend.naughty > patience:
        return REFUSE
    if friend.last == D:
        return -1.0
    return friend.nice
'''


def write(path_text: str, *, partner: bool = False) -> Path:
    """Write the template into a new file named like its rule, and return the path.

    Raises
    ------
    ValueError
        When the file exists, or is not named like a Python function.
    DuplicateName
        When there is a strategy of that name.
    ResultsError
        When the file cannot be written.
    """
    path = Path(path_text)
    name = path.stem
    usable = name.isidentifier() and not keyword.iskeyword(name) and not name.startswith("_")
    if path.suffix != ".py" or not usable or name in IMPORTED:
        raise ArgumentError(
            "The file must be named like a Python function, such as my_rule.py; got"
            f" {shown(path_text)}."
        )
    if name.lower() in RESERVED:
        raise ArgumentError(
            f"Windows keeps the name {shown(name)} for itself; choose another name."
        )
    what, of = ("partner rule", PartnerRule) if partner else ("strategy", Strategy)
    taken = registry.installed(of).get(name)
    if taken is not None:
        raise DuplicateName(
            f"A {what} named {shown(name)} exists already, in {taken.location}; choose"
            " another name."
        )
    template, views = (PARTNER, PARTNER_RULES) if partner else (TEMPLATE, STRATEGIES)
    lines = plain(views, short=True).splitlines()
    comment = "\n".join(f"    # {line}" for line in lines)
    file = path.as_posix()  # the template holds it within a text, where \\ and quotes mean more
    file = path.name if "\\" in file or '"' in file else file
    text = template.format(name=name, file=file, words=comment)
    try:
        path.touch(exist_ok=False)
        _write(path, text)
    except FileExistsError:
        raise ArgumentError(
            f"{path} exists already; choose another name, or delete it first."
        ) from None
    except OSError as error:
        raise ResultsError(f"{path} cannot be written: {error.strerror}.") from error
    return path


def _write(path: Path, text: str) -> None:
    """Fill a file that this process has made, or remove it."""
    try:
        path.write_text(text, encoding="utf-8")
    except BaseException:
        path.unlink(missing_ok=True)
        raise
