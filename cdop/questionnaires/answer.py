"""An answer as every use of it sees it, whatever its kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cdop.questionnaires.neutral import neutral_word
from cdop.questionnaires.words import NonAnswer

NOT_IN_A_GROUP = ""
"""The row key of a question outside any repeating group."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A value of the question's kind, or one of the ways of not answering; neither is blank.

    `is_withheld`: what it is, and whether there is one, is kept from whoever it is shown to. None is ever stored so.
    """

    value: Any = None
    non_answer: NonAnswer | None = None
    is_withheld: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nobody has answered: not even that the answer is not known."""
        return self.non_answer is None and not self.is_withheld and self.value in (None, "", (), [])


BLANK = Answer()
WITHHELD = Answer(is_withheld=True)

AnswerKey = tuple[str, str]
"""The question's key and the row's key within its group (`NOT_IN_A_GROUP` outside one)."""

AnswerSet = Mapping[AnswerKey, Answer]
"""The answers of one response, or of one agency."""


def place_of(name: AnswerKey) -> str:
    """Return what an answer is called in an address."""
    return neutral_word(*name)


def answer(answers: AnswerSet, key: str, row_key: str = NOT_IN_A_GROUP) -> Answer:
    """Return the answer to a question, BLANK where there is none."""
    return answers.get((key, row_key), BLANK)
