"""Which sections of a form an agency is asked for: what is proposed, with the reason, and what nobody can leave out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from cdop.questionnaires.ages_asked import not_asked
from cdop.questionnaires.completeness import asks, is_for
from cdop.questionnaires.short_path import MATTERS
from cdop.questionnaires.spec import FormSpec, Question, Section
from cdop.questionnaires.words import Need
from cdop.rules.form_b import RoutingFacts

OF_ITS_SORT = "What this sort of agency knows"
OF_EVERYBODY = "Only what everybody is asked"


@dataclass(frozen=True, slots=True)
class SectionProposal:
    """A section that can be asked for or left out. `question_count` is how many questions the agency may see there."""

    key: str
    title: str
    reason: str
    question_count: int
    is_wanted: bool


def always_asked(spec: FormSpec) -> tuple[str, ...]:
    """Return the keys of the sections that cannot be left out: without them a form cannot be sent."""
    return tuple(
        section.key
        for section in spec.sections
        if any(_is_always_required(question) for group, question in section.questions() if group is None)
    )


def proposed_sections(
    spec: FormSpec, agency_type: str | None, facts: RoutingFacts | None = None
) -> tuple[SectionProposal, ...]:
    """Return the sections among which can be chosen for an agency of a type (None: of any), in the form's order."""
    fixed = always_asked(spec)
    free = (each for each in spec.sections if each.key not in fixed and asks(each, agency_type))
    left_out = not_asked(spec.key, facts.age_years if facts else None)
    return tuple(_proposal(section, agency_type, facts, left_out) for section in free)


def sections_of(spec: FormSpec, chosen: Collection[str]) -> tuple[str, ...] | None:
    """Return the sections that are asked for where these were chosen: with those always asked; None where it is all.

    What was chosen and is no section of the form stays in, for whoever checks it to see.
    """
    wanted = {*chosen, *always_asked(spec)}
    keys = [section.key for section in spec.sections]
    if wanted == set(keys):
        return None
    return (*(key for key in keys if key in wanted), *sorted(wanted - set(keys)))


def _proposal(
    section: Section, agency_type: str | None, facts: RoutingFacts | None, left_out: Collection[str]
) -> SectionProposal:
    questions = [each for each in _asked_of(section, agency_type) if each.key not in left_out]
    keys = {question.key for question in questions}
    holding = (route for route in MATTERS if facts is not None and route.holds(facts))
    reasons = dict.fromkeys(route.reason for route in holding if keys.intersection(route.asks))
    is_wanted = any(question.agencies or question.need is not Need.OPTIONAL for question in questions)
    reason = "; ".join(reasons) or (OF_ITS_SORT if is_wanted else OF_EVERYBODY)
    return SectionProposal(section.key, section.heading, reason, len(questions), is_wanted or bool(reasons))


def _asked_of(section: Section, agency_type: str | None) -> Iterator[Question]:
    return (question for _group, question in section.questions() if is_for(question.agencies, agency_type))


def _is_always_required(question: Question) -> bool:
    return question.need is Need.REQUIRED and question.when is None and not question.agencies
