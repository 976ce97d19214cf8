"""Building a report on its page, with the job process that does it."""

from cdop import clock
from cdop.extensions import db
from cdop.services import report_works
from tests.client import Browserless


def built_report(desk: Browserless, year: str, *, edition: str = "full") -> str:
    """Ask for the report of a year, have it built, and return the address of its page."""
    asked = desk.submit("/reports/", year=year, edition=edition)
    assert asked.status_code == 302, asked.text
    db.session.rollback()
    assert report_works.do_next(now=clock.now())
    return desk.get(asked.location, status=302).location
