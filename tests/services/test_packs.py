"""The pack of a meeting: nothing leaves unconfirmed or readable, and no way in passes a mark or an exclusion by."""

import io
from dataclasses import replace
from datetime import datetime, timedelta

import pypdf
import pytest
from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Case, FormAnswer, OutboundMessage, PackPassage, PackReading
from cdop.queries import analysis
from cdop.queries import packs as queries
from cdop.queries.report_measures import report_measures
from cdop.questionnaires import merging
from cdop.questionnaires.answer import Answer
from cdop.rules import handling
from cdop.rules.actors import Actor
from cdop.rules.periods import financial_year_of
from cdop.rules.vocabulary import (
    AttachmentKind,
    AuditVerb,
    CaseStatus,
    HandlingMark,
    HoldKind,
    PackPlace,
    PackWay,
    PackWorkKind,
)
from cdop.services import (
    agreed_answers,
    attachments,
    cases,
    findings,
    form_b_returns,
    holds,
    meetings,
    pack_cases,
    pack_readers,
    packs,
    triage,
)
from cdop.services.attachments import Upload
from cdop.services.errors import Blocked, Forbidden, Invalid, NotFound, Stale
from cdop.services.unit import writes
from tests.agencies import ask, fill_in, respondent
from tests.documents_sent import PDF
from tests.factories import add_case
from tests.live_cases import send_notification
from tests.packed_cases import (
    ACCOUNT,
    ANONYMISED,
    PackedCase,
    confirm_all,
    on_paper,
    packed_case,
    passage,
    released_pack,
    save,
)
from tests.personas import Cast, address
from tests.signed_cases import attend


