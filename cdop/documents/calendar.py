"""A person's dates as an iCalendar file, which Outlook, Google and others subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress

from cdop.queries.calendar import Entry

MEDIA_TYPE = "text/calendar"
READ_EVERY = timedelta(hours=4)


def calendar(name: str, entries: Iterable[Entry], link: Callable[[Entry], str], *, host: str, now: datetime) -> bytes:
    """Return the file: each entry with a link to its page; `host` makes the names of the entries known everywhere."""
    made = _file("PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, name)
    made.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for entry in entries:
        made.add_component(_event(entry, link(entry), host, now))
    return bytes(made.to_ical())


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody in a calendar entry."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invite:
    """A meeting in the calendar of somebody who is invited. A later one of the same `uid` has a higher `sequence`."""

    uid: str
    sequence: int
    is_cancelled: bool
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    organizer: Attendee
    attendee: Attendee
    has_accepted: bool = False

    @property
    def method(self) -> str:
        """What a calendar programme does with it (RFC 5546)."""
        return "CANCEL" if self.is_cancelled else "REQUEST"


def invite_file(invite: Invite, *, now: datetime) -> bytes:
    """Return the file that makes, changes or takes away a meeting in a calendar (RFC 5546).

    No answer is asked of the calendar programme: whoever is invited answers by the link.
    """
    made, event = _file(invite.method), Event()
    event.add("uid", invite.uid)
    event.add("sequence", invite.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", invite.starts_at.astimezone(UTC))
    event.add("dtend", invite.ends_at.astimezone(UTC))
    event.add("status", "CANCELLED" if invite.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    event.add("summary", invite.summary)
    event.add("description", invite.address)
    event.add("url", invite.address)
    if invite.place:
        event.add("location", invite.place)
    event.add("organizer", _person(invite.organizer))
    attendee = _person(invite.attendee)
    attendee.params["RSVP"] = "FALSE"
    attendee.params["PARTSTAT"] = "ACCEPTED" if invite.has_accepted else "NEEDS-ACTION"
    event.add("attendee", attendee)
    made.add_component(event)
    return bytes(made.to_ical())


def _person(person: Attendee) -> vCalAddress:
    found = vCalAddress(f"mailto:{person.email}")
    found.params["CN"] = person.name
    return found


def _file(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//CDOP//Child death review//EN")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def _event(entry: Entry, address: str, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{host}")
    event.add("dtstamp", now)
    event.add("dtstart", entry.at)
    if not isinstance(entry.at, datetime):
        event.add("dtend", entry.at + timedelta(days=1))
    # A day on which something falls due keeps nobody from meeting.
    event.add("transp", "OPAQUE" if isinstance(entry.at, datetime) else "TRANSPARENT")
    event.add("class", "PRIVATE")
    event.add("summary", entry.words)
    event.add("url", address)
    event.add("description", address)
    if entry.place:
        event.add("location", entry.place)
    return event
