"""Examples of the pages of annual reports and of what is written in them."""

from typing import Any

from cdop.rules.periods import FinancialYear
from tests.web.things import Example, Things

YEAR = FinancialYear(2025)


def report(things: Things) -> dict[str, Any]:
    return {"public_id": things.report}


def _draft(things: Things) -> dict[str, Any]:
    return {"public_id": things.draft}


def _report_passage(things: Things) -> dict[str, Any]:
    return _draft(things) | {"section": "foreword"}


def _loose_number(things: Things) -> dict[str, Any]:
    return _report_passage(things) | {"number": 1}


def _nobodys(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22}


def _nobodys_work(_things: Things) -> dict[str, Any]:
    return {"work_id": "A" * 22}


def _part_of_page(_things: Things) -> dict[str, Any]:
    return {"key": "families"}


def _short(things: Things) -> dict[str, Any]:
    return report(things) | {"kind": "children"}


def _nobodys_short(_things: Things) -> dict[str, Any]:
    return {"public_id": "A" * 22, "kind": "children"}


def _remark(things: Things) -> dict[str, Any]:
    return _report_passage(things) | {"remark_id": "A" * 22}


REPORT_EXAMPLES = {
    "reports.index": Example(),
    "reports.build": Example(form={"year": YEAR.label}),
    "reports.show": Example(report),
    "report_works.show": Example(_nobodys_work, opened=404),
    "reports.pdf": Example(report),
    "reports.restated": Example(),
    "reports.restate": Example(form={"year": YEAR.label, "reason": "Notified late"}, sent=404),
    "reports.write": Example(form={"year": YEAR.label}),
    "reports.approve": Example(report),
    "reports.publish": Example(report, sent=409),
    "reports.withdraw": Example(report, {"reason": "A wrong number"}, sent=409),
    "reports.summary": Example(report),
    "reports.workbook": Example(report),
    "reports.csv_files": Example(report),
    "page_words.index": Example(),
    "page_words.write": Example(_part_of_page, {"text": "Ring us."}, is_page_form=True),
    "reports.slides": Example(report),
    "public_reports.slides": Example(_nobodys, opened=404),
    "reports.short": Example(_short, opened=404),
    "reports.short_pdf": Example(_short, opened=404),
    "public_reports.short": Example(_nobodys_short, opened=404),
    "public_reports.short_pdf": Example(_nobodys_short, opened=404),
    "public_reports.index": Example(),
    "public_reports.panel": Example(_nobodys, opened=404),
    "public_reports.show": Example(_nobodys, opened=404),
    "public_reports.pdf": Example(_nobodys, opened=404),
    "public_reports.summary": Example(_nobodys, opened=404),
    "public_reports.workbook": Example(_nobodys, opened=404),
    "public_reports.csv_files": Example(_nobodys, opened=404),
    "report_drafts.make_public": Example(_report_passage, {"press": "public"}, sent=409),
    "report_drafts.words": Example(_loose_number, opened=302),
    "report_drafts.show": Example(_draft),
    "report_drafts.preview": Example(_draft),
    "report_drafts.write": Example(_report_passage, {"text": "In 2013 we met."}, is_page_form=True),
    "report_drafts.take_text_before": Example(_report_passage, sent=409),
    "report_drafts.place": Example(_report_passage, {"press": "up"}),
    "report_drafts.number": Example(_loose_number, sent=422),
    "report_drafts.versions": Example(_report_passage),
    "report_drafts.remark": Example(_report_passage, {"remark": "Shorter"}),
    "report_drafts.settle_remark": Example(_remark, sent=404),
}
OF_REPORTS = (report, _draft, _report_passage, _loose_number, _remark, _short)