def words(pdf: bytes) -> str:
    """Everything that stands on the pages, what runs across them too."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("coordinator")


def behind(actor: Actor, packed: PackedCase, *, now: datetime) -> dict[str, str]:
    """What somebody finds behind links of the case, by its title."""
    _pack, case = pack_readers.read_case(actor, packed.meeting, packed.case.public_id, now=now)
    db.session.rollback()
    return {each.title: each.text for _part, passages in case.behind for each in passages}


def shown_to(actor: Actor, packed: PackedCase, *, now: datetime) -> str:
    """Everything that somebody reads of the case on screen."""
    _pack, case = pack_readers.read_case(actor, packed.meeting, packed.case.public_id, now=now)
    db.session.rollback()
    return "\n".join(each.text for each in case.passages)


def test_child_of_the_same_agenda_is_not_readable_in_the_papers_of_another(officer: Actor, now: datetime) -> None:
    packed = packed_case(officer, now=now, account="Ada Quill (999 000 1002) slept. Quill and Ada are names of others.")
    told = {"given_names": "Ada", "family_name": "Quill", "nhs_number": "9990001002"}
    other = add_case(officer, now=now, status=CaseStatus.READY, **told)
    meetings.put_on_agenda(officer, packed.meeting, other.public_id, now=now)
    packs.draft_pack(officer, packed.meeting, now=now)
    assert "[another child] ([another child]) slept. Quill and Ada are names" in passage(packed).text


def test_draft_replaces_what_is_on_record_and_keeps_what_somebody_wrote(officer: Actor, now: datetime) -> None:
    packed = packed_case(officer, now=now)
    assert passage(packed).text == ANONYMISED
    save(officer, packed, now=now, text="Seen by the GP.", place=PackPlace.BEHIND)
    packs.begin_pack(officer, packed.meeting, now=now)
    packs.draft_case(officer, packed.meeting, packed.case.public_id, now=now)
    kept = passage(packed)
    assert (kept.text, kept.place, kept.confirmed_by) == ("Seen by the GP.", PackPlace.BEHIND, officer.name)


def test_release_says_everything_that_is_left_and_then_tells_each_member(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    packed = packed_case(officer, account=f"{ACCOUNT} May Hadly came.", now=now)
    with pytest.raises(Blocked) as blocked:
        packs.release_pack(officer, packed.meeting, now=now)
    assert [reason.partition(": ")[2] for reason in blocked.value.reasons] == [
        "2 passages to confirm",
        "1 passage has words that may identify somebody",
    ]
    with pytest.raises(Blocked):
        pack_readers.read_front(member, packed.meeting, now=now)
    confirm_all(officer, packed, now=now)
    save(officer, packed, now=now, replace=["Hadly"])
    packs.release_pack(officer, packed.meeting, now=now)
    assert "Hadly" not in shown_to(member, packed, now=now)
    told = db.session.execute(
        select(OutboundMessage.to_address, OutboundMessage.context).where(OutboundMessage.template == "pack_released")
    ).all()
    assert {to for to, _context in told} == {address("panel member"), address("coordinator")}
    assert {str(sorted(context)) for _to, context in told} == {"['meeting', 'reference']"}


def test_words_stand_only_if_a_second_person_says_why(cast: Cast, officer: Actor, now: datetime) -> None:
    packed = packed_case(officer, account="A period of grace was given.", now=now)
    chair = cast.person("chair")
    public_id = passage(packed).public_id
    with pytest.raises(Blocked):
        packs.pass_words(chair, public_id, ["grace"], reason="The word", now=now)
    confirm_all(officer, packed, now=now)
    assert passage(packed).standing_count == 1
    with pytest.raises(Blocked):
        packs.pass_words(officer, public_id, ["grace"], reason="The word", now=now)
    with pytest.raises(Invalid):
        packs.pass_words(chair, public_id, ["given"], reason="The word", now=now)
    with pytest.raises(NotFound):
        packs.pass_words(cast.person("panel member"), public_id, ["grace"], reason="x", now=now)
    packs.pass_words(chair, public_id, ["grace"], reason="The word, not the name", now=now)
    assert passage(packed).standing_count == 0
    packs.release_pack(officer, packed.meeting, now=now)
    assert "grace" in shown_to(chair, packed, now=now)
    # Whoever writes the name into it again is stopped again.
    save(officer, packed, now=now, text="Grace came.")
    assert (passage(packed).standing_count, passage(packed).released_at) == (1, None)


def test_passage_whose_records_changed_is_to_be_confirmed_again(cast: Cast, officer: Actor, now: datetime) -> None:
    chair, member = cast.person("chair"), cast.person("panel member")
    packed = released_pack(officer, now=now)
    write(chair, packed, "Found in the morning by her mother.", now=now)
    packs.draft_pack(officer, packed.meeting, now=now)
    assert "Found in the morning" not in shown_to(member, packed, now=now)
    confirm_all(officer, packed, now=now)
    packs.release_pack(officer, packed.meeting, now=now)
    assert "Found in the morning" in shown_to(member, packed, now=now)
    write(chair, packed, "Found at night by Grace’s mother.", now=now)
    with pytest.raises(Blocked, match="1 passage to confirm"):
        packs.release_pack(officer, packed.meeting, now=now)
    shown = pack_cases.read_case(officer, packed.meeting, packed.case.public_id, now=now)
    one = shown.passage(passage(packed, "analysis:summary").public_id)
    # Nobody wrote in it, so what the records say now is proposed at once; who confirmed it by its old version is told.
    assert (one.waits, one.passage.text) == (True, "Found at night by the child’s mother.")
    version = one.passage.version
    told = {"text": "x", "place": PackPlace.PAGES, "source_digest": one.original_digest}
    with pytest.raises(Stale):
        packs.save_passage(officer, one.passage.public_id, **told, version=version - 1, now=now)


def write(chair: Actor, packed: PackedCase, summary: str, *, now: datetime) -> None:
    """Write the summary of the case's analysis."""
    draft = analysis.draft(packed.case.id, now.date())
    db.session.rollback()
    seen = merging.seen(draft.spec, draft.answers)
    findings.save_section(chair, packed.case.public_id, {("case_summary", ""): Answer(summary)}, seen=seen, now=now)


@pytest.mark.parametrize("mark", [HandlingMark.NOT_PACK, HandlingMark.PROCEEDINGS])
def test_what_its_agency_keeps_from_the_pack_is_in_none_and_goes_from_one_that_is_out(
    mark: HandlingMark, cast: Cast, officer: Actor, now: datetime
) -> None:
    member, marks = cast.person("panel member"), frozenset({mark})
    kept = {"circumstances": ACCOUNT, "issues": "The bridge."}
    never = packed_case(officer, told=kept, marked={("circumstances", ""): marks}, now=now, nhs_number=None)
    holds.start_hold(
        officer, never.case.public_id, HoldKind.INQUEST, started_on=now.date(), submission_id="h" * 20, now=now
    )
    packs.draft_pack(officer, never.meeting, now=now)
    confirm_all(officer, never, now=now)
    packs.release_pack(officer, never.meeting, now=now)
    assert [word in shown_to(member, never, now=now) for word in ("bridge", "slept")] == [True, False]
    mark_later(officer, never, "issues", marks, now=now)
    assert "bridge" not in shown_to(member, never, now=now)


