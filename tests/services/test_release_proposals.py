"""Releases that take two people: an extract from its proposal to its deletion, figures released anew."""

import csv
import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from cdop.documents import extract as paper
from cdop.extensions import db
from cdop.queries import releases as queries
from cdop.queries.my_day import my_day
from cdop.rules.actors import Actor
from cdop.rules.disclosure import Profile
from cdop.rules.periods import FinancialYear
from cdop.rules.releases import Selection
from cdop.services import release_proposals, releases
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound
from cdop.services.release_proposals import Applied
from tests import example_year
from tests.agencies import mark
from tests.personas import Cast

APPLIED = Applied(
    FinancialYear(2013).period,
    ("sex", "age_band"),
    "Thematic review with the invented university",
    "Invented Researcher, Invented University",
    "Kept on an encrypted disk; only rates are published",
    date(2027, 3, 31),
)


@pytest.fixture
def example(cast: Cast, now: datetime) -> Cast:
    """A panel that brought the year 2013-14."""
    example_year.bring(cast)
    return cast


def test_extract_is_proposed_by_one_signed_by_another_taken_away_and_deleted(example: Cast, now: datetime) -> None:
    coordinator, chair = example.person("coordinator"), example.person("chair")
    proposal = release_proposals.propose_extract(coordinator, APPLIED, submission_id=mark(), now=now)
    with pytest.raises(Blocked, match="Somebody else has to sign"):
        release_proposals.sign(coordinator, proposal, now=now)
    with pytest.raises(NotFound):
        release_proposals.sign(example.person("chair", panel_id=example.other_panel_id), proposal, now=now)
    with pytest.raises(Forbidden):
        release_proposals.sign(example.person("analyst"), proposal, now=now)
    released = release_proposals.sign(chair, proposal, now=now)
    with pytest.raises(Blocked, match="decided already"):
        release_proposals.sign(chair, proposal, now=now)
    row, decided = queries.release(chair, released), queries.proposal(chair, proposal)
    assert row is not None
    assert decided is not None
    assert decided.became == released
    assert (row.released_by_name, row.signed_by_name, row.applicant) == (
        coordinator.name,
        chair.name,
        "Invented Researcher, Invented University",
    )
    db.session.rollback()
    files = zipfile.ZipFile(io.BytesIO(paper.write(release_proposals.take(coordinator, released, now=now))))
    rows = list(csv.DictReader(io.StringIO(files.read("data.csv").decode("utf-8-sig"))))
    alike = Counter(tuple(value for name, value in row.items() if name != "row") for row in rows)
    assert (len(rows), min(alike.values()) >= 8, alike["male", "0-27 days"] >= 8) == (35, True, True)
    assert "INV" not in files.read("data.csv").decode()
    dictionary = files.read("dictionary.csv").decode()
    assert all(words in dictionary for words in ("Age at death", "withheld", "0-27 days"))
    assert "Do not try to find out who a child was" in files.read("read-me-first.txt").decode()
    with pytest.raises(Blocked, match="was to be deleted is over"):
        release_proposals.take(coordinator, released, now=now + timedelta(days=400))
    for wrong, fault in ((1, "This day is still to come"), (-1, "It was released on 20 November 2026")):
        day = now.date() + timedelta(days=wrong)
        with pytest.raises(Invalid) as refused:
            release_proposals.record_deletion(chair, released, day, "A letter", now=now)
        assert refused.value.faults == {"deleted_on": fault}
    release_proposals.record_deletion(chair, released, now.date(), "A certificate", now=now)
    with pytest.raises(Blocked, match="was deleted is on record"):
        release_proposals.take(coordinator, released, now=now)


def test_extract_without_a_purpose_a_condition_or_a_day_to_come_is_refused_field_by_field(
    example: Cast, now: datetime
) -> None:
    wrong = replace(APPLIED, purpose=" ", applicant="", conditions="", expires_on=now.date(), columns=("nhs_number",))
    with pytest.raises(Invalid) as refused:
        release_proposals.propose_extract(example.person("chair"), wrong, submission_id=mark(), now=now)
    assert sorted(refused.value.faults) == ["applicant", "columns", "conditions", "expires_on", "reason"]
    empty = replace(APPLIED, period=FinancialYear(2020).period)
    with pytest.raises(Blocked, match="No extract of these cases is safe"):
        release_proposals.propose_extract(example.person("chair"), empty, submission_id=mark(), now=now)


