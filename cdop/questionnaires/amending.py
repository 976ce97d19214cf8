"""The next version of a form: the same, with more questions. Nothing that was asked is asked otherwise.

A question that comes in between has the number before it and a letter, so that no other changes its number and the
answers of both versions stand under the same names. An earlier version, of which only is known what was changed since,
is the same with less, under the same names as well.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from cdop.questionnaires.spec import Check, FormSpec, Group, Question, Section
from cdop.rules.dates import written_date

Items = tuple[Question | Group, ...]


def amended(
    spec: FormSpec,
    version: str,
    from_on: date,
    added: Mapping[str, Items],
    checks: tuple[Check, ...] = (),
    *,
    sections: Mapping[str, Section] | None = None,
    until_on: date | None = None,
) -> FormSpec:
    """Return a form with what is added after the questions or groups of those keys, and with more checks.

    Within a group a question is added after one of the group. `sections` are new ones, by the key of the section that
    each comes after. Raises LookupError for a key that the form has not.
    """
    new = sections or {}
    every = tuple(more for each in spec.sections for more in _with_new(_section(each, added), new))
    there = {item.key for section in spec.sections for item in section.items} | set(spec.by_key())
    if unknown := set(added) - there | set(new) - {section.key for section in spec.sections}:
        raise LookupError(f"{spec.key} {spec.version} has no {', '.join(sorted(unknown))}")
    after = (*spec.checks, *checks)
    return replace(spec, version=version, from_on=from_on, until_on=until_on, sections=every, checks=after)


def earlier(
    spec: FormSpec,
    version: str,
    from_on: date,
    until_on: date,
    *,
    without: Collection[str] = (),
    otherwise: Mapping[str, Question] | None = None,
) -> FormSpec:
    """Return a form as it was before questions came to it, with those of `otherwise` as they were then.

    Raises LookupError for a key that the form has not.
    """
    then, there = otherwise or {}, set(spec.by_key())
    if unknown := {*without, *then} - there:
        raise LookupError(f"{spec.key} {spec.version} has no {', '.join(sorted(unknown))}")
    sections = tuple(
        replace(each, items=tuple(left for item in each.items for left in _as_then(item, without, then)))
        for each in spec.sections
    )
    source = f"{spec.source}. As given out from {written_date(from_on)}: without what is known to have come later"
    return replace(spec, version=version, from_on=from_on, until_on=until_on, sections=sections, source=source)


def _as_then(item: Question | Group, without: Collection[str], then: Mapping[str, Question]) -> Items:
    if isinstance(item, Group):
        left = (then.get(each.key, each) for each in item.questions if each.key not in without)
        return (replace(item, questions=tuple(left)),)
    return () if item.key in without else (then.get(item.key, item),)


def _with_new(section: Section, new: Mapping[str, Section]) -> tuple[Section, ...]:
    return (section, new[section.key]) if section.key in new else (section,)


def _section(section: Section, added: Mapping[str, Items]) -> Section:
    return replace(section, items=tuple(more for item in section.items for more in _with_more(item, added)))


def _with_more(item: Question | Group, added: Mapping[str, Items]) -> Items:
    if isinstance(item, Group):
        asked = (more for each in item.questions for more in (each, *added.get(each.key, ())))
        item = replace(item, questions=tuple(each for each in asked if isinstance(each, Question)))
    return item, *added.get(item.key, ())
