"""The analysis form with the themes of a panel's register in place of those that it was published with."""

from collections.abc import Collection

from cdop.questionnaires.forms_of_2019 import VERSIONS_OF_2019
from cdop.questionnaires.own_choices import with_choices
from cdop.questionnaires.spec import Choice, FormSpec

_ASKED = ("learning_theme", "themes")


def with_themes(spec: FormSpec, themes: Collection[Choice]) -> FormSpec:
    """Return an analysis form that offers these themes; other forms, and those until 2024, stay as they are.

    A theme of the form that the register lacks is offered no longer, but read and shown where it was chosen.
    """
    if not themes or spec.version in VERSIONS_OF_2019 or _ASKED[0] not in spec.by_key():
        return spec
    held = {each.value for each in themes}
    printed = (Choice(each.value, each.label, is_offered=False) for each in spec.question(_ASKED[1]).choices)
    every = (*themes, *(each for each in printed if each.value not in held))
    # In the order of the keys, as printed: answers are kept in the order of the form, and a name may change.
    choices = tuple(sorted(every, key=lambda each: each.value))
    return with_choices(spec, dict.fromkeys(_ASKED, choices))
