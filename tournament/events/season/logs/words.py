"""What the words of a log mean: who gave, and which moves were nice.

Some words mean the same in every log: nice, defect, bad. Others mean something only below a heading
that says so: `yes` is nice below "nice?", and naughty below "naughty?".
"""

from collections.abc import Iterable, Mapping

from tournament.events.season.logs.sheet import plain

NICE, NAUGHTY = 0, 1
MOVES: dict[str, int] = {
    **dict.fromkeys(
        ("nice", "c", "cooperate", "cooperated", "cooperation", "good", "kind", "friendly", "☺",
         "🙂", "😀", "😊", "😇", ":)", ":-)"), NICE
    ),
    **dict.fromkeys(
        ("naughty", "d", "defect", "defected", "defection", "bad", "mean", "nasty", "evil", "☹",
         "🙁", "😠", "😈", "👿", ":(", ":-("), NAUGHTY
    ),
}  # fmt: skip
"""Words that mean one move, whatever stands above them."""
TOGETHER: tuple[dict[str, int], ...] = (
    {"n": NICE, "x": NAUGHTY},
    {"+": NICE, "-": NAUGHTY},
    {"👍": NICE, "👎": NAUGHTY},
    {"✓": NICE, "✔": NICE, "✗": NAUGHTY, "✘": NAUGHTY, "x": NAUGHTY},
)
"""Signs that mean a move only beside the other sign: `x` alone may be a tick or a cross."""
ANSWERS: dict[str, bool] = {
    **dict.fromkeys(("yes", "y", "true", "1", "x", "✓", "✔", "ja", "oui", "si"), True),
    **dict.fromkeys(("no", "n", "false", "0", "-", "✗", "✘", "nein", "non"), False),
}
"""What answers the question of a heading, such as "nice?"."""

ME = (
    "me",
    "i",
    "my",
    "mine",
    "myself",
    "self",
    "sent",
    "gave",
    "given",
    "out",
    "outgoing",
    "given by me",
)
FRIEND = (
    "friend", "friends", "them", "they", "their", "theirs", "received", "got", "in", "incoming",
    "neighbour", "neighbor", "neighboreeno", "other", "friend gave", "they gave",
)  # fmt: skip
NOBODY = ("he", "she", "it", "we", "you")
"""Words that say neither who I am nor who the friend is."""


def sign(text: str) -> str:
    """Return a word as it is looked up: small letters; signs such as :) stay as they are."""
    return plain(text) or text.strip().casefold().replace("\ufe0f", "")


def move_words(texts: Iterable[str], heading: str) -> dict[str, int]:
    """Return what the words of a column of moves mean; those that mean nothing are left out.

    Parameters
    ----------
    texts
        The cells of the column.
    heading
        What stands above it; empty where nothing does.

    Examples
    --------
    >>> move_words(["Good", "BAD"], ""), move_words(["n", "x"], ""), move_words(["n"], "")
    ({'good': 0, 'bad': 1}, {'n': 0, 'x': 1}, {})
    >>> move_words(["yes", "no"], "Was I nice?"), move_words(["1"], "naughty")
    ({'yes': 0, 'no': 1}, {'1': 1})
    """
    found = [*dict.fromkeys(sign(text) for text in texts if text.strip())]
    known = {word: MOVES[word] for word in found if word in MOVES}
    rest = [word for word in found if word not in MOVES]
    asked = _asked(heading)
    if asked is not None:
        return known | {w: asked ^ (not ANSWERS[w]) for w in rest if w in ANSWERS}
    for pair in TOGETHER:
        both = {pair[word] for word in rest if word in pair}
        if both == {NICE, NAUGHTY}:
            return known | {word: pair[word] for word in rest if word in pair}
    return known


def could_be_moves(texts: Iterable[str]) -> bool:
    """Return whether the cells of a column are moves, and nothing else."""
    cells = [text for text in texts if text.strip()]
    known = move_words(cells, "")
    return bool(cells) and all(sign(text) in known for text in cells)


def is_answer(text: str) -> bool:
    """Return whether a word means a move only below a heading that asks for one.

    >>> is_answer("Yes"), is_answer("nice")
    (True, False)
    """
    return sign(text) in ANSWERS or any(sign(text) in pair for pair in TOGETHER)


def _asked(heading: str) -> int | None:
    """Return which move a heading asks for; None where it asks for both or for none."""
    asks = {
        move
        for word, move in (("nice", NICE), ("naughty", NAUGHTY))
        if word in plain(heading).split()
    }
    return asks.pop() if len(asks) == 1 else None


def giver_of(text: str, friend: str, owner: str) -> bool | None:
    """Return whether I gave, by the word for the giver; None where the word says nothing.

    Parameters
    ----------
    text
        The word.
    friend
        The friend of the line, who may be called by name.
    owner
        What the log calls me; empty where it uses no name.

    Examples
    --------
    >>> giver_of("Me", "Ann", ""), giver_of("ann", "Ann", ""), giver_of("she", "Ann", "")
    (True, False, None)
    """
    word = plain(text)
    if word in ME or (owner and word == plain(owner)):
        return True
    if word in FRIEND or (word and word == plain(friend)):
        return False
    return None


def owner_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Return what a log calls me, from its givers and friends: the one name that is no friend's.

    >>> owner_of([("Homer", "Ned"), ("Ned", "Ned"), ("Homer", "Moe")])
    'Homer'
    >>> owner_of([("Homer", "Ned"), ("Bart", "Ned")])
    ''
    """
    pairs = list(pairs)
    friends = {plain(friend) for _, friend in pairs}
    others = {
        plain(giver): giver
        for giver, friend in pairs
        if giver_of(giver, friend, "") is None and plain(giver) not in friends
    }
    gave = sum(giver_of(giver, friend, "") is False for giver, friend in pairs)
    named = [name for word, name in others.items() if word and word not in NOBODY]
    times = sum(plain(giver) in others for giver, _ in pairs)
    return named[0] if len(named) == 1 and (gave or times > 1) else ""


def traveller(pairs: Iterable[tuple[str, str]]) -> str:
    """Return what a log calls me where each line says from whom and to whom: I am in all of them.

    >>> traveller([("Homer", "Ned"), ("Moe", "Homer")]), traveller([("Homer", "Ned")])
    ('Homer', '')
    """
    pairs = list(pairs)
    lines = [{plain(one), plain(other)} for one, other in pairs]
    everywhere = set.intersection(*lines) if lines else set()
    if len(everywhere) != 1:
        return ""
    return next((name for name in pairs[0] if plain(name) in everywhere), "")


def told(words: Mapping[str, int]) -> str:
    """Return which words mean what, as the end of a sentence; empty where they say so themselves.

    >>> told({"good": 0, "bad": 1}), told({"nice": 0})
    ('good means nice, and bad means naughty', '')
    """
    sides = []
    for move, name in ((NICE, "nice"), (NAUGHTY, "naughty")):
        other = [word for word, means in words.items() if means == move and word != name]
        if other:
            verb = "mean" if len(other) > 1 else "means"
            sides.append(f"{' and '.join(other)} {verb} {name}")
    return ", and ".join(sides)
