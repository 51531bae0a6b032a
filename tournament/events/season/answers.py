"""Who a player's friends are: a few questions, and the population that answers stand for.

Nobody knows how people play. So a player is asked what it sees of its friends, in four questions
with answers by number. What the answers stand for is a choice of ours: the tables below are it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tournament.errors import ArgumentError
from tournament.interactive.shown import shown


@dataclass(frozen=True)
class Question:
    """A question about friends.

    text
        What is asked.
    answers
        What may be answered, in words.
    said
        The same as a part of a sentence on what is assumed.
    usual
        The number of the usual answer, from 1.
    """

    text: str
    answers: tuple[str, ...]
    said: tuple[str, ...]
    usual: int


QUESTIONS = (
    Question(
        "When you are nice, how many friends are nice in return?",
        ("nearly all", "most", "about half", "few"),
        ("nearly all friends return kindness", "most friends return kindness",
         "half of the friends return kindness", "few friends return kindness"),
        2,
    ),
    Question(
        "After a naughty gift, do friends forgive?",
        ("most do, soon", "some do", "hardly anybody does"),
        ("most forgive", "some forgive", "hardly anybody forgives"),
        2,
    ),
    Question(
        "How many friends are always naughty?",
        ("hardly any", "one in ten", "one in four", "half"),
        ("hardly anybody is always naughty", "one in ten is always naughty",
         "one in four is always naughty", "half are always naughty"),
        2,
    ),
    Question(
        "How often do friends visit?",
        ("every day", "most days", "every other day"),
        ("all visit every day", "all visit on most days", "all visit every other day"),
        1,
    ),
)  # fmt: skip
USUAL = tuple(question.usual for question in QUESTIONS)
RETURN = (0.9, 0.7, 0.5, 0.2)
"""The share of those who return kindness among friends that are not always naughty; the others
do what they like."""
KIND = ("always_cooperate", "generous_tit_for_tat", "tit_for_tat", "grudger")
FORGIVE = ((0.2, 0.5, 0.2, 0.1), (0.15, 0.25, 0.4, 0.2), (0.05, 0.05, 0.4, 0.5))
"""How those who return kindness are split among the rules of `KIND`."""
NAUGHTY = (0.03, 0.1, 0.25, 0.5)
AWAY = (0.0, 0.2, 0.5)
"""The probability that a friend is away on a day."""
OTHERS = "random_player"


def checked(answers: Sequence[int]) -> tuple[int, ...]:
    """Return answers by number, from 1, if there is one to each question.

    Raises
    ------
    ArgumentError
        When there are too few or too many, or one is no number of an answer.
    """
    most = [len(question.answers) for question in QUESTIONS]
    fits = len(answers) == len(most) and all(
        1 <= a <= m for a, m in zip(answers, most, strict=True)
    )
    if not fits:
        told = ", ".join(f"1 to {m}" for m in most)
        raise ArgumentError(
            f"`--answers` must be {len(most)} numbers with commas between them, in {told}; got"
            f" {shown(','.join(map(str, answers)))}."
        )
    return tuple(answers)


def shares(answers: Sequence[int]) -> dict[str, float]:
    """Return the share of each strategy among friends, by name; the shares sum to 1.

    >>> {name: round(share, 3) for name, share in shares(USUAL).items()}["tit_for_tat"]
    0.252
    """
    nice, forgive, naughty, _ = (number - 1 for number in answers)
    rest = 1 - NAUGHTY[naughty]
    split = zip(KIND, FORGIVE[forgive], strict=True)
    found = {name: rest * RETURN[nice] * part for name, part in split}
    return found | {OTHERS: rest * (1 - RETURN[nice]), "always_defect": NAUGHTY[naughty]}


def away(answers: Sequence[int]) -> float:
    """Return the probability that a friend is away on a day."""
    return AWAY[answers[3] - 1]


def in_words(answers: Sequence[int]) -> str:
    """Return what answers say, as a part of a sentence.

    >>> in_words(USUAL)[:52]
    'most friends return kindness, some forgive, one in t'
    """
    said = [question.said[number - 1] for question, number in zip(QUESTIONS, answers, strict=True)]
    return f"{', '.join(said[:-1])}, and {said[-1]}"
