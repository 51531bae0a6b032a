"""Importing analysis is cheap, and its names are functions."""

import subprocess
import sys


def test_import__is_light():
    heavy = ("matplotlib", "pandas", "jinja2", "numba", "numpy")
    code = f"import sys, analysis; print(*(m for m in {heavy} if m in sys.modules))"
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown.strip() == ""


def test_report__is_always_the_function():
    code = (
        "import analysis.reports.report, analysis; from analysis import report; assert report is"
        " analysis.report"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
