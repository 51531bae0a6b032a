"""Asks a few questions on a terminal: answers by number, Enter for the usual one."""

import sys

from tournament.cli.screen.layout.console import opened
from tournament.events.season.answers import QUESTIONS, USUAL


def asked() -> tuple[int, ...]:
    """Ask who friends are, and return the answers by number; at the end of input the usual ones."""
    screen, found = opened(sys.stderr), [*USUAL]
    screen.say("Who are your friends? Type a number, or Enter for the answer in brackets.")
    for place, question in enumerate(QUESTIONS):
        ways = [f"{number} {text}" for number, text in enumerate(question.answers, 1)]
        screen.say("", question.text, f"  {', '.join(ways)}")
        while True:
            print(f"  [{question.usual}] ", end="", file=sys.stderr, flush=True)
            line = sys.stdin.readline()
            text = line.strip()
            if not line:
                print(file=sys.stderr)
                return tuple(found)
            if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= len(ways):
                found[place] = int(text)
            elif text:
                screen.say(f"  Type a number from 1 to {len(ways)}.")
                continue
            break
    screen.say("")
    return tuple(found)
