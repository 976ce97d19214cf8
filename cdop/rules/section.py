"""A section of what a panel writes about a period: of the annual report, or of one of its short versions."""

from dataclasses import dataclass

REPORT = "report"
CHILDREN = "children"
EASY_READ = "easy-read"
VERSIONS = {
    REPORT: "Annual report",
    CHILDREN: "Summary for children and young people",
    EASY_READ: "Easy read version",
}
"""What the texts are of, by key, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section by its `key`. `hint` says to its writer what belongs there; `start` stands where nobody wrote."""

    key: str
    title: str
    hint: str
    is_computed: bool = False
    of: str = REPORT
    start: str = ""

    @property
    def is_short(self) -> bool:
        """Whether it is of a short version, whose words are public by what they are for."""
        return self.of != REPORT

    @property
    def name(self) -> str:
        """The title, with what it is of where that is not the report itself."""
        return f"{VERSIONS[self.of]}: {self.title}" if self.is_short else self.title
