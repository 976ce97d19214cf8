"""The demonstration's live cases: what people do about a death, done by the verbs of life on the days it would be."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from cdop.extensions import db
from cdop.models import Agency, Case, FamilyLetter, FormRequest, Invitation, InvitationCode, Notification
from cdop.queries import form_b as form_b_queries
from cdop.queries.notifications import WHY_LATE
from cdop.questionnaires import merging
from cdop.questionnaires.answer import NOT_IN_A_GROUP, Answer, AnswerKey, AnswerSet
from cdop.questionnaires.notification_checks import GAPS
from cdop.rules import form_b as routing
from cdop.rules.actors import Actor, public
from cdop.rules.dates import LONDON
from cdop.rules.routes import shipped
from cdop.rules.triage import FirstCheck, NotForReview
from cdop.rules.vocabulary import ActorKind, ContactWay, HoldKind, NationalKind, NotificationSource
from cdop.rules.working_days import is_working_day
from cdop.services import (
    agreed_answers,
    findings,
    form_b,
    form_b_returns,
    holds,
    intake,
    invitations,
    letters,
    lifecycle,
    meetings,
    national_submissions,
    notification_files,
    notification_returns,
    request_changes,
    request_contacts,
    respondents,
    review_meetings,
    scope,
    sensitive_cases,
    triage,
    unit,
)
from cdop.services.attachments import Upload
from cdop.services.form_b import Ask
from cdop.services.request_contacts import Contact

LATE = "The crew thought that the hospital had told you. All of it is invented."
OPENS = time(9, 30)
STEP = timedelta(minutes=7)
TO_FILL_IN = re.compile(r"\[Fill in: ([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody at an agency who answers its form."""

    kind: str
    name: str
    role: str


