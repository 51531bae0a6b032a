"""Check that a strategy keeps the contract.

`check_strategy` plays with the referee first. So an error, or a loop that does not end, is found in
plain Python, with file and line, before anything is compiled. Compiled, it plays longer matches
against everybody, known and unknown length, with noise and without. It cannot play all that can
happen: a loop that begins after `ENDURED` turns, or against an opponent that is not among
`OPPONENTS`, is not found here; in an event the watchdogs name it.
"""

import itertools
import pickle
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tournament.authors.strategy import Strategy
from tournament.engine.options import can_compile
from tournament.errors import TournamentError
from tournament.game import PRESETS
from tournament.interactive.shown import shown
from tournament.referee import match as referee
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

LENGTHS = (0, 1, 2, 7, 70)  # 70: more than the 64 turns that the engine keeps for everybody
LONG = ((200, tuple(OPPONENTS)), (1_000, tuple(OPPONENTS)), (5_000, ("is random",)))
"""Turns of long matches, each 5 times those before; and against whom."""
LONGEST = LONG[-1][0]
ENDURED = 20_000
"""Turns of the longest compiled matches."""
PATIENCE = 6.0
"""Seconds of the processor for all long matches; what would take longer is left out."""
GAMES = ("tsto", "prisoners_dilemma", "hawk_dove", "prison_years")


def check_strategy(strategy: Strategy, *, seconds: float = 10.0) -> list[Check]:
    """Return what was checked of a strategy, and how it came out.

    After a failed check those that need it are left out.

    Parameters
    ----------
    strategy
        The strategy, with parameters if it is a variant.
    seconds
        How long it may take over one move in plain Python.

    Examples
    --------
    >>> from tournament import C, strategy
    >>> @strategy
    ... def forgets_to_answer(me, opponent):
    ...     opponent.last
    >>> checks = check_strategy(forgets_to_answer)
    >>> [check.sentence for check in checks if not check.passed]  # doctest: +ELLIPSIS
    ['...: forgets_to_answer must return C or D; it returns nothing on some path...']
    """
    checks = [describes_itself(strategy), has_values(strategy)]
    if not checks[-1].passed:
        return checks
    for check in _CHECKS:
        try:
            checks.append(check(strategy, seconds))
        except TournamentError as error:
            checks.append(Check(_title(check), "failed", str(error)))
        if check in _DECISIVE and not checks[-1].passed:
            break  # the checks that follow would fail for the same reason
    return checks


def _title(check: Callable[..., Check]) -> str:
    return check.__name__.strip("_").replace("_", " ")


def _keeps_to_itself(strategy: Strategy, seconds: float) -> Check:  # noqa: ARG001
    for rule, _, _ in strategy.tree():
        kept = keeps_to_itself(rule, ("me", "opponent"))
    return kept


def _plays(strategy: Strategy, seconds: float) -> Check:
    turns = sum(len(moves) for moves in _transcripts(strategy, seconds))
    return Check(
        "plays",
        "passed",
        f"{turns} turns against {len(OPPONENTS)} opponents and itself; always C or D.",
    )


def _lasts(strategy: Strategy, seconds: float) -> Check:
    turns = longest = 0
    spent: dict[str, list[float]] = {}
    for length, opponents in LONG:
        for title in opponents:
            past = spent.setdefault(title, [])
            if sum(map(sum, spent.values())) + _expected(past) > PATIENCE:
                return _lasted(turns, longest)
            begun = time.process_time()
            for told in (length, -1):
                turns += len(_played(strategy, OPPONENTS[title], length, told, seconds=seconds))
            past.append(time.process_time() - begun)
            longest = length
    return _lasted(turns, longest)


def _expected(past: list[float]) -> float:
    """Return how long the next longer match will take: time grows as it has grown."""
    return past[-1] ** 2 / past[-2] if len(past) > 1 else 5 * sum(past)


def _lasted(turns: int, longest: int) -> Check:
    left_out = "" if longest == LONGEST else "; the rule is too slow to check longer ones"
    sentence = f"{turns:,} more turns, in matches of up to {longest:,} turns{left_out}."
    return Check("lasts", "passed" if not left_out else "advice", sentence)


def _repeats(strategy: Strategy, seconds: float) -> Check:
    pairs = zip(_transcripts(strategy, seconds), _transcripts(strategy, seconds), strict=True)
    if all(np.array_equal(first, second) for first, second in pairs):
        return Check(
            "repeats", "passed", "the same seed plays the same match, whatever was played before."
        )
    return Check(
        "repeats", "failed",
        f"{strategy.location}: {strategy.name} plays the same match differently the second time; "
        "draw only with "
        "me.chance, me.integer and me.uniform, and remember only in declared memory.",
    )  # fmt: skip


