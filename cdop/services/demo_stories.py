"""The stories of the demonstration's live cases: a death at every stage of its review. All of it is invented."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from cdop.questionnaires.answer import Answer, AnswerSet
from cdop.rules import nhs_number
from cdop.rules.actors import Actor
from cdop.rules.dates import LONDON
from cdop.rules.decisions import Decision
from cdop.rules.triage import FirstCheck, NotForReview
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import HoldKind, JointAgencyResponse, NationalKind, Residency
from cdop.rules.working_days import add_working_days
from cdop.services import agencies, demo_meetings, demo_packs, meetings, minutes, packs, received_notifications
from cdop.services.attachments import Upload
from cdop.services.demo_live import Chronicle, Colleague, answers
from cdop.services.meetings import Details

AREA = "E06000049"
POSTCODES = ("CW1 2AB", "SK10 1AA", "SK11 2BX", "CW1 1AB", "SK10 2AB")
"""Of the sample that is shipped, in that area."""
DIRECTORY = {
    "gp": "Invented Lane Surgery",
    "police": "Invented Constabulary",
    "children's social care": "Invented Children's Services",
    "hospital trust": "Invented Hospital",
    "health visiting": "Invented Health Visiting",
    "midwifery": "Invented Maternity Service",
    "emergency department": "Invented Emergency Department",
    "ambulance": "Invented Ambulance Service",
}
RELEASING = "health visiting"
"""The agency whose forms somebody senior reads before the panel has them."""

MANAGER = Colleague("gp", "Pat Invented-Manager", "practice manager")
DOCTOR = Colleague("gp", "Dr Robin Invented", "GP partner")
OFFICER = Colleague("police", "Sam Invented-Officer", "detective sergeant")
NURSE = Colleague("health visiting", "Lee Invented-Visitor", "health visitor")
MIDWIFE = Colleague("midwifery", "Jude Invented-Midwife", "matron")
SOCIAL_WORKER = Colleague("children's social care", "Jo Invented-Worker", "team manager")
PARAMEDIC = Colleague("ambulance", "Ari Invented-Paramedic", "clinical lead")
SEARCHED = {"reporting": answers({"records_searched": ("child", "mother in pregnancy")})}
SEEN = {**SEARCHED, "circumstances": answers({"circumstances": "Everybody in this account is invented."})}
TOLD_OF_BAY = {
    **SEARCHED,
    "circumstances": answers(
        {
            "circumstances": "Bay was seen by Dr Robin Invented with a cold. The mother, Fern, rang 07700 900123 the "
            "next day; she may have been told to wait. PC Larch came to the home at CW1 2AB. All of it is invented."
        }
    ),
    "services": answers({"issues": "Nobody rang back. This issue is invented."}),
}
"""An account with names, numbers and doubtful words in it, for the pack."""
HOME_ELSEWHERE = "E06000051"
"""Shropshire, which is not of the panel."""
LATELY = 3
"""Days: a death that was notified later is still to be entered in the national database."""
CHECKED_WITHOUT_KEY_WORKER = FirstCheck(Residency.RESIDENT, AREA)
CHECKED = replace(CHECKED_WITHOUT_KEY_WORKER, key_worker_name="Kim Invented-Nurse", key_worker_role="key worker")
FINDINGS = answers(
    {
        "case_summary": "An invented baby was found unresponsive in the morning.",
        "cause_of_death": "Unascertained; the baby was born preterm. All of it is invented.",
        "child_score": "1",
        "social_score": "2",
        "physical_score": "0",
        "service_score": "1",
    }
) | {
    ("social_factor_code", "a1"): Answer("B02"),
    ("social_factor_score", "a1"): Answer("2"),
    ("social_factor_modifiable", "a1"): Answer("yes"),
}
LETTER = Upload("letter.txt", b"The family asked that this invented letter be read with the notification.")
COMPLETED = (
    FINDINGS
    | answers(
        {
            "primary_category": "10",
            "category_note": "The early birth did not explain the death. This reason is invented.",
            "modifiable": "yes",
            "themes": ("safe-sleep",),
        }
    )
    | {("learning_text", "b1"): Answer("Ask about sleep at every contact")}
)


SENT_BY_A_SYSTEM = """Everybody in this message is invented.

Baby
First name: Baby of Juniper
Surname: Invented-Sent
NHS number: not available
Date of birth: 2 January 2026 at 03:05
Date of death: 3 January 2026
Sex: F
Gestation at delivery: 27+3
Birthweight (g): 980
Plurality: Singleton
Place of death: Neonatal unit
Hospital: Invented Hospital
Apgar score at 5 minutes: 6

