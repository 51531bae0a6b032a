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
    from analysis.behaviours.fingerprints import (
        fingerprint,
        memory_one_fingerprint,
        transitive_fingerprint,
    )
    from analysis.behaviours.properties import (
        behaviour,
        eigenjesus,
        eigenmoses,
        extortion,
        extortion_fit,
        good_partner,
        properties,
    )
    from analysis.evolution.dynamics import (
        ecological,
        invasions,
        replicator,
        rest_points,
        stability,
        stable,
    )
    from analysis.evolution.nash import equilibria
    from analysis.learning.clusters import (
        choose_k,
        gaussian_mixture,
        hierarchy,
        kmeans,
        preferred,
        principal_axes,
        starts_compared,
    )
    from analysis.learning.frequencies import strategy_frequencies
    from analysis.learning.learned import learn, likeness
    from analysis.learning.logs import check_log, play_log, read_log
    from analysis.learning.over_time import cooperation_over_time, play_over_time
    from analysis.learning.prediction import predict
    from analysis.learning.shadow_play import prescriptions
    from analysis.learning.vectors import (
        behaviour_counts,
        behaviour_vectors,
        beta_priors,
        rule_vectors,
        standardised,
    )
    from analysis.reports.learned.report import report_kinds
    from analysis.reports.report import report
    from analysis.statistics.changes import changes, differences
    from analysis.statistics.comparisons import compare, friedman, holm, repetitions_needed
    from analysis.statistics.robustness import (
        kingmakers,
        leave_one_out,
        one_more,
        rank_map,
        sub_fields,
        sweep,
    )
    from analysis.statistics.uncertainty import (
        intervals,
        rank_intervals,
        standard_errors,
        standard_scores,
    )

_HOME = {
    "behaviours.properties": (
        "behaviour",
        "eigenjesus",
        "eigenmoses",
        "extortion",
        "extortion_fit",
        "good_partner",
        "properties",
    ),
    "statistics.comparisons": ("compare", "friedman", "holm", "repetitions_needed"),
    "evolution.dynamics": (
        "ecological",
        "invasions",
        "replicator",
        "rest_points",
        "stability",
        "stable",
    ),
    "behaviours.fingerprints": ("fingerprint", "memory_one_fingerprint", "transitive_fingerprint"),
    "learning.frequencies": ("strategy_frequencies",),
    "learning.logs": ("check_log", "play_log", "read_log"),
    "evolution.nash": ("equilibria",),
    "learning.prediction": ("predict",),
    "reports.report": ("report",),
    "statistics.robustness": (
        "kingmakers",
        "leave_one_out",
        "one_more",
        "rank_map",
        "sub_fields",
        "sweep",
    ),
    "learning.shadow_play": ("prescriptions",),
    "statistics.changes": ("changes", "differences"),
    "statistics.uncertainty": ("intervals", "rank_intervals", "standard_errors", "standard_scores"),
    "learning.vectors": (
        "behaviour_counts",
        "behaviour_vectors",
        "beta_priors",
        "rule_vectors",
        "standardised",
    ),
    "learning.clusters": (
        "choose_k",
        "gaussian_mixture",
        "hierarchy",
        "kmeans",
        "preferred",
        "principal_axes",
        "starts_compared",
    ),
    "learning.learned": ("learn", "likeness"),
    "reports.learned.report": ("report_kinds",),
    "learning.over_time": ("cooperation_over_time", "play_over_time"),
}

__all__ = [
    "behaviour",
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
