"""Do the tests notice mistakes? One-line mistakes, put into the code one at a time.

    python benchmarks/mutants.py [FOLDER_OR_FILE ...] [--number 200] [--seed 1] [--jobs 2]
    python benchmarks/mutants.py --replay NAME [NAME ...]

Mistakes are drawn over the statements of `tournament/`, `analysis/` and `strategies/`, or of what
is given. Each is made in a copy of the project, and the tests of that part run until one fails: the
file in `tests/` that mirrors the module, the tests that import it, the tests in the folder that
mirrors its folder, and the examples in the module. Results are lines in a file, so that a run can
be ended and continued. `--again` runs those anew that were not noticed. Mistakes that do no harm
are listed with the reason in `harmless_mistakes.toml`, and are not drawn.

This is our own because mutmut and cosmic-ray run one command for all mistakes, and mutmut wraps
functions, which the compiler of rules refuses.
"""

import argparse
import json
import os
import random
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from mistakes import Mistake, of_file
from mistakes_tried import PACKAGES, ROOT, Place, Result, source, tried, wrongly

HARMLESS = Path(__file__).parent / "harmless_mistakes.toml"
LOADED = ("numpy", "pandas", "matplotlib.figure", "scipy.stats", "sklearn.cluster", "hypothesis",
          "numba", "pytest", "statsmodels.stats.power")  # fmt: skip
SELDOM = {"tournament/engine/": 0.25, "strategies/contents/": 0.3}
"""Shares of statements that are drawn from: where mistakes take long, or are in tables of data."""


# -- which mistakes -------------------------------------------------------------------------------


def chosen(parts: list[str], number: int, seed: int) -> list[Mistake]:
    """Return mistakes, drawn one from a statement."""
    draw = random.Random(seed)
    statements = []
    for path in modules(parts):
        share = next((s for start, s in SELDOM.items() if path.startswith(start)), 1.0)
        every = list(of_file(ROOT, path).values())
        statements += [one for one in every if draw.random() < share]
    draw.shuffle(statements)
    harmless = {(one["file"], one["was"], one["becomes"]) for one in listed()}
    found: list[Mistake] = []
    for each in statements:
        kinds = sorted({one.kind for one in each})
        kind = draw.choice(kinds)
        one = draw.choice([one for one in each if one.kind == kind])
        if (one.path, *one.lines(source(one.path))) not in harmless:
            found.append(one)
        if len(found) == number:
            break
    return found


def modules(parts: list[str]) -> list[str]:
    """Return the modules in some folders and files."""
    files: list[Path] = []
    for part in parts or PACKAGES:
        where = ROOT / part
        files += [where] if where.suffix == ".py" else sorted(where.rglob("*.py"))
    return [str(file.relative_to(ROOT)) for file in files]


def named(name: str) -> Mistake:
    """Return a mistake by its name."""
    path = name.split(":")[0]
    for each in of_file(ROOT, path).values():
        for one in each:
            if one.name == name:
                return one
    raise SystemExit(f"No mistake is named {name!r}; has the file changed?")


def listed() -> list[dict[str, str]]:
    """Return the mistakes that do no harm."""
    if not HARMLESS.exists():
        return []
    found: list[dict[str, str]] = tomllib.loads(HARMLESS.read_text(encoding="utf-8"))["harmless"]
    return found


# -- saying it ------------------------------------------------------------------------------------


def summary(results: Iterable[Result]) -> str:
    """Return a table of parts, and a list of what was not noticed."""
    rows: dict[str, Counter[str]] = {}
    results = list(results)
    for one in results:
        part = "/".join(Path(one.name.split(":")[0]).parts[:2]).removesuffix(".py")
        rows.setdefault(part, Counter())[one.outcome] += 1
    lines = ["| part | mistakes | noticed | not noticed | too slow |", "|---|---|---|---|---|"]
    total: Counter[str] = sum(rows.values(), Counter())
    for part, count in [*sorted(rows.items()), ("all", total)]:
        noticed = count["noticed"] + count["hangs"]
        missed = f"{count['not noticed']} | {count['too slow']}"
        lines.append(f"| {part} | {count.total()} | {noticed} | {missed} |")
    for one in results:
        if one.outcome in ("not noticed", "too slow"):
            lines += ["", f"{one.name}  ({one.outcome})", f"  - {one.was}", f"  + {one.becomes}"]
    return "\n".join(lines)


def asked() -> argparse.Namespace:
    """Return what is asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", help="folders or files; all packages by default")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--file", type=Path, help="results, a line each; continued if it exists")
    parser.add_argument("--work", type=Path, default=Path("/tmp/tournament-mutants"))
    parser.add_argument("--cache", type=Path, help="a folder of compiled code that is warm")
    parser.add_argument("--replay", nargs="+", metavar="NAME", help="only these")
    parser.add_argument("--again", action="store_true", help="those anew that were not noticed")
    parser.add_argument("--show", action="store_true", help="print what the tests printed")
    return parser.parse_args()


def known(file: Path) -> dict[tuple[str, str], Result]:
    """Return the results in a file, by the names of mistakes and what lines became."""
    if not file.exists():
        return {}
    lines = file.read_text(encoding="utf-8").splitlines()
    results = [Result(**json.loads(line)) for line in lines]
    return {(one.name, one.becomes): one for one in results}


def main() -> None:
    """Draw mistakes, try each, and say which were not noticed."""
    args = asked()
    os.nice(10)
    args.work.mkdir(parents=True, exist_ok=True)
    file = args.file or args.work / f"results-{args.seed}.jsonl"
    todo = [named(name) for name in args.replay or []] or chosen(args.parts, args.number, args.seed)
    keys = {one: (one.name, one.lines(source(one.path))[1]) for one in todo}
    before = {} if args.replay else known(file)
    results = [before[key] for key in keys.values() if key in before]
    if args.again:
        results = [one for one in results if one.outcome in ("noticed", "hangs")]
    done = {(one.name, one.becomes) for one in results}
    todo = [one for one in todo if keys[one] not in done]
    for name in LOADED:
        __import__(name)
    cache = args.cache or args.work / "cache"
    places = [Place(args.work / f"place-{k}", cache) for k in range(min(args.jobs, len(todo)) or 1)]
    if wrong := places[0].fails("tests/tournament/test_golden.py"):
        raise SystemExit(f"Without a mistake this fails: {wrong}")
    for number, one in enumerate(tried(places, todo), 1):
        results.append(one)
        if not args.replay:
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(one._asdict()) + "\n")
        print(f"{number}/{len(todo)} {one.outcome} {one.seconds} s {one.name} {one.by}", flush=True)
        if args.show:
            print(f"  - {one.was}\n  + {one.becomes}")
            print(*(place.printed.read_text(errors="replace") for place in places), sep="\n")
    wrong = wrongly(results, places[0])
    for test in sorted(wrong):
        print(f"{test} fails or is slow without a mistake, too: what it noticed does not count.")
    print(summary(one._replace(outcome="too slow") if one.by in wrong else one for one in results))


if __name__ == "__main__":
    main()
