"""Run what docs/reviewers.md names, and write how long it took.

    python docs/make/make_reviewers.py

Each row of the tables is a claim with the tests that show it. `--keep` writes the rows again with
the seconds that the page has, and runs only what is new.
"""

import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reviewers.md"


class Claim(NamedTuple):
    """What is claimed, the tests that show it, and the script that shows more, if there is one."""

    says: str
    tests: tuple[str, ...]
    script: str = ""

    def row(self, seconds: str) -> str:
        """Return the row of the table."""
        return f"| {self.says} | {shown(self)} | {seconds} | {self.script} |"


HEAD = ["| claim | test | seconds | more |", "|---|---|---:|---|"]
TABLES = {
    "engines": (
        Claim(
            "The compiled engine and plain Python make the same moves, turn by turn",
            ("tests/tournament/laws/test_twin.py",),
        ),
        Claim(
            "The same for seasons",
            ("tests/tournament/laws/test_season_twin.py",),
        ),
        Claim(
            "The same for populations",
            (
                "tests/tournament/engine/population/test_mixed.py",
                "tests/tournament/engine/population/structured/test_twin.py",
            ),
        ),
        Claim(
            "Arithmetic means the same in both engines, or is an error in both",
            ("tests/tournament/laws/test_arithmetic.py",),
        ),
        Claim(
            "Play agrees with exact expectations, within 4 standard errors",
            ("tests/tournament/events/test_exact.py::test_play_agrees_with_what_is_expected",),
            "`benchmarks/exact_against_play.py`: 117 rules, all pairs, three noises",
        ),
        Claim(
            "Memory-one pairs agree with the theory of Markov chains",
            ("tests/tournament/laws/test_theory.py",),
        ),
    ),
    "bytes": (
        Claim(
            "The same seed gives the same bytes: threads, units, lanes, executors, processes",
            ("tests/tournament/laws/test_laws.py",),
        ),
        Claim(
            "The same on a cluster, where a worker may be killed",
            ("tests/tournament/events/test_cluster.py",),
            "`benchmarks/scale.py`",
        ),
        Claim(
            "The numbers of one small tournament have not changed",
            ("tests/tournament/test_golden.py",),
        ),
        Claim(
            "With a ledger, the results are the same bytes",
            ("tests/tournament/results/ledger/test_matches.py",),
        ),
        Claim(
            "A killed command leaves its folder as before, or whole",
            (
                "tests/tournament/cli/test_killed.py",
                "tests/tournament/results/files/test_moving.py",
            ),
        ),
        Claim(
            "A killed run goes on to the same bytes",
            ("tests/tournament/results/ledger/test_faults.py",),
            "`benchmarks/kills.py`: 100 kills at random moments",
        ),
    ),
    "literature": (
        Claim(
            "Rules play as recorded from Axelrod-Python",
            ("tests/strategies/test_oracle.py",),
            "`tests/strategies/data/make_oracle.py` made the record",
        ),
        Claim(
            "All 63 programs of Axelrod's second tournament play move for move",
            ("tests/strategies/test_second_tournament.py",),
            "`benchmarks/axelrod_1980_second.py`",
        ),
        Claim(
            "Axelrod's tournaments and Stewart and Plotkin's come out as published",
            ("tests/docs/test_examples.py",),
            "[published tournaments](studies/published_tournaments.md)",
        ),
        Claim(
            "Fixation, times, rare mutations, graphs, lattices",
            (
                "tests/analysis/populations/fixation",
                "tests/analysis/populations/long_run/test_small_mutation.py",
                "tests/analysis/populations/graphs",
                "tests/tournament/engine/population/structured/test_truth.py",
            ),
            "[published results](published_results.md)",
        ),
        Claim(
            "Partners, rivals, best replies, zero-determinant rules",
            ("tests/analysis/exact",),
            "[published results](published_results.md)",
        ),
    ),
    "statistics": (
        Claim(
            "Intervals, places and tests keep their levels",
            (
                "tests/analysis/statistics/test_uncertainty.py",
                "tests/analysis/statistics/test_places.py",
                "tests/analysis/statistics/test_comparisons.py",
            ),
            "`benchmarks/truth.py`: 2,000 tournaments with a known truth",
        ),
        Claim(
            '"Until settled" keeps its error over all looks',
            ("tests/tournament/events/test_settling.py",),
            "`benchmarks/truth.py`",
        ),
        Claim(
            "The estimator of strategy frequencies is at the maximum of the likelihood",
            ("tests/analysis/learning/test_frequencies.py",),
            "`examples/human_play.py`",
        ),
        Claim(
            "Figures draw the numbers that they should",
            ("tests/analysis/figures/test_drawn_numbers.py",),
        ),
    ),
    "safety": (
        Claim(
            "Files of strangers are refused before they are run",
            ("tests/tournament/authors/loading",),
        ),
        Claim(
            "Saved results of strangers are data: forged files are refused",
            ("tests/tournament/results/files/test_forged.py",),
            "`benchmarks/fuzz.py`: as long as you like",
        ),
        Claim(
            "A rule that never ends is named, and can be withdrawn",
            (
                "tests/tournament/engine/test_never_ends.py",
                "tests/tournament/referee/test_watchdog.py",
            ),
        ),
        Claim(
            "A page escapes what a name or a text smuggles in",
            ("tests/analysis/reports/tournament/test_report.py",),
        ),
        Claim(
            "Every argument of every public function is checked, in one sentence",
            ("tests/test_arguments.py",),
        ),
        Claim(
            "Tests notice mistakes in the code",
            (),
            "`benchmarks/mutants.py` puts mistakes in, and says which are not noticed",
        ),
    ),
    "documents": (
        Claim(
            "Every example of the docs runs, and prints what it shows",
            ("tests/docs/test_pages.py",),
        ),
        Claim(
            "Numbers of published results are those of the code",
            ("tests/docs/test_published_results.py",),
            "`docs/studies/published_results/page.py`",
        ),
        Claim(
            "The layers of the code: imports, names, lengths",
            ("tests/test_architecture.py",),
        ),
        Claim(
            "Speed",
            (),
            "`benchmarks/run.py`, `benchmarks/populations.py`:"
            " [benchmarks](reference/benchmarks.md)",
        ),
    ),
}


