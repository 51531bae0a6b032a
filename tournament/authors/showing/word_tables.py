"""The tables of words and names as text: for `help()`, a new plugin, and docs."""

import re
from collections.abc import Iterable

from tournament.authors.law.allowed import TABLE
from tournament.authors.vocabulary import WORDS, View, Where, Word

STRATEGIES: tuple[View, ...] = ("me", "opponent", "me.member", "me.game")
"""The views of a strategy."""
PARTNER_RULES: tuple[View, ...] = ("town", "friend", "me.game")
"""The views of a partner rule."""
_SHOWN: dict[View, str] = {"town": "me", "me.member": "me.member and me.members[j]"}
_WHERE: dict[Where, str] = {"always": "", "seasons": ", in a season", "members": ""}


def groups(views: Iterable[View], *, short: bool = False) -> dict[str, list[Word]]:
    """Return the words of some views, by what stands before the dot.

    A short table leaves out what tells something only in seasons and of members.

    >>> list(groups(["me", "opponent"]))
    ['me and opponent', 'me', 'me, in a season', 'opponent, in a season']
    """
    chosen, found = list(views), dict[str, list[Word]]()
    for word in WORDS:
        seen = [_SHOWN.get(view, view) for view in chosen if view in word.views]
        if seen and not (short and word.where != "always"):
            found.setdefault(" and ".join(seen) + _WHERE[word.where], []).append(word)
    return found


def plain(views: Iterable[View], *, short: bool = False) -> str:
    """Return the words as lines of text, each with its sentence.

    >>> print(plain(["me.game"]))  # doctest: +ELLIPSIS
    me.game:
        R                      The payoff of C against C.
        ...
    """
    found = groups(views, short=short)
    width = 2 + max(len(word.form) for group in found.values() for word in group)
    lines = []
    for title, group in found.items():
        lines += [f"{title}:", *(f"    {word.form:<{width}}{word.says}" for word in group)]
    return "\n".join(lines)


def markdown(views: Iterable[View], *, short: bool = False) -> str:
    """Return the words as a table in Markdown; in a short one each group is a row without
    sentences."""
    found = groups(views, short=short)
    if short:
        rows = [
            f"| {_code(title)} | {', '.join(f'`{word.form}`' for word in group)} |"
            for title, group in found.items()
        ]
        return "\n".join(["| of | a rule may read |", "|---|---|", *rows])
    rows = [
        f"| {_code(title) if k == 0 else ''} | `{word.form}` | {word.type} | {word.says} |"
        for title, group in found.items()
        for k, word in enumerate(group)
    ]
    return "\n".join(["| of | word | type | what it is |", "|---|---|---|---|", *rows])


def _code(title: str) -> str:
    return re.sub(r"(me|opponent|friend)[\w.\[\]]*", r"`\g<0>`", title)


def names() -> str:
    """Return what a rule may name besides its words, as a table in Markdown."""
    rows = [
        f"| {row.of} | {_listed(row.names)} | {_listed(row.plain) or 'nothing more'} |"
        for row in TABLE
    ]
    head = ["| of | every rule may name | and with `compiled=False` |", "|---|---|---|"]
    return "\n".join([*head, *rows])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def filled(page: str) -> str:
    """Return a page of the docs with its tables of words and names as they are now.

    A table of words stands between `<!-- words: VIEWS -->`, or `<!-- words, short: VIEWS -->`, and
    `<!-- end -->`; the table of names after `<!-- names -->`.
    """

    def table(found: re.Match[str]) -> str:
        views = [view for view in (*STRATEGIES, *PARTNER_RULES) if view in found[3].split()]
        chosen = list(dict.fromkeys(views))
        return f"{found[1]}\n{markdown(chosen, short=bool(found[2]))}\n{found[4]}"

    pattern = r"(<!-- words(, short)?: ([\w. ]+) -->)\n.*?(<!-- end -->)"
    page = re.sub(pattern, table, page, flags=re.S)
    named = r"(<!-- names -->)\n.*?(<!-- end -->)"
    return re.sub(named, lambda found: f"{found[1]}\n{names()}\n{found[2]}", page, flags=re.S)
