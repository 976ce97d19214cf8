"""A statutory form on paper, in its own order: every question that is asked, with its answer and whose it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cdop.questionnaires.answer import AnswerKey, AnswerSet
from cdop.questionnaires.spec import FormSpec


@dataclass(frozen=True, slots=True)
class FormPaper:
    """What the paper says. `head` are the lines above the first question, such as the agency and the dates.

    `authors` names who gave an answer, by what it is kept under; nobody is named without. `identifying`: whether
    questions that identify somebody are printed. `audience`: for whom it is, where some may be withheld. `about`:
    what the reference is of.
    Only what that type of agency is asked is printed (None: all).
    """

    spec: FormSpec
    answers: AnswerSet
    panel: str
    reference: str
    printed_at: datetime
    head: tuple[tuple[str, str], ...] = ()
    agency_type: str | None = None
    authors: Mapping[AnswerKey, str] = field(default_factory=dict)
    identifying: bool = True
    audience: str = ""
    about: str = "case"


def write(paper: FormPaper) -> bytes:
    """The form as a tagged A4 PDF. Its title and running line give the reference, not the name."""
    from cdop.documents import questionnaire_pages

    return questionnaire_pages.write(paper)


def write_all(papers: Sequence[FormPaper]) -> bytes:
    """The forms of one case as one PDF, each on a page of its own, with a list of them before. At least one."""
    from cdop.documents import questionnaire_pages

    return questionnaire_pages.write_all(papers)
