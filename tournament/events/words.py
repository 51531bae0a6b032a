"""What the words of a command line mean: players, kinds of towns, candidates, friends.

What comes out is what `Tournament` and `Season` take in Python. `field.py` makes players and kinds
of it, and `spelling.py` says how words are written.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tournament.authors import registry
from tournament.authors.loading.folders import Judged, Loaded, OnError, files_of, judge, stop
from tournament.authors.partners import PartnerRule
from tournament.authors.plugin import Plugin
from tournament.authors.resolve import as_strategies, name_of, named
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, ArgumentTypeError, PluginError
from tournament.events.graphs.file import pairs_of
from tournament.events.spelling import is_path, parts, split
from tournament.interactive.shown import shown

K = TypeVar("K", bound=Plugin)
T = TypeVar("T")
LONGEST = 20  # letters of a number; Python refuses to read thousands
Pair = tuple[Strategy, PartnerRule]
Groups = Mapping[str, Callable[[], list[Strategy]]]


def players(
    words: Iterable[str], paths: Iterable[str], groups: Groups, on_error: OnError = "stop"
) -> Loaded[Strategy]:
    """Return the players that the words of a command line name, and who of their files is left out.

    Without words these are the group `classics` and the strategies of `paths`. What groups and
    files share enters once. A player named twice enters twice, and a tournament refuses it.

    >>> players(["tit_for_tat", "scripted(CDD)"], (), {})
    [tit_for_tat, scripted(moves=CDD)]
    """
    words = list(words)
    known = _known(words, paths, groups, Strategy, on_error)
    return _with_faults(_chosen(words, known), known)


def kinds(
    words: Iterable[str],
    paths: Iterable[str],
    groups: Groups,
    partners: str,
    on_error: OnError = "stop",
) -> Loaded[Pair]:
    """Return the kinds of towns that words name, and who of their files is left out.

    A word is what `players` takes, and plays with every partner rule of `partners` (names separated
    by commas). Or it is such a word, a plus sign, and a partner rule of its own. Files may define
    partner rules too.

    >>> kinds(["tit_for_tat", "always_defect+ucb1"], (), {}, "anyone,nicest")
    [(tit_for_tat, anyone), (tit_for_tat, nicest), (always_defect, ucb1)]
    """
    both = [parts(word) for word in words]
    known = _known([left for left, _ in both], paths, groups, Plugin, on_error)
    both = [(left, right) for left, right in both if known.files.get(left) != []]
    usual = [known.partner(text) for text in split(partners)]
    if not usual:
        raise ArgumentError("`--partners` must name at least one partner rule, such as anyone.")
    pairs: list[Pair] = []
    plain = [left for left, right in both if right is None]
    if plain or not both:
        pairs += [(player, rule) for player in _chosen(plain, known) for rule in usual]
    for left, right in both:
        if right is not None:
            rule = known.partner(right)
            pairs += [(player, rule) for player in _chosen([left], known)]
    return _with_faults(pairs, known)


def candidates(text: str, paths: Iterable[str], groups: Groups) -> list[Strategy | Pair]:
    """Return what `--candidates` means: strategies, and pairs `strategy+partner_rule`.

    Raises
    ------
    UnknownName, PluginError, DuplicateName, ValueError
        As `kinds`.
    """
    both, found = [parts(word) for word in split(text)], list[Strategy | Pair]()
    known = _known([left for left, _ in both], paths, groups, Plugin)
    for left, right in both:
        for player in _chosen([left], known):
            found.append(player if right is None else (player, known.partner(right)))
    return found


def partner_rules(paths: Iterable[str]) -> dict[str, PartnerRule]:
    """Return all partner rules by name: installed ones, and those of files and folders."""
    return _known((), paths, {}, Plugin).partners


def plugins(words: Iterable[str], groups: Groups) -> list[Plugin | Judged]:
    """Return the strategies and partner rules that words name, and the files that words are.

    A file may define either or both. What is wrong with a file is no error here.

    >>> plugins(["joss", "ucb1(per_friend=3)"], {})
    [joss, ucb1(per_friend=3)]
    """
    words = list(words)
    partners = registry.installed(PartnerRule)
    known: dict[str, Plugin] = {**partners, **registry.installed()}
    paths = [word for word in words if is_path(word, known, groups)]
    taken = [*partners.values(), *registry.installed().values()]
    files = {each.file.resolve(): each for each in judge(paths, Plugin, taken)}
    found: list[Plugin | Judged] = []
    for word in words:
        if word in paths:
            inside = [file.resolve() for file in files_of(word)]
            found += [files.pop(file) for file in inside if file in files]
        elif name_of(word.split("(")[0], known, groups) in partners:
            found.append(named(word, partners, what="partner rule"))
        else:
            found += players([word], (), groups)
    return found


# -- what words can name ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Known:
    """What words can name.

    strategies, partners
        By name: all that are installed, and those of files.
    files
        The strategies of each word that is a path.
    extra
        The strategies of all other files that were given.
    groups
        By name.
    judged
        All files that were given.
    incomplete
        Strategies of files that need values first, and what they need; None: they are refused.
    """

    strategies: dict[str, Strategy]
    partners: dict[str, PartnerRule]
    files: dict[str, list[Strategy]]
    extra: list[Strategy]
    groups: Groups
    judged: list[Judged]
    incomplete: dict[Strategy, str] | None

    def group(self, word: str) -> Callable[[], list[Strategy]] | None:
        """Return the group that a word names; a strategy of the same name comes first."""
        name = name_of(word, self.strategies, self.groups)
        return None if name is None or name in self.strategies else self.groups[name]

    def partner(self, text: str) -> PartnerRule:
        """Return the partner rule that a text names."""
        return named(text, self.partners, what="partner rule")


def _known(
    words: Sequence[str],
    paths: Iterable[str],
    groups: Groups,
    of: type[Plugin],
    on_error: OnError = "stop",
) -> Known:
    """Return what words can name. Every file must hold a plugin `of` this class."""
    if "" in words:
        raise ArgumentError("`PLAYER` must be a name, a file or a folder; got an empty word.")
    installed, installed_rules = registry.installed(), registry.installed(PartnerRule)
    given, more = [word for word in words if is_path(word, installed, groups)], [*paths]
    taken = [*installed.values(), *installed_rules.values()]
    judged = judge([*more, *given], of, taken)
    if on_error == "stop":
        stop(judged, [*given, *more])
    found = {each.file.resolve(): each.plugins for each in judged}
    loaded = [plugin for plugins in found.values() for plugin in plugins]

    def inside(path: str) -> list[Strategy]:
        return _only(Strategy, (p for file in files_of(path) for p in found[file.resolve()]))

    return Known(
        strategies=registry.merge([installed.values(), _only(Strategy, loaded)]),
        partners=registry.merge([installed_rules.values(), _only(PartnerRule, loaded)]),
        files={word: inside(word) for word in given},
        extra=[strategy for path in more for strategy in inside(path)],
        groups=groups,
        judged=judged,
        incomplete=None if on_error == "stop" else {},
    )


def _with_faults(found: Iterable[T], known: Known) -> Loaded[T]:
    """Return players with the files they come from, and with who is left out."""
    judged, needs = [], known.incomplete or {}
    for each in known.judged:
        faults = [PluginError(needs[p]) for p in _only(Strategy, each.plugins) if p in needs]
        plugins = tuple(plugin for plugin in each.plugins if plugin not in needs)
        judged.append(Judged(each.file, plugins, (*each.faults, *faults)))
    return Loaded(found, judged)


def _only(of: type[K], plugins: Iterable[Plugin]) -> list[K]:
    return [plugin for plugin in plugins if isinstance(plugin, of)]


def _chosen(words: Sequence[str], known: Known) -> list[Strategy]:
    """Return the players that words name, in their order."""
    chosen: list[tuple[Strategy, bool]] = []  # a player, and whether it was named itself
    for word in words or ["classics"]:
        if word in known.files:
            chosen += [(member, False) for member in known.files[word]]
        elif group := known.group(word):
            chosen += [(member, False) for member in group()]
        else:
            chosen.append((named(word, known.strategies, known.groups), True))
    if not words:
        chosen += [(member, False) for member in known.extra]
    entered = {(player.name, player) for player, by_name in chosen if by_name}
    field = []
    for player, by_name in chosen:
        if player.missing and not by_name and known.incomplete is not None:
            known.incomplete[player] = _needs(player)
        elif by_name or (player.name, player) not in entered:
            field.append(player)
            entered.add((player.name, player))
    if not field and (left := _with_faults((), known).left_out):
        raise PluginError(f"Nobody is left to play; the first who was left out: {left[0]}")
    if not field:
        raise PluginError(
            f"There is no strategy in {', '.join(words)}; write @strategy above a rule there."
        )
    return field


def _needs(player: Strategy) -> str:
    """Return what a strategy of a file needs before it can play."""
    try:
        as_strategies([player])
    except ArgumentTypeError as error:
        return f"{player.location}: {error}"
    raise AssertionError(player)


# -- friends ---------------------------------------------------------------------------------------


def friends(word: str) -> Any:
    """Return what `--friends` means: a number, "everyone", or the pairs of a CSV file.

    Raises
    ------
    ValueError
        When it is none of these.
    """
    if word == "everyone":
        return word
    if word.removeprefix("-").isdecimal() and len(word) < LONGEST:
        return int(word)
    path = Path(word)
    if path.suffix.lower() != ".csv":
        raise ArgumentError(
            f"`--friends` must be a number, 'everyone', or a .csv file of pairs; got {shown(word)}."
        )
    return pairs_of(path)
