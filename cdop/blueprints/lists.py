"""Links of long lists: the same page with another sort or page number."""

from typing import Any

from flask import Flask, request, url_for


def init_lists(app: Flask) -> None:
    """Add `same_page` and `page_numbers` to the templates."""
    app.jinja_env.globals.update(same_page=same_page, page_numbers=page_numbers)


def same_page(**changes: Any) -> str:
    """The address of this page with these parts of the query changed; None takes a part away."""
    asked = {key: values for key, values in request.args.to_dict(flat=False).items() if _is_of_a_page(key)}
    query = {**asked, **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "", **{key: value for key, value in query.items() if value is not None})


def _is_of_a_page(key: str) -> bool:
    """Whether a word of the query is a page's own: `url_for` reads some words as orders to itself."""
    return key != "endpoint" and not key.startswith("_")


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
