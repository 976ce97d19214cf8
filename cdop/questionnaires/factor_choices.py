"""The analysis form with a panel's own list of factors in place of the shipped one, in the words of a day."""

from collections.abc import Collection
from datetime import date

from cdop.questionnaires.analysis_2024_domains import PREFIXES
from cdop.questionnaires.own_choices import with_choices
from cdop.questionnaires.spec import Choice, FormSpec
from cdop.rules.factors import FactorChange, of_panel

_DOMAINS = {f"{prefix}_factor_code": domain for domain, prefix in PREFIXES.items()}


def with_factors(spec: FormSpec, changes: Collection[FactorChange], on: date) -> FormSpec:
    """Return an analysis form that offers the factors of a panel's list on a day; the form itself without changes.

    Factors that are not offered on that day are read and shown where they were chosen. Other forms stay as they are.
    """
    if not changes or not _DOMAINS.keys() & spec.by_key().keys():
        return spec
    listed = of_panel(changes, on)
    choices = {
        key: tuple(
            Choice(each.code, each.label, is_offered=each.is_active(on))
            for each in listed
            if each.domain in (domain, None)
        )
        for key, domain in _DOMAINS.items()
    }
    return with_choices(spec, choices)
