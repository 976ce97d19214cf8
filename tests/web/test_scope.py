"""A case that is shown later to be none for review: taken out on record, left out of the figures, and brought back."""

from datetime import datetime

import pytest

from cdop.extensions import db
from cdop.models import FormRequest, OutboundMessage
from cdop.queries.figures import figures
from cdop.rules.figure_shapes import Cohort
from cdop.rules.periods import period_between
from cdop.rules.vocabulary import CaseStatus, RequestStatus
from tests.agencies import ask
from tests.client import Browserless
from tests.factories import MadeCase, add_case

DISAGREED = {"who": "Invented Midwife", "said": "The baby breathed. The chair agreed"}


@pytest.fixture
def desk(client: Browserless) -> Browserless:
    return client.sign_in("coordinator")


def counted(case: MadeCase, now: datetime) -> tuple[int, int]:
    """How many deaths were notified in the year, and how many cases are open."""
    found = figures(case.panel_id, period_between(now.date().replace(month=1, day=1), now.date())).totals
    db.session.rollback()
    return found[Cohort.NOTIFIED], found[Cohort.OPEN]


def test_case_is_taken_out_by_a_rule_told_to_agencies_and_brought_back(desk: Browserless, now: datetime) -> None:
    coordinator = desk.cast.person("coordinator")
    case = add_case(coordinator, now=now, status=CaseStatus.GATHERING)
    request = ask(coordinator, case, now=now, name="Invented Lane Surgery")
    assert counted(case, now) == (1, 1)
    path = f"{case.path}/not-for-review"
    assert "Say why there is no review" in desk.submit(path).text
    assert desk.submit(path, why="stillbirth", note="Told by the trust").location == case.path
    page = desk.get(case.path).text
    for words in ("Not for review. Stillbirth or late fetal loss", "Told by the trust", "Nothing more is due"):
        assert words in page
    assert "How long it has waited" not in page
    assert counted(case, now) == (0, 0)
    kept = db.session.query(FormRequest.status).filter_by(public_id=request.public_id).scalar()
    messages = {row.template for row in db.session.query(OutboundMessage.template)}
    db.session.rollback()
    assert (kept, "form_b_withdrawn" in messages) == (RequestStatus.WAIVED, True)
    assert desk.submit(path, why="stillbirth").status_code == 422

    again = f"{path}/disagreement"
    assert "Say who disagreed" in desk.submit(again).text
    assert desk.submit(again, **DISAGREED, outcome="stays").location == case.path
    assert "Invented Midwife disagreed" in desk.get(case.path).text
    assert counted(case, now) == (0, 0)
    assert desk.submit(again, **DISAGREED, outcome="again").location == case.path
    assert counted(case, now) == (1, 1)
    history = desk.get(f"{case.path}/first-check/history").text
    assert history.count("Invented Midwife disagreed") == 2
    assert "Told by the trust" in history
    assert desk.submit(again, **DISAGREED, outcome="again").status_code == 422
