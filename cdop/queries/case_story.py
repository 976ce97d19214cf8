"""The story of a case in words: what happened, whom it waits for, what can be done next and why not."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from cdop.queries.case_page import CasePage, Event
from cdop.queries.case_work import CaseWork, Letter, Placed
from cdop.queries.comparison import open_conflicts
from cdop.queries.readiness import STAGES
from cdop.queries.unasked import with_unasked
from cdop.rules import case_words, decisions, lifecycle, local_authorities, outside_steps, proposed_holds
from cdop.rules.actors import Actor
from cdop.rules.correspondence import LetterStatus
from cdop.rules.dates import LONDON, written_date, written_moment
from cdop.rules.decisions import QUESTIONS
from cdop.rules.facts import CaseFacts, CaseSubject
from cdop.rules.form_b import NewProposal
from cdop.rules.lifecycle import COMPLETED, ENDED, Transition, Work
from cdop.rules.policy import can
from cdop.rules.proposed_holds import ProposedHold
from cdop.rules.readiness import Lack, lacks
from cdop.rules.triage import JAR_CRITERIA
from cdop.rules.triage_words import DecisionTopic
from cdop.rules.vocabulary import (
    AgendaItemStatus,
    CaseStatus,
    HoldKind,
    JointAgencyResponse,
    NotificationSource,
    RequestStatus,
)

SOURCES = {
    NotificationSource.PUBLIC_FORM: "on the public form",
    NotificationSource.TELEPHONE: "by telephone",
    NotificationSource.REGISTER: "in a register",
    NotificationSource.SYSTEM: "from another system",
}
HOLDS = {
    HoldKind.INQUEST: "the coroner: inquest",
    HoldKind.POST_MORTEM: "the pathologist: post-mortem report",
    HoldKind.CRIMINAL: "the police or the court: criminal investigation",
    HoldKind.PATIENT_SAFETY: "the trust: patient safety investigation",
    HoldKind.PERINATAL_REVIEW: "the trust: perinatal mortality review",
    HoldKind.MATERNITY_INVESTIGATION: "the maternity safety investigation",
    HoldKind.SAFEGUARDING_REVIEW: "the safeguarding partners: practice review",
    HoldKind.CUSTODY: "the prisons or police conduct investigation",
    HoldKind.REGULATOR: "the regulator's investigation",
    HoldKind.GENETICS: "genetic results",
    HoldKind.OVERSEAS: "information from abroad",
    HoldKind.FAMILY_REQUEST: "the family, who asked for time",
    HoldKind.THEMED_PANEL: "the themed panel",
}


@dataclass(frozen=True, slots=True)
class Next:
    """A step that leads on, for somebody who may take it: what stops it, and what is missing and does not."""

    transition: Transition
    blockers: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The work on a case as its page tells it.

    `lacks` is what it needs before the panel and has not, while it is on its way there. `out_of_review` says why it is
    not for review, where it is not. `first_check` is what the first check found, `place` what the tables say of the
    postcode: label and words. `proposed_holds` are for a person to confirm.
    """

    work: CaseWork
    out_of_review: str
    first_check: tuple[tuple[str, str], ...]
    place: tuple[tuple[str, str], ...]
    proposed_holds: tuple[ProposedHold, ...]
    waiting_for: tuple[str, ...]
    next_steps: tuple[Next, ...]
    history: tuple[Event, ...]
    is_complete: bool
    lacks: tuple[Lack, ...] = ()


def story(actor: Actor, page: CasePage, of_case: tuple[Event, ...], unasked: Collection[NewProposal] = ()) -> Story:
    """Return the story of a case that this person opened.

    `of_case` are its own steps and corrections, `unasked` whom and what nobody was asked for without saying why.
    """
    work = page.work
    facts = with_unasked(_with_conflicts(actor, page, work), unasked)
    return Story(
        work,
        _out_of_review(work) if facts.status is CaseStatus.NOT_FOR_REVIEW else "",
        _first_check(page.facts, work),
        _place(work),
        _proposed_holds(work, facts),
        waiting_for(work, facts),
        next_steps(actor, page.subject, facts),
        history(work, of_case),
        facts.status in COMPLETED,
        lacks(facts) if facts.status in STAGES else (),
    )


