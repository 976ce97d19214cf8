"""A case on the agenda of a meeting with accounts that name the child, and the pack of that meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import PackPassage
from cdop.questionnaires.answer import AnswerKey
from cdop.rules.actors import Actor
from cdop.rules.handling import Marks
from cdop.rules.vocabulary import CaseStatus, PackPlace, PackWorkKind
from cdop.services import form_b_returns, meetings, pack_cases, pack_works, packs
from tests.agencies import ask, fill_in, respondent
from tests.beginnings import first_step
from tests.factories import MadeCase, add_case

CHILD = {"given_names": "Grace", "family_name": "Hadley", "nhs_number": "9990001231", "postcode": "CW11 3XY"}
ACCOUNT = "Grace Hadley was seen by Pat Manager on 3 April 2026. Her mother rang 07700 900123. She may have slept."
ANONYMISED = (
    "The child was seen by a professional about 4 weeks before the death. Her mother rang [telephone number]. "
    "She may have slept."
)
_marks = count(1)


@dataclass(frozen=True, slots=True)
class PackedCase:
    """How a test names a case of a pack and its meeting."""

    case: MadeCase
    meeting: str

    @property
    def prepare(self) -> str:
        """The address at which the pack is prepared."""
        return f"/meetings/{self.meeting}/pack/prepare"

    @property
    def read(self) -> str:
        """The address at which its members read it."""
        return f"/meetings/{self.meeting}/pack"


@first_step
def packed_case(
    officer: Actor,
    *,
    now: datetime,
    account: str = ACCOUNT,
    told: Mapping[str, object] | None = None,
    marked: Mapping[AnswerKey, Marks] | None = None,
    surgery: str = "Meadowbank Surgery",
    days: int = 7,
    **facts: object,
) -> PackedCase:
    """A case of a child whose GP told of it, on the agenda of a meeting in so many days, its pack drafted.

    `told` are more answers of its GP, `marked` those that the GP marks before the form is sent.
    """
    case = add_case(officer, now=now, status=CaseStatus.READY, **(CHILD | facts))
    sender = respondent(ask(officer, case, now=now, name=surgery), panel_id=case.panel_id, now=now)
    fill_in(sender, {"records_searched": ("child",), "circumstances": account} | dict(told or {}), now=now)
    for name, marks in (marked or {}).items():
        form_b_returns.mark_answer(sender, "form_b", name, marks, now=now)
    form_b_returns.submit(sender, reason="All we hold", now=now)
    mark = f"pack-of-the-tests-{next(_marks):08}"
    meeting = meetings.plan_meeting(officer, starts_at=now + timedelta(days=days), submission_id=mark, now=now)
    meetings.put_on_agenda(officer, meeting, case.public_id, now=now)
    packs.draft_pack(officer, meeting, now=now)
    return PackedCase(case, meeting)


def passage(packed: PackedCase, key: str = ":circumstances:") -> PackPassage:
    """A passage of the case as it is kept, by what its source says of it."""
    db.session.rollback()
    of_case = PackPassage.case_id == packed.case.id
    return db.session.scalars(select(PackPassage).where(of_case, PackPassage.source.contains(key))).one()


def save(officer: Actor, packed: PackedCase, *, now: datetime, key: str = ":circumstances:", **told: object) -> None:
    """Confirm a passage, by default as it is, where it is."""
    row = passage(packed, key)
    page = pack_cases.read_case(officer, packed.meeting, packed.case.public_id, now=now)
    shown = page.passage(row.public_id)
    values = {"text": row.text, "place": row.place, "version": row.version, "source_digest": shown.original_digest}
    db.session.rollback()
    packs.save_passage(officer, row.public_id, **(values | told), now=now)  # type: ignore[arg-type]


@first_step
def confirm_all(officer: Actor, packed: PackedCase, *, now: datetime) -> None:
    """Confirm everything of the case as it is."""
    db.session.rollback()
    of_case = (PackPassage.case_id == packed.case.id) & (PackPassage.place != PackPlace.OUT)
    rows = db.session.execute(select(PackPassage.public_id, PackPassage.version).where(of_case)).all()
    db.session.rollback()
    packs.confirm_passages(officer, {row.public_id: row.version for row in rows}, now=now)


@first_step
def released_pack(officer: Actor, *, now: datetime, **facts: object) -> PackedCase:
    """The same, confirmed and released."""
    packed = packed_case(officer, now=now, **facts)  # type: ignore[arg-type]
    confirm_all(officer, packed, now=now)
    packs.release_pack(officer, packed.meeting, now=now)
    return packed


def on_paper(actor: Actor, packed: PackedCase, kind: PackWorkKind = PackWorkKind.FILE, *, now: datetime) -> bytes:
    """Take the papers as somebody who reads them: asked for, made by the job process, handed out."""
    db.session.rollback()
    work = pack_works.ask(actor, packed.meeting, kind, now=now)
    assert pack_works.do_next(now=now)
    return pack_works.take_file(actor, packed.meeting, work, now=now).content
