"""The population: who survives where types of players meet, and have children or are imitated."""

from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from tournament.authors.loading.folders import left_out_of
from tournament.authors.resolve import aliases_of
from tournament.authors.strategy import Strategy
from tournament.errors import ArgumentError, DuplicateName, name_of
from tournament.events.population import playing
from tournament.events.population.paying import check_live, check_payoffs, given_table
from tournament.events.population.plan import SLOW, Plan
from tournament.events.population.start import start_of
from tournament.events.population.structure import Structure, structure_of
from tournament.events.population.when import Until, clock_of
from tournament.events.progress import Reporter
from tournament.events.round_robin.event import Tournament
from tournament.events.round_robin.exact import WHERE_POSSIBLE, Exact
from tournament.events.running import OnError, Place, run
from tournament.events.showing import population_card
from tournament.game import TSTO, Game
from tournament.interactive.card import as_text
from tournament.interactive.html import as_html
from tournament.match import ENGINES, Engine
from tournament.results.population import PopulationResults
from tournament.rules.checks import PerPlayer, one_of, several, whole
from tournament.rules.defaults import POPULATIONS, REPETITIONS
from tournament.rules.match import rules as match_rules
from tournament.rules.population import (
    GIVEN,
    MOST_TYPES,
    PopulationRules,
    population_rules,
    process_of,
)

PAYOFFS: dict[str, Exact] = {WHERE_POSSIBLE: "where possible", "exact": True, "played": False}
LIVE = "live"
ROLES = ("row", "column")


