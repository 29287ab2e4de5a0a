"""Find every numeral and number-word in English prose.

    [token.text for token in scan("Half of 1,110 rose twice")]  # Half, 1,110, rose, twice

Found are numbers in digits and the words that state a number, a share, a place, a
multiple, a standing, a change or a comparison. What a word means where it stands is
not judged here: the pronoun *one* and the *most* of a superlative are found as well.
Not found are Roman numerals; *last*, *next* and *former*, which name a place
without a number; and compounds that have become words of their own, such as
*second-hand*, *third party* and *zero-sum*.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a numeral or number-word states."""

    NUMERAL = "numeral"
    CARDINAL = "cardinal"
    FRACTION = "fraction"
    ORDINAL = "ordinal"
    MULTIPLE = "multiple"
    STANDING = "standing"
    DIRECTION = "direction"
    COMPARISON = "comparison"


@dataclass(frozen=True)
class Token:
    """A numeral or number-word in a text.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        text: The text itself.
        kind: What it states.
    """

    start: int
    end: int
    text: str
    kind: Kind


_UNIT = "one|two|three|four|five|six|seven|eight|nine"
_TEEN = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_LARGE = "dozens?|scores?(?= of)|hundreds?|thousands?|millions?|billions?"
_CARDINAL = f"zero|{_UNIT}|{_TEEN}|{_TENS}|{_LARGE}"
_PLACE = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    "|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|hundredth|thousandth"
)
_PART = "third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|hundredth"
_OF_ITS_OWN = "(?:first|second|third)-(?:hand|rate)|(?:a )?third[- ]part(?:y|ies)|one-sided|half-hearted|zero-sum"

_KINDS = {
    Kind.NUMERAL: r"\d+(?:[.,\u00a0\u202f]\d+)*|[¼-¾⅐-⅞]",
    Kind.FRACTION: rf"(?:(?:{_UNIT}|a|an)[- ](?:{_PART})|(?:{_UNIT})[- ](?:{_PART}|halve)s|(?:{_PART})s|half|halves"
    r"|quarters?)",
    Kind.ORDINAL: rf"(?:(?:{_TENS})-)?(?:{_PLACE})(?:ly)?",
    Kind.CARDINAL: rf"(?:{_CARDINAL})(?:(?:-|\s+|\s+and\s+)(?:{_CARDINAL}))*",
    Kind.MULTIPLE: rf"once|twice|thrice|(?:doubl|tripl|quadrupl)(?:e|es|ed|ing)|halv(?:e|es|ed|ing)"
    rf"|(?:{_UNIT}|{_TEEN}|hundred)fold",
    Kind.STANDING: r"(?:majorit|minorit|pluralit)(?:y|ies)|most|mostly|(?:nearly|almost) (?:all|every|none|no)"
    r"|all of|none|both|neither",
    Kind.DIRECTION: r"rose|risen|ris(?:e|es|ing)|fell|fallen|falls?|falling|(?:in|de)creas(?:e|es|ed|ing)"
    r"|grew|grown|grow(?:s|ing)?|declin(?:e|es|ed|ing)|shr(?:ank|unk|inks?)|dropped",
    Kind.COMPARISON: r"higher|lower|highest|lowest|(?:more|less|fewer|greater|larger|smaller) than|fewer|fewest"
    r"|at (?:least|most)|exceed(?:s|ed|ing)?|outnumber(?:s|ed)?",
}
_NAMED = [f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items() if kind is not Kind.NUMERAL]
_TOKEN = re.compile(
    rf"(?P<{Kind.NUMERAL}>{_KINDS[Kind.NUMERAL]})|\b(?:{_OF_ITS_OWN}|{'|'.join(_NAMED)})\b", re.IGNORECASE
)


def scan(text: str) -> list[Token]:
    """Return every numeral and number-word of a text in order.

    A number in digits is found without its sign or unit, a range as its two ends, and
    digits inside a name as well.
    """
    return [
        Token(match.start(), match.end(), match.group(), Kind(match.lastgroup))
        for match in _TOKEN.finditer(text)
        if match.lastgroup
    ]
