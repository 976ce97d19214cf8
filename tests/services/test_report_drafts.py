"""What a panel writes for its report: kept in every version, bound to figures, frozen when the report is built."""

import hashlib
import io
from datetime import datetime, timedelta
from functools import partial

import pytest
from pypdf import PdfReader

from cdop.documents.editions import abreast
from cdop.extensions import db
from cdop.queries import releases as release_queries
from cdop.queries import report_drafts as queries
from cdop.rules.bound_numbers import LooseNumber
from cdop.rules.periods import FinancialYear
from cdop.rules.report_sections import SECTIONS
from cdop.services import report_drafts, report_snapshots, reports
from cdop.services.errors import Blocked, Invalid, NotFound, Stale
from tests import example_year
from tests.personas import Cast

YEAR, NEXT = FinancialYear(2013), FinancialYear(2014)
TYPED = "27 were under one, 11 were aged 1 to 4 and 7 were aged 15 to 17 out of 44."


@pytest.fixture
def cast(sqlite_cast: Cast) -> Cast:
    example_year.bring(sqlite_cast)
    return sqlite_cast


@pytest.fixture
def draft(cast: Cast) -> str:
    start = partial(report_drafts.start, cast.person("coordinator"), cast.panel_id, YEAR.period, now=cast.now)
    return cast.begin("starts a draft", start)


def view(cast: Cast, draft: str, section: str = "foreword") -> queries.PassageView:
    head = queries.draft_head(cast.person("coordinator"), draft)
    assert head is not None
    found = queries.passage(head, section)
    assert found is not None
    db.session.rollback()
    return found


def write(cast: Cast, draft: str, text: str, section: str = "foreword", who: str = "coordinator") -> None:
    version = view(cast, draft, section).version
    report_drafts.write(cast.person(who), draft, section, text=text, version=version, now=cast.now)


def test_started_twice_it_is_one_draft_with_every_section_in_order(cast: Cast, draft: str) -> None:
    assert report_drafts.start(cast.person("chair"), cast.panel_id, YEAR.period, now=cast.now) == draft
    head = queries.draft_head(cast.person("chair"), draft)
    assert head is not None
    assert [part.section for part in queries.passages(head)] == [*SECTIONS]


def test_every_version_is_kept_with_its_writer_and_a_stale_one_is_refused(cast: Cast, draft: str) -> None:
    write(cast, draft, "The first words")
    seen = view(cast, draft).version
    write(cast, draft, "The chair's words", who="chair")
    with pytest.raises(Stale):
        report_drafts.write(cast.person("coordinator"), draft, "foreword", text="Late", version=seen, now=cast.now)
    kept = queries.versions(view(cast, draft).id)
    assert [(version.text, version.written_by) for version in kept] == [
        ("The chair's words", "Chair"),
        ("The first words", "Coordinator"),
    ]


def test_numbers_typed_by_hand_keep_the_report_from_being_approved_until_each_is_settled(
    cast: Cast, draft: str, now: datetime
) -> None:
    write(cast, draft, TYPED)
    built = reports.build(cast.person("coordinator"), cast.panel_id, YEAR.period, now=now)
    with pytest.raises(Blocked) as blocked:
        reports.approve(cast.person("chair"), built.public_id, now=now)
    assert len(blocked.value.reasons) == 4  # bands of ages are no numbers to settle
    assert (
        blocked.value.reasons[0] == f"Foreword by the chair: “27” is no figure and nobody said what it is, in “{TYPED}”"
    )


def test_number_is_bound_to_its_figure_or_said_to_be_none_and_then_the_report_is_approved(
    cast: Cast, draft: str, now: datetime
) -> None:
    coordinator = cast.person("coordinator")
    write(cast, draft, "We reviewed 35 deaths in 2013-14.")
    sentence = "We reviewed 35 deaths in 2013-14."
    version = view(cast, draft).version
    loose = LooseNumber("35", sentence)
    report_drafts.bind(coordinator, draft, "foreword", loose, to="{reviewed.total}", version=version, now=now)
    assert view(cast, draft).text == "We reviewed {reviewed.total} deaths in 2013-14."
    (left,) = view(cast, draft).loose
    version = view(cast, draft).version
    with pytest.raises(Invalid):
        report_drafts.call_plain(coordinator, draft, "foreword", left, reason=" ", version=version, now=now)
    report_drafts.call_plain(coordinator, draft, "foreword", left, reason="The year", version=version, now=now)
    assert view(cast, draft).loose == ()
    built = reports.build(coordinator, cast.panel_id, YEAR.period, now=now)
    printed = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(built.pdf)).pages)
    assert "We reviewed 35 deaths in 2013-14." in printed
    reports.approve(cast.person("chair"), built.public_id, now=now)
    frozen, _ = reports.read(cast.person("chair"), built.public_id, now=now)
    assert (frozen.report.approved_by_name, frozen.report.approved_at) == ("Chair", now)


def test_sentence_that_changes_asks_again_what_its_number_is(cast: Cast, draft: str, now: datetime) -> None:
    write(cast, draft, "Since 2008 we meet.")
    passage = view(cast, draft)
    report_drafts.call_plain(
        cast.person("chair"), draft, "foreword", passage.loose[0], reason="A year", version=passage.version, now=now
    )
    write(cast, draft, "Since 2008 children died.")
    assert view(cast, draft).loose == (LooseNumber("2008", "Since 2008 children died."),)


