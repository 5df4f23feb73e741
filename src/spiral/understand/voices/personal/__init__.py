"""What in a free text leads to a person: what is blocked, and which words may be names. Pure: text in, findings out.

Blocked (addresses, telephone numbers, personal numbers, dates of birth) is by shape alone, so that a mistyped one is
blocked too. Names are guesses by list and by position, shown to the pupil who decides; numbers in words and nicknames
are missed, and so the leader reads every text before anybody else does. How much is found is measured on 500 made-up
sentences (``tests/sentences.txt``).
"""

from spiral.understand.voices.personal.cleaning import clean
from spiral.understand.voices.personal.names import (
    GIVEN_NAMES,
    INSTEAD,
    TextPiece,
    given_names,
    has_name,
    pieces,
    possible_names,
    without,
)
from spiral.understand.voices.personal.shapes import Blocked, PersonalKind, blocked

__all__ = [
    "GIVEN_NAMES",
    "INSTEAD",
    "Blocked",
    "PersonalKind",
    "TextPiece",
    "blocked",
    "clean",
    "given_names",
    "has_name",
    "pieces",
    "possible_names",
    "without",
]
