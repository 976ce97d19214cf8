"""The review meeting and its draft analysis, the panel's meeting, and the chair, who signs."""

import re
from datetime import date

from playwright.sync_api import expect

from tests.browser.walk.people import Person, Said
from tests.browser.walk.story import CHAIR, COORDINATOR

NOT_AVAILABLE = "0 Information not available"
UNLIKELY = "1 No factors, or factors that are unlikely to have contributed"
MAY = "2 Factors that may have contributed to vulnerability, ill health or death"
CATEGORY = "10 Sudden unexpected, unexplained death"
ACTION = "Ask about smoking at every visit"
DRAFT: dict[str, dict[str, Said]] = {
    "1. The review": {"1.6. Summary: background and what happened": "Found in the morning. Everybody is invented."},
    "2. Factors intrinsic to the child": {"2.4. Score of influence of this domain": (UNLIKELY,)},
    "3. Social environment": {
        "3.3a. Factor": "Smoking in the household",
        "3.3d. Score of influence": (MAY,),
        "3.3e. Could it be changed, locally or nationally?": ("Yes",),
        "3.4. Score of influence of this domain": (MAY,),
    },
    "4. Physical environment": {"4.4. Score of influence of this domain": (NOT_AVAILABLE,)},
    "5. Service provision": {"5.4. Score of influence of this domain": (UNLIKELY,)},
}
"""What the review meeting drafts, section by section."""
COMPLETED: dict[str, dict[str, Said]] = {
    "6. Category of death": {"6.1. Primary category": (CATEGORY,)},
    "7. Modifiable factors": {"7.1. Were modifiable factors identified?": ("Modifiable factors identified",)},
    "8. Learning": {"8.4a. Learning point": "Ask about sleep at every contact"},
    "9. Recommendations and actions": {
        "9.2a. What will be done": ACTION,
        "9.2b. Who will do it": "Invented Owner",
        "9.2d. By when": date(2027, 3, 31),
    },
}
"""What the panel adds at its meeting."""


def record_review_meeting(coordinator: Person, case: str) -> None:
    """Record the child death review meeting, and who was there."""
    coordinator.open(case)
    coordinator.follow("Record the child death review meeting")
    coordinator.tell({"Date of the meeting": date(2026, 9, 21), "Place or video link": "Invented Hospital"})
    row = coordinator.main.get_by_role("group", name="Person 1", exact=True)
    row.get_by_label("Name", exact=True).fill("Invented Paediatrician")
    row.get_by_label("Role", exact=True).fill("designated doctor")
    coordinator.press("Save and draft the analysis")
    coordinator.reads("The child death review meeting was recorded.")


def write(somebody: Person, sections: dict[str, dict[str, Said]]) -> None:
    """Write sections of the analysis form that follow each other, from the list of them and back to it."""
    index = somebody.page.url
    somebody.follow(next(iter(sections)))
    for answers in sections.values():
        somebody.tell(answers)
        somebody.look()
        somebody.press("Save and continue")
    somebody.open(index)
    for section in sections:
        expect(somebody.main.get_by_role("listitem").filter(has_text=section)).to_contain_text(re.compile(r"[1-9] of"))


def plan_meeting(coordinator: Person, case: str) -> None:
    """Plan a meeting of the panel and put the case on its agenda; what is still missing is said there too."""
    coordinator.open("/meetings/")
    coordinator.press("Plan a meeting")
    coordinator.tell({"Date": date(2026, 10, 8), "Start time": "10am", "Place": "Invented Hall"})
    coordinator.press("Plan the meeting")
    coordinator.reads("The meeting was planned.", "What is still missing", "No letter to the family is recorded")
    coordinator.press(f"Put on the agenda {case}")
    coordinator.reads("The case is on the agenda.", "1 case on the agenda")
    coordinator.picture("walk-7-agenda")


PANEL = (
    (CHAIR, "Chair or deputy"),
    ("Invented Doctor", "Lead health professional"),
    ("Invented Director", "Local authority"),
    ("Invented Inspector", "Police"),
    ("Invented Midwife", "Nursing or midwifery"),
    (COORDINATOR, "Coordinator or secretariat"),
)
"""Who comes to the panel's meeting, and as what."""


def attend(coordinator: Person) -> None:
    """Record who came to the panel's meeting."""
    coordinator.open("/meetings/")
    coordinator.follow_to("8 October 2026")
    coordinator.press("Record who came")
    for number, (name, part) in enumerate(PANEL, start=1):
        row = coordinator.main.get_by_role("group", name=f"Person {number}", exact=True)
        row.get_by_label("Name", exact=True).fill(name)
        row.get_by_label("Part in the meeting", exact=True).select_option(label=part)
    coordinator.press("Save who came")
    coordinator.reads("Who came was recorded.", CHAIR, "Quorate: 5 members were present.")


def sign(chair: Person, case: str) -> None:
    """Go through the whole analysis on one page, complete it, and sign what the page shows."""
    chair.open("/meetings/")
    chair.follow_to("8 October 2026")
    chair.follow_to(f"Analysis for the panel of {case}")
    chair.reads("What keeps it from being signed", "Smoking in the household", "Primary category: not chosen yet")
    assert chair.main.get_by_role("button", name="Sign the analysis").count() == 0
    chair.open(chair.page.url.replace("/panel", "/analysis"))
    write(chair, COMPLETED)
    chair.follow("See the whole analysis as the panel does")
    chair.reads(CATEGORY, ACTION, "Invented Owner", "31 March 2027")
    chair.picture("walk-8-chair")
    chair.press("Sign the analysis")
    chair.reads("Tick the box to say that you have read the analysis")
    chair.tick("I have read this analysis, and it is what the panel agreed")
    chair.press("Sign the analysis")
    chair.reads("The analysis is signed and sealed.", "Signed analysis, version 1", CHAIR, "The seal agrees")
