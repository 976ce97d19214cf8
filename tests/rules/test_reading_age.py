"""The reading age of a letter, roughly, and that what families get by default is plain."""

from pathlib import Path

import pytest

from cdop.rules.reading_age import AIM, MARGIN, is_too_hard, reading_age

WORDS = Path(__file__).parents[2] / "cdop" / "templates" / "letters" / "words"
PLAIN = (
    "We met the nurse. She was kind to us. She told us what she knew. We can ring her. We will ring her if we want to."
)
HARD = (
    "Notwithstanding aforementioned multidisciplinary considerations, the safeguarding partnership subsequently "
    "determined that comprehensive organisational accountability necessitates immediate implementation of all "
    "outstanding recommendations."
)


def test_hard_words_in_long_sentences_need_an_older_reader() -> None:
    assert (reading_age(PLAIN), is_too_hard(PLAIN), is_too_hard(HARD)) == (5, False, True)
    assert reading_age("Too short to tell.") is None


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.txt")), ids=lambda path: path.stem)
def test_letters_to_families_are_plain(path: Path) -> None:
    assert (reading_age(path.read_text(encoding="utf-8")) or 0) <= AIM + MARGIN
