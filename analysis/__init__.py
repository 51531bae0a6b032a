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
    from analysis.comparisons import compare, friedman, holm, repetitions_needed
    from analysis.reporting import report
    from analysis.two_results import changes, differences
    from analysis.uncertainty import intervals, rank_intervals, standard_errors, standard_scores

_HOME = {
    "comparisons": ("compare", "friedman", "holm", "repetitions_needed"),
    "reporting": ("report",),
    "two_results": ("changes", "differences"),
    "uncertainty": ("intervals", "rank_intervals", "standard_errors", "standard_scores"),
}

__all__ = [
    "changes",
    "compare",
    "differences",
    "friedman",
    "holm",
    "intervals",
    "rank_intervals",
    "repetitions_needed",
    "report",
    "standard_errors",
    "standard_scores",
]


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            return getattr(import_module(f"analysis.{module}"), name)
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
