"""What the first check of a death is proposed from: what the notifier said, by the names of the form's questions."""

from dataclasses import dataclass
from datetime import date

from cdop.rules import ages

EXTERNAL = frozenset(
    {
        "suicide or self-harm",
        "vehicle collision",
        "drowning",
        "fire or burns",
        "poisoning",
        "other trauma",
        "suspected homicide",
        "substance misuse",
    }
)
"""The suspected types of death that have external causes."""
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageFacts:
    """What is told of a death; None and empty are nothing told. Words are those of the notification form.

    `area_of_postcode` is the authority that the table of postcodes gives, `panel_areas` are the panel's own.
    """

    born_on: date | None = None
    died_on: date | None = None
    given_names: str | None = None
    nhs_number: str | None = None
    nhs_number_held: str | None = None
    mother_nhs_number: str | None = None
    area_of_postcode: str | None = None
    panel_areas: frozenset[str] = frozenset()
    gestation_weeks: int | None = None
    place_of_death: str | None = None
    country_of_death: str | None = None
    expectedness: str | None = None
    suspected_types: frozenset[str] = frozenset()
    suspected_stillbirth_at_home: str | None = None
    jar_criteria: tuple[str, ...] = ()
    jar_criteria_met: str | None = None
    jar_started: str | None = None
    coroner_referred: str | None = None
    coroner_accepted: str | None = None
    post_mortem_type: str | None = None
    certificate_issued: str | None = None
    known_to_social_care: str | None = None
    care_statuses: frozenset[str] = frozenset()
    children: int = 0
    children_checked: tuple[str | None, ...] = ()
    other_reviews_begun: str | None = None
    other_reviews: frozenset[str] = frozenset()
    learning_disability: str | None = None
    autism: str | None = None
    alert_wanted: str | None = None

    @property
    def age_in_days(self) -> int | None:
        """The age at death in days; None where either date is not known or they cannot be."""
        if self.born_on is None or self.died_on is None or self.died_on < self.born_on:
            return None
        return (self.died_on - self.born_on).days

    @property
    def age_in_years(self) -> int | None:
        """The age at death in completed years."""
        if self.age_in_days is None or self.born_on is None or self.died_on is None:
            return None
        return ages.completed_years(self.born_on, self.died_on)

    @property
    def is_unattended_stillbirth(self) -> bool:
        """Whether the baby may have been stillborn with no health professional present."""
        return self.suspected_stillbirth_at_home == YES or "unattended stillbirth" in self.jar_criteria

    @property
    def is_unnamed_baby(self) -> bool:
        """Whether the baby has no name of its own yet."""
        name = (self.given_names or "").strip().casefold()
        return self.age_in_days is not None and self.age_in_days < 365 and (not name or name.startswith("baby"))
