"""Sentences on how the winner would do elsewhere: in other fields, and in a population."""

from analysis.reports.tournament.findings import Findings
from analysis.reports.tournament.rules import by_score
from analysis.words import count, listing, percent

EXTINCT = 0.001  # a smaller share of a population counts as none


def fields(found: Findings) -> list[str]:
    """Say how much the winner owes to the other players in the field."""
    parts, makers = found.sub_fields, found.kingmakers
    if parts is None or makers is None or len(found.names) < 5:
        return []
    score = found.ranking["score"]
    best = str(score.idxmin() if found.results.game.less_is_better else score.idxmax())
    drawn, size = parts.attrs["fields"], parts.attrs["size"]
    which = f"all {drawn:,}" if parts.attrs["all"] else f"{drawn:,} random"
    first: dict[str, float] = parts["first"].to_dict()  # type: ignore[assignment]
    rival = str(parts.index[0] if parts.index[0] != best else parts.index[1])
    text = (
        f"{by_score(found, 'How much this depends on the field')}: {best} would win"
        f" {percent(first[best])} of its fields among {which} fields of {size} of these players."
        f" {rival} would win {percent(first[rival])}."
    )
    if not len(makers):
        return [f"{text} No other player's absence would change who is first."]
    named = [str(name) for name in makers.index.unique("player")]
    instead = list(dict.fromkeys(makers["instead"]))
    without = named[0] if len(named) == 1 else "any one of them"
    then = instead[0] if len(instead) == 1 else f"another player ({listing(instead)})"
    return [
        f"{text} {best} owes the first place to {listing(named)}: without {without}, {then} would"
        " be first."
    ]


def noise(found: Findings) -> list[str]:
    """Say who would be first under more and under less noise."""
    if found.noisy is None:
        return []
    best = found.noisy[found.noisy["rank"] == 1].reset_index()
    tied: dict[float, list[str]] = {}
    for level, name in zip(best["noise"].tolist(), best["player"].tolist(), strict=True):
        tied.setdefault(level, []).append(name)
    firsts: dict[str, list[str]] = {}
    for level, names in tied.items():
        firsts.setdefault(listing(names), []).append(f"{100 * level:g} %")
    if len(firsts) == 1:
        [(who, levels)] = firsts.items()
        return [f"{who} also comes first under other noise ({listing(levels)})."]
    parts = [f"{who} at {listing(levels)}" for who, levels in firsts.items()]
    many = found.noisy.attrs["repetitions"]
    return [
        f"Played again under other noise, {count(many, 'repetition')} each, first came"
        f" {'; '.join(parts)}."
    ]


def ecology(found: Findings) -> list[str]:
    """Say who survives when success means more copies."""
    orbit = found.ecological
    if orbit is None or len(found.names) < 3:
        return []
    last = orbit.iloc[-1].sort_values(ascending=False, kind="stable")
    alive = int((last >= EXTINCT).sum())
    named = [
        f"{name} ({percent(share)})" for name, share in last.head(3).items() if share >= EXTINCT
    ]
    text = (
        "In an ecological tournament, players that earn more have more copies in the next"
        f" generation. After {len(orbit) - 1:,} generations, {count(alive, 'player')} of"
        f" {len(last)} {'has' if alive == 1 else 'have'} at least {percent(EXTINCT)} of the"
        f" population. The largest: {listing(named)}."
    )
    winner = found.names[0]
    if winner not in list(last.index[:3]):
        share = last[winner]
        ends = f"ends with {percent(share)}" if share >= EXTINCT else "dies out"
        text += f" {winner}, first in the ranking, {ends}."
    return [text]
