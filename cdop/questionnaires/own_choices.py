"""A form with a panel's own lists in place of those that it was published with."""

from collections.abc import Mapping
from dataclasses import replace

from cdop.questionnaires.spec import Choice, FormSpec, Group, Question, Section

Choices = Mapping[str, tuple[Choice, ...]]


def with_choices(spec: FormSpec, choices: Choices) -> FormSpec:
    """Return a form of which the questions of these keys offer these choices; all else is as published."""
    return replace(spec, sections=tuple(_section(each, choices) for each in spec.sections))


def _section(section: Section, choices: Choices) -> Section:
    if not any(question.key in choices for _group, question in section.questions()):
        return section
    return replace(section, items=tuple(_item(item, choices) for item in section.items))


def _item(item: Question | Group, choices: Choices) -> Question | Group:
    if isinstance(item, Question):
        return replace(item, choices=choices[item.key]) if item.key in choices else item
    asked = (replace(each, choices=choices.get(each.key, each.choices)) for each in item.questions)
    return replace(item, questions=tuple(asked))
