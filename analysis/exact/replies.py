"""Best replies: how much a finite rule leaves to an opponent that knows it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from analysis.exact.arguments import (
    alike,
    automaton_of,
    continuation_of,
    named,
    noises_of,
    turns_of,
)
from analysis.exact.decisions import MOST_SITUATIONS, decisions
from analysis.exact.horizons import as_automaton, best_plan, worth_of_plan
from analysis.exact.pairs import TooManyStates, mean_pay
from analysis.exact.policies import best_policy, worth
from tournament import Automaton, Match, Strategy, outcomes
from tournament.authors.resolve import as_strategies
from tournament.errors import ArgumentError, NotExact
from tournament.game import TSTO, Game
from tournament.interactive.card import Card, as_text
from tournament.interactive.html import as_html
from tournament.rules.checks import several

if TYPE_CHECKING:
    import pandas as pd

    from analysis.exact.arguments import Continuation, Rule
    from tournament.rules.checks import PerPlayer

MOST_PLANNED = 25_000
"""Situations of a match of known length, which is solved turn by turn."""
EQUAL = 1e-9
"""Scores that differ by less, relative to the range of payoffs, are equal."""


@dataclass(frozen=True, repr=False)
class Reply:
    """The best possible play against a rule.

    Attributes
    ----------
    rule
        The name of the rule.
    score
        What the best reply gets: mean payoff per turn.
    score_of_rule
        What the rule gets from the best reply.
    score_of_copy
        What a copy of the rule gets in the place of the reply; NaN where the two together have too
        many states.
    automaton
        The best reply.
    """

    rule: str
    score: float
    score_of_rule: float
    score_of_copy: float
    automaton: Automaton

    @property
    def exploitability(self) -> float:
        """How much better the best reply is than a copy of the rule; 0 in an equilibrium."""
        return abs(self.score - self.score_of_copy)

    @cached_property
    def strategy(self) -> "Strategy":
        """The best reply as a strategy, which plays in matches and tournaments."""
        return self.automaton.to_rule(
            f"best_reply_to_{self.rule}" if self.rule.isidentifier() else "best_reply"
        )

    def _card(self) -> Card:
        """Return what the reply shows of itself."""
        facts = [
            ("the best reply gets", f"{self.score:.6g}"),
            ("the rule then gets", f"{self.score_of_rule:.6g}"),
            ("a copy of the rule would get", f"{self.score_of_copy:.6g}"),
            ("states of the reply", str(self.automaton.states)),
        ]
        return Card(f"Best reply to {self.rule}", "Scores are mean payoffs per turn.", facts)

    def __repr__(self) -> str:
        return as_text(self._card())

    def _repr_html_(self) -> str:
        return as_html(self._card())


def best_reply(
    rule: "Rule",
    game: Game | str = TSTO,
    *,
    continuation: "Continuation" = "limit",
    noise: "PerPlayer" = 0.0,
    turns: int | None = None,
) -> Reply:
    """Return the best possible play against a finite rule, and what it gets.

    The opponent knows the rule, but not what chance will say. Its decisions are a Markov decision
    process: the states are what it can know of the rule's state. No strategy of any kind does
    better than the one that is found. Where both moves are equally good, the reply cooperates.

    Parameters
    ----------
    rule
        A strategy, a library name, or an `Automaton`.
    game
        If it pays the seats differently, the rule has the first seat.
    continuation
        The chance that another turn follows, below 1; or "limit": turns without end.
    noise
        The chance that a move is turned over: one for both, or the rule's and the reply's.
    turns
        The length of the match, which both know; then there is no continuation. Rules that count
        are finite for some turns.

    Returns
    -------
    Reply
        `score`, `score_of_rule`, `score_of_copy`, `exploitability`, `automaton`, `strategy`.

    Raises
    ------
    NotExact
        When the rule is not finite, or its opponent has to tell apart too many situations, since
        the rule remembers what chance said and never shows it.
    TournamentError
        When events are so rare that rounding decides.

    Notes
    -----
    Source: Howard (1960), "Dynamic programming and Markov processes"; Rubinstein (1986), "Finite
    automata play the repeated prisoner's dilemma", for replies to automata; Bellman (1957),
    "Dynamic programming", for matches of known length.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> win_stay = Automaton.of_table([1, 0], [[[0, 1], [1, 0]], [[0, 1], [1, 0]]])
    >>> reply = best_reply(win_stay, PRISONERS_DILEMMA, continuation=0.5)
    >>> round(reply.score, 6), round(reply.score_of_rule, 6)  # it gets 5 and 1 in turn
    (3.666667, 0.333333)
    >>> reply.automaton.cooperation.tolist()
    [0.0, 0.0]
    >>> best_reply("tit_for_tat", PRISONERS_DILEMMA, turns=10).score  # it defects in the last turn
    3.2
    """
    game, flips = Game.of(game), noises_of(noise)
    chance = continuation_of(continuation)
    length = turns_of(turns, chance)
    automaton = automaton_of("rule", rule, game, length)
    most = MOST_SITUATIONS if length is None else MOST_PLANNED
    problem = decisions(automaton, flips, named(rule), most)
    utility = outcomes.flat(game.utilities)[1]
    both = np.stack([game.payoffs[1], game.payoffs[0].T], axis=-1).reshape(outcomes.SIZE, 2)
    if length is None:
        policy = best_policy(problem, utility, chance)
        scores = worth(problem, policy, both, chance)[0]
        reply = Automaton.of_table(1 - policy, problem.then.reshape(-1, 2, 2))
        copy = _of_copy(automaton, both[outcomes.SWAP, :1], flips, chance)
    else:
        plan = best_plan(problem, utility, length)
        scores, reply = worth_of_plan(problem, plan, both), as_automaton(problem, plan)
        player = automaton.to_rule() if isinstance(rule, Automaton) else rule
        match = Match(player, player, game=game, turns=length, noise=flips)
        copy = match.expected().scores[1]
    score, of_rule = scores.tolist()
    return Reply(named(rule), score, of_rule, float(copy), reply)


def _of_copy(
    automaton: Automaton, pay: np.ndarray, flips: tuple[float, float], chance: float | None
) -> float:
    """Return what a copy of a rule gets from it; NaN where the pair has too many states."""
    try:
        return float(mean_pay(automaton, automaton, pay, noise=flips, continuation=chance)[0])
    except TooManyStates:
        return math.nan


def exploitability(
    rules: "Iterable[Rule] | Rule",
    game: Game | str = TSTO,
    *,
    continuation: "Continuation" = "limit",
    noise: "PerPlayer" = 0.0,
    turns: int | None = None,
) -> "pd.DataFrame":
    """Return how exploitable finite rules are: what a best reply gets beyond a copy of the rule.

    Parameters
    ----------
    rules
        Strategies, library names, or `Automaton` objects.
    game, continuation, noise, turns
        As in `best_reply`; the game pays both seats alike.

    Returns
    -------
    DataFrame
        Indexed by `rule`: `exploitability`, 0 where the rule is an equilibrium with itself;
        `with_itself`, `best_reply`, `left`: mean payoff per turn of the rule against a copy, of the
        best reply, and of the rule against the best reply; `states` of the best reply. Rows of
        rules that are not finite are empty; `attrs["reasons"]` has a sentence for each of them.

    Raises
    ------
    TournamentError
        When the game pays the seats differently.

    Notes
    -----
    Source: the measure is called exploitability since Johanson et al. (2011), "Accelerating best
    response calculation in large extensive games".

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> always_cooperate = Automaton.of_table([1], [[[0, 0], [0, 0]]])
    >>> exploitability([always_cooperate], PRISONERS_DILEMMA).loc["The automaton"].tolist()
    [2.0, 3.0, 5.0, 0.0, 1.0]
    """
    import pandas as pd

    game = alike(game, "Exploitability is defined")
    single = isinstance(rules, (str, Automaton, Strategy))
    listed = [rules] if single else several("rules", rules, "strategies, names or automata")
    if not listed:
        raise ArgumentError("`rules` must be at least one rule; got none.")
    columns = ["exploitability", "with_itself", "best_reply", "left", "states"]
    rows, names, reasons = [], [], dict[str, str]()
    for given in listed:
        rule = given if isinstance(given, Automaton) else as_strategies([given], name="rules")[0]
        names.append(named(rule))
        try:
            r = best_reply(rule, game, continuation=continuation, noise=noise, turns=turns)
        except NotExact as error:
            reasons[names[-1]] = str(error)
            rows.append((np.nan,) * len(columns))
        else:
            scores = r.exploitability, r.score_of_copy, r.score, r.score_of_rule
            rows.append((*scores, r.automaton.states))
    frame = pd.DataFrame(rows, pd.Index(names, name="rule"), columns).astype({"states": "Int64"})
    frame.attrs = {"reasons": reasons}
    return frame


def is_equilibrium(
    rule: "Rule",
    game: Game | str = TSTO,
    *,
    continuation: "Continuation" = "limit",
    noise: "PerPlayer" = 0.0,
    turns: int | None = None,
) -> bool:
    """Return whether a rule is a best reply to itself: a symmetric Nash equilibrium.

    Parameters
    ----------
    rule, game, continuation, noise, turns
        As in `best_reply`; the game pays both seats alike.

    Raises
    ------
    TournamentError
        When the rule is not finite, or the game pays the seats differently.

    Notes
    -----
    Source: Nash (1951). All strategies count as deviations, not only those of a field.

    Examples
    --------
    >>> from tournament import PRISONERS_DILEMMA, Automaton
    >>> grim = Automaton.of_table([1, 0], [[[0, 1], [0, 1]], [[1, 1], [1, 1]]])
    >>> is_equilibrium(grim, PRISONERS_DILEMMA)
    True
    >>> is_equilibrium(grim, PRISONERS_DILEMMA, continuation=0.4)
    False
    """
    game = alike(game, "Symmetric equilibria are defined")
    reply = best_reply(rule, game, continuation=continuation, noise=noise, turns=turns)
    if math.isnan(reply.score_of_copy):
        raise TooManyStates(f"{reply.rule} and a copy of it")
    return reply.exploitability <= EQUAL * float(np.ptp(game.payoffs))
