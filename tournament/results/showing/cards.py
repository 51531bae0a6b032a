"""What results show of themselves: the conditions, and the first places with their errors."""

from typing import TYPE_CHECKING, Any

from tournament.interactive.card import Card, Share, Table, shortened_rows
from tournament.interactive.words import UNKNOWN, count, decimals, number, significant
from tournament.results.ranking import CONFIDENCE, ranking_rule
from tournament.results.showing.exact import exactness
from tournament.results.showing.settled import settled

if TYPE_CHECKING:
    from tournament.results.population import PopulationResults
    from tournament.results.season import SeasonResults
    from tournament.results.tournament import Results

FIRST = 10  # places that are shown
SURE = f"{100 * CONFIDENCE:.0f} % interval"


def results_card(results: "Results") -> Card:
    """Return the card of a tournament's results: first places, with errors and tiers."""
    frame = results.ranking
    by = frame.attrs["by"]
    rule, digits = ranking_rule(by), decimals(results.game)
    if rule.shown == "sum":
        digits = significant(frame[by].to_numpy(float))

    def written(value: float) -> object:
        return Share(value) if rule.shown == "share" else number(value, digits)

    rows = [
        (f"{row['rank']}", str(name), written(row[by]), _interval(row, written), _places(row),
         f"{row['tier']}", Share(row["cooperation"]))
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]  # fmt: skip
    head = ("rank", "player", by, SURE, "places", "tier", "cooperation")
    players, times = count(len(results.names), "player"), count(results.repetitions, "repetition")
    return Card(
        f"Results: {players}, {times}, {_met(results)}",
        results.rules.describe(),
        _notes(results),
        [_first(head, rows, "player")],
    )


def season_card(results: "SeasonResults") -> Card:
    """Return the card of a season's results: first places, with errors and tiers."""
    frame = results.ranking
    digits = significant(frame["income"].to_numpy(float))
    rows = [
        (f"{row['rank']}", str(name), number(row["income"], digits),
         _interval(row, lambda value: number(value, digits)), _places(row), f"{row['tier']}",
         Share(row["nice"]))
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]  # fmt: skip
    head = ("rank", "kind", "income", SURE, "places", "tier", "nice")
    kinds, towns = count(len(results.kinds), "kind"), count(len(results.kind_of[0]), "town")
    times = count(results.repetitions, "repetition")
    return Card(
        f"SeasonResults: {kinds}, {towns}, {count(results.rules.days, 'day')}, {times}",
        results.rules.describe(),
        _notes(results),
        [_first(head, rows, "kind")],
    )


def population_card(results: "PopulationResults") -> Card:
    """Return the card of a population's results: the types with most places, with errors."""
    frame = results.ranking
    two = len(set(results.rules.roles)) > 1
    rows = [
        (f"{row['rank']}", str(name), *([f"{row['role']}"] if two else []), Share(row["start"]),
         Share(row["share"]), _ends(row), _places(row), Share(row["fixed"]))
        for name, row in zip(frame.index, frame.to_dict("records"), strict=True)
    ]  # fmt: skip
    share = "final" if frame.attrs["by"] == "final" else "average"
    role = ("role",) if two else ()
    head = ("rank", "type", *role, "start", share, SURE, "places", "fixed")
    types, size = count(len(results.types), "type"), count(results.size, "place")
    return Card(
        f"PopulationResults: {types}, {size}, {count(results.repetitions, 'repetition')}",
        results.rules.describe(),
        [
            ("structure", results.structure),
            ("start", results.start),
            ("ends", how_it_ended(results)),
            *_notes(results),
        ],
        [_first(head, rows, "type")],
    )


def how_it_ended(results: "PopulationResults") -> str:
    """Return after which generations the repetitions of a population ended, in words."""
    generation = results.times["generation"]
    low, high = int(generation.min()), int(generation.max())
    after = f"after {count(high, 'generation')}"
    if low < high:
        after = f"after {low:,} to {high:,} generations, {generation.mean():,.1f} in the mean"
    fixed = results.repetitions - results.fixation.attrs["open"]
    if not fixed:
        return after
    where = "all places" if len(set(results.rules.roles)) == 1 else "all places of each role"
    often = f"{fixed:,} of {count(results.repetitions, 'repetition')}"
    return f"{after}; one type has {where} in {often}"


def _ends(row: dict[Any, Any]) -> str:
    """Return the interval of a share."""
    if row["low"] != row["low"]:
        return UNKNOWN
    return f"{Share(row['low'])} to {Share(row['high'])}"


def _first(head: tuple[str, ...], rows: list[Any], thing: str) -> Table:
    shown, more = shortened_rows(rows, FIRST, thing)
    return Table(head, shown, names=2, more=more)


def _notes(results: Any) -> list[tuple[str, str]]:
    """Return what else to know: who was withdrawn, what is exact, and what was settled."""
    notes = [("withdrawn", sentence) for sentence in results.manifest.get("failures", [])]
    if results.EVENT == "tournament" and results.tallies.exact is not None:
        notes.append(("exact", exactness(results)))
    if results.manifest.get("settling"):
        notes.append(("until settled", settled(results)))
    return notes


def _met(results: "Results") -> str:
    if results.on_graph:
        return "neighbours in a graph"
    return f"{'with' if results.ranking.attrs['self_play'] else 'without'} self-play"


def _places(row: dict[Any, Any]) -> str:
    """Return the places that intervals leave open."""
    if row["low"] != row["low"]:
        return UNKNOWN
    best, worst = row["best_rank"], row["worst_rank"]
    return f"{best}" if best == worst else f"{best} to {worst}"


def _interval(row: dict[Any, Any], written: Any) -> str:
    if row["low"] != row["low"]:
        return UNKNOWN
    return (
        "exact"
        if row["standard_error"] == 0
        else f"{written(row['low'])} to {written(row['high'])}"
    )
