"""The analysis form as it is given out since October 2024: who took part by role, codes of the cause of death, and the
day by which a recommendation is to be answered.
"""

import re
from datetime import date

from cdop.questionnaires.amending import amended
from cdop.questionnaires.analysis_2024 import ANALYSIS
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.ask import Ask
from cdop.questionnaires.sources import FORM_C
from cdop.questionnaires.spec import Fault

_sure = Ask()
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_BETWEEN = re.compile(r"[,; ]+")


def codes_are_of_the_classification(answers: AnswerSet) -> Fault | None:
    """Return a fault where a code of the cause of death has not the form of the tenth revision, like J45.9."""
    codes = _BETWEEN.split(str(answer(answers, "cause_codes").value or "").strip(" ,;"))
    wrong = [code for code in codes if code and not _CODE.fullmatch(code.upper())]
    if not wrong:
        return None
    return Fault(("cause_codes",), f"Check {', '.join(wrong)}: an ICD-10 code looks like J45 or J45.9.")


ANALYSIS_2 = amended(
    ANALYSIS,
    "2024-2",
    date(2024, 10, 1),
    {
        "agencies_represented": (
            _sure.long_text(
                "participants", "1.3a", "Who took part for each of them, by role", hint="Name nobody", source=FORM_C
            ),
        ),
        "cause_of_death": (
            _sure.text("cause_codes", "1.5a", "ICD-10 codes of the causes, if known", hint="For example, J45.9"),
        ),
        "recommendation_level": (
            _sure.date("recommendation_answer_on", "9.1d", "Day by which an answer is asked for"),
        ),
    },
    checks=(codes_are_of_the_classification,),
    until_on=date(2026, 10, 31),
)
"""Reviews from October 2024 to October 2026."""