class Chronicle:
    """One invented case as it goes: each method is something that somebody does so many days ago.

    Days on which the office is closed become the working day before; nothing happens at or after `now`.
    """

    def __init__(self, coordinator: Actor, chair: Actor, key: str, *, now: datetime) -> None:
        self.coordinator, self.chair, self.key, self.now = coordinator, chair, key, now
        self.panel_id = coordinator.panel_id or 0
        self.case_id = ""
        self._deeds = 0
        self._notifier = ""

    def day(self, days_ago: int) -> date:
        """Return the working day of so many days ago, or the last one before it."""
        day = self.now.astimezone(LONDON).date() - timedelta(days=days_ago)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def notify(self, days_ago: int, told: Mapping[str, Any], letter: Upload | None = None) -> str:
        """Somebody notifies the death on the public form, perhaps with a letter; return the public id of it."""
        somebody, code = public(self.panel_id), self._mark("notifier")
        now = self._at(days_ago)
        intake.begin(somebody, panel_id=self.panel_id, code=code, source=NotificationSource.PUBLIC_FORM, now=now)
        intake.save_page(somebody, code, answers(told), seen={}, now=now)
        intake.give_reasons(somebody, code, {GAPS: "I do not know them", WHY_LATE: LATE}, now=now)
        if letter is not None:
            mark = self._mark("letter")
            notification_files.attach(somebody, code, letter, caller="", submission_id=mark, now=now)
        self._notifier = code
        reference = intake.send(somebody, code, submission_id=self._mark("sent"), now=now)
        return str(_one(select(Notification.public_id).where(Notification.reference == reference)))

    def ask_notifier(self, days_ago: int, notification: str, question: str) -> None:
        """The notifier has a code to come back with, and the coordinator asks them something."""
        now, mark = self._at(days_ago), self._mark("question")
        notification_returns.make_code(public(), self._notifier, now=now)
        notification_returns.ask(self.coordinator, notification, question, submission_id=mark, now=now)

    def check(self, days_ago: int, notification: str, check: FirstCheck) -> None:
        """The coordinator opens the case."""
        mark, now = self._mark("opened"), self._at(days_ago)
        self.case_id = triage.open_case(self.coordinator, notification, check, {}, submission_id=mark, now=now)

    def enter_nationally(self, days_ago: int, kind: NationalKind, *, is_answered: bool = True) -> None:
        """The coordinator enters the case in the national database, which accepts it."""
        now, told = self._at(days_ago), {"national_reference": f"INVENTED-{self.key[:4].upper()}"}
        national_submissions.record_sent(self.coordinator, self.case_id, kind, sent_at=now, **told, now=now)
        if is_answered:
            now = self._at(days_ago)
            national_submissions.record_answer(self.coordinator, self.case_id, kind, is_accepted=True, now=now)

    def take_out(self, days_ago: int, why: NotForReview, note: str) -> None:
        """The coordinator takes the case out of review."""
        scope.take_out(self.coordinator, self.case_id, why, note=note, now=self._at(days_ago))

    def ask(self, days_ago: int, *kinds: str) -> None:
        """The coordinator asks agencies of these kinds, each for the reason that is proposed for it."""
        reasons = {asked: route.reason for route in reversed(shipped()) for asked in route.asks}
        found = {kind: _one(select(Agency.public_id).where(Agency.kind == kind)) for kind in kinds}
        asks = [Ask(agency, reasons[kind]) for kind, agency in found.items()]
        mark, now = self._mark("asked"), self._at(days_ago)
        form_b.send_requests(self.coordinator, self.case_id, asks, submission_id=mark, now=now)

    def answer(self, days_ago: int, who: Colleague, said: Mapping[str, AnswerSet], *, is_sent: bool = True) -> None:
        """Somebody at an agency opens its link with a code, answers, and sends the form or leaves it for later.

        Where the agency releases its forms itself, what is sent waits for that.
        """
        actor, now = self._opened(days_ago, who)
        forms = form_b_queries.open_forms(actor)
        form = forms.form(routing.FORM_B) if forms else None
        seen = merging.seen(form.spec, form.answered.answers) if form else {}
        is_released_first = bool(forms and forms.request.has_release_step)
        unit.end_reads()
        for section, typed in said.items():
            form_b_returns.save(actor, routing.FORM_B, section, typed, seen=seen, now=now)
        if is_sent:
            send = form_b_returns.send_for_release if is_released_first else form_b_returns.submit
            send(actor, reason="Our records hold nothing more.", now=now)

    def send_back(self, days_ago: int, kind: str, question: str) -> None:
        """The coordinator sends a form back with a question."""
        asked, now = self._request_to(kind), self._at(days_ago)
        form_b.send_back(self.coordinator, asked, reason=question, submission_id=self._mark("sent back"), now=now)

    def call(self, days_ago: int, who: Colleague, said: str) -> None:
        """The coordinator logs a call with somebody at an agency."""
        asked, now = self._request_to(who.kind), self._at(days_ago)
        request_contacts.log(self.coordinator, asked, self._contact(ContactWay.TELEPHONE, who, said, now), now=now)

    def file_return(self, days_ago: int, who: Colleague, said: str) -> None:
        """The coordinator files a form that an agency sent by e-mail, which is not entered yet."""
        asked, now = self._request_to(who.kind), self._at(days_ago)
        sheet = Upload("form b.txt", b"A form as it was filled in elsewhere. All of it is invented.")
        told = self._contact(ContactWay.EMAIL, who, said, now)
        request_contacts.file_return(self.coordinator, asked, told, uploads=[sheet], now=now)

    def ask_for_time(self, days_ago: int, who: Colleague, until_in: int, reason: str) -> None:
        """Somebody at an agency asks for time, until so many days from now."""
        actor, now = self._opened(days_ago, who)
        until_on = self.now.astimezone(LONDON).date() + timedelta(days=until_in)
        request_changes.ask_for_time(actor, until_on=until_on, reason=reason, now=now)

    def name_colleague(self, days_ago: int, who: Colleague, name: str, email: str, reason: str) -> None:
        """Somebody at an agency names who should answer instead."""
        actor, now = self._opened(days_ago, who)
        request_changes.suggest_colleague(actor, name=name, email=email, reason=reason, now=now)

    def mark_sensitive(self, days_ago: int, reason: str) -> None:
        """The coordinator has the forms opened with an account, or a code that is read out."""
        sensitive_cases.mark(self.coordinator, self.case_id, reason=reason, now=self._at(days_ago))

    def agree(self, days_ago: int, question: str, value: Any, note: str) -> None:
        """The coordinator settles what agencies say differently."""
        place, now = (question, NOT_IN_A_GROUP), self._at(days_ago)
        agreed_answers.agree(
            self.coordinator, self.case_id, routing.FORM_B, place, Answer(value), note=note, number=0, now=now
        )

    def hold(self, days_ago: int, kind: HoldKind, note: str, *, check_in: int) -> None:
        """The case begins to wait for somebody outside the panel, and is looked at again so many days from now."""
        now, mark, since = self._at(days_ago), self._mark("hold"), self.day(days_ago)
        check_on = self.now.astimezone(LONDON).date() + timedelta(days=check_in)
        holds.start_hold(
            self.coordinator,
            self.case_id,
            kind,
            started_on=since,
            note=note,
            owner=self.coordinator.name,
            evidence="An invented e-mail of that day",
            next_check_on=check_on,
            submission_id=mark,
            now=now,
        )

    def draft_letter(self, days_ago: int) -> None:
        """The first letter to the family is drafted."""
        letters.draft_now(self.coordinator, self.case_id, now=self._at(days_ago))

    def post_letter(self, days_ago: int) -> None:
        """The draft is filled in, released and posted on one day."""
        letter_id, text, version = self._letter()
        letter = (self.coordinator, self.case_id, letter_id)
        text, to = TO_FILL_IN.sub(r"(\1: invented)", text), "The invented parents"
        letters.change_letter(*letter, addressee=to, text=text, version=version, now=self._at(days_ago))
        letters.release_letter(*letter, version=self._letter()[2], now=self._at(days_ago))
        left_on, version = self.day(days_ago), self._letter()[2]
        letters.post_letter(*letter, posted_on=left_on, version=version, now=self._at(days_ago))

    def meet(self, days_ago: int, summary: str) -> None:
        """The child death review meeting is recorded, on its day."""
        review_meetings.record_review_meeting(
            self.coordinator,
            self.case_id,
            held_on=self.day(days_ago),
            place="Invented Hospital",
            present=PRESENT,
            summary=summary,
            submission_id=self._mark("met"),
            now=self._at(days_ago),
        )

    def make_ready(self, days_ago: int) -> None:
        """The coordinator makes the case ready for panel."""
        mark, now = self._mark("ready"), self._at(days_ago)
        lifecycle.take_step(self.coordinator, self.case_id, "make ready for panel", "", submission_id=mark, now=now)

    def analyse(self, days_ago: int, said: AnswerSet) -> None:
        """Something is written on the analysis form."""
        findings.save_section(self.chair, self.case_id, said, seen={}, now=self._at(days_ago))

    def list_for(self, days_ago: int, meeting_id: str) -> None:
        """The case goes on the agenda of a meeting, by its public id."""
        meetings.put_on_agenda(self.coordinator, meeting_id, self.case_id, now=self._at(days_ago))

    def sign(self, days_ago: int) -> None:
        """The chair signs what the analysis says."""
        now, mark = self._at(days_ago), self._mark("signed")
        shown = findings.standing(self.chair, self.case_id, now=now).digest
        unit.end_reads()
        findings.sign(self.chair, self.case_id, digest=shown, submission_id=mark, now=now)

    def _contact(self, way: ContactWay, who: Colleague, said: str, now: datetime) -> Contact:
        return Contact(way, now.astimezone(LONDON).date(), who.name, who.role, said)

    def _at(self, days_ago: int) -> datetime:
        """The next moment of that day: deeds follow each other, and all of them are before `now`."""
        self._deeds += 1
        at = datetime.combine(self.day(days_ago), OPENS, LONDON) + self._deeds * STEP
        return min(at, self.now - timedelta(minutes=1))

    def _mark(self, what: str) -> str:
        """A one-time mark of a form: the same for the same deed of the same case."""
        return hashlib.sha256(f"{self.key} {what} {self._deeds}".encode()).hexdigest()

    def _opened(self, days_ago: int, who: Colleague) -> tuple[Actor, datetime]:
        """Somebody at an agency who opened its link with a code, and when."""
        invitation_id, now, browser = self._invitation_to(who.kind), self._at(days_ago), self._mark("browser")
        token = _secret_of(invitation_id)
        respondents.send_code(public(), token, browser, submission_id=self._mark("code"), now=now)
        code = _code_of(invitation_id)
        respondents.open_form(token, browser, code=code, name=who.name, role=who.role, now=now)
        name = f"{who.name} ({who.role})"
        return Actor(ActorKind.INVITATION, panel_id=self.panel_id, invitation_id=invitation_id, name=name), now

    def _invitation_to(self, kind: str) -> int:
        """The invitation that opens the request which went to the agency of this kind."""
        joined = select(Invitation.id).join(FormRequest, FormRequest.id == Invitation.request_id)
        return int(_one(self._of_agency(joined, kind).where(Invitation.ended_at.is_(None))))

    def _request_to(self, kind: str) -> str:
        """The public id of that request."""
        return str(_one(self._of_agency(select(FormRequest.public_id), kind)))

    def _of_agency(self, query: Any, kind: str) -> Any:
        joined = query.join(Agency, Agency.id == FormRequest.agency_id).join(Case, Case.id == FormRequest.case_id)
        return joined.where(Case.public_id == self.case_id, Agency.kind == kind)

    def _letter(self) -> tuple[str, str, int]:
        """The public id, the text and the version of the case's letter."""
        query = select(FamilyLetter.public_id, FamilyLetter.text, FamilyLetter.version)
        row = db.session.execute(
            query.join(Case, Case.id == FamilyLetter.case_id).where(Case.public_id == self.case_id)
        )
        found = row.one()
        unit.end_reads()
        return found.public_id, found.text, found.version


PRESENT = (
    {"name": "Invented Paediatrician", "role": "designated doctor", "agency": "Invented Hospital"},
    {"name": "Invented Health-Visitor", "role": "health visitor", "agency": "Invented Health Visiting"},
)
"""Who comes to a review meeting."""


def answers(told: Mapping[str, Any]) -> dict[AnswerKey, Answer]:
    """Return values as answers to questions that are in no group."""
    return {(key, NOT_IN_A_GROUP): value if isinstance(value, Answer) else Answer(value) for key, value in told.items()}


def _secret_of(invitation_id: int) -> str:
    secret = invitations.link_secret(db.session.get_one(Invitation, invitation_id))
    unit.end_reads()
    return secret


def _code_of(invitation_id: int) -> str:
    """The code that was sent last, as its message says it."""
    query = select(InvitationCode).where(InvitationCode.invitation_id == invitation_id)
    code = invitations.code_of(db.session.scalars(query.order_by(InvitationCode.id.desc()).limit(1)).one())
    unit.end_reads()
    return code


def _one(query: Any) -> Any:
    """The one value that a query finds; its reading ends before the next verb begins."""
    value = db.session.scalars(query).one()
    unit.end_reads()
    return value