Mother
Name: Juniper Invented-Sent
Postcode: CW1 2AB

Reporter details
Name: Robin Invented-Midwife
Email: robin@example.com
"""


class Book:
    """The live cases in the order in which they began: the number of each makes its names and its NHS number."""

    def __init__(self, coordinator: Actor, chair: Actor, *, now: datetime) -> None:
        self.coordinator, self.chair, self.now = coordinator, chair, now
        self._written = 0

    def begin(
        self, name: str, notified: int, *, age: int = 120, letter: Upload | None = None, **told: Any
    ) -> tuple[Chronicle, str]:
        """Notify a death of the day before, `notified` days ago; return its chronicle and the notification."""
        self._written += 1
        chronicle = Chronicle(self.coordinator, self.chair, name, now=self.now)
        died = chronicle.day(notified) - timedelta(days=1)
        notification = chronicle.notify(
            notified,
            {
                "notifier_name": "Invented Registrar",
                "notifier_email": "registrar@example.com",
                "notified_by": "emergency department",
                "given_names": name,
                "family_name": "Invented-Live",
                "born_on": died - timedelta(days=age),
                "died_on": died,
                "sex": "female" if self._written % 2 else "male",
                "nhs_number_held": "held",
                "nhs_number": _test_number(900 + 2 * self._written),
                "postcode": POSTCODES[self._written % len(POSTCODES)],
                "place_of_death": "HOSP-ED",
                "place_of_death_name": "Invented Hospital",
                "place_of_event": "HOME",
                "expectedness": "unexpected",
            }
            | told,
            letter,
        )
        return chronicle, notification

    def opened(self, name: str, notified: int, check: FirstCheck, **told: Any) -> Chronicle:
        """A case that was opened on the day it was notified."""
        chronicle, notification = self.begin(name, notified, **told)
        chronicle.check(notified, notification, check)
        if check.residency is Residency.RESIDENT and notified > LATELY:
            chronicle.enter_nationally(notified, NationalKind.NOTIFICATION)
        return chronicle


def load(coordinator: Actor, chair: Actor, *, now: datetime) -> None:
    """Add agencies and live cases to the coordinator's panel, each case with what was done on it up to now."""
    for number, (kind, name) in enumerate(DIRECTORY.items(), 101):
        mailbox = name.lower().replace("'", "").replace(" ", ".")
        told = {"name": name, "kind": kind, "email": f"{mailbox}@example.com", "lead_email": "lead@example.com"}
        told["telephone"] = f"01632 960 {number}"  # of the range that is never given out
        agency_id = agencies.add_agency(coordinator, told, panel_id=coordinator.panel_id or 0, now=now)
        if kind == RELEASING:
            agencies.change_agency(
                coordinator, agency_id, told, is_active=True, has_release_step=True, version=1, now=now
            )
    book = Book(coordinator, chair, now=now)
    next_meeting = _planned(coordinator, in_days=20, now=now, told=now - timedelta(days=40))
    demo_meetings.load(coordinator, next_meeting, now=now)
    held = signed(book)
    demo_packs.release(coordinator, held, now=now - timedelta(days=25))
    minutes.draft_minutes(coordinator, held, now=now - timedelta(days=20))
    minutes.share_minutes(coordinator, held, now=now - timedelta(days=19))
    on_agenda(book, next_meeting)
    packs.draft_pack(coordinator, next_meeting, now=now)
    ready(book)
    met(book)
    overdue(book)
    on_criminal_hold(book)
    letter_to_release(book)
    gathering(book)
    passed_on(book)
    waiting(book)
    not_for_review(book)


