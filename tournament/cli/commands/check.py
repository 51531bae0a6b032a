"""`tournament check`: do strategies and partner rules keep the rules of the house?

A file is reported in full. A folder is one table with a line for each rule and each broken file.
"""

from argparse import Namespace
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.command import Command
from tournament.cli.groups import groups
from tournament.cli.options import JSON, QUIET, UNTRUSTED, Option
from tournament.rules.reading import is_folder

if TYPE_CHECKING:
    from tournament.authors.loading.folders import Judged
    from tournament.authors.plugin import Plugin
    from tournament.testing import Check

Said = dict[str, Any]
"""What one check says about one rule, for programs."""


def check(args: Namespace) -> int:
    """Print what every check says about every rule; if told to be quiet, only what failed."""
    from tournament.authors.loading.folders import Judged
    from tournament.events.words import plugins

    found = plugins(args.words, groups())
    folders = {Path(word).resolve() for word in args.words if is_folder(word)}
    listed = [e for e in found if isinstance(e, Judged) and e.file.resolve().parent in folders]
    said: list[Said] = []
    for each in found:
        if isinstance(each, Judged):
            said += [] if each in listed else _file(args, each)
        else:
            said += _rule(args, each)
    said += _table(args, listed)
    failed = sum(one["outcome"] == "failed" for one in said)
    if args.json:
        documents.show(documents.document("checks", failed=failed, checks=said))
    return exits.CHECK_FAILED if failed else exits.DONE


def _file(args: Namespace, judged: "Judged") -> list[Said]:
    """Tell all about a file."""
    said = [one for plugin in judged.plugins for one in _rule(args, plugin)]
    if judged.faults and not (args.quiet or args.json):
        screen.code(screen.opened(), str(judged.file))
    return said + _tell(args, _faults(judged))


def _rule(args: Namespace, plugin: "Plugin") -> list[Said]:
    """Tell all about a rule."""
    if not (args.quiet or args.json):
        screen.code(screen.opened(), f"{plugin.name} ({plugin.location})")
    return _tell(args, (_said(plugin, each) for each in _checks(plugin)))


def _tell(args: Namespace, said: Iterable[Said]) -> list[Said]:
    """Print a line for each check, as soon as it is made; return what they say."""
    told, out = [], screen.opened()
    for one in said:
        told.append(one)
        if not args.json and not (args.quiet and one["outcome"] != "failed"):
            mark = screen.MARKS[one["outcome"]]
            out.say(f"{one['name']}: {one['sentence']}", first=f"  {mark} ", later="    ")
    return told


def _table(args: Namespace, judged: "Sequence[Judged]") -> list[Said]:
    """Tell of each rule and each broken file in one line; return what all checks say."""
    said = [one for each in judged for one in _faults(each)]
    rows, failed = screen.rows_of(judged), {str(each.file) for each in judged if each.faults}
    table = screen.Table(rows)
    for row in rows:
        told = row
        if row.plugin is not None:
            found = [*_checks(row.plugin)]
            said += [_said(row.plugin, each) for each in found]
            told = _in_short(row, found, f"{row.plugin.location}: ")
        failed |= {row.file} if told.outcome == "failed" else set()
        if not args.json and not (args.quiet and told.outcome != "failed"):
            table.add(told)
    if judged and not (args.quiet or args.json):
        table.screen.say(screen.counted(len(judged), len(failed)))
    return said


def _in_short(row: screen.Row, found: "Sequence[Check]", place: str) -> screen.Row:
    """Return a row with the worst outcome of the checks of its rule, and with what they say."""
    for outcome in ("failed", "advice"):
        said = [f"{c.name}: {c.sentence}" for c in found if c.outcome == outcome]
        if said:
            return row._replace(outcome=outcome, sentence=" ".join(said).replace(place, ""))
    return row._replace(sentence="passes all checks.")


def _checks(plugin: "Plugin") -> "list[Check]":
    from tournament.authors.partners import PartnerRule
    from tournament.authors.strategy import Strategy
    from tournament.testing import check_partner_rule, check_strategy

    if isinstance(plugin, Strategy):
        return check_strategy(plugin)
    return check_partner_rule(plugin) if isinstance(plugin, PartnerRule) else []


def _said(plugin: "Plugin", check: "Check") -> Said:
    return {"rule": plugin.name, "file": plugin.location, **check._asdict()}


def _faults(judged: "Judged") -> list[Said]:
    """Return what is wrong with a file as checks that failed; the rule is not known."""
    loads = {"rule": None, "file": judged.file, "name": "loads", "outcome": "failed"}
    return [{**loads, "sentence": str(fault)} for fault in judged.faults]


COMMAND = Command(
    "check",
    "check strategies of yours: do they keep the rules of the house",
    check,
    (
        Option(
            "words",
            "a .py file or folder, or a strategy's name",
            shown="PATH",
            many="+",
            values="plugin",
        ),
        UNTRUSTED,
        replace(QUIET, help="print nothing but what failed"),
        JSON,
    ),
    "The exit code is 1 if a check failed, or a file is broken.",
    (("tournament check my_rule.py", "one file"), ("tournament check mine/", "a whole folder")),
)
