"""The season: towns with a daily budget of gifts, and friends to choose from."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from os import PathLike
from typing import TYPE_CHECKING, Any

import numpy as np

from tournament.authors.loading.folders import left_out_of
from tournament.authors.partners import Kind, PartnerRule
from tournament.authors.resolve import aliases_of
from tournament.errors import ArgumentError
from tournament.events import field
from tournament.events.field import Player
from tournament.events.graphs.friends import edges_of, friends_of_season
from tournament.events.progress import Reporter
from tournament.events.running import OnError, Place, run, threads_of
from tournament.events.season import playing
from tournament.events.season.memory import fitting
from tournament.events.season.plan import SLOW, Plan
from tournament.events.showing import season_card
from tournament.events.sums import check_gifts
from tournament.game import TSTO, Game
from tournament.interactive.card import as_text
from tournament.interactive.html import as_html
from tournament.match import ENGINES, Engine
from tournament.results.books.season import SeasonTallies
from tournament.results.books.towns import Towns
from tournament.results.season import SeasonResults
from tournament.rules.checks import PerPlayer, exact, flag, one_of, path, whole
from tournament.rules.defaults import DAYS, FRIENDS, GIFTS, PARTNER, SEASONS, TRIES
from tournament.rules.season import SeasonRules, season_rules

if TYPE_CHECKING:
    from tournament.events.season.advice import Advice
    from tournament.events.season.friend_log import FriendLog


class Season:
    """Some days on which towns leave gifts with their friends, and are nice or naughty.

    Parameters
    ----------
    players
        A list of strategies, or of pairs (strategy, partner rule). Names stand for either. All
        kinds then have equally many towns. If there are as many kinds as towns, each kind has one
        town, in the order given. A mapping of players to numbers of towns, or to shares that sum
        to 1, says how many towns each kind has.
    towns
        How many towns there are. By default 10,000, or what `players` or `friends` say.
    game
        As for `Match`: what a gift pays both sides. It must pay giver and receiver alike.
    days
        Length of the season.
    gifts_per_day
        How many gifts a town may leave on a day: one number, or one per day. A town cannot save
        gifts for another day.
    friends
        How many friends each town has, at random; all other towns, if there are fewer. Or
        "everyone", a NetworkX graph, or an (E, 2) array of town numbers.
    inbox
        The most unopened gifts that can lie in one town; None for no limit.
    visible
        Whether the receiver sees the giver's move first (`opponent.offered`).
    absence
        The probability that a town does not log in on a day. Gifts wait there meanwhile.
    noise
        The probability that a move made is the opposite of the chosen one: one for all, one per
        kind, or a mapping by name.
    seed
        The seed of all chance. Without one a seed is drawn, and kept in the results.
    partner
        The partner rule of players that are given without one.
    nice_list
        Whether everybody's share of nice moves up to yesterday is public. It counts moves as made,
        not as chosen.
    days_known
        Whether towns know how many days are left.
    repetitions
        How often the season is played. Each repetition has a new random graph and new places.
    engine
        "compiled", or "python" for the slow twin.

    Raises
    ------
    TypeError, ValueError, DuplicateName, UnknownName
        One sentence each, before anything is played.

    Examples
    --------
    >>> import strategies
    >>> kinds = [(strategies.tit_for_tat, strategies.out_for_tat), strategies.always_defect]
    >>> results = Season(kinds, towns=20, friends=6, days=10, seed=1).play(progress=False)
    >>> list(results.ranking.index)
    ['tit_for_tat + out_for_tat', 'always_defect']
    """

    def __init__(  # noqa: PLR0913 (one keyword per condition)
        self,
        players: Sequence[Player] | Mapping[Player, float],
        towns: int | None = None,
        game: Game | str = TSTO,
        days: int = DAYS,
        gifts_per_day: int | Sequence[int] = GIFTS,
        friends: Any = FRIENDS,
        inbox: int | None = None,
        visible: bool = False,
        absence: float = 0.0,
        noise: PerPlayer = 0.0,
        seed: int | None = None,
        *,
        partner: PartnerRule | str = PARTNER,
        nice_list: bool = False,
        days_known: bool = True,
        repetitions: int = SEASONS,
        engine: Engine = "auto",
    ) -> None:
        kinds = field.kinds(players, partner)
        rules = season_rules(
            [kind.name for kind in kinds], game=game, days=days, gifts_per_day=gifts_per_day,
            inbox=inbox, visible=visible, nice_list=nice_list, days_known=days_known,
            absence=absence, noise=noise, seed=seed,
            also=aliases_of(kind.strategy for kind in kinds),
        )  # fmt: skip
        repetitions = whole("repetitions", repetitions, 1, 2**31 - 1)
        engine = one_of("engine", engine, ENGINES)
        if towns is not None:
            towns = whole("towns", towns, 2, field.MOST_TOWNS)
        edges: np.ndarray | None = None
        if not isinstance(friends, str) and not isinstance(exact(friends), int):
            edges, towns = edges_of(friends, towns)
            if towns < 2:
                raise ArgumentError("`towns` must be at least 2, to have friends.")
        numbers = [*players.values()] if isinstance(players, Mapping) else None
        shares, counts = field.counts(kinds, numbers, towns)
        if sum(counts) < 2:
            raise ArgumentError("`towns` must be at least 2, to have friends; got 1.")
        graph = friends_of_season(friends, sum(counts), edges)
        left_out = left_out_of(players)
        self.plan = Plan(kinds, shares, counts, graph, rules, repetitions, engine, left_out)
        self.plan.check_placeable()
        check_gifts(rules, sum(counts), repetitions)

    # -- what is played --------------------------------------------------------------------------

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds of towns, in the order of entry."""
        return self.plan.kinds

    @property
    def counts(self) -> list[int]:
        """How many towns there are of each kind."""
        return [*self.plan.counts]

    @property
    def towns(self) -> int:
        """How many towns there are."""
        return self.plan.towns

    @property
    def friends(self) -> int | str:
        """How many friends each town has, at random; "everyone"; or "given"."""
        return self.plan.friends.told

    @property
    def friendships(self) -> int:
        """How many pairs of towns are friends."""
        return self.plan.friends.count

    @property
    def rules(self) -> SeasonRules:
        """What holds for the season."""
        return self.plan.rules

    @property
    def repetitions(self) -> int:
        """How often the season is played."""
        return self.plan.repetitions

    @property
    def engine(self) -> Engine:
        """What was asked for: "compiled", or "python" for the slow twin."""
        return self.plan.engine

    # -- the population --------------------------------------------------------------------------

    def population(self, repetition: int = 0) -> Towns:
        """Return who lives where, and who is friends with whom, in one repetition."""
        return self.plan.population(whole("repetition", repetition, 0, 2**31 - 1))

    # -- playing ---------------------------------------------------------------------------------

    def play(
        self,
        progress: bool | Reporter = True,
        executor: Executor | None = None,
        *,
        threads: int | None = None,
        on_error: OnError = "stop",
        ledger: "Place | None" = None,
    ) -> SeasonResults:
        """Play the season and return the results.

        Parameters
        ----------
        progress
            True shows a bar on a terminal if the season takes long. A function is called with
            (days done, days in all, note).
        executor
            Any `concurrent.futures.Executor`. It plays whole repetitions, and each worker needs the
            memory of one season. Results are the same bytes. By default threads of this process
            play.
        threads
            How many threads, without an executor; all cores by default.
        on_error
            What happens when a rule fails. "stop" raises. "withdraw" plays again without the kinds
            that play by this rule, and notes why in `manifest["failures"]`. There are as many towns
            as before, and the other kinds keep their proportions. So the results are those of a
            season that the failing kinds never entered.
        ledger
            As for `Tournament.play`. Whole repetitions of the same season are kept.

        Raises
        ------
        PluginError
            When a rule fails or cannot be compiled.
        LedgerError
            When the ledger cannot be opened, read or written.
        TooLarge
            When the season would not fit in memory; nothing is played. It is a MemoryError.

        Examples
        --------
        >>> season = Season(["grudger", "joss"], towns=20, friends=5, days=3, seed=1)
        >>> season.play(progress=False).ranking["received"].to_dict()
        {'grudger': 15.0, 'joss': 15.0}
        """
        return run(
            self.plan,
            playing.play,
            SLOW,
            progress=progress,
            executor=executor,
            threads=threads,
            on_error=on_error,
            ledger=ledger,
        )

    def repetition(self, number: int = 0, *, threads: int | None = None) -> SeasonTallies:
        """Return what happened in one repetition of the season, played now.

        Parameters
        ----------
        number
            Which repetition, from 0.
        threads
            As for `play`.

        Raises
        ------
        PluginError, TooLarge
            As `play`.
        """
        number = whole("number", number, 0, 2**31 - 1)
        fitting(self.plan)
        towns, threads = self.population(number), threads_of(threads)
        return playing.play_towns(self.plan, towns, number, threads=threads, keep_rows=True)

    def best_reply(
        self,
        candidates: Sequence[Player] | None = None,
        *,
        repetitions: int = TRIES,
        progress: bool | Reporter = True,
        threads: int | None = None,
        log: "str | PathLike[str] | FriendLog | None" = None,
        race: bool = False,
    ) -> "Advice":
        """Return how a newcomer would fare in this population with each way to play.

        One town of the population becomes the newcomer's. All candidates meet the same friends, and
        have the same luck.

        Parameters
        ----------
        candidates
            A list of pairs (strategy, partner rule), or of strategies. A strategy alone is tried
            with every partner rule of the library and of the population. Rules that read
            `friend.reputation` are left out if there is no nice list. By default the strategies of
            the population.
        repetitions
            How many seasons each candidate plays.
        progress, threads
            As for `play`.
        log
            A file with the newcomer's gifts so far, as `tournament advise --log` reads it, or what
            was read. Candidates are then judged by what they earn on the days left.
        race
            Whether candidates that are surely behind play no more seasons. The candidate that is
            truly best is dropped with a probability of about 5 % at most, and the others have the
            incomes that they have without a race.

        Raises
        ------
        TypeError, ValueError, DuplicateName, UnknownName, PluginError
            As the class, and as `play`.

        Examples
        --------
        >>> season = Season(["grudger", "joss"], towns=20, friends=5, days=3, seed=1)
        >>> candidates = [("grudger", "anyone"), ("always_defect", "anyone")]
        >>> advice = season.best_reply(candidates, repetitions=2, progress=False)
        >>> advice.ranking["income"].round(1).to_dict()
        {'grudger + anyone': 404.0, 'always_defect + anyone': 250.0}
        """
        from tournament.events.season.advice import Advice, incomes
        from tournament.events.season.begun import begin
        from tournament.events.season.friend_log import FriendLog, read_friend_log

        race = flag("race", race)
        if log is not None and not isinstance(log, FriendLog):
            log = read_friend_log(path("log", log), self.rules.days)
        begun = None if log is None else begin(self.plan, log)
        repetitions = whole("repetitions", repetitions, 1, 2**31 - 1)
        tried = field.candidate_kinds(candidates, self.kinds, self.rules)
        earned = incomes(self.plan, tried, repetitions, progress, threads, begun=begun, race=race)
        return Advice(tried, earned, self, begun)

    # -- how it shows itself ---------------------------------------------------------------------

    def __repr__(self) -> str:
        return as_text(season_card(self))

    def _repr_html_(self) -> str:
        return as_html(season_card(self))
