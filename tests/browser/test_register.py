"""The register's page in a real browser: the faults of a file can be read on a phone. All children are invented."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.going import go
from tests.browser.looking import faults, spilt
from tests.registers import register_file, row

pytestmark = pytest.mark.browser

WIDE = register_file(
    row("R" * 60, nhs_number="9990000019", joint_agency_response="W" * 200, place_of_death="nowhere at all"),
    row("INV/002", date_of_death="31/02/2013"),
)
CELLS_OUTSIDE = """[...document.querySelectorAll("#fault-table td, #fault-table caption")].filter(
    cell => cell.getBoundingClientRect().right > innerWidth || cell.scrollWidth > cell.clientWidth).length"""


def test_faults_with_very_wide_values_need_no_scrolling_sideways(page: Page) -> None:
    sign_in(page, "coordinator")
    page.goto("/register")
    page.get_by_label("The file").set_input_files({"name": "register.csv", "mimeType": "text/csv", "buffer": WIDE})
    go(page.get_by_role("button", name="Check the file and import it"))
    table = page.get_by_role("table", name="Faults in the file")
    expect(table.get_by_role("row")).to_have_count(5)
    expect(table.get_by_role("columnheader")).to_have_count(5)
    for width in (1280, 641, 640, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(CELLS_OUTSIDE) == 0, width
        assert spilt(page) == []
    assert faults(page) == []
