import pytest
from flask import Flask

from cdop.blueprints.lists import page_numbers, same_page
from tests.client import Browserless


@pytest.mark.parametrize(
    ("page", "pages", "expected"),
    [
        (1, 1, [1]),
        (1, 2, [1, 2]),
        (1, 3, [1, 2, 3]),
        (1, 9, [1, 2, None, 9]),
        (2, 9, [1, 2, 3, None, 9]),
        (4, 9, [1, 2, 3, 4, 5, None, 9]),
        (5, 9, [1, None, 4, 5, 6, None, 9]),
        (6, 9, [1, None, 5, 6, 7, 8, 9]),
        (9, 9, [1, None, 8, 9]),
        (2000, 4000, [1, None, 1999, 2000, 2001, None, 4000]),
    ],
)
def test_page_numbers_shows_first_last_and_neighbours(page, pages, expected):
    assert page_numbers(page, pages) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"page": 3}, "/panels/7/cases?q=a&area=x&area=y&page=3"),
        ({"page": None}, "/panels/7/cases?q=a&area=x&area=y"),
        ({"q": None, "area": None, "page": None}, "/panels/7/cases"),
        ({"sort": "name & more"}, "/panels/7/cases?q=a&area=x&area=y&page=2&sort=name+%26+more"),
    ],
)
def test_same_page_changes_only_what_is_named(changes, expected):
    app = Flask("bare")
    app.add_url_rule("/panels/<int:panel>/cases", "cases", lambda panel: "")
    with app.test_request_context("/panels/7/cases?q=a&area=x&area=y&page=2"):
        assert same_page(**changes) == expected


@pytest.mark.parametrize(
    ("who", "path"), [("administrator", "/people/"), ("administrator", "/api-tokens/"), ("chair", "/my-day/ready")]
)
def test_list_that_is_not_counted_first_answers_whatever_page_is_asked_for(who, path, client: Browserless):
    desk = client.sign_in(who)
    asked = [desk.get(f"{path}?page={page}").status_code for page in ("9" * 30, "-3", "x")]
    assert asked == [200, 200, 200]
