"""The sorts of list by which a panel can see whether it was told of every death, and what each of them cannot show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListKind:
    """One sort of list. `gaps` are deaths that it does not hold; `is_monthly`: one is awaited every month."""

    label: str
    gaps: tuple[str, ...]
    is_monthly: bool = False


REGISTRAR = "registrar"

KINDS: dict[str, ListKind] = {
    REGISTRAR: ListKind(
        "Registrar of births and deaths",
        (
            "Deaths that are not registered yet: where there is an inquest, that takes months",
            "Deaths in another district: a death is registered where it happened, wherever the child lived",
            "Deaths abroad",
        ),
        is_monthly=True,
    ),
    "child health": ListKind(
        "Child health information service",
        (
            "Babies who died before they were on the service’s record",
            "Young people of 16 and 17 whom the service does not follow any more",
            "Visitors, and families who moved here lately",
        ),
    ),
    "ambulance": ListKind(
        "Ambulance service",
        (
            "Deaths to which no ambulance was called",
            "Children who were taken to hospital alive and died there",
            "Names and dates of birth that nobody knew at the scene",
        ),
    ),
    "hospital": ListKind(
        "Hospital mortality list",
        (
            "Deaths outside this trust",
            "Young people of 16 and 17 on adult wards, if it is the children’s list alone",
            "Newborn babies who are listed under their mother’s name or number",
        ),
    ),
    "coroner": ListKind(
        "Coroner",
        ("Natural deaths that nobody refers to the coroner", "Deaths in the area of another coroner"),
    ),
    "perinatal": ListKind(
        "Perinatal surveillance (MBRRACE-UK)",
        ("Deaths after the first 28 days", "It also holds stillbirths, which the panel does not review"),
    ),
    "road": ListKind(
        "Police list of road deaths",
        ("Deaths more than 30 days after the collision", "Collisions off the public road", "All other causes"),
    ),
    "other": ListKind("Another list", ("Nobody has written down yet what it leaves out",)),
}
"""By key. What each leaves out is drawn from how it comes about; a panel writes down what it knows of its own."""
NO_ESTIMATE = (
    "How many deaths no list holds cannot be worked out from these: the lists depend on one another, and the numbers "
    "are small."
)