class Population:
    """Players of some types, who meet; those that are paid well have children, or are imitated.

    Parameters
    ----------
    players
        The types: strategies, or names. With a table of `payoffs`, names may be any.
    size
        How many players there are; by default 100, or what the graph or lattice says. Of a game
        that pays its seats differently there are two populations, of so many players each.
    process
        "moran" (birth, then death), "death-birth", "fermi" (pairwise comparison),
        "wright-fisher", "imitate best" (Nowak and May), "best response".
        `tournament.rules.population` says what a step of each is.
    graph
        Who meets whom: a NetworkX graph, edges (E, 2) or with weights (E, 3), or a name: "random
        regular 4", "small world 4 0.1", "scale free 2" (each repetition draws its own), "cycle",
        "path", "star", "complete". None: everybody meets everybody.
    lattice
        (height, width) of a square lattice, or one number for both.
    neighbours
        On a lattice: "moore" (8) or "von neumann" (4).
    self_interaction
        Whether a player meets itself, too.
    torus
        Whether what leaves the lattice at an edge comes in at the other.
    start
        Numbers of players, or shares, by name or in order; on a graph or lattice also an integer
        array with the type of each place. By default even shares, in random places.
    selection
        The strength of selection. Linear fitness is 1 - s + s times payoff; exponential fitness is
        exp(s times payoff); the Fermi rule compares s times payoffs.
    fitness
        "linear" or "exponential"; of processes in which parents are drawn by fitness.
    mutation
        With which probability a newcomer is of one of the other types, each alike; or (k, k) rows
        of probabilities, from the parent's (or learner's) type to the newcomer's.
    game, turns, noise
        Of the matches that make the table of payoffs; as for `Match`.
    payoffs
        Where payoffs come from. None computes the table of pairs where rules are finite, and plays
        the other pairs; "exact" refuses those; "played" plays all; "live" plays every encounter
        anew, one match each. Or a table of what the row is paid against the column: results, a
        frame, or an array.
    seed
        Of all chance. Without one a seed is drawn, and kept in the results.
    replacement
        Another graph, on which children spread or models are seen; by default `graph`.
    synchronous
        Whether all places are renewed at once; None for what is usual of the process.
    average
        Whether a payoff is the mean over those whom a player meets. By default it is in a well
        mixed population, and on graphs and lattices payoffs add up.
    repetitions
        How often all is played: by default 100 times, on a graph or lattice once.
    length_known, misperception, continuation
        As for `Match`.
    payoff_repetitions
        How often each pair that is not exact meets, for the table of payoffs.
    engine
        "compiled", or "python" for the slow twin.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each, before anything is played.

    Examples
    --------
    >>> population = Population(["tit_for_tat", "always_defect"], size=20, seed=1)
    >>> results = population.play(progress=False)
    >>> results.fixation["repetitions"].to_dict()
    {'tit_for_tat': 98, 'always_defect': 2}
    """

    def __init__(  # noqa: PLR0913 (one keyword per condition)
        self,
        players: Sequence[Strategy | str],
        size: int | None = None,
        process: str = "moran",
        graph: Any = None,
        lattice: int | tuple[int, int] | None = None,
        neighbours: str = "moore",
        self_interaction: bool = False,
        torus: bool = True,
        start: Any = None,
        selection: float = 1.0,
        fitness: str = "linear",
        mutation: Any = 0.0,
        game: Game | str = TSTO,
        turns: int | None = None,
        noise: PerPlayer = 0.0,
        payoffs: Any = None,
        seed: int | None = None,
        *,
        replacement: Any = None,
        synchronous: bool | None = None,
        average: bool | None = None,
        repetitions: int | None = None,
        length_known: bool = True,
        misperception: PerPlayer = 0.0,
        continuation: float | None = None,
        payoff_repetitions: int = REPETITIONS,
        engine: Engine = "auto",
    ) -> None:
        structure = structure_of(
            size=size, graph=graph, replacement=replacement, lattice=lattice,
            neighbours=neighbours, torus=torus, process=process_of(process),
        )  # fmt: skip
        matches, often = None, whole("payoff_repetitions", payoff_repetitions, 2, 2**31 - 1)
        live = isinstance(payoffs, str) and payoffs == LIVE
        if payoffs is None or isinstance(payoffs, str):
            source = WHERE_POSSIBLE if payoffs is None else payoffs
            exact = False if live else PAYOFFS[one_of("payoffs", source, (*PAYOFFS, LIVE))]
            matches = Tournament(
                _listed(players), game, turns, often, noise, misperception, continuation, seed=seed,
                length_known=length_known, exact=exact,
            ).plan  # fmt: skip
            who: tuple[Strategy | None, ...] = matches.players
            seed, game = matches.rules.seed, matches.rules.game
            told = matches.rules
            words = "; ".join([told.length_in_words(), *told.chances_in_words()])
            names = tuple(player.name for player in matches.players)
        else:
            known, words = _known(players), GIVEN
            names, who = tuple(known), tuple(known.values())
            match_rules(
                names, game=game, turns=turns, length_known=length_known, noise=noise,
                misperception=misperception, continuation=continuation, seed=seed,
                also=aliases_of(filter(None, who)),
            )  # fmt: skip
        types, roles = names, (0,) * len(names)
        if matches is not None and not Game.of(game).is_symmetric:
            types = tuple(f"{name} ({role})" for role in ROLES for name in names)
            roles, who = (0,) * len(names) + (1,) * len(names), who * 2
            if not structure.mixed:
                raise ArgumentError(
                    "`game` must pay both seats alike on a graph or lattice; this one pays them"
                    " differently, which takes two populations."
                )
        if live:
            check_live(roles, structure)
        if len(types) > MOST_TYPES:
            raise ArgumentError(f"`players` must be at most {MOST_TYPES} types; got {len(types)}.")
        given = matches is None
        paid = given_table(payoffs, types) if given else np.zeros((2, len(types), len(types)))
        rules = population_rules(
            types, game=game, process=process, selection=selection, fitness=fitness,
            synchronous=synchronous, mutation=mutation, self_interaction=self_interaction,
            average=structure.mixed if average is None else average, roles=roles,
            payoffs=paid[0], payoff_errors=paid[1], live=live, matches=words, seed=seed,
        )  # fmt: skip
        if given or live:
            check_payoffs(rules, structure)
        if structure.mixed and not rules.average:
            raise ArgumentError("`average` must be True where everybody meets everybody.")
        begin = start_of(start, types, structure, roles, aliases_of(filter(None, who)))
        if repetitions is None:
            repetitions = POPULATIONS if structure.mixed else 1
        many = whole("repetitions", repetitions, 1, 2**31 - 1)
        engine = one_of("engine", engine, ENGINES)
        self.plan = Plan(
            types, who, rules, matches, structure, begin, many, engine, left_out_of(players)
        )
        self.finished: PopulationResults | None = None

    # -- what is played --------------------------------------------------------------------------

    @property
    def types(self) -> list[str]:
        """Names of the types, in the order of entry."""
        return [*self.plan.names]

    @property
    def rules(self) -> PopulationRules:
        """What holds for the population; payoffs are 0 until they are played."""
        return self.plan.rules

    @property
    def structure(self) -> Structure:
        """Who meets whom."""
        return self.plan.structure

    @property
    def repetitions(self) -> int:
        """How often all is played."""
        return self.plan.repetitions

    # -- playing ---------------------------------------------------------------------------------

    def play(
        self,
        generations: int | None = None,
        until: Until | None = None,
        *,
        every: int | None = None,
        progress: bool | Reporter = True,
        executor: Executor | None = None,
        threads: int | None = None,
        on_error: OnError = "stop",
        ledger: "Place | None" = None,
    ) -> PopulationResults:
        """Play the population and return the results.

        Parameters
        ----------
        generations
            After how many generations a repetition ends. One after the other, a generation has as
            many steps as there are places.
        until
            What ends a repetition before: "fixation", when all players are of one type; or
            "settled", when averages do not move any more: the mean shares of generations n to 2 n
            and n / 2 to n differ by at most one percent. Without `generations` it is "fixation",
            and a repetition ends after a million generations at the latest.
        every
            How many generations lie between two looks at the population; by default there are
            about 1,000 looks.
        progress, executor, threads, on_error
            As for `Tournament.play`. Results are the same bytes on any number of threads.
        ledger
            As for `Tournament.play`. Whole repetitions of the same population are kept, and the
            matches from which payoffs are known.

        Raises
        ------
        ArgumentError
            When nothing would end it, or fitness would be negative.
        PluginError
            When a rule fails or cannot be compiled.
        LedgerError
            When the ledger cannot be opened, read or written.
        KeyboardInterrupt
            On Ctrl-C; what was finished is then in `finished`.

        Examples
        --------
        >>> world = Population(["tit_for_tat", "always_defect"], size=20, seed=1)
        >>> world.play(generations=50, progress=False).shares.round(2).iloc[-1].to_dict()
        {'tit_for_tat': 0.98, 'always_defect': 0.02}
        """
        plan = self.plan
        clock = clock_of(generations, until, every, plan.rules, plan.structure)
        ends: Literal["", Until] = until or ("fixation" if generations is None else "")
        plan = replace(plan, clock=clock, until=ends, whole=generations is not None)
        finished = playing.Finished()
        try:
            return run(
                plan,
                lambda plan, running: playing.play(plan, running, finished),
                SLOW,
                progress=progress,
                executor=executor,
                threads=threads,
                on_error=on_error,
                ledger=ledger,
            )
        except KeyboardInterrupt:
            self.finished = finished.results
            raise

    # -- how it shows itself ---------------------------------------------------------------------

    def __repr__(self) -> str:
        return as_text(population_card(self))

    def _repr_html_(self) -> str:
        return as_html(population_card(self))


def _listed(players: Any) -> list[Any]:
    """Return the types that a user gives."""
    what = "a list of at least one strategy, such as strategies.classics()"
    found = several("players", players, what)
    if not found:
        raise ArgumentError(f"`players` must be {what}.")
    return found


def _known(players: Any) -> dict[str, Strategy | None]:
    """Return the types whose payoffs are given: strategies, or only names."""
    listed = [
        (player.name, player)
        if isinstance(player, Strategy)
        else (name_of("`players`", player), None)
        for player in _listed(players)
    ]
    found = dict(listed)
    for name, times in Counter(name for name, _ in listed).items():
        if times > 1:
            raise DuplicateName(f"`players` has {times} types named {name}; rename one.")
    return found
