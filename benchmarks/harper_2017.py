"""Play the field of Harper et al. (2017) again: docs/studies/published_tournaments.md.

    python benchmarks/harper_2017.py [--noise 0.05] [--repetitions 50000] [--write]

The publication is Harper, Knight, Jones, Koutsovoulos, Glynatsi and Campbell (2017), Reinforcement
learning produces dominant strategies for the Iterated Prisoner's Dilemma, PLOS ONE 12: 176
strategies of Axelrod-Python 2.13.0, 200 turns of which nobody knows the number, 50,000 repetitions,
no self-play in the scores. Its field and its tables are in github.com/Axelrod-Python/ml-paper.

Pairs of finite rules are computed. Two rules cost more than all others together, so their pairs are
played less often. Chance belongs to a pair, so nothing else changes.
"""

import argparse
import time
from typing import NamedTuple

import numpy as np
import pandas as pd
from pages import DOCS, measured, put

from strategies import generous_tit_for_tat, mixed_team, random_player
from tournament import PRISONERS_DILEMMA, Tournament
from tournament.authors.resolve import find

ONCE = """
    adaptive adaptive_pavlov_2006 adaptive_pavlov_2011 adaptive_tit_for_tat aggravater alternator
    alternator_hunter always_cooperate always_defect anti_cycler anti_tit_for_tat arrogant_q_learner
    average_copier better_and_better bully calculator cautious_q_learner collective_strategy
    contrite_tit_for_tat cooperator_hunter cycle_hunter cycler_cccccd cycler_cccd cycler_cccdcd
    cycler_ccd cycler_dc cycler_ddc davis defector_hunter derived_belief_strategy desperate
    double_resurrection doubler dynamic_two_tits_for_tat e easy_go eatherley eventual_cycle_hunter
    evolved_ann evolved_ann_5 evolved_ann_5_noise_05 evolved_fsm_16 evolved_fsm_16_noise_05
    evolved_fsm_4 evolved_hmm_5 evolved_lookup_1_1_1 evolved_lookup_2_2_2 feld firm_but_fair
    fool_me_once forgetful_fool_me_once forgetful_grudger forgiver forgiving_tit_for_tat fortress_3
    fortress_4 generous_tit_for_tat gladstein golden gradual gradual_killer grofman grudger
    grudger_alternator grumpy handshake hard_majority hard_majority_10 hard_majority_20
    hard_majority_40 hard_majority_5 hard_prober hard_tit_for_tat hard_tit_for_two_tats
    hesitant_q_learner hopeless inverse inverse_punisher joss level_punisher limited_retaliate
    limited_retaliate_2 limited_retaliate_3 math_constant_hunter mem_2 meta_hunter
    meta_hunter_aggressive naive_prober negation nice_average_copier nydegger omega_tit_for_tat
    once_bitten opposite_grudger pi predator prober prober_2 prober_3 prober_4 pso_gambler_1_1_1
    pso_gambler_2_2_2 pso_gambler_2_2_2_noise_05 pso_gambler_memory_one pun_1 punisher raider
    random_hunter random_player remorseful_prober repeat resurrection retaliate retaliate_2
    retaliate_3 revised_downing ripoff risky_q_learner self_esteem short_memory shubik
    slow_tit_for_two_tats_2 sneaky_tit_for_tat soft_grudger soft_joss soft_majority soft_majority_10
    soft_majority_20 soft_majority_40 soft_majority_5 solution_b1 solution_b5 spiteful_tit_for_tat
    stochastic_cooperator stochastic_wsls suspicious_tit_for_tat tf_1 tf_2 tf_3 thue_morse
    thue_morse_inverse thumper tit_for_tat tit_for_two_tats tricky_cooperator tricky_defector
    tullock two_tits_for_tat very_bad willing win_shift_lose_stay win_stay_lose_shift winner_12
    winner_21 worse_and_worse worse_and_worse_2 zd_extort_2 zd_extort_2_v2 zd_extort_4 zd_gen_2
    zd_gtft_2 zd_set_2
"""
TWICE = """
    easy_go nice_average_copier soft_grudger tit_for_two_tats win_stay_lose_shift
"""  # there FoolMeForever, WorseAndWorse3, GeneralSoftGrudger, SlowTitForTwoTats and Appeaser
ALSO_IN_TEAM = """
    alexei backstabber champion double_crosser eugine_nier knowledgeable_worse_and_worse stalker
    stein_and_rapoport
"""  # which use the length, so they are members of its Meta Mixer only
TEAMS = ("meta_hunter", "meta_hunter_aggressive")  # are no members
CHANCES = (0.1, 0.3, 0.7, 0.9)
THERE = 50_000  # repetitions
LIMITS = {"derived_belief_strategy": 10_000, "meta_mixer": 2_500}  # of repetitions of dear rules
PUBLISHED = {  # noise: mean scores of the first fifteen, in the published order: by median score
    0.0: {
        "evolved_lookup_2_2_2": 2.955, "evolved_hmm_5": 2.954, "evolved_fsm_16": 2.952,
        "pso_gambler_2_2_2": 2.938, "evolved_fsm_16_noise_05": 2.919, "pso_gambler_1_1_1": 2.912,
        "evolved_ann_5": 2.912, "evolved_fsm_4": 2.910, "evolved_ann": 2.907,
        "pso_gambler_memory_one": 2.901, "evolved_ann_5_noise_05": 2.864,
        "derived_belief_strategy": 2.857, "winner_12": 2.849, "fool_me_once": 2.844,
        "omega_tit_for_tat": 2.841,
    },
    0.05: {
        "derived_belief_strategy": 2.573, "evolved_ann_5_noise_05": 2.534,
        "evolved_fsm_16_noise_05": 2.515, "evolved_ann_5": 2.410, "evolved_fsm_4": 2.393,
        "evolved_hmm_5": 2.392, "level_punisher": 2.388, "omega_tit_for_tat": 2.387,
        "spiteful_tit_for_tat": 2.383, "evolved_fsm_16": 2.375,
        "pso_gambler_2_2_2_noise_05": 2.371, "adaptive": 2.369, "evolved_ann": 2.365,
        "math_constant_hunter": 2.344, "gradual": 2.341,
    },
}  # fmt: skip
RULES = {"turns": 200, "length_known": False, "self_play": False, "seed": 2017}


