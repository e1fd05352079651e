"""Why a tag stands: every rule by name, in words, and how often it is right.

Confidence is the share of right tags among those that a rule gave on the hand-labelled texts that ``bench/rules.py``
reads, with eight right ones in ten put beside them, so that few tags prove little. These texts hold few names of the
rules "called", "named-again" and "given-later": of these, 107 in random texts were judged one by one. The rules of
events stand lower than measured there, since unseen texts gave less. The parts of a rule are joined by "+".
"""

from __future__ import annotations

from functools import cache
from typing import Final

PLACES: Final = {
    "held": ("its region or country stands beside it, here or elsewhere in the text", 0.95),
    "region-of-town": ("it is the region of the town before it", 0.96),
    "known": ("everybody knows it", 0.85),
    "context": ("the text speaks of its country", 0.83),
    "located": ("a word like “in” or “near” stands before it", 0.81),
    "listed": ("it is listed with a place of the same country", 0.85),
    "again": ("the text names it as a place elsewhere", 0.82),
    "region": ("a region that the text's country or a word before it speaks for", 0.83),
    "alternate": ("a former or foreign spelling, and the text speaks of its country", 0.86),
    "word": ("also an ordinary word, but the text's country and a word like “in” speak for it", 0.72),
    "corrected": ("you said so", 1.0),
}
SENSES: Final = {
    "acts": ("it says or does something", 0.96),
    "addressed": ("somebody speaks to it or deals with it", 0.94),
    "possesses": ("what it owns is an act of state", 0.89),
    "party": ("it is a party to a war or talks", 0.86),
    "coordinated": ("it is joined to another government", 0.83),
}
ACTORS: Final = {
    "full-name": ("a full name of the index", 0.98),
    "surname": ("a surname that stands for one person", 0.91),
    "surname-later": ("the surname of somebody whom the text named in full", 0.89),
    "role": ("a capitalised name with a role beside it", 0.87),
    "given-name": ("a given name and a surname", 0.91),
    "speaks": ("a capitalised name that says something", 0.82),
    "called": ("a capitalised name with an age, or after a word such as “named” or “brother”", 0.88),
    "named-again": ("a capitalised name whose last word stands by itself later", 0.86),
    "given-later": ("the given name of somebody whom the text named in full", 0.96),
    "body": ("a people or country and a word for a body", 0.92),
    "group": ("a word for who backs or leads them and a word for fighters", 0.9),
    "unit": ("a number and a word for a unit", 0.82),
}
EVENTS: Final = {
    "at": ("the place and a word for what happened stand in one sentence", 0.7),
    "implied": ("a word like “the city” or “there” stands for the place", 0.65),
    "said": ("somebody is named who says so", 1.0),
    "own-voice": ("nobody is named who says so", 1.0),
}
FIGURES: Final = {
    "measured": ("a number and a word for what happened to those counted", 0.97),
    "counted": ("a number and the noun that it counts", 0.93),
}
_ALL: Final = PLACES | SENSES | ACTORS | EVENTS | FIGURES


@cache
def confidence(rule: str) -> float:
    """Give how sure a rule is, from 0 to 1; of a rule of several parts the product."""
    sure = 1.0
    for part in rule.split("+"):
        sure *= _ALL[part][1] if part in _ALL else 0.5
    return round(sure, 2)


def explain(rule: str) -> str:
    """Give a rule in words."""
    return "; ".join(_ALL[part][0] if part in _ALL else part for part in rule.split("+"))
