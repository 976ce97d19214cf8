"""The form on which an answer is agreed: the question's own control, and why."""

from datetime import date

from wtforms.validators import ValidationError

from cdop.forms.answer_fields import FIELD_FOR, AnswerField
from cdop.forms.base import VersionedForm
from cdop.forms.fields import AreaField, ConfirmField, Required
from cdop.questionnaires.answer import Answer
from cdop.questionnaires.spec import Question

NOTHING_AGREED = "Say what is agreed"


class AgreeForm(VersionedForm):
    """What is agreed and why. `version` is the number of the agreed answer that the page showed."""

    answer: AnswerField
    note = AreaField(
        "Why",
        [Required("Say why this is agreed")],
        hint="For example, which record was looked at, and whom you asked",
        called="The reason",
        max_length=2000,
        rows=3,
    )

    is_sure = ConfirmField("The date is right")

    def validate_answer(self, answer: AnswerField) -> None:
        """Refuse no answer, together with the other faults of the page."""
        if answer.data.is_blank:
            raise ValidationError(NOTHING_AGREED)


def build_agree_form(question: Question, given: Answer, number: int, *, today: date) -> AgreeForm:
    """Return the form for a question, with the answer that is in force or proposed."""
    control = FIELD_FOR[question.kind](question, today=today, hint="The agencies’ own answers stay as they are")
    form: AgreeForm = type("AgreeFormOf", (AgreeForm,), {"answer": control})(data={"answer": given, "version": number})
    form.answer.is_shown = True
    return form
