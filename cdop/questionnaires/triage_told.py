"""From what a notifier wrote to what the first check is proposed from."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from cdop.questionnaires.answer import AnswerSet, answer
from cdop.rules.triage_facts import TriageFacts

_PLAIN = (
    "born_on",
    "died_on",
    "given_names",
    "nhs_number",
    "nhs_number_held",
    "gestation_weeks",
    "place_of_death",
    "country_of_death",
    "expectedness",
    "suspected_stillbirth_at_home",
    "jar_criteria_met",
    "jar_started",
    "coroner_referred",
    "coroner_accepted",
    "post_mortem_type",
    "certificate_issued",
    "known_to_social_care",
    "other_reviews_begun",
    "learning_disability",
    "autism",
    "alert_wanted",
)
_SEVERAL = ("suspected_types", "care_statuses", "other_reviews")


def triage_facts(answers: AnswerSet, *, area_of_postcode: str | None, panel_areas: Iterable[str]) -> TriageFacts:
    """Return what a notification tells the first check.

    `area_of_postcode` is the authority that the table of postcodes gives, `panel_areas` are the panel's own.
    """
    told: dict[str, Any] = {name: answer(answers, name).value or None for name in _PLAIN}
    told |= {name: frozenset(answer(answers, name).value or ()) for name in _SEVERAL}
    children = sorted({row for key, row in answers if key == "sibling_name"})
    return TriageFacts(
        **told,
        jar_criteria=tuple(answer(answers, "jar_criteria").value or ()),
        children=len(children),
        children_checked=tuple(answer(answers, "sibling_safety_checked", row).value for row in children),
        area_of_postcode=area_of_postcode,
        panel_areas=frozenset(panel_areas),
    )


def with_facts(told: TriageFacts, facts: Mapping[str, Any]) -> TriageFacts:
    """Return what was told with the facts that the coordinator confirmed or put right in its place."""
    names = ("born_on", "died_on", "given_names", "nhs_number")
    return replace(told, **{name: facts[name] for name in names if name in facts})
