"""Check that a partner rule keeps the contract; see `strategies`."""

import numpy as np

from tournament.authors.partners import PartnerRule
from tournament.engine.options import can_compile
from tournament.errors import TournamentError
from tournament.events.season.event import Season
from tournament.match import Engine
from tournament.results.season import SeasonResults
from tournament.testing.checks import (
    ALONE,
    DECLARED,
    FORBIDDEN,
    Check,
    describes_itself,
    has_values,
    keeps_to_itself,
)
from tournament.testing.opponents import OPPONENTS

TOWNS, DAYS = 12, 20


def check_partner_rule(rule: PartnerRule) -> list[Check]:
    """Return what was checked of a partner rule, and how it came out.

    After a failed check those that need it are left out. The referee goes first, so that an error
    is found in plain Python, with file and line.

    >>> from tournament import partner_rule
    >>> @partner_rule
    ... def forgets_to_answer(me, friend):
    ...     friend.nice
    >>> checks = check_partner_rule(forgets_to_answer)
    >>> [check.sentence for check in checks if not check.passed]  # doctest: +ELLIPSIS
    ['...: forgets_to_answer must return a number; on day 1 it returned None.']
    """
    checks = [describes_itself(rule), has_values(rule)]
    if not checks[-1].passed:
        return checks
    try:
        checks.append(keeps_to_itself(rule, ("town", "friend")))
    except TournamentError as error:
        return [*checks, Check("keeps to itself", "failed", str(error))]
    try:
        plain = [_played(rule, "python", nice_list) for nice_list in (False, True)]
    except TournamentError as error:
        return [*checks, Check("rates", "failed", str(error))]
    gifts = sum(int(results.gifts["gifts"].sum()) for results in plain)
    sentence = f"{gifts} gifts in {len(plain)} seasons of {TOWNS} towns; always a number."
    checks.append(Check("rates", "passed" if gifts else "advice", sentence))
    if not rule.compiled or not can_compile():
        why = FORBIDDEN if rule.compiled else DECLARED
        return [*checks, Check("compiles", "advice", why), Check("agrees", "passed", ALONE)]
    try:
        compiled = [_played(rule, "compiled", nice_list) for nice_list in (False, True)]
    except TournamentError as error:
        return [*checks, Check("compiles", "failed", str(error))]
    checks.append(Check("compiles", "passed", "the engine can play it."))
    pairs = zip(plain, compiled, strict=True)
    if all(np.array_equal(one.exchanged, other.exchanged) for one, other in pairs):
        return [*checks, Check("agrees", "passed", "compiled it gives as in plain Python.")]
    sentence = f"{rule.location}: {rule.name} gives to others when compiled than in plain Python."
    return [*checks, Check("agrees", "failed", sentence)]


def _played(rule: PartnerRule, engine: Engine, nice_list: bool) -> SeasonResults:
    kinds = [(strategy.named(name), rule) for name, strategy in OPPONENTS.items()]
    season = Season(
        kinds, towns=TOWNS, friends=5, days=DAYS, gifts_per_day=2, noise=0.05, seed=1,
        nice_list=nice_list, engine=engine,
    )  # fmt: skip
    return season.play(progress=False, threads=1)
