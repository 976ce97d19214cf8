"""Whoever follows a link of the README or of the documents gets somewhere."""

import re
from pathlib import Path

HOUSE = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#\s]+)")


def test_every_link_within_the_house_leads_to_a_file() -> None:
    pages = [HOUSE / "README.md", *sorted((HOUSE / "docs").rglob("*.md"))]
    links = [(page, link) for page in pages for link in LINK.findall(page.read_text()) if "://" not in link]
    assert len(links) > 50
    lost = [f"{page.relative_to(HOUSE)}: {link}" for page, link in links if not (page.parent / link).exists()]
    assert lost == []