def signed(book: Book) -> str:
    """Reviewed at a meeting a month ago: the analysis is sealed, and its action is still to be done.

    Return the meeting's public id.
    """
    case = book.opened("Ash", 170, CHECKED, age=90)
    case.ask(169, "gp", "police")
    case.answer(160, DOCTOR, SEEN)
    case.answer(158, OFFICER, SEEN)
    case.draft_letter(146)
    case.post_letter(145)
    case.meet(90, "Nothing was left open. This meeting is invented.")
    case.make_ready(80)
    held = _planned(book.coordinator, in_days=-30, now=book.now, told=book.now - timedelta(days=100))
    case.list_for(75, held)
    demo_meetings.attend(book.coordinator, held, now=book.now - timedelta(days=27))
    action = {
        "action_text": "Ask about smoking at every visit",
        "action_owner": "Invented Owner",
        "action_agency": "Invented Health Visiting",
        "action_due_on": add_working_days(book.now.astimezone(LONDON).date(), 60),
    }
    recommended = {
        "recommendation_text": "Ask about sleep at every contact in the first year. It is made up.",
        "recommendation_addressee": "Invented Health Visiting, head of service",
        "recommendation_level": "local",
    }
    said = {(key, "c1"): Answer(value) for key, value in (action | recommended).items()}
    case.analyse(25, COMPLETED | said)
    case.sign(24)
    case.enter_nationally(23, NationalKind.REVIEW, is_answered=False)
    return held


def on_agenda(book: Book, meeting_id: str) -> None:
    """On the agenda of the next meeting, its analysis drafted."""
    case = book.opened("Bay", 150, CHECKED)
    case.ask(149, "gp", "children's social care")
    case.answer(140, DOCTOR, TOLD_OF_BAY)
    case.answer(139, SOCIAL_WORKER, SEEN)
    case.draft_letter(125)
    case.post_letter(124)
    case.meet(60, "The family asked whether they could have known. This meeting is invented.")
    case.analyse(59, FINDINGS)
    case.make_ready(30)
    case.list_for(14, meeting_id)
    demo_meetings.declare(book.coordinator, book.chair, meeting_id, case.case_id, now=book.now - timedelta(days=5))
    demo_meetings.invite_expert(book.coordinator, meeting_id, case.case_id, now=book.now - timedelta(days=4))


def ready(book: Book) -> None:
    """Ready for panel, although nobody is named as key worker; the surgery corrected what it had sent."""
    case = book.opened("Cedar", 120, CHECKED_WITHOUT_KEY_WORKER, age=2200)
    case.ask(119, "gp", "hospital trust")
    case.answer(110, DOCTOR, SEEN)
    case.answer(109, replace(SOCIAL_WORKER, kind="hospital trust", role="named doctor"), SEEN)
    case.meet(40, "This meeting is invented.")
    case.send_back(38, "gp", "Was the child seen in the last month? The hospital says so. This question is invented.")
    case.answer(36, DOCTOR, {"circumstances": answers({"circumstances": "Seen a week before; all of it is invented."})})
    case.make_ready(6)


def met(book: Book) -> None:
    """The review meeting was held, its analysis is begun; of two contradictions of its agencies one is settled."""
    case = book.opened("Dale", 75, CHECKED)
    case.ask(74, "gp", "midwifery")
    case.answer(66, DOCTOR, SEEN | _said(feeding="breast milk", smoking="no"))
    case.answer(65, MIDWIFE, SEEN | _said(feeding="both", smoking="yes"))
    case.agree(60, "household_smoking", "yes", "The midwife saw it at home. All of it is invented.")
    case.draft_letter(50)
    case.post_letter(49)
    case.meet(10, "The draft analysis is to be finished by e-mail. This meeting is invented.")
    case.analyse(10, FINDINGS)


def overdue(book: Book) -> None:
    """Two agencies have not answered for weeks: one asks for time, the other names who should answer instead."""
    case = book.opened("Elder", 45, CHECKED, age=5000)
    case.ask(44, "gp", "children's social care", "police")
    case.hold(40, HoldKind.POST_MORTEM, "Histology is outstanding. It is invented.", check_in=5)
    case.answer(35, DOCTOR, SEEN)
    case.name_colleague(
        25, SOCIAL_WORKER, "Max Invented-Colleague", "max@example.com", "They knew the family, who are invented."
    )
    case.draft_letter(20)
    case.post_letter(19)
    case.call(9, OFFICER, "The officer is on leave and writes next week. This call is invented.")
    case.ask_for_time(4, OFFICER, 14, "The record is with another force, which is invented.")


def on_criminal_hold(book: Book) -> None:
    """The police investigate: the letter is drafted and may not go, and the case is sensitive."""
    case = book.opened("Fern", 33, CHECKED_WITHOUT_KEY_WORKER, age=900, suspected_types=("other trauma",))
    case.ask(32, "gp", "police", "ambulance")
    case.answer(28, MANAGER, SEEN)
    case.file_return(20, PARAMEDIC, "Sent as a document; nobody has entered it yet. All of it is invented.")
    case.hold(27, HoldKind.CRIMINAL, "Ask the senior investigating officer, who is invented", check_in=3)
    case.mark_sensitive(26, "People at one of the agencies know the family. All of them are invented.")
    case.draft_letter(6)


