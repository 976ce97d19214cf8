"""What a file is called on a page and when it leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdop.rules.attachments import KINDS, LONGEST_NAME, SCAN_WORDS, saved_name, shown_name, written_size
from cdop.rules.vocabulary import AttachmentKind, ScanStatus


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("C:\\Users\\pat\\Zażółć gęślą.pdf", "Zażółć gęślą.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("报告 الطفل.docx", "报告 الطفل.docx"),
        ("Siân e\u0301.pdf", "Siân é.pdf"),
        ("invoice\u202efdp.exe", "invoice\ufffdfdp.exe"),
        ("", "file"),
        (".pdf", ".pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_is_shown_without_folders_and_without_what_nobody_sees(sent: str, shown: str) -> None:
    assert shown_name(sent) == shown


@given(st.text())
def test_any_name_has_something_to_show_that_fits(sent: str) -> None:
    shown = shown_name(sent)
    assert 0 < len(shown) <= LONGEST_NAME
    assert not {"\0", "\r", "\n", "\u202e", "/", "\\"} & set(shown)


def test_name_under_which_a_file_leaves_is_ours() -> None:
    name = saved_name(AttachmentKind.POST_MORTEM, "FB-AAAA-BBBB", 2, "pdf")
    assert name == "post-mortem-report-FB-AAAA-BBBB-2.pdf"


def test_every_kind_and_every_state_has_words() -> None:
    assert (set(KINDS), set(SCAN_WORDS)) == (set(AttachmentKind), set(ScanStatus))
    assert [written_size(size) for size in (1, 2048, 3_600_000)] == ["1 KB", "2 KB", "3.4 MB"]
