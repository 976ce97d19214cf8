"""What forms, their parts and answers are called where somebody may see it by chance: in addresses and their anchors.

What every agency is asked is called by its key. A supplementary form, and an answer by itself, tell of a child, so they
are called by a word that tells nothing.
"""

import hashlib


def neutral_word(*parts: str) -> str:
    """Return the word that stands for these, always the same."""
    return f"n{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:9]}"
