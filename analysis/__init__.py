"""analysis: reports and figures of what was played.

>>> import analysis
>>> analysis.report.__name__
'report'
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analysis.reporting import report

__all__ = ["report"]


def __getattr__(name: str) -> Any:
    """Load what needs pandas, Jinja or matplotlib when it is first asked for."""
    if name == "report":
        from analysis.reporting import report

        return report
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")
