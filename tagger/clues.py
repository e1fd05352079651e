"""What a sentence may hold, as bits: `tagger.prefilter` sets them, and a stage whose bit is missing does not run."""

from __future__ import annotations

from typing import Final

SPEECH: Final = 1 << 0
"""A verb of speech, or "according to"."""
NOMINAL: Final = 1 << 1
"""A speaker by office or kind: "officials said"."""
ACCORDING: Final = 1 << 2
PRONOUN: Final = 1 << 3
"""A verb of speech that "he" or "they" may own."""
PASSIVE_SPEECH: Final = 1 << 4
"""Something is said or believed to be so."""
CITED: Final = 1 << 5
"""A phrase that names its source after it."""
HEDGED: Final = 1 << 6
DENIED: Final = 1 << 7
DAY: Final = 1 << 8
YEAR: Final = 1 << 9
HYPOTHETICAL: Final = 1 << 10
NUMERAL: Final = 1 << 11
"""A number in words."""
STAND_IN: Final = 1 << 12
""""The city", "there": words that stand for a place."""
BREAK: Final = 1 << 13
"""Something that may end a clause within the sentence."""
NOISE_LINE: Final = 1 << 14
NOISE_PIECE: Final = 1 << 15
NOISE_PLEA: Final = 1 << 16
NOISE: Final = NOISE_LINE | NOISE_PIECE | NOISE_PLEA
GROUP: Final = 1 << 17
UNIT: Final = 1 << 18
FLOATING: Final = 1 << 19
"""An event pattern that does not begin with a word of its own."""
FATE: Final = 1 << 20
"""What became of the counted."""
BODY: Final = 1 << 21
"""A force, office or group that may follow the name of a country."""
ROLE_OF: Final = 1 << 22
""""Mayor of" and the like."""
MEANWHILE: Final = 1 << 23
"""Something that comes as something else happens."""
TAIL: Final = 1 << 24
"""A mark after which a headline names its source."""
FIGURATIVE: Final = 1 << 25
"""Sport, sickness, work or travel: words of war may tell of none."""
SHIP: Final = 1 << 26
"""Ships and the sea: a town's name may be a ship's."""
EVENTS: Final = 32
"""Number of the first bit of the event patterns, which follow in their order."""
