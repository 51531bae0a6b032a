"""For authors of strategies: check that a strategy keeps the contract; input for property tests.

`check_strategy` plays with the referee first. So an endless loop or an error is found in plain
Python, with file and line, before anything is compiled. The generators need Hypothesis, which
`pip install tournament` does not bring.
"""

import inspect
import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from tournament.authors.code_hash import code_hash
from tournament.authors.parameters import Moves, Probability, parameters_of
from tournament.authors.plugin import Plugin
from tournament.authors.strategy import Strategy, strategy
from tournament.authors.vocabulary import C, D
from tournament.errors import TournamentError
from tournament.game import PRESETS
from tournament.outcomes import MOVES
from tournament.referee import match as referee

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

LENGTHS = (0, 1, 2, 7, 70)  # 70: more than the 64 turns that the engine keeps for everybody
GAMES = ("tsto", "prisoners_dilemma", "hawk_dove", "prison_years")


class Check(NamedTuple):
    """One line of a report on a strategy."""

    name: str
    outcome: Literal["passed", "advice", "failed"]
    sentence: str

    @property
    def passed(self) -> bool:
        """Whether the strategy may play; advice does not keep it from playing."""
        return self.outcome != "failed"


# -- opponents ------------------------------------------------------------------------------------


@strategy(state=0)
def automaton(  # type: ignore[no-untyped-def]
    me, opponent, cooperate=(0.0, 1.0), after_c=(1, 1), after_d=(0, 0)
):
    """In each state cooperate with a probability; the opponent's move leads to the next state.

    With its defaults it repeats the opponent's last move, and begins with D.
    """
    if opponent.last == C:
        me.state = after_c[me.state]
    elif opponent.last == D:
        me.state = after_d[me.state]
    return C if me.chance(cooperate[me.state]) else D


OPPONENTS = {
    "always cooperates": automaton(cooperate=[1.0], after_c=[0], after_d=[0]),
    "always defects": automaton(cooperate=[0.0], after_c=[0], after_d=[0]),
    "alternates": automaton(cooperate=[1.0, 0.0], after_c=[1, 0], after_d=[1, 0]),
    "repeats the other's last move": automaton,
    "defects from turn 5 on": automaton(
        cooperate=[1.0] * 5 + [0.0], after_c=[1, 2, 3, 4, 5, 5], after_d=[1, 2, 3, 4, 5, 5]
    ),
    "is random": automaton(cooperate=[0.5], after_c=[0], after_d=[0]),
}
"""What a checked strategy meets, besides itself."""


# -- the checks -----------------------------------------------------------------------------------


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
    ['...: forgets_to_answer must return C or D; turn 0 returned None.']
    """
    checks = [describes_itself(strategy), has_values(strategy)]
    if not checks[-1].passed:
        return checks
    for check in (_plays, _repeats, _keeps_to_itself, _travels, _compiles, _agrees):
        try:
            checks.append(check(strategy, seconds))
        except TournamentError as error:
            checks.append(Check(_title(check), "failed", str(error)))
        if check in (_plays, _keeps_to_itself, _compiles) and not checks[-1].passed:
            break  # the checks that follow would fail for the same reason
    return checks


def _title(check: Callable[..., Check]) -> str:
    return check.__name__.strip("_").replace("_", " ")


def describes_itself(strategy: Plugin) -> Check:
    """Check that there is a docstring."""
    if not strategy.doc:
        return Check(
            "describes itself", "advice", "it has no docstring; one sentence says what it does."
        )
    return Check("describes itself", "passed", strategy.summary)


def has_values(strategy: Plugin) -> Check:
    """Check that all parameters have values."""
    names = list(inspect.signature(strategy.rule).parameters)[2:]
    missing = strategy.missing
    if missing:
        given = ["another_strategy" if name == "members" else f"{name}=..." for name in missing]
        call = f"{strategy.rule.__name__}({', '.join(given)})"
        what = "it members" if missing == ["members"] else "its parameters values"
        return Check("has values", "failed", f"{strategy.location}: give {what}, or play {call}.")
    return Check(
        "has values",
        "passed",
        f"all parameters have values ({len(names)})." if names else "no parameters.",
    )


def _plays(strategy: Strategy, seconds: float) -> Check:
    before = {key: np.copy(value) for key, value in strategy.parameters.items()}
    turns = sum(len(moves) for moves in _transcripts(strategy, seconds))
    for key, value in before.items():
        if not np.array_equal(value, strategy.parameters[key]):
            return Check(
                "plays",
                "failed",
                f"{strategy.location}: {strategy.name} changes its parameter `{key}`.",
            )
    return Check(
        "plays",
        "passed",
        f"{turns} turns against {len(OPPONENTS)} opponents and itself; always C or D.",
    )


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


def _keeps_to_itself(strategy: Strategy, seconds: float) -> Check:
    before = code_hash(strategy.rule)
    for _ in _transcripts(strategy, seconds):
        pass
    if code_hash(strategy.rule) == before:
        return Check(
            "keeps to itself", "passed", "what it reads outside its memory stays as it was."
        )
    return Check(
        "keeps to itself", "failed",
        f"{strategy.location}: {strategy.name} changes a global variable; remember in declared "
        "memory instead.",
    )  # fmt: skip


def _travels(strategy: Strategy, seconds: float) -> Check:
    try:
        same = pickle.loads(pickle.dumps(strategy)) == strategy
    except Exception as error:
        reason = (
            str(error) if isinstance(error, TournamentError) else f"{strategy.location}: {error!r}"
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


def _compiles(strategy: Strategy, seconds: float) -> Check:
    if not strategy.compiled:
        return Check(
            "compiles", "advice", "declared compiled=False: it plays, slowly, in plain Python."
        )
    from tournament.engine.kernels.compiler import compile_rule

    for rule, _, _ in strategy.tree():
        compile_rule(rule)
    return Check("compiles", "passed", "it plays at full speed.")


def _agrees(strategy: Strategy, seconds: float) -> Check:
    if not strategy.compiled:
        return Check("agrees", "passed", "there is only the one in plain Python.")
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
                    "plain Python: turn "
                    f"{turn} against one who {title}, with {words}; does it read a variable that "
                    "changes?",
                )  # fmt: skip
    return Check("agrees", "passed", "compiled and in plain Python it makes the same moves.")


def _transcripts(strategy: Strategy, seconds: float) -> Iterator[np.ndarray]:
    """Yield the referee's matches of a strategy: short and long, told and not, noisy and not."""
    for number, opponent in enumerate([*OPPONENTS.values(), strategy]):
        for length, turns in enumerate(LENGTHS):
            game = PRESETS[GAMES[(number + length) % len(GAMES)]]
            for told, noise in ((turns, 0.0), (-1, 0.1)):
                moves, _ = referee.play(
                    (strategy, opponent),
                    payoffs=game.utilities,
                    turns=turns,
                    told=told,
                    noise=(noise, noise),
                    seed=number,
                    seats=(0, int(opponent == strategy)),
                    decision_seconds=seconds,
                )
                yield moves


