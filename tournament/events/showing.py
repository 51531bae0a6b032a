"""What events and advice show of themselves, before and after they are played."""

from typing import TYPE_CHECKING

from tournament.interactive.card import Card, Table, shortened_rows
from tournament.interactive.words import UNKNOWN, count, listing, number, significant
from tournament.results.ranking import CONFIDENCE
from tournament.rules.population import GIVEN

if TYPE_CHECKING:
    from tournament.events.population.event import Population
    from tournament.events.round_robin.event import Tournament
    from tournament.events.season.advice import Advice
    from tournament.events.season.event import Season

NAMED = 12  # most players that are named
FIRST = 10  # most rows of a table


def tournament_card(event: "Tournament") -> Card:
    """Return the card of a tournament: the field, the conditions, the game."""
    players, matches = count(len(event.players), "player"), count(len(event.matches), "match")
    often = count(event.repetitions, "repetition")
    if event.settling is not None:
        often = f"until settled, at most {often}"
    facts = [("players", listing([player.name for player in event.players], NAMED))]
    if event.plan.edges is not None:
        facts.append(("who meets", "neighbours in a graph"))
    elif not event.self_play:
        facts.append(("self-play", "no"))
    if event.exact:
        facts.append(("exact", "all pairs" if event.exact is True else "pairs, where possible"))
    return Card(
        f"Tournament: {players}, {matches}, {often}",
        event.rules.describe(),
        facts,
        roomy=[event.rules.game.table()],
    )


def season_card(event: "Season") -> Card:
    """Return the card of a season: how many towns of which kinds, the conditions, the game."""
    rows = [(k.name, f"{n:,}") for k, n in zip(event.kinds, event.counts, strict=True)]
    shown, more = shortened_rows(rows, FIRST, "kind")
    days, towns = count(event.rules.days, "day"), count(event.towns, "town")
    friends = event.friends if isinstance(event.friends, str) else f"{event.friends:,}"
    told = {"everyone": "all other towns", "given": "as given"}.get(friends, f"{friends} each")
    times = count(event.repetitions, "repetition")
    return Card(
        f"Season: {towns}, {days}, {times}",
        event.rules.describe(),
        [("friends", told)],
        [Table(("kind", "towns"), shown, more=more)],
        [event.rules.game.table()],
    )


def population_card(event: "Population") -> Card:
    """Return the card of a population: how many players of which types, the conditions."""
    plan = event.plan
    rows = [(name, f"{n:,}") for name, n in zip(plan.names, plan.start.counts, strict=True)]
    shown, more = shortened_rows(rows, FIRST, "type")
    size, times = count(plan.structure.size, "player"), count(plan.repetitions, "repetition")
    return Card(
        f"Population: {size}, {count(len(plan.names), 'type')}, {times}",
        event.rules.describe(),
        [("structure", plan.structure.words), ("start", plan.start.words)],
        [Table(("type", "players at the start"), shown, more=more)],
        [] if event.rules.matches == GIVEN else [event.rules.game.table()],
    )


def advice_card(advice: "Advice") -> Card:
    """Return the card of advice: the best way to play in words, and how the others compare."""
    frame, best = advice.ranking, advice.best
    digits = significant(frame["income"].to_numpy(float))
    rows = []
    for row in frame.to_dict("records"):
        low, high = (number(row[end], digits) for end in ("low", "high"))
        rows.append(
            (
                f"{row['rank']}", str(row["strategy"]), str(row["partner_rule"]),
                number(row["income"], digits),
                UNKNOWN if low == UNKNOWN else f"{low} to {high}",
                "yes" if row["tied"] else "no" if low != UNKNOWN else UNKNOWN,
            )
        )  # fmt: skip
    shown, more = shortened_rows(rows, FIRST, "candidate")
    sure = f"{100 * CONFIDENCE:.0f} % interval"
    head = ("rank", "be like", "give to", "income", sure, "as good")
    seasons = count(len(advice.incomes), "season")
    return Card(
        f"Advice: {best.name}, the best of {count(len(frame), 'candidate')} in {seasons} each",
        advice.season.rules.describe(),
        [
            ("be like", f"{best.strategy.name}. {best.strategy.summary}".rstrip()),
            ("give to", f"{best.partner.name}. {best.partner.summary}".rstrip()),
        ],
        [Table(head, shown, names=3, more=more)],
    )
