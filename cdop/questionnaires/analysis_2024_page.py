"""What an analysis says, in the order in which a panel goes through it; pages of the panel draw it.

Only what is answered is said here; the whole form stands beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cdop.questionnaires.analysis_2024_checks import findings_of
from cdop.questionnaires.analysis_2024_domains import FACTOR_GROUPS, PREFIXES
from cdop.questionnaires.answer import AnswerSet, answer
from cdop.questionnaires.completeness import rows_of
from cdop.questionnaires.kinds import show
from cdop.questionnaires.spec import FormSpec, Group
from cdop.questionnaires.words import Domain
from cdop.rules.findings import OUTCOMES, proposed

AIM = ("strength", "expected_change", "indicator")
"""What is asked of recommendations and actions alike."""
Line = tuple[str, str]
"""What was asked, and the answer in words."""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """One factor as the panel judged it, in words."""

    label: str
    score: str
    modifiable: str
    more: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DomainPart:
    """A domain with its score and its factors. `section` is the page of the form where it is written."""

    section: str
    title: str
    score: str
    lines: tuple[Line, ...]
    factors: tuple[FactorLine, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something to be done, by whom and by when; `more` is how strong it is, where, and what it is to change."""

    text: str
    owner: str
    agency: str
    due_on: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class AnalysisPage:
    """An analysis for a panel to look at: every part in words, "" and empty where nothing was answered.

    `proposed` is what the factors speak for, `modifiable` what the panel judged.
    """

    summary: tuple[Line, ...]
    domains: tuple[DomainPart, ...]
    primary: str
    category: tuple[Line, ...]
    proposed: str
    modifiable: str
    modifiability: tuple[Line, ...]
    learning: tuple[Line, ...]
    learning_points: tuple[str, ...]
    recommendations: tuple[Line, ...]
    actions: tuple[ActionLine, ...]
    afterwards: tuple[Line, ...]


ISSUE, GOOD_PRACTICE = "Issue", "Good practice"
SUMMARY = (
    "registered_cause",
    "cause_codes",
    "cause_of_death",
    "case_summary",
    "family_contribution",
    "reports_awaited",
    "documents_available",
)
AFTERWARDS = (
    "immediate_action",
    "family_follow_up",
    "family_follow_up_by",
    "referred_on",
    "referred_on_detail",
    "safeguarding_referral",
    "national_alert",
    "national_alert_reason",
)


def analysis_page(spec: FormSpec, answers: AnswerSet) -> AnalysisPage:
    """Return the answers of an analysis form as a panel looks at them."""
    said, speaks_for = _Said(spec, answers), proposed(findings_of(answers))
    return AnalysisPage(
        summary=said.lines(SUMMARY),
        domains=tuple(_domain(said, domain) for domain in Domain),
        primary=said.one("primary_category"),
        category=said.lines(("secondary_categories", "category_note")),
        proposed="" if speaks_for is None else OUTCOMES[speaks_for],
        modifiable=said.one("modifiable"),
        modifiability=said.lines(("inadequate_reason", "modifiable_otherwise", "modifiable_note")),
        learning=(
            *said.lines(("learning_identified",)),
            *((ISSUE, said.one("issue_text", row)) for row in said.rows("issues")),
            *((GOOD_PRACTICE, said.one("good_practice_text", row)) for row in said.rows("good_practice")),
            *said.lines(("themes",)),
        ),
        learning_points=tuple(
            said.joined(("learning_text", "learning_theme", "learning_level"), row)
            for row in said.rows("learning_points")
        ),
        recommendations=tuple(_recommendation(said, row) for row in said.rows("recommendations")),
        actions=tuple(_action(said, row) for row in said.rows("actions")),
        afterwards=said.lines(AFTERWARDS),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """The answers of a form, in words."""

    spec: FormSpec
    answers: AnswerSet

    def one(self, key: str, row: str = "") -> str:
        """The answer to a question, "" where there is none."""
        given = answer(self.answers, key, row)
        return "" if given.is_blank else show(self.spec.question(key), given)

    def lines(self, keys: Iterable[str], row: str = "") -> tuple[Line, ...]:
        """Question and answer of those that are answered."""
        return tuple((self.spec.question(key).text, words) for key in keys if (words := self.one(key, row)))

    def joined(self, keys: Iterable[str], row: str) -> str:
        """The answers to questions that belong together, on one line."""
        return "; ".join(words for key in keys if (words := self.one(key, row)))

    def rows(self, group_key: str) -> tuple[str, ...]:
        """The rows of a group in which anything is answered."""
        groups = (item for section in self.spec.sections for item in section.items if isinstance(item, Group))
        return rows_of(next(group for group in groups if group.key == group_key), self.answers)


def _domain(said: _Said, domain: Domain) -> DomainPart:
    prefix = PREFIXES[domain]
    factors = tuple(_factor(said, prefix, row) for row in rows_of(FACTOR_GROUPS[domain], said.answers))
    lines = said.lines((f"{prefix}_narrative", f"{prefix}_strengths"))
    return DomainPart(prefix, said.spec.section(prefix).title, said.one(f"{prefix}_score"), lines, factors)


def _factor(said: _Said, prefix: str, row: str) -> FactorLine:
    code, other, score, modifiable = (
        said.one(f"{prefix}_factor_{part}", row) for part in ("code", "other", "score", "modifiable")
    )
    more = said.lines((f"{prefix}_factor_{part}" for part in ("text", "source", "evidence", "note")), row)
    return FactorLine(f"{code}: {other}" if other else code, score, modifiable, more)


def _recommendation(said: _Said, row: str) -> Line:
    """To whom, at which level and with which day for an answer; what is recommended, and what it is to change."""
    to, day = (
        said.joined(("recommendation_addressee", "recommendation_level"), row),
        said.one("recommendation_answer_on", row),
    )
    aim = said.joined((f"recommendation_{part}" for part in AIM), row)
    text = said.one("recommendation_text", row)
    return f"{to}; answer by {day}" if day else to, f"{text} ({aim})" if aim else text


def _action(said: _Said, row: str) -> ActionLine:
    more = said.joined((f"action_{part}" for part in ("level", *AIM)), row)
    text, owner, agency, due_on = (said.one(f"action_{part}", row) for part in ("text", "owner", "agency", "due_on"))
    return ActionLine(text, owner, agency, due_on, more)