# -- generators for Hypothesis --------------------------------------------------------------------


def sequences(min_size: int = 1, max_size: int = 40) -> "SearchStrategy[str]":
    """Generate sequences of moves, written as `CDDC`."""
    from hypothesis import strategies as st

    return st.text(alphabet="".join(MOVES), min_size=min_size, max_size=max_size)


def probabilities() -> "SearchStrategy[float]":
    """Generate probabilities, the certain ones among them."""
    from hypothesis import strategies as st

    return st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.floats(0, 1))


def automata(max_states: int = 4) -> "SearchStrategy[Strategy]":
    """Generate strategies: variants of `automaton` with random tables."""
    from hypothesis import strategies as st

    def of_size(n: int) -> "SearchStrategy[Strategy]":
        steps = st.lists(st.integers(0, n - 1), min_size=n, max_size=n)
        chances = st.lists(probabilities(), min_size=n, max_size=n)
        return st.builds(
            lambda p, c, d: automaton(cooperate=p, after_c=c, after_d=d), chances, steps, steps
        )

    return st.integers(1, max_states).flatmap(of_size)


def players(field: Iterable[Strategy] = ()) -> "SearchStrategy[Strategy]":
    """Generate players: those of `field`, such as `strategies.classics()`, and random automata.

    Families in the field, whose parameters have no values, get some: probabilities and moves by
    lot; where tables are asked for, those of another member. Rules made of rules get a few of the
    field.
    """
    from hypothesis import strategies as st

    everyone = list(field)
    alone = [player for player in everyone if not player.missing] or list(OPPONENTS.values())
    teams = st.lists(st.sampled_from(alone), min_size=2, max_size=4)
    drawn = {Probability: probabilities(), Moves: sequences(), inspect.Parameter.empty: sequences()}

    def complete(player: Strategy) -> "SearchStrategy[Strategy]":
        if "members" in player.missing:
            members = teams if "members" in player.mentions else st.sampled_from(alone)
            return members.map(player).flatmap(complete)
        signature = parameters_of(player.rule)
        kinds = {key: signature[key].annotation for key in player.missing}
        if all(kind in drawn for kind in kinds.values()):
            return st.builds(player, **{key: drawn[kind] for key, kind in kinds.items()})
        return st.sampled_from([other for other in alone if other.rule is player.rule])

    if not everyone:
        return automata()
    return st.one_of(st.sampled_from(everyone).flatmap(complete), automata())


def games() -> "SearchStrategy[Any]":
    """Generate stage games: the named ones, and others with payoffs between -10 and 10."""
    from hypothesis import strategies as st

    from tournament.game import Game

    payoff = st.integers(-10, 10).map(float)
    return st.one_of(
        st.sampled_from(list(PRESETS.values())),
        st.builds(Game, R=payoff, S=payoff, T=payoff, P=payoff),
    )


def conditions(max_turns: int = 150) -> "SearchStrategy[dict[str, Any]]":
    """Generate what a match takes beside the players: length, noise, misperception, seed."""
    from hypothesis import strategies as st

    chance = st.one_of(st.just(0.0), probabilities())
    return st.fixed_dictionaries(
        {
            "turns": st.integers(1, max_turns),
            "length_known": st.booleans(),
            "noise": chance,
            "misperception": chance,
            "seed": st.integers(0, 2**64 - 1),
        }
    )
