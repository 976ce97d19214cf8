"""Files that come with a reporting form: what they are called, how many there may be, and when one may be opened."""

import re

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

MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024
"""Of all files of one request together."""
LONGEST_NAME, LONGEST_ENDING = 120, 10

OPENABLE = frozenset({ScanStatus.CLEAN, ScanStatus.NOT_SCANNED})
"""Only these are handed out; what waits for the scanner stays where it is, however long the scanner is away."""

SCAN_WORDS = {
    ScanStatus.WAITING: "Waiting for the virus scan. It cannot be opened until then",
    ScanStatus.CLEAN: "Scanned: nothing harmful was found",
    ScanStatus.INFECTED: "Not kept: the virus scan found something harmful in it",
    ScanStatus.NOT_SCANNED: "Not scanned for viruses",
}


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
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"