def _with_conflicts(actor: Actor, page: CasePage, work: CaseWork) -> CaseFacts:
    """The facts of the case; whether agencies contradict each other is asked only where a step depends on it."""
    facts = work.added_to(page.case_facts)
    back = sum(each.status is RequestStatus.RETURNED for each in work.asked)
    is_asked = facts.status in lifecycle.transition("make ready for panel").sources and back > 1
    return replace(facts, conflicts=open_conflicts(actor, page.public_id)) if is_asked else facts


def next_steps(actor: Actor, subject: CaseSubject, facts: CaseFacts) -> tuple[Next, ...]:
    """Return the steps that lead on from where the case stands, of those that this person may take.

    Whether the death is for review at all is asked elsewhere on the page.
    """
    return tuple(
        Next(step.transition, step.blockers, step.missing)
        for step in lifecycle.possible(facts)
        if step.transition.by is not Work.SCOPE and can(actor, step.transition.action, subject)
    )


def waiting_for(work: CaseWork, facts: CaseFacts) -> tuple[str, ...]:
    """Return, in words, whom the case waits for; empty once its review is complete."""
    if facts.status in ENDED:
        return ()
    forms = (
        f"{each.agency}: reporting form (Form B), "
        f"{f'by {written_date(each.due_on)}' if each.due_on else 'not sent yet'}"
        for each in work.asked
        if each.is_outstanding
    )
    holds = (
        f"{HOLDS[hold.kind][:1].upper()}{HOLDS[hold.kind][1:]}, since {written_date(hold.started_on)}"
        for hold in work.holds
        if hold.ended_on is None
    )
    meetings = (
        f"The panel meeting on {written_date(each.held_on)}"
        for each in work.listings
        if each.status is AgendaItemStatus.LISTED and facts.status is CaseStatus.ON_AGENDA
    )
    is_criminal = HoldKind.CRIMINAL in facts.holds
    letters = (words for each in work.letters if (words := _letter_waits(each, is_criminal)))
    unfinished = (words for each in work.decided if (words := decisions.still_open(each.decision)))
    return (*unfinished, *forms, *holds, *letters, *meetings)


def history(work: CaseWork, of_case: tuple[Event, ...]) -> tuple[Event, ...]:
    """Return everything that happened, newest first: the case's own steps and corrections, and the work on it."""
    return tuple(sorted([*of_case, *_events(work)], key=lambda event: event.at, reverse=True))


def _out_of_review(work: CaseWork) -> str:
    return next(
        (decisions.in_words(each.decision) for each in work.decided if each.decision.topic is DecisionTopic.SCOPE), ""
    )


def _proposed_holds(work: CaseWork, facts: CaseFacts) -> tuple[ProposedHold, ...]:
    if facts.status in ENDED:
        return ()
    return proposed_holds.proposed((each.decision for each in work.decided), {each.kind for each in work.holds})


def _first_check(facts: dict[str, Any], work: CaseWork) -> tuple[tuple[str, str], ...]:
    if facts["triaged_on"] is None:
        return ()
    criteria = (JAR_CRITERIA.get(key, key) for key in facts["jar_criteria"] or ())
    no_criterion = "Not known yet" if facts["joint_agency_response"] == JointAgencyResponse.NOT_KNOWN else "None is met"
    worker = (facts[f"key_worker_{part}"] for part in ("name", "role", "contact"))
    said = (
        ("First check", written_date(facts["triaged_on"])),
        *(_decided(work, _OF_PANELS)),
        ("Criteria of the joint agency response", "; ".join(criteria) or no_criterion),
        ("Joint agency response began", _moment(facts["jar_triggered_at"])),
        ("Led by", facts["jar_lead"]),
        ("Planning discussion", _moment(facts["jar_planned_at"])),
        ("Visit to the home or scene", _moment(facts["jar_visited_at"])),
        ("Why none was held", facts["jar_not_held_reason"]),
        *((label, facts[name] and written_date(facts[name])) for name, label in outside_steps.LABELS.items()),
        ("Key worker for the family", ", ".join(part for part in worker if part) or "Not named yet"),
        *(_decided(work, tuple(question.topic for question in QUESTIONS))),
    )
    return tuple((label, words) for label, words in said if words)