def test_members_read_the_comparison_and_what_documents_there_are_behind_links(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member, marks = cast.person("panel member"), frozenset({HandlingMark.NOT_PACK})
    same = {"ethnicity": "Irish"}
    packed = packed_case(officer, told=same, now=now, nhs_number=None)
    request = ask(officer, packed.case, now=now, name="Invented Trust", kind="health visiting")
    sender = respondent(request, panel_id=packed.case.panel_id, now=now)
    fill_in(sender, {"records_searched": ("child",)} | same, now=now)
    report = Upload("Hadley.pdf", PDF)
    kind = AttachmentKind.POST_MORTEM
    file = attachments.attach(sender, request.public_id, report, kind=kind, submission_id="f" * 20, now=now)
    form_b_returns.submit(sender, reason="All we hold", now=now)
    packs.draft_pack(officer, packed.meeting, now=now)
    confirm_all(officer, packed, now=now)
    packs.release_pack(officer, packed.meeting, now=now)
    compared = "Comparison of agencies: The child’s details in your records"
    document = "Document of Health visiting (0 to 19 service): Post-mortem report"
    shown = behind(member, packed, now=now)
    searched = "Comparison of agencies: About this return"
    assert shown.keys() == {searched, compared, document}
    assert shown[compared] == "Ethnic group\nGeneral practice: Irish\nHealth visiting (0 to 19 service): Irish"
    assert ("Hadley" in shown[document], "ask them what it says" in shown[document]) == (False, True)
    mark_later(officer, packed, "ethnicity", marks, now=now)
    assert behind(member, packed, now=now).keys() == {searched, document}
    attachments.mark(officer, request.public_id, file, marks, now=now)
    assert behind(member, packed, now=now).keys() == {searched}
    packs.draft_pack(officer, packed.meeting, now=now)
    kept = db.session.scalars(select(PackPassage.source).where(PackPassage.case_id == packed.case.id)).all()
    assert [each for each in kept if each.startswith(("compared:", "document:"))] == ["compared:form_b:reporting"]


def test_members_are_told_of_a_document_that_came_with_a_notification(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    packed = packed_case(officer, now=now, nhs_number=None)
    sent = send_notification(packed.case.panel_id, letter=Upload("Hadley.pdf", PDF), now=now)
    triage.link_to_case(officer, sent, packed.case.public_id, now=now)
    packs.draft_pack(officer, packed.meeting, now=now)
    confirm_all(officer, packed, now=now)
    packs.release_pack(officer, packed.meeting, now=now)
    shown = behind(member, packed, now=now)
    assert "ask them what it says" in shown["Document that came with a notification"]


def test_fact_that_is_filled_by_what_an_agency_keeps_from_the_pack_is_in_none(officer: Actor, now: datetime) -> None:
    told, place = {"ethnicity": "Irish"}, ("ethnicity", "")
    packed = packed_case(
        officer, told=told, marked={place: frozenset({HandlingMark.NOT_PACK})}, now=now, nhs_number=None, ethnicity=None
    )
    given = Answer(told["ethnicity"])
    agreed_answers.agree(officer, packed.case.public_id, "form_b", place, given, note="So told", number=0, now=now)
    packs.draft_case(officer, packed.meeting, packed.case.public_id, now=now)
    assert db.session.get_one(Case, packed.case.id).ethnicity == told["ethnicity"]
    summary = passage(packed, "facts").text
    assert ("Age at death" in summary, "Irish" in summary) == (True, False)


@writes(AuditVerb.ANSWER_MARKED)
def mark_later(actor: Actor, packed: PackedCase, key: str, marks: frozenset[HandlingMark], *, now: datetime) -> None:
    """An agency marks an answer of a form that came back."""
    query = select(FormAnswer).where(FormAnswer.case_id == packed.case.id, FormAnswer.question_key == key)
    row = db.session.scalars(query.order_by(FormAnswer.response_id)).first()
    assert row is not None
    row.marks = handling.stored(marks)


def test_member_who_takes_no_part_has_the_case_on_no_page_and_no_paper(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    packed = released_pack(officer, now=now)
    assert ANONYMISED in shown_to(member, packed, now=now)
    left = replace(member, excluded_case_ids=frozenset({packed.case.id}))
    with pytest.raises(NotFound):
        pack_readers.read_case(left, packed.meeting, packed.case.public_id, now=now)
    assert pack_readers.read_front(left, packed.meeting, now=now).cases == ()
    assert packed.case.reference in words(on_paper(member, packed, now=now))
    cases.exclude(officer, packed.case.public_id, email=address("panel member"), reason="Treated the child", now=now)
    pdf = on_paper(left, packed, now=now)
    assert (packed.case.reference in words(pdf), "slept" in words(pdf)) == (False, False)


def test_pack_is_closed_to_whom_it_was_withdrawn_from_and_after_its_last_day(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    packed = released_pack(officer, now=now)
    head = queries.pack_head(officer, packed.meeting)
    assert head is not None
    reader = next(each for each in queries.given_to(head) if each.name == member.name)
    db.session.rollback()
    pack_readers.withdraw(officer, packed.meeting, reader.public_id, reason="Left the panel", now=now)
    with pytest.raises(Blocked, match="withdrawn"):
        pack_readers.read_front(member, packed.meeting, now=now)
    pack_readers.give_again(officer, packed.meeting, reader.public_id, now=now)
    assert pack_readers.give_to_new(officer, packed.meeting, now=now) == 0
    assert pack_readers.read_front(member, packed.meeting, now=now).cases[0].reference == packed.case.reference
    assert pack_readers.give_to_members(officer, head, now=now) == 0
    assert pack_readers.take_whole(member, packed.meeting, is_printed=False, now=now)[1] is None
    with pytest.raises(Forbidden):
        pack_readers.withdraw(member, packed.meeting, reader.public_id, reason="x", now=now)


def test_copies_carry_the_readers_name_and_printed_ones_a_number_on_record(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    packed = released_pack(officer, now=now)
    kinds = ((member, PackWorkKind.FILE), (member, PackWorkKind.PRINTED), (officer, PackWorkKind.PRINTED))
    pdfs = [on_paper(who, packed, kind, now=now) for who, kind in kinds]
    assert ["Copy 1" in words(pdfs[1]), "Copy 2" in words(pdfs[2]), "Copy" in words(pdfs[0])] == [True, True, False]
    assert ANONYMISED[:40] in " ".join(words(pdfs[0]).split())
    assert [name in words(pdfs[0]) for name in ("Panel member", "Grace", "Hadley", "CW11")] == [
        True,
        False,
        False,
        False,
    ]
    db.session.rollback()
    ways = db.session.execute(select(PackReading.way, PackReading.copy_number).order_by(PackReading.id)).all()
    assert [tuple(row) for row in ways] == [(PackWay.FILE, None), (PackWay.PRINTED, 1), (PackWay.PRINTED, 2)]


def test_case_of_more_than_four_pages_is_not_released(officer: Actor, now: datetime) -> None:
    packed = packed_case(officer, now=now)
    confirm_all(officer, packed, now=now)
    save(officer, packed, now=now, text="The crew came and did all they could.\n" * 300)
    with pytest.raises(Blocked, match="pages, of at most 4"):
        packs.release_pack(officer, packed.meeting, now=now)
    save(officer, packed, now=now, place=PackPlace.BEHIND)
    packs.release_pack(officer, packed.meeting, now=now)
    with pytest.raises(Invalid):
        save(officer, packed, now=now, text=" ")


@pytest.mark.parametrize(("days", "counted"), [(30, [1, 0, 0]), (7, [0, 1, 0])])
def test_report_counts_the_papers_that_were_released_in_time(
    days: int, counted: list[int], officer: Actor, now: datetime
) -> None:
    packed = packed_case(officer, days=days, now=now)
    confirm_all(officer, packed, now=now)
    packs.release_pack(officer, packed.meeting, now=now)
    held = now + timedelta(days=days)
    attend(officer, packed.meeting, now=held)
    period = financial_year_of(held.date()).period
    figure = report_measures(officer.panel_id or 0, period)["meetings.packs"]
    db.session.rollback()
    assert [row["n"] for row in figure["rows"]] == counted
