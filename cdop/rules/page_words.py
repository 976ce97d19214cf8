"""The words of a panel's page for everybody: what it starts with, part by part, until a panel writes its own.

When a death is notified is in Child Death Review Statutory and Operational Guidance (England) 2018, chapter 2.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its heading, and the words that it starts with. A blank line begins a paragraph."""

    title: str
    start: str


PARTS = {
    "about": Part(
        "What the panel does",
        "It looks for what can be learned, so that other children may be kept safe and well. It does not look for "
        "somebody to blame.",
    ),
    "notify": Part(
        "When a child has died: for professionals",
        "Anybody who learns of the death of a child under 18 tells the panel, at once and at the latest on the next "
        "working day, whatever the cause and whether or not it was expected. No account is needed.",
    ),
    "unexpected": Part(
        "When a death was not expected",
        "Where a death was not expected, the police and the designated doctor for child deaths are told straight away "
        "as well: they begin the joint agency response.",
    ),
    "families": Part(
        "For families",
        "Every child’s death is looked at with care by people who want to learn from it. You do not have to do "
        "anything.\n\nYou can ask your key worker what happens and when, tell us about your child, and ask questions. "
        "If you do not know who your key worker is, ring or write to us and we will find out.",
    ),
    "contacts": Part("Contact", "In danger now? Ring 999. Please write nothing about a child in an e-mail."),
}
"""The parts of the page, in their order."""
