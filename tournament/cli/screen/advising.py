"""Advice on a screen: the best candidates, and what to do today."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tournament.cli.screen.layout import colours, numbers
from tournament.cli.screen.layout.columns import NAME, Column
from tournament.cli.screen.layout.console import Screen, opened
from tournament.cli.screen.layout.table import table
from tournament.cli.screen.told import Told, sentence
from tournament.events.season.reasons import gifts_in_words
from tournament.interactive.words import count

if TYPE_CHECKING:
    import pandas as pd


def advice(told: Told, top: int, screen: Screen | None = None) -> None:
    """Print the best candidates, and what to do today.

    Parameters
    ----------
    told
        What was found.
    top
        How many candidates to show.
    screen
        Where to print; by default on what is standard output.
    """
    screen, found = screen or opened(), told.advice
    if told.understood:
        screen.say(" ".join(told.understood), "")
    screen.say(found.season.rules.describe())
    assumed = [told.assumed] if told.assumed else []
    screen.say(*assumed, *how_sure(told), first="• ")
    screen.say("")
    table(screen, columns(found.ranking.head(top)), "the answer to `--json`", most=top)
    screen.say("", f"Income: of a newcomer, over {told.span} ± standard error.")
    screen.say("", *_today(told))


def columns(frame: "pd.DataFrame") -> list[Column]:
    """Return the columns of the candidates.

    Parameters
    ----------
    frame
        Of `Advice.ranking`.
    """
    from analysis.words import significant

    digits = significant(frame["income"].to_numpy(float))
    errors = frame["standard_error"].tolist()
    income, plus = numbers.estimates(frame["income"].tolist(), errors, digits)
    behind = numbers.estimates(frame["behind"].tolist(), frame["behind_error"].tolist(), digits)
    tied = [colours.FIRST * bool(tied) for tied in frame["tied"]]
    known = frame["behind_error"].notna()
    maybe = [
        ("yes" if tied else "no") if is_known else numbers.UNKNOWN
        for tied, is_known in zip(frame["tied"], known, strict=True)
    ]
    return [
        Column("rank", [f"{rank:g}" for rank in frame["rank"]], 2),
        Column("be like", frame["strategy"].tolist(), NAME, tied),
        Column("give to", frame["partner_rule"].tolist(), NAME, tied),
        Column("income", income),
        Column("error", plus, 4),
        Column("behind the best", behind[0], 3),
        Column("its error", behind[1], 5),
        Column("may be best", maybe, 6),
    ]


def how_sure(told: Told) -> list[str]:
    """Return who is best, how sure that is, and what would make it more certain, in sentences."""
    from analysis.words import SURE, listing, significant, some_others
    from tournament.cli.screen.again import FEW

    found, frame = told.advice, told.advice.ranking
    best, seasons = frame.iloc[0], len(found.incomes)
    leaders = [str(name) for name in frame.index[frame["rank"] == 1]]
    others = len(frame) - len(leaders)
    digits = significant(frame["income"].to_numpy(float))
    income, error = numbers.estimates([best["income"]], [best["standard_error"]], digits)
    verb = "pay{} least" if found.season.rules.game.less_is_better else "earn{} most"
    said = [
        f"{listing(leaders)} {verb.format('s' * (len(leaders) == 1))} in a population of"
        f" {count(found.season.towns, 'town')}:"
        f" {income[0].strip()}{f' {error[0].strip()}' if seasons > 1 else ''} over {told.span}."
    ]
    tied = int(frame["tied"].iloc[len(leaders) :].sum())
    if seasons > 1 and others:
        ends = ["could be as good"] * 2
        said.append(f"{some_others(tied, others, 'candidate', *ends)} ({SURE} intervals).")
    more = FEW if seasons == 1 else 4 * seasons
    why = "says nothing about luck" if seasons == 1 else "each"
    tells = "tells more" if seasons == 1 else "would about halve the errors"
    said.append(
        f"Seed {found.season.rules.seed}, {count(seasons, 'season')} {why}:"
        f" `--repetitions {more}` {tells}."
    )
    return said


def _today(told: Told) -> Iterable[str]:
    """Yield the advice itself, line by line."""
    best, budget = told.advice.best, told.advice.season.rules.gifts[told.day]
    words = "gift" if budget == 1 else f"{budget} gifts"
    if told.today is None:
        yield f"Today's {words}: {best.partner.name}. {best.partner.summary}"
        yield f"Be nice? {best.strategy.name}. {best.strategy.summary}"
        return
    yield f"Today's {words} ({best.name}):"
    reasons, left_out = told.reasons
    for each in told.today.friends:
        if each.gifts:
            yield f"{each.friend}: {gifts_in_words(each)}. {sentence(reasons[each.friend])}"
    if not reasons:
        yield "Nobody."
    if left_out:
        yield f"Left out: {left_out[0]}. {sentence(left_out[1])}"
    if told.once:
        yield ""
        yield told.naughty_in_words()
