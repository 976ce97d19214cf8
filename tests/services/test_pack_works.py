"""Work on packs: done with what whoever asked may do then; a file is theirs while nothing of it changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pypdf
import pytest
from sqlalchemy import func, select

from cdop.extensions import db
from cdop.models import PackFile, PackWork
from cdop.queries.pack_works import OwnWork, own_work
from cdop.rules import packs as rules
from cdop.rules.actors import Actor
from cdop.rules.vocabulary import PackWorkKind
from cdop.services import cases, forgetting, minutes, pack_works, packs, people, works
from cdop.services.errors import Blocked, Forbidden, NotFound
from tests.packed_cases import PackedCase, confirm_all, on_paper, packed_case, released_pack, save
from tests.personas import Cast, address
from tests.signed_cases import signed_case


@pytest.fixture
def officer(cast: Cast) -> Actor:
    return cast.person("coordinator")


def asked(actor: Actor, packed: PackedCase, kind: PackWorkKind, *, now: datetime) -> str:
    return pack_works.ask(actor, packed.meeting, kind, now=now)


def seen(actor: Actor, packed: PackedCase, work: str) -> OwnWork:
    found = own_work(actor, packed.meeting, work)
    db.session.rollback()
    assert found is not None
    return found


def test_release_is_done_by_the_job_process_which_says_how_far_it_is_and_what_is_in_the_way(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    packed = packed_case(officer, now=now)
    with pytest.raises(Blocked, match="passages to confirm"):
        asked(officer, packed, PackWorkKind.RELEASE, now=now)
    confirm_all(officer, packed, now=now)
    save(officer, packed, now=now, text="The crew came and did all they could.\n" * 300)
    work = asked(officer, packed, PackWorkKind.RELEASE, now=now)
    assert asked(officer, packed, PackWorkKind.RELEASE, now=now) == work
    assert seen(officer, packed, work).finished_at is None
    assert pack_works.do_next(now=now)
    assert not pack_works.do_next(now=now)
    found = seen(officer, packed, work)
    assert ((found.done, found.whole), found.is_done) == ((1, 1), False)
    assert "pages, of at most 4" in " ".join(found.reasons or ())
    assert own_work(cast.person("chair"), packed.meeting, work) is None
    with pytest.raises(Forbidden):
        asked(cast.person("panel member"), packed, PackWorkKind.DRAFT, now=now)


def test_work_is_done_with_what_the_person_may_do_by_then(cast: Cast, officer: Actor, now: datetime) -> None:
    member = cast.person("panel member")
    packed = released_pack(officer, now=now)
    work = asked(member, packed, PackWorkKind.FILE, now=now)
    people.disable_user(cast.command_line, email=address("panel member"), panel_id=cast.panel_id, now=now)
    assert pack_works.do_next(now=now)
    assert seen(member, packed, work).reasons == [pack_works.NOT_OPEN]
    with pytest.raises(NotFound):
        pack_works.take_file(member, packed.meeting, work, now=now)


def test_file_is_not_handed_out_once_its_reader_was_told_to_leave_a_case_in_it(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member, chair = cast.person("panel member"), cast.person("chair")
    packed = released_pack(officer, now=now)
    work = asked(member, packed, PackWorkKind.FILE, now=now)
    assert pack_works.do_next(now=now)
    assert pack_works.take_file(member, packed.meeting, work, now=now).content.startswith(b"%PDF-")
    with pytest.raises(NotFound):
        pack_works.take_file(chair, packed.meeting, work, now=now)
    cases.exclude(officer, packed.case.public_id, email=address("panel member"), reason="Treated the child", now=now)
    left = replace(member, excluded_case_ids=frozenset({packed.case.id}))
    with pytest.raises(Blocked, match="no longer open to you"):
        pack_works.take_file(left, packed.meeting, work, now=now)
    assert rules.changed_since({"": "1", "INV/1": "1", "INV/2": "1"}, {"": "2", "INV/1": "2", "INV/3": "1"}) == [
        "A case in it is no longer open to you",
        "Case INV/3 is not in it",
        "The minutes before changed since",
        "Case INV/1 changed since",
    ]


def test_work_that_stands_still_is_begun_again_and_given_up_after_some_tries(officer: Actor, now: datetime) -> None:
    packed = packed_case(officer, now=now)
    work = asked(officer, packed, PackWorkKind.DRAFT, now=now)
    for _ in range(works.MOST_TRIES):
        assert works.begin(pack_works.JOB, PackWork, now=now) is not None
        assert works.begin(pack_works.JOB, PackWork, now=now + works.STANDS_STILL) is None
        now += works.STANDS_STILL + timedelta(seconds=1)
    assert not pack_works.do_next(now=now)
    assert seen(officer, packed, work).reasons == [works.FAILED]


def test_papers_are_kept_encrypted_and_forgotten_after_a_day(officer: Actor, now: datetime) -> None:
    packed = released_pack(officer, now=now)
    content = on_paper(officer, packed, now=now)
    sealed = db.session.scalars(select(PackFile.sealed)).one()
    db.session.rollback()
    assert content[100:160] not in sealed
    assert forgetting.forget(now=now + timedelta(days=1))["papers"] == 0
    assert forgetting.forget(now=now + timedelta(days=1, seconds=1))["papers"] == 1
    left = [db.session.scalar(select(func.count()).select_from(table)) for table in (PackWork, PackFile)]
    db.session.rollback()
    assert left == [0, 0]
    packs.draft_pack(officer, packed.meeting, now=now)


def test_papers_begin_with_the_minutes_before_without_what_their_reader_left(
    cast: Cast, officer: Actor, now: datetime
) -> None:
    member = cast.person("panel member")
    signed = signed_case(officer, now=now)
    minutes.draft_minutes(officer, signed.meeting, now=now)
    packed = released_pack(officer, now=now)
    assert "Draft, not approved yet" not in words_of(on_paper(member, packed, now=now))
    minutes.share_minutes(officer, signed.meeting, now=now)
    told = words_of(on_paper(member, packed, now=now))
    assert "Draft, not approved yet" in told
    assert "Ask about smoking at every visit" in told
    assert told.index("Declarations of interest") < told.index(packed.case.reference)
    cases.exclude(officer, signed.case.public_id, email=address("panel member"), reason="Treated the child", now=now)
    left = replace(member, excluded_case_ids=frozenset({signed.case.id}))
    assert "Ask about smoking" not in words_of(on_paper(left, packed, now=now))


def words_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper)).pages).split())
