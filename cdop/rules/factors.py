"""Factors that may have contributed to a death, by domain. A panel starts with these and may change its own list.

Source: the headings of the reports of the National Child Mortality Database since 2019, reconstructed: the national
list itself is not published. Codes are ours. A factor is never deleted: it ends on a day, and earlier analyses keep
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Domain(StrEnum):
    """The four domains of the analysis form since 2018. Older forms had others under the same letters."""

    CHILD = "factors intrinsic to the child"
    SOCIAL = "social environment"
    PHYSICAL = "physical environment"
    SERVICE = "service provision"


class EarlierDomain(StrEnum):
    """The four domains of Form C until 2019. Never told from today's by their letters: C was parenting capacity."""

    CHILD = "the child's needs, 2008 to 2019"
    FAMILY = "family and environment, 2008 to 2019"
    PARENTING = "parenting capacity, 2008 to 2019"
    SERVICE = "service provision, 2008 to 2019"


FIRST_DAY = date(2019, 4, 1)
"""When the national database began."""

OWN = "P"
"""With what the code of a panel's own factor begins; no shipped one does."""

ANOTHER = "X99"
"""A factor that the list lacks: it needs words of its own, and may stand in any domain."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor. `domain` is None where it fits each; `active_to` is the first day on which it is not offered."""

    code: str
    label: str
    domain: Domain | None
    active_from: date = FIRST_DAY
    active_to: date | None = None

    def is_active(self, on: date) -> bool:
        """Say whether the factor is offered on a day."""
        return self.active_from <= on and (self.active_to is None or on < self.active_to)


_CHILD = """
A01 Born early
A02 Low birth weight or restricted growth
A03 Multiple birth
A04 Congenital, chromosomal or genetic condition
A05 Acute or sudden illness
A06 Infection
A07 Asthma
A08 Epilepsy
A09 Diabetes
A10 Another long-term or life-limiting condition
A11 Cancer
A12 Allergy
A13 Learning disability
A14 Motor impairment
A15 Sensory impairment
A16 Another disability, or dependence on technology
A17 Autism, ADHD or another neurodevelopmental condition
A18 Emotional, behavioural or mental health condition of the child
A19 Earlier self-harm or thoughts of suicide
A20 Smoking, vaping, alcohol or substance use by the child
A21 Taking risks; pressure of peers
A22 Nutrition, weight or growth of the child
A23 Immunisations not complete
A24 Loss of somebody close to the child
A25 Distress about sexual orientation or gender identity
A26 Treatment not followed by the young person
A40 Maternal weight (raised body mass index in pregnancy)
A41 Diabetes in or before pregnancy
A42 High blood pressure or pre-eclampsia
A43 Maternal infection, or waters broken early
A44 Event of the placenta, cord or uterus
A45 Mother's age
A46 Mother's mental health in pregnancy
A47 Earlier loss of a pregnancy; condition of the cervix
A48 Another illness of the mother, or medicine in pregnancy
A49 Assisted conception
"""
_SOCIAL = """
B01 Smoking in pregnancy
B02 Smoking in the household
B03 Alcohol use by a parent or carer
B04 Drug use by a parent or carer, pregnancy included
B05 Mental health of a parent or carer
B06 Disability or ill health of a parent or carer
B07 Domestic abuse
B08 Neglect
B09 Emotional, physical or sexual abuse
B10 Supervision; circumstances at home
B11 Poverty, deprivation, debt or unemployment
B12 Insecure housing or homelessness
B13 Barriers to services: language, culture or charges for care
B14 Late booking, or a concealed or unbooked pregnancy
B15 Child was not brought; families and services lost contact
B16 Medical help sought late
B17 Parents who are close relatives
B18 Family conflict, separation or dispute about custody
B19 Bereavement, suicide or self-harm in the family
B20 Bullying, in person or online
B21 Social media or internet use
B22 Gangs, knives, exploitation or violence between young people
B23 School: exclusion, absence or pressure
B24 Child or sibling looked after or known to children's social care
B25 Parent who is young, isolated or a care leaver
B26 Immigration, asylum or trafficking; travelling families
B27 Cultural or religious factors; treatment refused
B28 Carers involved with the police or courts
B29 Young carer, or a heavy load of caring in the family
"""
_PHYSICAL = """
C01 Sharing a sleep surface (bed or sofa)
C02 Sleep position, bedding, surface or overheating
C03 Vehicle: speed, restraint, helmet, road or driver
C04 Safety or condition of the home; overcrowding; damp
C05 Fire or smoke alarm
C06 Open water, pool or bath
C07 Fall from a window or a height
C08 Choking, ligature, entrapment or blind cord
C09 Access to means
C10 Storage of poisons, batteries or magnets; carbon monoxide
C11 Consumer product
C12 Animal
C13 Public space, playground, sport or transport
C14 Weather, temperature or air pollution
C15 Temporary accommodation
C16 Alcohol or drugs within reach
"""
_SERVICE = """
D01 Communication between agencies
D02 Communication within an agency or with the family
D03 Guideline, pathway or policy not followed or absent
D04 Recognition of illness, diagnosis or start of treatment
D05 Referral late or refused
D06 Access to the right specialist care or place of birth
D07 Follow-up or discharge
D08 Medicine or equipment
D09 Staffing, skill or beds
D10 Surgical or medical complication or error
D11 Care or monitoring in pregnancy or labour
D12 Resuscitation, transfer or retrieval
D13 Safeguarding practice, assessment or thresholds
D14 Access to mental health services
D15 Move from children's to adults' services
D16 Interpreter or understanding of culture
D17 Education or support for special educational needs
D18 Bereavement support
D19 Planning for the end of life
D20 Records or information technology
"""


