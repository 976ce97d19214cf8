"""The words of letters to a family: plain English, no abbreviations, who to ring.

Source: a panel's practice of a first letter three to four weeks after the death, which says that every child's death
is reviewed and asks what the family wants to know (pan-Cheshire annual report 2013-14).
"""

import re

EARLIEST_DAYS = 21
"""A first letter comes no sooner than this after the death, so that it does not meet the family in the first days."""

ADDRESSEE = "The parents or carers"
TO_FILL_IN = "[Fill in: {}]"
_GAP = re.compile(r"\[Fill in: ([^\]]*)\]")

_FIRST = """\
Dear [Fill in: the names of the parents or carers],

We are very sorry that {child} died. We are writing to tell you about something that happens after every child's \
death in England.

A small group of people, called a child death overview panel, looks at what is known about each child's life and \
death. It includes doctors, nurses, social workers, the police and others. Most of them never met your family. They do \
not look for someone to blame. They want to know whether anything could help other children in future.

You do not need to do anything. You are not asked to come to a meeting. But if there is something you want us to know, \
or a question you would like us to think about, we would like to hear it. You can tell us at any time.

{key_worker}

You can also ring us{telephone}. We will answer your questions as well as we can, and we will tell you what we learned \
when the review is complete, if you would like that.

There is a booklet called "When a child dies". If nobody has given it to you, please tell us and we will send it.

Yours sincerely,

{panel}
"""


def first_letter(*, child: str | None, key_worker: str | None, panel: str, telephone: str | None) -> str:
    """Return the draft of the first letter. What is not known is marked, and must be filled in before it goes."""
    person = key_worker or TO_FILL_IN.format("the name of the family's key worker, and how to reach them")
    return _FIRST.format(
        child=child or TO_FILL_IN.format("the child's first name"),
        key_worker=f"Your key worker is {person}. They can tell you more about the review and pass on what you say.",
        telephone=f" on {telephone}" if telephone else f" on {TO_FILL_IN.format('telephone number')}",
        panel=panel,
    )


def unfinished(text: str) -> list[str]:
    """Return, in words, every gap of a draft that nobody has filled in yet."""
    return [f"Fill in {gap}" for gap in _GAP.findall(text)]