def field():
    """Return the 176 strategies, the five that it has twice under two names."""
    once = [find(name) for name in ONCE.split()]
    twice = [find(name).named(f"{name}_again") for name in TWICE.split()]
    known = [find(name) for name in ALSO_IN_TEAM.split()]
    team = [*(rule for rule in once if rule.name not in TEAMS), *twice, *known]
    chances = [rule(chance) for rule in (random_player, generous_tit_for_tat) for chance in CHANCES]
    return [*once, *twice, *chances, mixed_team(team).named("meta_mixer")]


class Clock:
    """Seconds, and seconds of the processor, since it was last read."""

    def __init__(self):
        self.last = np.array([time.perf_counter(), time.process_time()])

    def read(self):
        """Return both."""
        now = np.array([time.perf_counter(), time.process_time()])
        passed, self.last = now - self.last, now
        return passed


class Part(NamedTuple):
    """A part of the work: how much, its seconds, and those of the processor."""

    name: str
    pairs: int
    repetitions: int
    seconds: float
    processor: float

    def row(self, many):
        """Return its row of the table, also with `many` repetitions, and at most its limit."""
        cells = [self.name, f"{self.pairs:,}", f"{self.repetitions:,}" if self.repetitions else "-"]
        seconds = [self.seconds, self.processor, self.taking(many), self.taking(self.limited(many))]
        return f"| {' | '.join([*cells, *(f'{each:,.0f}' for each in seconds)])} |"

    def limited(self, many):
        """Return how many repetitions are worth their time."""
        return min(many, LIMITS.get(self.name, many))

    def taking(self, many):
        """Return the seconds of the processor that `many` repetitions take."""
        return self.processor * (many / self.repetitions if self.repetitions else 1)


def play(players, noise, repetitions, limits=LIMITS):
    """Return what all pairs score, and what each part of the work took.

    Returns
    -------
    frames
        (players, players) of each pair, as in `Results`: `payoffs`, `payoff_deviations`,
        `payoff_errors` and `exact`.
    parts
        The parts of the work.
    """
    names = [player.name for player in players]
    kinds = ("payoffs", "payoff_deviations", "payoff_errors", "exact")
    frames = {kind: pd.DataFrame(np.nan, names, names) for kind in kinds}
    cheap = [player for player in players if player.name not in limits]
    clock, computed = Clock(), []

    def progress(done, total, note):
        if note.startswith("playing") and not computed:
            computed.append(clock.read())

    rules = {"game": PRISONERS_DILEMMA, "noise": noise} | RULES
    event = Tournament(cheap, repetitions=repetitions, exact="where possible", **rules)
    results = event.play(progress=progress)
    assert len(results.ranking) == len(cheap)
    played = [player.name for player in cheap]
    for kind, frame in frames.items():
        frame.loc[played, played] = getattr(results, kind).astype(float)
    exact = int(results.exact.to_numpy().sum()) // 2
    took = computed[0] if computed else clock.read()
    parts = [
        Part("exact pairs", exact, 0, *took),
        Part("other pairs", len(event.matches) - exact, repetitions, *clock.read()),
    ]
    for number, name in enumerate(names):
        if name not in limits:
            continue
        many = min(repetitions, limits[name])
        others = [j for j, other in enumerate(names) if other not in limits or j < number]
        for j in others:
            pair = Tournament([players[number], players[j]], repetitions=many, **rules)
            results = pair.play(progress=False)
            for kind, frame in frames.items():
                found = getattr(results, kind).to_numpy(float)
                frame.loc[name, names[j]], frame.loc[names[j], name] = found[0, 1], found[1, 0]
        parts.append(Part(name, len(others), many, *clock.read()))
    return frames, parts


