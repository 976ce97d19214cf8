"""Links of long lists: the same page with another sort or page number."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, request

LAST = 1_000_000
"""No list has as many pages; of much larger numbers a database knows no row to begin with."""


def init_lists(app: Flask) -> None:
    """Add `same_page` and `page_numbers` to the templates."""
    app.jinja_env.globals.update(same_page=same_page, page_numbers=page_numbers)


def page_asked() -> int:
    """Return which page of a list the address asks for, from 1 to `LAST`; 1 where it says nothing of use."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST)


def same_page(**changes: Any) -> str:
    """The address of this page with these parts of the query changed; None takes a part away.

    What is changed comes last: `same_page(page="")` ends in "page=", so a list of links asks for it once.
    """
    asked = request.args.lists()
    kept = [(key, value) for key, values in asked if key not in changes for value in values]
    changed = [(key, value) for key, value in changes.items() if value is not None]
    path = quote(request.script_root + request.path)
    return f"{path}?{urlencode([*kept, *changed])}" if kept or changed else path


def page_numbers(page: int, pages: int) -> list[int | None]:
    """The pages to link to: first, last and the neighbours of this one; None where some are left out."""
    shown = sorted({1, pages, *(number for number in (page - 1, page, page + 1) if 1 < number < pages)})
    numbers: list[int | None] = []
    for number in shown:
        last = numbers[-1] if numbers else None
        if last is not None and number - last == 2:
            numbers.append(number - 1)
        elif last is not None and number - last > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers
