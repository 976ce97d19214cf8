"""Files that come with a form: what they are called, how many there may be, and when one may be opened."""

import re
from dataclasses import dataclass

from cdop.rules.typed_text import mark_unusable, tidy
from cdop.rules.vocabulary import AttachmentKind, ScanStatus

KINDS = {
    AttachmentKind.RECORD_SUMMARY: "Summary of the record",
    AttachmentKind.POST_MORTEM: "Post-mortem report",
    AttachmentKind.ROOT_CAUSE: "Root cause analysis or other internal review",
    AttachmentKind.MINUTES: "Minutes of a meeting",
    AttachmentKind.OTHER: "Another document",
}
"""What a file can be, in the order in which it is offered."""

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limit:
    """How many files there may be with one form, and how many bytes they may have together."""

    files: int
    size: int


OF_A_FORM = Limit(20, 100 * MEGABYTE)
OF_A_NOTIFICATION = Limit(5, 20 * MEGABYTE)
"""Less, because anybody may send one."""

LONGEST_NAME, LONGEST_ENDING = 120, 10

OPENABLE = frozenset({ScanStatus.CLEAN, ScanStatus.NOT_SCANNED})
"""Only these are handed out; what waits for the scanner stays where it is, however long the scanner is away."""

SCAN_WORDS = {
    ScanStatus.WAITING: "Waiting for the virus scan. It cannot be opened until then",
    ScanStatus.CLEAN: "Scanned: nothing harmful was found",
    ScanStatus.INFECTED: "Not kept: the virus scan found something harmful in it",
    ScanStatus.NOT_SCANNED: "Not scanned for viruses",
}

ATTACHED = {
    ScanStatus.CLEAN: "The document is attached.",
    ScanStatus.NOT_SCANNED: "The document is attached.",
    ScanStatus.WAITING: "The document is attached. It can be opened once it has been scanned for viruses.",
    ScanStatus.INFECTED: "The document was not kept: the virus scan found something harmful in it.",
}
"""What whoever attached a file is told."""


def shown_name(sent: str) -> str:
    """Return the name of a file as pages show it: without folders and invisible characters, its ending kept."""
    seen = mark_unusable(tidy(re.split(r"[/\\]", sent)[-1], lines=False))
    stem, dot, ending = seen.rpartition(".")
    if not stem.strip(". ") or len(ending) > LONGEST_ENDING:
        return seen[:LONGEST_NAME] or "file"
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"


def saved_name(kind: AttachmentKind, reference: str, number: int, ending: str) -> str:
    """Return the name under which a file is handed out: nothing of the child, nothing of what the sender called it."""
    return f"{kind.value.replace(' ', '-')}-{reference}-{number}.{ending}"


def written_size(size: int) -> str:
    """Return a size for people: "12 KB", "3.4 MB"."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / MEGABYTE:.1f} MB"