def _read(text: str, domain: Domain | None) -> tuple[Factor, ...]:
    parts = (line.partition(" ") for line in text.strip().splitlines())
    return tuple(Factor(code, label, domain) for code, _, label in parts)


STARTER_FACTORS = (
    *_read(_CHILD, Domain.CHILD),
    *_read(_SOCIAL, Domain.SOCIAL),
    *_read(_PHYSICAL, Domain.PHYSICAL),
    *_read(_SERVICE, Domain.SERVICE),
    Factor(ANOTHER, "Another factor", None),
)
"""In the order in which they are offered. Excellent care is no factor: the analysis has a place of its own for it."""

_BY_CODE = {factor.code: factor for factor in STARTER_FACTORS}


@dataclass(frozen=True, slots=True)
class FactorChange:
    """What a panel's list says of a factor from a day on: its words, or None where it is not offered from then on."""

    code: str
    domain: Domain
    label: str | None
    from_on: date


def of_panel(changes: Iterable[FactorChange], on: date) -> tuple[Factor, ...]:
    """Return a panel's list with the words of a day: every factor it ever had or is to have, also those not offered.

    What was analysed before a change keeps the words of its time, since it is read with the words of its day.
    """
    found = dict(_BY_CODE)
    for change in sorted(changes, key=lambda each: each.from_on):
        held = found.get(change.code)
        if change.from_on > on and held is not None:
            continue
        if change.label is not None:
            start = held.active_from if held else change.from_on
            found[change.code] = Factor(change.code, change.label, change.domain, start)
        elif held is not None:
            found[change.code] = replace(held, active_to=change.from_on)
    return tuple(sorted(found.values(), key=lambda factor: factor.code == ANOTHER))


def new_code(changes: Iterable[FactorChange]) -> str:
    """Return the code of the next factor of a panel's own: P01, P02 and so on, none ever given twice."""
    numbers = [int(each.code[1:]) for each in changes if is_own(each.code)]
    return f"{OWN}{max(numbers, default=0) + 1:02}"


def is_own(code: str) -> bool:
    """Say whether a code is of a panel's own factor."""
    return code[:1] == OWN and code[1:].isdecimal()


def offered(domain: Domain, on: date, factors: Iterable[Factor] = STARTER_FACTORS) -> tuple[Factor, ...]:
    """Return the factors that a domain offers on a day, with the one for another factor last."""
    return tuple(factor for factor in factors if factor.domain in (domain, None) and factor.is_active(on))


def label(code: str) -> str:
    """Return how a factor of the starter list is shown. Raises KeyError for an unknown code."""
    return _BY_CODE[code].label