def test_figures_are_released_anew_by_two_or_withdrawn_by_who_proposed_it(example: Cast, now: datetime) -> None:
    coordinator, chair = example.person("coordinator"), example.person("chair")
    selection = Selection(FinancialYear(2013).period, Profile.REPORT)
    releases.figures_of(coordinator, example.panel_id, selection, purpose="Report", now=now)
    old = queries.register(chair, 1).releases[0].public_id
    db.session.rollback()
    with pytest.raises(Blocked, match="Say why"):
        release_proposals.propose_renewal(coordinator, old, " ", submission_id=mark(), now=now)
    first = release_proposals.propose_renewal(coordinator, old, "An error", submission_id=mark(), now=now)
    release_proposals.refuse(coordinator, first, now=now)
    second = release_proposals.propose_renewal(chair, old, "An error", submission_id=mark(), now=now)
    with pytest.raises(Blocked, match="Somebody else has to sign"):
        release_proposals.sign(chair, second, now=now)
    new = queries.release(chair, release_proposals.sign(coordinator, second, now=now))
    assert new is not None
    became = [decided and decided.became for decided in (queries.proposal(chair, each) for each in (first, second))]
    assert became == [None, new.public_id]
    assert (new.released_by_name, new.signed_by_name, new.reason) == (chair.name, coordinator.name, "An error")
    assert queries.waiting(chair) == ()
    db.session.rollback()
    with pytest.raises(Blocked, match="already been replaced"):
        release_proposals.propose_renewal(chair, old, "Again", submission_id=mark(), now=now)


def test_what_waits_for_a_signature_or_its_deletion_is_on_the_day_of_those_who_may_see_to_it(
    example: Cast, now: datetime
) -> None:
    coordinator, chair = example.person("coordinator"), example.person("chair")
    others = (example.person("designated doctor"), example.person("chair", panel_id=example.other_panel_id))
    chair_day = partial(lines_of_day, chair)
    proposal = release_proposals.propose_extract(coordinator, APPLIED, submission_id=mark(), now=now)
    to_sign = "Rows of cases reviewed, proposed by Coordinator"
    assert chair_day(now) == [("proposals", proposal, f"Extract, 2013-14: {to_sign}", None)]
    assert lines_of_day(coordinator, now) == []  # who proposed it cannot sign it
    released = release_proposals.sign(chair, proposal, now=now)
    expires_on = datetime(2027, 3, 31, 9, tzinfo=UTC)
    days = (timedelta(days=number) for number in (-8, -7, 0, 1))
    found = [chair_day(expires_on + each) for each in days]
    this_week = ("this-week", released, "Extract, 2013-14: To be deleted by Invented Researcher, Invented University")
    late = (
        "extracts",
        released,
        "Extract, 2013-14: Rows of cases reviewed, to Invented Researcher, Invented University",
    )
    assert found == [
        [],
        [(*this_week, APPLIED.expires_on)],
        [(*this_week, APPLIED.expires_on)],
        [(*late, APPLIED.expires_on)],
    ]
    then = expires_on + timedelta(days=1)
    assert [lines_of_day(each, then) for each in (coordinator, *others)] == [chair_day(then), [], []]
    release_proposals.record_deletion(chair, released, then.date(), "A certificate", now=then)
    assert chair_day(then) == []


def lines_of_day(actor: Actor, now: datetime) -> list[tuple[str, str, str, date | None]]:
    """What somebody's day has of releases: of each the list, what it leads to, its words and its day."""
    parts = my_day(actor, now=now)
    db.session.rollback()
    return [
        (part.key, line.public_id, f"{line.reference}: {line.words}", line.due_on)
        for part in parts
        for line in part.lines
        if "extracts" in (part.key, line.key) or part.key == "proposals"
    ]