def letter_to_release(book: Book) -> None:
    """The letter to the family waits for somebody to release it; two people are at work on the surgery's form."""
    case = book.opened("Gale", 28, _with_response(book, 28))
    case.ask(27, "gp", "health visiting")
    case.answer(15, MANAGER, SEARCHED, is_sent=False)
    case.answer(14, DOCTOR, {"circumstances": SEEN["circumstances"]}, is_sent=False)
    case.draft_letter(2)


def gathering(book: Book) -> None:
    """One form came back, another is half written, a third waits until its agency releases it."""
    case = book.opened("Hazel", 12, _with_response(book, 12))
    case.ask(11, "gp", "police", "health visiting")
    case.answer(6, DOCTOR, SEEN)
    case.answer(5, OFFICER, SEARCHED, is_sent=False)
    case.answer(4, NURSE, SEEN)


def passed_on(book: Book) -> None:
    """A child who lived elsewhere: passed on to the panel that leads, which has not acknowledged it yet."""
    day = Chronicle(book.coordinator, book.chair, "", now=book.now).day(4)
    elsewhere = FirstCheck(Residency.ELSEWHERE, HOME_ELSEWHERE, forwarded_on=day, forwarded_to="Invented Shire panel")
    book.opened("Juniper", 4, elsewhere, age=700, postcode=None, suspected_types=("infection",))


def waiting(book: Book) -> None:
    """Told of yesterday with a letter, an alert and a question to the notifier; and what another system sent."""
    chronicle, notification = book.begin("Ivy", 1, age=900, letter=LETTER, suspected_types=("drowning",))
    chronicle.ask_notifier(1, notification, "Which health visitor knew the child? This question is invented.")
    told, code, now = {"sender": "Invented perinatal surveillance"}, "what is sent", book.now - timedelta(minutes=1)
    received_notifications.take_in(book.coordinator, SENT_BY_A_SYSTEM, code=code, now=now, **told)


def not_for_review(book: Book) -> None:
    """Shown later to be a stillbirth, and taken out of review."""
    case = book.opened("Kerria", 40, CHECKED, age=0, place_of_death="HOSP-LW", suspected_types=("neonatal",))
    case.take_out(33, NotForReview.STILLBIRTH, "The trust wrote that a midwife was present. This letter is invented.")


def _said(*, feeding: str, smoking: str) -> dict[str, AnswerSet]:
    """What an agency says of the baby."""
    return {"child": answers({"feeding": feeding}), "social": answers({"household_smoking": smoking})}


def _with_response(book: Book, days_ago: int) -> FirstCheck:
    """A first check that found a joint agency response, which began on the morning of the notification."""
    day = Chronicle(book.coordinator, book.chair, "", now=book.now).day(days_ago)
    began = datetime.combine(day, time(8), LONDON)
    held = JointAgencyResponse.HELD
    told = replace(CHECKED, jar_criteria=("sudden",), joint_agency_response=held, jar_triggered_at=began)
    referred = Decision(DecisionTopic.CHILDREN_AT_RISK, "yes", "Invented Children's Services", day)
    more = (Decision(DecisionTopic.CORONER, "taken"), Decision(DecisionTopic.CERTIFICATE, "no"), referred)
    return replace(told, jar_lead="Dr Invented Lead, designated doctor", decisions=more)


def _planned(coordinator: Actor, *, in_days: int, now: datetime, told: datetime) -> str:
    """Plan a meeting of the panel, on a Tuesday, which no other meeting of the demonstration is; its public id."""
    day = now.astimezone(LONDON).date() + timedelta(days=in_days)
    day += timedelta(days=(1 - day.weekday()) % 7 if in_days > 0 else -((day.weekday() - 1) % 7))
    starts_at, mark = datetime.combine(day, time(10), LONDON), f"the demonstration's meeting {in_days}"
    details = Details(place="Invented Hall", most_cases=12, minutes=180)
    return meetings.plan_meeting(coordinator, starts_at=starts_at, details=details, submission_id=mark, now=told)


def _test_number(number: int) -> str:
    """An NHS number of the 999 range, which is never issued; of a number without a check digit, that of the next."""
    for candidate in (number, number + 1):
        for last in range(10):
            try:
                return nhs_number.parse(f"999{candidate:06d}{last}")
            except ValueError:
                continue
    raise ValueError(number)
