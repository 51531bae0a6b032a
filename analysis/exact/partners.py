"""Partners and rivals: rules that nobody has a reason to defect against, and rules that nobody
beats."""

from typing import TYPE_CHECKING

import numpy as np

from analysis.exact.arguments import LIMIT, alike, automaton_of, named, noises_of
from analysis.exact.decisions import Decisions, decisions
from analysis.exact.policies import best_policy, worth
from analysis.exact.replies import EQUAL, is_equilibrium
from tournament import C, Match, outcomes
from tournament.game import TSTO, Game
from tournament.rules.checks import flag

if TYPE_CHECKING:
    from analysis.exact.arguments import Continuation, Rule
    from tournament.rules.checks import PerPlayer


def is_partner(
    rule: "Rule",
    game: Game | str = TSTO,
    *,
    continuation: "Continuation" = LIMIT,
    noise: "PerPlayer" = 0.0,
) -> bool:
    """Return whether a rule is a partner: never the first to defect, and a Nash equilibrium.

    Two partners cooperate for ever, and nobody gains by leaving that.

    Parameters
    ----------
    rule, game, continuation, noise
        As in `best_reply`; the game pays both seats alike.

    Raises
    ------
    TournamentError
        When the rule is not finite, or the game pays the seats differently.

    Notes
    -----
    Source: Hilbe, Traulsen and Sigmund (2015), "Partners or rivals? Strategies for the iterated
    prisoner's dilemma"; Hilbe, Chatterjee and Nowak (2018), "Partners and rivals in direct
    reciprocity"; here as in Glynatsi, Akin, Nowak and Hilbe (2024), "Conditional cooperation with
    longer memory". The first of them also asks that a co-player who gets R leaves R to the partner.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> is_partner(tit_for_tat, PRISONERS_DILEMMA)
    True
    >>> is_partner(tit_for_tat, PRISONERS_DILEMMA, noise=0.01)  # always C gets more from it
    False
    """
    game = alike(game, "Partners are defined")
    automaton = automaton_of("rule", rule, game)
    if not is_nice(decisions(automaton, noises_of(noise), named(rule))):
        return False
    return is_equilibrium(automaton, game, continuation=continuation, noise=noise)


def is_rival(
    rule: "Rule",
    game: Game | str = TSTO,
    *,
    noise: "PerPlayer" = 0.0,
    rare_errors: bool = False,
) -> bool:
    """Return whether nobody gets more than a rule in matches with it, in the long run.

    Parameters
    ----------
    rule, game, noise
        As in `best_reply`; the game pays both seats alike. Turns are without end.
    rare_errors
        Whether errors that are ever so rare have happened before: then nobody may be ahead for
        ever in any state that the rule can get into, as in the definition of *defensible* rules.

    Raises
    ------
    TournamentError
        When the rule is not finite, or the game pays the seats differently.

    Notes
    -----
    Source: Hilbe, Traulsen and Sigmund (2015) for rivals. Yi, Baek and Choi (2017), "Combination
    with anti-tit-for-tat remedies problems of tit-for-tat", call a rule without chance defensible
    if no cycle of its states lets the opponent gain on it; here the opponent that gains most is
    found, which is the same and holds for rules with chance too.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> is_rival(tit_for_tat, PRISONERS_DILEMMA)
    True
    >>> win_stay = Automaton.of_table([1, 0], [[[0, 1], [1, 0]], [[0, 1], [1, 0]]])
    >>> is_rival(win_stay, PRISONERS_DILEMMA)  # always D gets 5 and 1 from it, and leaves 0 and 1
    False
    """
    game = alike(game, "Rivals are defined")
    everywhere = flag("rare_errors", rare_errors)
    problem = decisions(automaton_of("rule", rule, game), noises_of(noise), named(rule))
    mine = outcomes.flat(game.utilities[0])
    ahead = mine - outcomes.swapped(mine)
    policy = best_policy(problem, ahead, None)
    gains = worth(problem, policy, ahead[:, None], None)[:, 0]
    most = gains.max() if everywhere else gains[0]
    return bool(most <= EQUAL * float(np.ptp(game.payoffs)))


def is_friendly_rival(rule: "Rule", game: Game | str = TSTO) -> bool:
    """Return whether a rule is never beaten and yet cooperates with itself, though errors happen.

    Nobody is ahead of it for ever, whatever errors there were (`is_rival` with `rare_errors`). Two
    copies of it cooperate in almost all turns, as errors of moves become rare.

    Parameters
    ----------
    rule, game
        As in `best_reply`; the game pays both seats alike. Turns are without end.

    Raises
    ------
    TournamentError
        When the rule is not finite, or the game pays the seats differently.

    Notes
    -----
    Source: Yi, Baek and Choi (2017), "Combination with anti-tit-for-tat remedies problems of
    tit-for-tat": both properties are called defensible and efficient. The name is of Murase and
    Baek (2020), "Five rules for friendly rivalry in direct reciprocity". Of 65,536 rules without
    chance that remember two turns, 8 are friendly rivals.

    Examples
    --------
    >>> [is_friendly_rival(rule) for rule in ("tit_for_tat", "win_stay_lose_shift", "capri")]
    [False, False, True]
    """
    game = alike(game, "Rivals are defined")
    automaton = automaton_of("rule", rule, game)
    if not is_rival(automaton, game, rare_errors=True):
        return False
    player = automaton.to_rule()
    shares = Match(player, player, game=game).expected(limit="rare errors").outcomes
    return bool(shares[outcomes.number(C, C)] > 1 - EQUAL)


def is_nice(problem: Decisions) -> bool:
    """Return whether a rule never chooses D before its opponent's first D was made, nor before one
    of its own.

    Examples
    --------
    >>> from tournament import Automaton
    >>> tit_for_tat = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[0, 1], [0, 1]]])
    >>> is_nice(decisions(tit_for_tat, (0.0, 0.0), "Tit For Tat"))
    True
    """
    seen: set[int] = set()
    now = 0
    while now not in seen:
        seen.add(now)
        now = int(problem.then[now, outcomes.number(C, C)])
    return bool((problem.cooperation[list(seen)] >= 1).all())