def _travels(strategy: Strategy, seconds: float) -> Check:  # noqa: ARG001
    try:
        same = pickle.loads(pickle.dumps(strategy)) == strategy
    except Exception as error:
        reason = (
            str(error)
            if isinstance(error, TournamentError)
            else f"{strategy.location}: {shown(error)}"
        )
        return Check("travels", "failed", reason)
    if not same:
        return Check(
            "travels", "failed",
            f"{strategy.location}: in another process {strategy.name} would be another rule; give "
            "each rule of a file "
            "its own name at the top level.",
        )  # fmt: skip
    return Check("travels", "passed", "it can be sent to other processes.")


def _compiles(strategy: Strategy, seconds: float) -> Check:  # noqa: ARG001
    if not strategy.compiled:
        return Check("compiles", "advice", DECLARED)
    if not can_compile():
        return Check("compiles", "advice", FORBIDDEN)
    from tournament.engine.kernels.compiler import compile_rule

    for rule, _, _ in strategy.tree():
        compile_rule(rule)
    return Check("compiles", "passed", "it plays at full speed.")


def _agrees(strategy: Strategy, seconds: float) -> Check:  # noqa: ARG001
    if not strategy.compiled or not can_compile():
        return Check("agrees", "passed", ALONE)
    from tournament.match import Match

    conditions: list[dict[str, Any]] = [
        {"turns": 70, "noise": 0.0, "seed": 1},
        {"turns": 70, "noise": 0.1, "seed": 2, "length_known": False},
        {"turns": 33, "noise": 0.05, "misperception": 0.05, "seed": 3},
    ]
    for title, opponent in {**OPPONENTS, "plays the same": strategy}.items():
        for words in conditions:
            fast, slow = (
                np.asarray(Match(strategy, opponent, **words, engine=engine).play().moves)
                for engine in ("compiled", "python")
            )
            if not np.array_equal(fast, slow):
                turn = int(np.flatnonzero((fast != slow).any(axis=1))[0])
                return Check(
                    "agrees", "failed",
                    f"{strategy.location}: {strategy.name} plays otherwise when compiled than in "
                    f"plain Python: turn {turn + 1} against one who {title}, with {words}; does it "
                    "read a variable that changes?",
                )  # fmt: skip
    return Check("agrees", "passed", "compiled and in plain Python it makes the same moves.")


def _endures(strategy: Strategy, seconds: float) -> Check:  # noqa: ARG001
    if not strategy.compiled or not can_compile():
        return Check("endures", "passed", ALONE)
    from tournament.match import Match

    turns = number = 0
    begun = time.process_time()
    for noise, known in itertools.product((0.0, 0.05), (True, False)):
        for opponent in (*OPPONENTS.values(), strategy):
            game = GAMES[number % len(GAMES)]
            match = Match(
                *(strategy, opponent),
                game=game, turns=ENDURED, length_known=known,
                noise=noise, seed=number, engine="compiled",
            )  # fmt: skip
            turns += match.play().turns
            number += 1
            if time.process_time() - begun > PATIENCE:
                break
    sentence = f"{turns:,} turns at full speed, in matches of {ENDURED:,} turns."
    return Check("endures", "passed", sentence)


def _transcripts(strategy: Strategy, seconds: float) -> Iterator[np.ndarray]:
    """Yield the referee's matches of a strategy: short and long, told and not, noisy and not."""
    for number, opponent in enumerate([*OPPONENTS.values(), strategy]):
        for length, turns in enumerate(LENGTHS):
            game = GAMES[(number + length) % len(GAMES)]
            for told, noise in ((turns, 0.0), (-1, 0.1)):
                yield _played(
                    *(strategy, opponent, turns, told),
                    game=game,
                    noise=noise,
                    seed=number,
                    seconds=seconds,
                )


def _played(
    strategy: Strategy,
    opponent: Strategy,
    turns: int,
    told: int,
    *,
    seconds: float,
    game: str = "tsto",
    noise: float = 0.0,
    seed: int = 0,
) -> np.ndarray:
    """Return the moves of a match in the referee."""
    return referee.play(
        (strategy, opponent),
        payoffs=PRESETS[game].utilities,
        turns=turns,
        told=told,
        noise=(noise, noise),
        seed=seed,
        seats=(0, int(opponent == strategy)),
        decision_seconds=seconds,
    )[0]


_CHECKS = (
    *(_keeps_to_itself, _plays, _lasts, _repeats),
    *(_travels, _compiles, _endures, _agrees),
)
_DECISIVE = frozenset((_keeps_to_itself, _plays, _lasts, _compiles, _endures))
