"""What somebody learns of one child from all that was released, who knows from a newspaper its age, area and year."""

from dataclasses import dataclass
from math import log2

from cdop.rules.disclosure import Profile
from cdop.rules.disclosure_audit import is_possible
from cdop.rules.disclosure_cells import cell
from cdop.rules.figures import measure
from cdop.rules.periods import FinancialYear, financial_year_of, years_together
from cdop.rules.releases import Selection, bundle
from tests.rules.disclosure_sequences import AREAS, Child, Sequence
from tests.rules.test_disclosure_audit import drawn

RELEASED = (
    "reviewed.age_band",
    "reviewed.area",
    "reviewed.sex",
    "reviewed.category",
    "reviewed.modifiable",
    "reviewed.modifiable_by_age_band",
)
ASKED = {
    "sex": ("female", "male"),
    "category": tuple(str(number) for number in range(1, 11)),
    "modifiable": ("yes", "no", "inadequate information"),
}


@dataclass(frozen=True, slots=True)
class Learned:
    """Of each attribute, how many of its values are still possible of the child."""

    possible: dict[str, int]

    @property
    def certain(self) -> list[str]:
        """What became certain: what nobody told the newspaper."""
        return [name for name, values in self.possible.items() if values == 1]

    @property
    def bits(self) -> float:
        """By how much the intruder's uncertainty fell, over all attributes."""
        return sum(log2(len(ASKED[name]) / values) for name, values in self.possible.items())


def intrude(seed: int) -> Learned:
    """Release a year of an invented panel, pick a child of it, and find out what else can be told of them."""
    panel = Sequence(drawn(seed))
    child = panel.random.choice(panel.children)
    year = financial_year_of(child.reviewed_on)
    told = released(panel, year)
    known = {"age_band": (child.age_band,), "area_code": (AREAS[child.area_code],)}
    possible = {
        name: sum(is_possible([*told, (at(year, {**known, name: (value,)}), (1, None))]) for value in values)
        for name, values in ASKED.items()
    }
    for name in ASKED:
        assert is_possible([*told, (at(year, {**known, name: (truth(child, name),)}), (1, None))])
    return Learned(possible)


def released(panel: Sequence, year: FinancialYear) -> list:
    """What the figures of a year tell, as an analyst and the public have them, and those of three years together."""
    told: list = []
    for profile in (Profile.RELEASE, Profile.REPORT):
        for period in (year.period, years_together(year, 3)):
            selection = Selection(period, profile)
            told += bundle([measure(name) for name in RELEASED], panel.counts(selection), selection, told).told
    return told


def at(year: FinancialYear, values: dict[str, tuple[str, ...]]):
    """The children reviewed in a year with these values."""
    return cell("reviewed", year.start, year.end, values)


def truth(child: Child, name: str) -> str:
    """What is so of the child."""
    return str(getattr(child, name))
