"""`tournament evolve`: play a population, in which strategies spread or die out, and report it."""

from argparse import ArgumentTypeError, Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tournament.cli import exits
from tournament.cli.answers.telling import Stopwatch
from tournament.cli.command import Command
from tournament.cli.groups import described, groups
from tournament.cli.options import (
    DASK,
    EVENT,
    LEDGER,
    MATCH,
    OFTEN,
    ON_ERROR,
    OPEN,
    PARQUET,
    POPULATION,
    REPETITIONS,
    RESULTS,
    VECTOR,
    WHAT,
    Option,
    number,
    usual,
    whole,
)
from tournament.cli.playing import (
    again,
    check_disk,
    check_threads,
    entered,
    heard,
    placed,
    told,
    who_plays,
    writable,
    written,
)
from tournament.cli.saved import WORDS, table_of
from tournament.interactive.shown import shown
from tournament.rules import defaults

if TYPE_CHECKING:
    from tournament.events.population.event import Population
    from tournament.results.population import PopulationResults

OUTPUT = "population-report"
PROCESSES = (
    "moran", "death-birth", "fermi", "wright-fisher", "imitate-best", "best-response",
)  # fmt: skip
YES, NO = "yes", "no"
WORD = 8  # bytes of a number


def sides(text: str) -> tuple[int, int]:
    """Return the height and the width that a text is.

    >>> sides("99x60"), sides("99")
    ((99, 60), (99, 99))
    """
    parts = text.lower().replace("×", "x").replace(",", "x").split("x")
    try:
        height, *more = map(int, parts)
        (width,) = more or [height]
    except ValueError:
        raise ArgumentTypeError(
            f"must be HEIGHTxWIDTH, such as 99x99, or one number for both; got {shown(text)}"
        ) from None
    return height, width


def run(args: Namespace) -> int:
    """Play the population that the arguments describe, and report it."""
    watch = Stopwatch()
    with watch("reading"):
        check_threads(args)
        output = None if args.no_report else writable(args)
        event = population_of(args)
        if output is not None:
            check_disk(output, WORD * event.repetitions * (len(event.types) + 3))
    with watch("playing"):
        results, end = _played(args, event)
    if output is None:
        results.manifest["command"] = again(args, results.rules.seed)
        told(args, results)
        return end
    return written(args, results, output, watch) or end


def _played(args: Namespace, event: "Population") -> tuple["PopulationResults", int]:
    """Return the results and the exit code. Ctrl-C leaves the repetitions that are finished."""
    from tournament.cli.interrupt import raising

    try:
        with raising(), placed(args) as executor:
            results = event.play(
                args.generations,
                args.until,
                every=args.every,
                progress=heard(args),
                executor=executor,
                threads=args.threads,
                on_error=args.on_error,
                ledger=args.ledger,
            )
    except KeyboardInterrupt:
        if event.finished is None:
            raise
        many = f"{event.finished.repetitions:,} of {event.repetitions:,}"
        exits.say(f"interrupted; {many} repetitions are finished, and these are reported.")
        return event.finished, exits.INTERRUPTED
    return results, exits.DONE


def population_of(args: Namespace) -> "Population":
    """Return the population that the arguments describe."""
    from tournament.events.population import words
    from tournament.events.population.event import Population

    who, payoffs = _types(args)
    return Population(
        who,
        size=args.size,
        process=args.process.replace("imitate-", "imitate ").replace("best-", "best "),
        graph=words.graph(args.graph),
        replacement=words.graph(args.replacement),
        lattice=args.lattice,
        neighbours=args.neighbours.replace("-", " "),
        self_interaction=args.self_interaction,
        torus=not args.walls,
        start=words.start(args.start),
        selection=args.selection,
        fitness=args.fitness,
        mutation=args.mutation,
        game=args.game,
        turns=args.turns,
        noise=args.noise,
        payoffs=payoffs,
        seed=args.seed,
        synchronous=None if args.synchronous is None else args.synchronous == YES,
        average=True if args.mean_payoffs else None,
        repetitions=args.repetitions,
        length_known=not args.unknown_length,
        misperception=args.misperception,
        continuation=args.continuation,
        payoff_repetitions=args.payoff_repetitions,
    )


def _types(args: Namespace) -> tuple[Any, Any]:
    """Return the types, and where payoffs come from. A table names its types itself."""
    from tournament.events.words import players

    payoffs, named = table_of(args.payoffs)
    if named and not entered(args):
        return named, payoffs
    if named and not args.all and set(args.words) <= set(named):
        return args.words, payoffs
    field = players(entered(args), args.strategies, groups(), args.on_error)
    who_plays(args, field)
    return field, payoffs