def _decided(work: CaseWork, topics: tuple[DecisionTopic, ...]) -> Iterator[tuple[str, str]]:
    """What stands of these topics of the first check, in their order."""
    standing = {each.decision.topic: each.decision for each in work.decided}
    for topic in topics:
        if topic in standing:
            yield decisions.topic_words(topic), decisions.in_words(standing[topic])


_OF_PANELS = (DecisionTopic.RESIDENCY, DecisionTopic.PASSED_ON, DecisionTopic.PASSED_TO_US)


def _place(work: CaseWork) -> tuple[tuple[str, str], ...]:
    """What the imported tables said of the postcode, and which tables they were."""
    return tuple(
        (label, words)
        for placed in work.placed
        for label, words in (
            ("Postcode", placed.postcode),
            ("Local authority", local_authorities.authority(placed.area_code).name),
            ("Small area (LSOA)", placed.lsoa_code or "Not in the table"),
            ("Deprivation decile", _decile(placed)),
            (
                "By the tables",
                "; ".join(name for name in (placed.postcodes_edition, placed.deprivation_edition) if name),
            ),
            ("Looked up", f"{placed.by_name}, {written_moment(placed.looked_up_at)}"),
        )
    )


def _decile(placed: Placed) -> str:
    known = placed.deprivation_decile, placed.deprivation_year
    return "Not known" if known[0] is None or known[1] is None else case_words.decile(known[0], known[1])


def _moment(at: datetime | None) -> str | None:
    return None if at is None else written_moment(at)


def _letter_waits(letter: Letter, is_criminal: bool) -> str | None:
    if letter.status is not LetterStatus.POSTED and is_criminal:
        return "The letter to the family, until the criminal investigation is over"
    return {
        LetterStatus.DRAFT: "Us: the letter to the family waits to be released",
        LetterStatus.RELEASED: "Us: the letter to the family was released and waits to be posted",
    }.get(letter.status)


def _events(work: CaseWork) -> Iterator[Event]:
    for told in work.told:
        yield Event(told.received_at, f"Notification {told.reference} received {SOURCES[told.source]}", "")
    yield from _forms_events(work)
    yield from _holds_events(work)
    yield from _meetings_events(work)
    yield from _letters_events(work)


def _forms_events(work: CaseWork) -> Iterator[Event]:
    for asked in work.asked:
        if asked.sent_at is not None:
            yield Event(asked.sent_at, f"Reporting form asked of {asked.agency}", asked.by_name or "")
        if asked.returned_at is not None:
            yield Event(asked.returned_at, f"Reporting form returned by {asked.agency}", asked.agency)


def _holds_events(work: CaseWork) -> Iterator[Event]:
    for hold in work.holds:
        yield Event(
            hold.created_at, f"Waiting for {HOLDS[hold.kind]} since {written_date(hold.started_on)}", hold.by_name or ""
        )
        if hold.ended_on is not None:
            yield Event(_on(hold.ended_on), f"No longer waiting for {HOLDS[hold.kind]}", "")


def _meetings_events(work: CaseWork) -> Iterator[Event]:
    for meeting in work.review_meetings:
        words = f"Child death review meeting of {written_date(meeting.held_on)} recorded"
        yield Event(meeting.created_at, words, meeting.by_name or "")
    for listed in work.listings:
        words = f"Put on the agenda of the panel meeting on {written_date(listed.held_on)}"
        yield Event(listed.created_at, words, listed.by_name or "")
    for signed in work.signed:
        yield Event(signed.signed_at, f"Analysis signed as version {signed.number}", signed.signed_by)


def _letters_events(work: CaseWork) -> Iterator[Event]:
    for letter in work.letters:
        yield Event(letter.created_at, "Letter to the family drafted", "")
        if letter.released_at is not None:
            yield Event(letter.released_at, "Letter to the family released", letter.released_by or "")
        if letter.posted_on is not None:
            yield Event(_on(letter.posted_on), "Letter to the family posted", "")


def _on(day: date) -> datetime:
    """Noon in England on a day whose hour nobody recorded."""
    return datetime.combine(day, time(12), LONDON)
