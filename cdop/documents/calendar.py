"""A person's dates as an iCalendar file, which Outlook, Google and others subscribe to (RFC 5545, RFC 7986)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from cdop.queries.calendar import Entry

MEDIA_TYPE = "text/calendar"
READ_EVERY = timedelta(hours=4)


def calendar(name: str, entries: Iterable[Entry], link: Callable[[Entry], str], *, host: str, now: datetime) -> bytes:
    """Return the file: each entry with a link to its page; `host` makes the names of the entries known everywhere."""
    made = Calendar()
    made.add("prodid", "-//CDOP//Child death review//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        made.add(key, name)
    made.add("refresh-interval", READ_EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for entry in entries:
        made.add_component(_event(entry, link(entry), host, now))
    return bytes(made.to_ical())


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
