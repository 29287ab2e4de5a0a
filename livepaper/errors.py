"""The exceptions of the engine, each of which writes its own sentence.

LivePaperError
├── DataError             a row, cell or file of the data package is not what its schema says
│   └── HashMismatchError a data file is not the one its descriptor was written for
├── QuestionError         a chapter asks for something the data do not hold
│   └── ConflictError     the data hold two published values for one thing
├── UnitError             two quantities cannot be combined or compared
├── WordsError            a quantity cannot be said in the words asked for
├── ClaimError            a claim is misnamed, unknown, or not a quantity
├── FigureError           a figure lacks a part that its readers need
├── CorrectionError       a printed statement and its recorded verdict no longer fit
├── RespondentsError      a file of respondents or its map cannot become toplines
├── OriginalError         an original report could not be fetched whole
├── ProjectError          the folder is not a paper, or a part of it is missing
└── ReleaseError          a version cannot be frozen as the paper stands

Every message answers four questions in this order: where, what was found,
what was expected, and what to do about it.
"""

from __future__ import annotations

import linecache
import traceback


class LivePaperError(Exception):
    """A problem that a person has to mend; `str()` is the whole message."""

    def __init__(self, where: str, found: str, expected: str, action: str) -> None:
        self.where = where
        self.found = found
        self.expected = expected
        self.action = action
        super().__init__(where, found, expected, action)

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in place of a traceback: the line of the notebook, and the four answers."""
        told = [type(self).__name__]
        for frame, number in traceback.walk_tb(self.__traceback__):
            if frame.f_globals.get("__name__") == "__main__":
                line = linecache.getline(frame.f_code.co_filename, number).strip()
                told = [f"{type(self).__name__} in line {number} of this cell: {line}"]
        answers = {"where": self.where, "found": self.found, "expected": self.expected, "what to do": self.action}
        return ["", *told, "", *(f"{question + ':':12}{answer}" for question, answer in answers.items()), ""]

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; expected {self.expected}. {self.action}"


class DataError(LivePaperError):
    """A file, row or cell of the data package breaks its schema."""


class HashMismatchError(DataError):
    """A data file differs from the one whose sha256 the descriptor records."""


class QuestionError(LivePaperError):
    """A chapter asks for a wave, question, population, response or row that is not there."""


class ConflictError(QuestionError):
    """Two sources published different values for one thing; a chapter must choose in the open."""


class UnitError(LivePaperError):
    """Two quantities of different kinds cannot be added, divided or compared."""


class WordsError(LivePaperError):
    """No number-word is true of a quantity, or a word is not one we know."""


class ClaimError(LivePaperError, AttributeError):
    """A claim has a bad name, does not exist, or was given something else than a quantity."""


class FigureError(LivePaperError):
    """A figure names an unknown claim or lacks title, base, source or table."""


class CorrectionError(LivePaperError):
    """A printed statement and the verdict recorded for it contradict each other."""


class RespondentsError(LivePaperError):
    """A file of respondents or its map cannot become toplines; the message holds nothing any respondent said."""


class OriginalError(LivePaperError):
    """An original report could not be fetched, or is not the one that is expected."""


class ProjectError(LivePaperError):
    """The project's folder, configuration or one of its chapters cannot be used."""


class ReleaseError(LivePaperError):
    """Something is not committed, sealed, said or verified, so that a version cannot be frozen."""
