"""For authors of partner rules: check that a rule keeps the contract; see `strategies`."""

import numpy as np

from tournament.authors.partners import PartnerRule
from tournament.errors import TournamentError
from tournament.events.season.event import Season
from tournament.referee import season as referee
from tournament.results.season_counts import SeasonTallies
from tournament.testing.strategies import OPPONENTS, Check, describes_itself, has_values

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
    ['...: forgets_to_answer must return a number; day 0 returned None.']
    """
    checks = [describes_itself(rule), has_values(rule)]
    if not checks[-1].passed:
        return checks
    seasons = [_season(rule, nice_list) for nice_list in (False, True)]
    try:
        played = [_referee(season) for season in seasons]
    except TournamentError as error:
        return [*checks, Check("rates", "failed", str(error))]
    gifts = sum(int(tallies.towns[:, 8].sum()) for tallies in played)
    sentence = f"{gifts} gifts in {len(seasons)} seasons of {TOWNS} towns; always a number."
    checks.append(Check("rates", "passed" if gifts else "advice", sentence))
    try:
        compiled = [season.repetition(threads=1) for season in seasons]
    except TournamentError as error:
        return [*checks, Check("compiles", "failed", str(error))]
    checks.append(Check("compiles", "passed", "the engine can play it."))
    pairs = zip(played, compiled, strict=True)
    same = all(np.array_equal(np.asarray(a.rows), np.asarray(b.rows)) for a, b in pairs)
    if same:
        return [*checks, Check("agrees", "passed", "compiled it gives as in plain Python.")]
    sentence = f"{rule.location}: {rule.name} gives to others when compiled than in plain Python."
    return [*checks, Check("agrees", "failed", sentence)]


def _season(rule: PartnerRule, nice_list: bool) -> Season:
    kinds = [(strategy.named(name), rule) for name, strategy in OPPONENTS.items()]
    return Season(
        kinds, towns=TOWNS, friends=5, days=DAYS, gifts_per_day=2, noise=0.05, seed=1,
        nice_list=nice_list,
    )  # fmt: skip


def _referee(season: Season) -> SeasonTallies:
    return referee.play(season.kinds, season.rules, season.population(), 0, keep_rows=True)