def test_name_of_no_figure_and_a_year_that_is_not_over_keep_a_report_from_approval(
    cast: Cast, draft: str, now: datetime
) -> None:
    write(cast, draft, "{reviewed.everything} reviews")
    built = reports.build(cast.person("coordinator"), cast.panel_id, YEAR.period, now=now)
    with pytest.raises(Blocked, match=r"{reviewed\.everything} names no figure"):
        reports.approve(cast.person("chair"), built.public_id, now=now)
    running = reports.build(cast.person("coordinator"), cast.panel_id, FinancialYear(2026).period, now=now)
    with pytest.raises(Blocked, match="The period is not over"):
        reports.approve(cast.person("chair"), running.public_id, now=now)


def test_report_that_was_built_keeps_the_words_it_was_built_with(cast: Cast, draft: str, now: datetime) -> None:
    write(cast, draft, "As it was.")
    built = reports.build(cast.person("coordinator"), cast.panel_id, YEAR.period, now=now)
    write(cast, draft, "As it is.")
    _, document = reports.read(cast.person("chair"), built.public_id, now=now)
    assert document == built.document


def test_sections_are_moved_and_left_out_and_the_next_year_begins_so(cast: Cast, draft: str, now: datetime) -> None:
    coordinator = cast.person("coordinator")
    report_drafts.place(coordinator, draft, "finance", press="leave", now=now)
    report_drafts.place(coordinator, draft, "about", press="up", now=now)
    write(cast, draft, "Thanks", section="families")
    following = report_drafts.start(coordinator, cast.panel_id, NEXT.period, now=now)
    head = queries.draft_head(coordinator, following)
    assert head is not None
    parts = queries.passages(head)
    assert [part.section.key for part in parts[:3]] == ["foreword", "about", "key-findings"]
    assert {part.section.key for part in parts if not part.is_included} == {"finance"}
    version = view(cast, following, "families").version
    report_drafts.take_text_before(coordinator, following, "families", version=version, now=now)
    assert view(cast, following, "families").text == "Thanks"


def test_remark_is_made_once_and_settled(cast: Cast, draft: str, now: datetime) -> None:
    chair = cast.person("chair")
    for _ in range(2):
        report_drafts.remark(chair, draft, "foreword", text="Shorter", submission_id="one-form-0123456", now=now)
    (made,) = queries.remarks(view(cast, draft).id)
    assert view(cast, draft).open_remarks == 1
    report_drafts.settle_remark(cast.person("coordinator"), draft, "foreword", made.public_id, now=now)
    assert view(cast, draft).open_remarks == 0


@pytest.mark.parametrize("section", ["nowhere", ""])
def test_section_that_there_is_not_is_not_found(cast: Cast, draft: str, section: str, now: datetime) -> None:
    with pytest.raises(NotFound):
        report_drafts.write(cast.person("chair"), draft, section, text="x", version=1, now=now)
    with pytest.raises(NotFound):
        report_drafts.place(cast.person("chair"), draft, section, press="up", now=now)


def test_file_is_known_by_its_bytes_and_a_changed_one_by_what_it_prints(cast: Cast, draft: str, now: datetime) -> None:
    built = example_year.build(cast, who="coordinator")
    later = reports.build(cast.person("coordinator"), cast.panel_id, YEAR.period, now=now + timedelta(days=1))
    assert hashlib.sha256(built.pdf).digest() != hashlib.sha256(later.pdf).digest()
    chair = cast.person("chair")
    for one in (built, later):
        found = reports.verify(chair, one.pdf)
        assert found is not None
        assert (found.report.public_id, found.is_unaltered) == (one.public_id, True)
    changed = reports.verify(chair, built.pdf + b"\n% changed")
    assert changed is not None
    assert (changed.report.public_id, changed.is_unaltered) == (built.public_id, False)
    for other in (b"", b"no PDF", b"%PDF-1.4\n"):
        assert reports.verify(chair, other) is None


def test_report_whose_numbers_contradict_each_other_is_not_built(cast: Cast, draft: str, now: datetime) -> None:
    built = example_year.build(cast, who="coordinator")
    frozen, _ = reports.read(cast.person("chair"), built.public_id, now=now)
    kept = (frozen.figures, frozen.panel_details, frozen.written, frozen.contents, now, None)
    assert report_snapshots.Snapshot.taken(*kept).digest == frozen.report.snapshot
    frozen.figures["measures"]["reviewed.sex"]["rows"][0]["n"] += 1
    with pytest.raises(Blocked, match="Reviews by sex: the rows add up to 36, not to 35"):
        report_snapshots.Snapshot.taken(*kept)


def test_preview_has_both_editions_as_they_would_be_built_and_releases_nothing(cast: Cast, draft: str) -> None:
    chair = cast.person("chair")
    write(cast, draft, "We reviewed {reviewed.total} deaths.")
    write(cast, draft, "Only for partners.", section="learning")
    report_drafts.make_public(chair, draft, "foreword", is_public=True, version=2, now=cast.now)
    head = queries.draft_head(chair, draft)
    assert head is not None
    db.session.rollback()
    shown = reports.preview(chair, head, now=cast.now)
    db.session.rollback()
    assert release_queries.register(chair, 1).releases == ()
    db.session.rollback()
    built = [
        reports.build(chair, cast.panel_id, YEAR.period, edition=each, now=cast.now) for each in ("full", "public")
    ]
    # The last block prints the digest of what was gathered, with its moment.
    assert [each and each.blocks[:-1] for each in shown] == [each.document.blocks[:-1] for each in built]
    sections = {each.key: each for each in abreast(*shown)}
    assert {key: (each.full is None, each.public is None) for key, each in sections.items()}["learning"] == (
        False,
        True,
    )
    both = [
        block.key for each in sections.values() for part in (each.full, each.public) if part for block in part.headings
    ]
    assert len(both) == len({*both})