def ranked(frames):
    """Return (players,) `score`, `standard_error` and `rank`, best first."""
    ranking = pd.DataFrame({"score": frames["payoffs"].mean(axis=1)})
    errors = np.sqrt((frames["payoff_errors"] ** 2).sum(axis=1))
    ranking["standard_error"] = errors / (len(ranking) - 1)
    ranking["rank"] = ranking["score"].rank(ascending=False, method="min").astype(int)
    return ranking.sort_values("score", ascending=False)


def errors(frames, many):
    """Return standard errors of scores: with exact pairs and limits, and if all is played."""
    squares = frames["payoff_deviations"] ** 2 / (len(frames["exact"]) - 1) ** 2
    each = pd.Series({name: min(many, LIMITS.get(name, many)) for name in squares})
    often = np.minimum.outer(each.to_numpy(), each.to_numpy())
    ours = (squares * (1 - frames["exact"]) / often).sum(axis=1)
    return np.sqrt(ours), np.sqrt((squares / many).sum(axis=1))


def compared(ranking, noise):
    """Return a table of the strategies that come first, here or there."""
    there = pd.Series(PUBLISHED[noise])
    place = {name: number + 1 for number, name in enumerate(there.index)}
    shown = [name for name in ranking.index if name in place or ranking["rank"][name] <= len(there)]
    lines = [
        f"| {f'noise {noise:g}' if noise else 'no noise'} | rank there | rank | score there | score"
        " | standard error |",
        "|---|---|---|---|---|---|",
    ]
    for name in shown:
        own = ranking.loc[name]
        published = f"{there[name]:.3f}" if name in place else ""
        lines.append(
            f"| {name} | {place.get(name, '')} | {own['rank']:.0f} | {published} |"
            f" {own['score']:.4f} | {own['standard_error']:.5f} |"
        )
    return lines


def took(frames, parts):
    """Return a table of times, and what the limits cost in precision."""
    lines = [
        f"| part | pairs | repetitions | seconds | CPU seconds | for {THERE:,} repetitions |"
        " with limits |",
        "|---|---|---|---|---|---|---|",
        *(part.row(THERE) for part in parts),
    ]
    sums = [
        sum(part.seconds for part in parts),
        sum(part.processor for part in parts),
        sum(part.taking(THERE) for part in parts),
        sum(part.taking(part.limited(THERE)) for part in parts),
    ]
    ours, all_played = errors(frames, THERE)
    as_good = int((ours <= all_played).sum())
    lines += [
        f"| all | | | {' | '.join(f'{each:,.0f}' for each in sums)} |",
        "",
        f"The last two columns are CPU seconds for {THERE:,} repetitions: of every pair, and with"
        f" at most {' and '.join(f'{many:,} of {name}' for name, many in LIMITS.items())}.",
        f"With these limits, the standard errors of {as_good} of {len(ours)} scores are at most",
        f"those of {THERE:,} repetitions of all pairs. The largest is {ours.max():.5f}, of"
        f" {ours.idxmax()}.",
    ]
    return lines


def main():
    """Play, print the tables, and write them if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--noise", type=float, choices=[*PUBLISHED], default=0.05)
    parser.add_argument("--repetitions", type=int, default=THERE)
    parser.add_argument("--write", action="store_true", help="write the page on published ones")
    given = parser.parse_args()
    frames, parts = play(field(), given.noise, given.repetitions)
    lines = [*compared(ranked(frames), given.noise), "", *took(frames, parts)]
    lines += ["", measured("harper_2017")]
    print(*lines, sep="\n")
    if given.write:
        put(
            DOCS / "studies" / "published_tournaments.md",
            f"harper 2017, noise {given.noise:g}",
            lines,
        )


if __name__ == "__main__":
    main()
