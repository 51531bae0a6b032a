"""analysis: what tournaments and seasons tell: statistics, figures, reports.

Functions of `Results`, loaded when they are first asked for, since they need pandas, scipy and
matplotlib.

>>> import analysis
>>> analysis.report.__name__
'report'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.behaviour import (
        eigenjesus,
        eigenmoses,
        extortion,
        extortion_fit,
        good_partner,
        properties,
    )
    from analysis.clusters import (
        choose_k,
        gaussian_mixture,
        hierarchy,
        kmeans,
        preferred,
        principal_axes,
        starts_compared,
    )
    from analysis.comparisons import compare, friedman, holm, repetitions_needed
    from analysis.evolution import (
        ecological,
        invasions,
        replicator,
        rest_points,
        stability,
        stable,
    )
    from analysis.fingerprints import (
        fingerprint,
        memory_one_fingerprint,
        transitive_fingerprint,
    )
    from analysis.frequencies import strategy_frequencies
    from analysis.learned import learn, likeness
    from analysis.learned_report import report_kinds
    from analysis.logs import check_log, play_log, read_log
    from analysis.nash import equilibria
    from analysis.over_time import cooperation_over_time, play_over_time
    from analysis.prediction import predict
    from analysis.reporting import report
    from analysis.robustness import kingmakers, leave_one_out, one_more, rank_map, sub_fields, sweep
    from analysis.shadow_play import prescriptions
    from analysis.two_results import changes, differences
    from analysis.uncertainty import intervals, rank_intervals, standard_errors, standard_scores
    from analysis.vectors import (
        behaviour_counts,
        behaviour_vectors,
        beta_priors,
        rule_vectors,
        standardised,
    )

_HOME = {
    "behaviour": (  # its function `behaviour` is not here: it has the name of its module
        "eigenjesus",
        "eigenmoses",
        "extortion",
        "extortion_fit",
        "good_partner",
        "properties",
    ),
    "comparisons": ("compare", "friedman", "holm", "repetitions_needed"),
    "evolution": (
        "ecological",
        "invasions",
        "replicator",
        "rest_points",
        "stability",
        "stable",
    ),
    "fingerprints": ("fingerprint", "memory_one_fingerprint", "transitive_fingerprint"),
    "frequencies": ("strategy_frequencies",),
    "logs": ("check_log", "play_log", "read_log"),
    "nash": ("equilibria",),
    "prediction": ("predict",),
    "reporting": ("report",),
    "robustness": ("kingmakers", "leave_one_out", "one_more", "rank_map", "sub_fields", "sweep"),
    "shadow_play": ("prescriptions",),
    "two_results": ("changes", "differences"),
    "uncertainty": ("intervals", "rank_intervals", "standard_errors", "standard_scores"),
    "vectors": (
        "behaviour_counts",
        "behaviour_vectors",
        "beta_priors",
        "rule_vectors",
        "standardised",
    ),
    "clusters": (
        "choose_k",
        "gaussian_mixture",
        "hierarchy",
        "kmeans",
        "preferred",
        "principal_axes",
        "starts_compared",
    ),
    "learned": ("learn", "likeness"),
    "learned_report": ("report_kinds",),
    "over_time": ("cooperation_over_time", "play_over_time"),
}

__all__ = [
    "behaviour_counts",
    "behaviour_vectors",
    "beta_priors",
    "changes",
    "check_log",
    "choose_k",
    "compare",
    "cooperation_over_time",
    "differences",
    "ecological",
    "eigenjesus",
    "eigenmoses",
    "equilibria",
    "extortion",
    "extortion_fit",
    "fingerprint",
    "friedman",
    "gaussian_mixture",
    "good_partner",
    "hierarchy",
    "holm",
    "intervals",
    "invasions",
    "kingmakers",
    "kmeans",
    "learn",
    "leave_one_out",
    "likeness",
    "memory_one_fingerprint",
    "one_more",
    "play_log",
    "play_over_time",
    "predict",
    "preferred",
    "prescriptions",
    "principal_axes",
    "properties",
    "rank_intervals",
    "rank_map",
    "read_log",
    "repetitions_needed",
    "replicator",
    "report",
    "report_kinds",
    "rest_points",
    "rule_vectors",
    "stability",
    "stable",
    "standard_errors",
    "standard_scores",
    "standardised",
    "starts_compared",
    "strategy_frequencies",
    "sub_fields",
    "sweep",
    "transitive_fingerprint",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"analysis.{module}"), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
