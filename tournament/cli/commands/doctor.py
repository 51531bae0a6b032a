"""`tournament doctor`: what is installed here, what is wrong with it, and what to do."""

from argparse import Namespace
from dataclasses import asdict

from tournament.cli import exits, screen
from tournament.cli.answers import documents
from tournament.cli.answers.telling import answer
from tournament.cli.command import Command
from tournament.cli.options import JSON, Option


def run(args: Namespace) -> int:
    """Print what every check found; the exit code says whether something is wrong."""
    from tournament.cli.installation import checkup, measure

    found = list(checkup.findings())
    if args.measure:
        found.append(measure.preparing())
    wrong = sum(each.outcome == checkup.WRONG for each in found)

    def show() -> None:
        out = screen.opened()
        for each in found:
            mark = {checkup.FINE: "✓", checkup.NOTE: "!", checkup.WRONG: "✗"}[each.outcome]
            out.say(f"{mark} {each.about}: {each.sentence}", later="    ")
            if each.advice:
                out.say(each.advice, first="    ", later="    ")
        things = "1 thing is" if wrong == 1 else f"{wrong} things are"
        out.say("", f"{things} wrong." if wrong else "Nothing is wrong.")

    answer(
        args,
        show,
        lambda: documents.document("doctor", wrong=wrong, findings=[asdict(f) for f in found]),
    )
    return exits.CHECK_FAILED if wrong else exits.DONE


COMMAND = Command(
    "doctor",
    "say what is installed, what is missing, and what to do about it",
    run,
    (
        Option(
            "--measure",
            "prepare the engine in a temporary folder, and say how long that takes",
            False,
        ),
        JSON,
    ),
    "The exit code is 1 if something is wrong.",
)