def seconds(claim: Claim) -> str:
    """Run the tests of a claim in one process; return the seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *claim.tests]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    sys.stderr.write(f"{took:6.0f} s  {claim.says}\n")
    if done.returncode:
        sys.stderr.write(done.stdout.decode()[-1500:])
    return f"{took:.0f}" if done.returncode == 0 else ""


def shown(claim: Claim) -> str:
    """Return the tests of a claim as a cell of the table."""
    return "<br>".join(f"`{test}`" for test in claim.tests)


def known(text: str) -> dict[str, str]:
    """Return the seconds that the page has, by the tests of the row."""
    return dict(re.findall(r"^\| .* \| (`.*`) \| (\d+) \| .*\|$", text, re.M))


def filled(text: str, took: dict[str, str]) -> str:
    """Return the page with its tables, and the seconds that are known."""
    for name, claims in TABLES.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->\n"
        rows = [*HEAD, *(claim.row(took.get(shown(claim), "")) for claim in claims)]
        before, _, rest = text.partition(start)
        text = before + start + "\n".join([*rows, ""]) + end + rest.partition(end)[2]
    return text


def main() -> None:
    """Run what has no time yet, or everything; the page is written after each row."""
    page = PAGE.read_text(encoding="utf-8")
    took = known(page) if "--keep" in sys.argv else {}
    for claim in (claim for claims in TABLES.values() for claim in claims if claim.tests):
        if shown(claim) not in took:
            took[shown(claim)] = seconds(claim)
            PAGE.write_text(filled(page, took), encoding="utf-8")
    PAGE.write_text(filled(page, took), encoding="utf-8")


if __name__ == "__main__":
    main()