COMMAND = Command(
    "evolve",
    "play a population, in which strategies spread or die out, and write a report",
    run,
    (
        *(
            replace(each, help=f"{each.help} (default: {defaults.POPULATIONS}; 1 on a graph)")
            if each.key == REPETITIONS.key
            else each
            for each in usual(EVENT, output=OUTPUT, repetitions=None)
        ),
        DASK,
        VECTOR,
        PARQUET,
        OPEN,
        Option(
            "--no-report",
            "print the table only, and write nothing",
            False,
            section=RESULTS,
            excludes=(OPEN.name, VECTOR.name, PARQUET.name, "--output"),
        ),
        *MATCH,
        Option(
            "--payoffs",
            f"where payoffs come from: {', '.join(WORDS)}, a .csv table, or a folder that"
            " `tournament run` wrote (default: exact where rules are finite, else played)",
            shown="WHAT",
            section=WHAT,
            values="file",
        ),
        Option(
            "--payoff-repetitions",
            "how often a pair that is not exact meets, for its payoffs",
            defaults.REPETITIONS,
            whole,
            "N",
            section=WHAT,
        ),
        Option(
            "--size",
            f"how many players (default: {defaults.SIZE}, or the places of the graph)",
            None,
            whole,
            "N",
            section=POPULATION,
        ),
        Option(
            "--process",
            f"how players are replaced: {', '.join(PROCESSES)}",
            PROCESSES[0],
            choices=PROCESSES,
            shown="PROCESS",
            section=POPULATION,
        ),
        Option(
            "--start",
            "numbers of players, or shares, by name: tit_for_tat=0.9,always_defect=0.1; or a .csv"
            " file with the type of each place (default: even shares)",
            shown="START",
            section=POPULATION,
            values="file",
            pairs=True,
        ),
        Option("--selection", "strength of selection", 1.0, number, "S", section=POPULATION),
        Option(
            "--fitness",
            "from payoffs to fitness",
            "linear",
            choices=("linear", "exponential"),
            section=POPULATION,
        ),
        Option(
            "--mutation",
            "probability that a newcomer is of another type",
            0.0,
            number,
            "P",
            section=POPULATION,
        ),
        Option(
            "--lattice",
            "places on a square lattice: 99x99",
            None,
            sides,
            "SIDES",
            section=POPULATION,
        ),
        Option(
            "--neighbours",
            "on a lattice: eight or four",
            "moore",
            choices=("moore", "von-neumann"),
            section=POPULATION,
            needs=("--lattice",),
        ),
        Option(
            "--walls",
            "the lattice ends at its edges",
            False,
            section=POPULATION,
            needs=("--lattice",),
        ),
        Option(
            "--graph",
            "who meets whom: random-regular:4, small-world:4:0.1, scale-free:2, cycle, path, star,"
            " complete, or a .csv file of edges",
            shown="GRAPH",
            section=POPULATION,
            values="file",
        ),
        Option(
            "--replacement",
            "another graph, on which children spread or others are imitated",
            shown="GRAPH",
            section=POPULATION,
            values="file",
        ),
        Option("--self-interaction", "players meet themselves, too", False, section=POPULATION),
        Option(
            "--mean-payoffs",
            "on a graph or lattice: payoffs are means over neighbours, not sums",
            False,
            section=POPULATION,
            needs=("--lattice", "--graph"),
        ),
        Option(
            "--synchronous",
            "whether all places are renewed at once (default: as is usual of the process)",
            None,
            choices=(YES, NO),
            section=POPULATION,
        ),
        Option(
            "--generations",
            "after how many a repetition ends at the latest",
            None,
            whole,
            "N",
            section=OFTEN,
        ),
        Option(
            "--until",
            "what ends a repetition before (default: fixation, without --generations)",
            None,
            choices=("fixation", "settled"),
            section=OFTEN,
        ),
        Option(
            "--every",
            "generations between two looks (default: about 1,000 looks)",
            None,
            whole,
            "N",
            section=OFTEN,
        ),
        ON_ERROR,
        LEDGER,
    ),
    "Payoffs may be negative with --fitness exponential.",
    (
        ("tournament evolve", "the classics in a population of 100 (Moran process)"),
        (
            "tournament evolve tit_for_tat always_defect --size 50 --start"
            " tit_for_tat=1,always_defect=49 -n 1000",
            "does one mutant take over?",
        ),
        (
            "tournament evolve always_cooperate always_defect --lattice 99x99 --process"
            " imitate-best --generations 200",
            "the spatial game of Nowak and May",
        ),
    ),
    {"Groups": described},
)
