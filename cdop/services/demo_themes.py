"""The demonstration's themes: some proposals decided on, and a group of cases under thematic review. All invented."""

from dataclasses import replace
from datetime import datetime

from cdop.queries import near_deaths as near_deaths_told
from cdop.queries import themes as queries
from cdop.queries.themes import Standing
from cdop.rules.actors import Actor
from cdop.rules.learning_notes import start
from cdop.services import case_groups, learning_notes, near_deaths, themes
from cdop.services.case_groups import Told
from cdop.services.themes import Told as Known

KEY = "neonatal"
FACTS = (
    "age",
    "weeks of pregnancy",
    "place of death",
    "whether expected",
    "modifiable factors",
    "deprivation quintile",
)
QUESTION = """Which babies were born in a hospital without the unit that they needed?
This group is invented."""
NOTE = "safe-sleep"
SAW = """Most of the babies slept in a different place that night from every other night. This note is invented.
Families had been told about safer sleep, but not about a night away from home."""
THOUGHT = "Read side by side with the designated doctor: two homes, two agencies, no link. This is invented."
FINDINGS = """Five of the babies were born in a hospital without the right unit. This is invented.

Midwives and the ambulance service now telephone the network's cot bureau before a birth under 27 weeks."""

COORDINATOR, DOCTOR = "Chris Invented-Coordinator, coordinator", "Dana Invented-Doctor, designated doctor"
CONSULTANT, MEMBER = "Robin Invented-Consultant, public health", "Morgan Invented-Member, safeguarding nurse"
OWNERS = {
    CONSULTANT: ("deprivation-and-poverty", "drowning", "maternal-weight", "road-traffic", "smoking-in-pregnancy"),
    MEMBER: ("disengagement-from-services", "domestic-abuse", "fathers-and-wider-family", "suicide"),
    DOCTOR: (
        "asthma",
        "cardiac",
        "consanguinity",
        "epilepsy",
        "life-limiting",
        "neonatal",
        "recognition-of-the-sick-child",
        "resuscitation-equipment",
        "safe-sleep",
        "sepsis",
        "young-people-in-adult-care",
    ),
}
"""Who looks after which themes, by key; the coordinator after all others."""


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> str:
    """Give each theme an owner, compare all cases with the rules, decide on some, and make a group; return its id."""
    _own(coordinator, now=now)
    themes.compare(coordinator, coordinator.panel_id or 0, now=now)
    page = queries.theme_page(chair, KEY, Standing.PROPOSED, 1, today=now.date())
    found = [each.public_id for each in page.cases] if page else []
    for ids, is_in, reason in (
        (found[:3], True, "The birth was not where it should have been. This reason is invented."),
        (found[3:4], False, "Planned care at home; nothing about the place of birth. This reason is invented."),
    ):
        if ids:
            themes.decide(chair, KEY, ids, is_in=is_in, reason=reason, submission_id=None, now=now)
    waiting = near_deaths_told.told_list(chair, is_open=True, page=1).rows
    if len(waiting) > 1:  # one is left for whoever tries it
        near_deaths.record_thought(coordinator, [waiting[-1].public_id], THOUGHT, submission_id=None, now=now)
    told = Told("Babies born early: was the birth in the right place?", QUESTION, KEY, FACTS)
    group = case_groups.make(chair, told, submission_id=None, now=now)
    case_groups.write_findings(chair, group, FINDINGS, version=1, now=now)
    words = replace(start(NOTE), saw=SAW)
    learning_notes.write(coordinator, NOTE, words, number=0, now=now)
    learning_notes.agree(chair, NOTE, number=1, because="", now=now)
    return group


def _own(coordinator: Actor, *, now: datetime) -> None:
    owner_of = {key: owner for owner, keys in OWNERS.items() for key in keys}
    first = queries.theme_list(coordinator, 1)
    pages = [first, *(queries.theme_list(coordinator, number) for number in range(2, first.pages + 1))]
    for each in (theme for page in pages for theme in page.themes):
        told = Known(
            each.label, "", owner_of.get(each.key, COORDINATOR), each.started_on, tells_of_near=each.tells_of_near
        )
        themes.change(coordinator, each.key, told, version=each.version, now=now)
