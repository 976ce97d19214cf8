"""What the walk is about: an invented baby, the invented people around her, and the days on which it happens."""

from datetime import UTC, date, datetime

PANEL, TELEPHONE = "Walk Child Death Overview Panel", "01632 960 123"
GIVEN, FAMILY, NHS_NUMBER, POSTCODE = "Tansy", "Walkington-Invented", "9990000018", "CW1 2ZZ"
BORN, DIED = date(2026, 5, 3), date(2026, 9, 1)

# A Wednesday after a bank holiday; the other days follow from it by the panel's deadlines.
NOTIFIED = datetime(2026, 9, 2, 8, 15, tzinfo=UTC)
DUE = "23 September 2026"
REMINDED = datetime(2026, 9, 9, 8, 15, tzinfo=UTC)
"""Five working days later, quarter past nine in London: a reminder was due at nine."""
LETTER_DAY = datetime(2026, 9, 22, 8, 15, tzinfo=UTC)
"""The 21st day after the death; letters are drafted at quarter past six."""
PANEL_DAY = datetime(2026, 10, 8, 9, 15, tzinfo=UTC)

GP, GP_EMAIL = "Invented Lane Surgery", "reception@surgery.example.com"
POLICE, POLICE_EMAIL = "Invented Constabulary", "child.death@police.example.com"
COORDINATOR_EMAIL = "coordinator@example.com"
COORDINATOR, CHAIR = "Chris Invented-Coordinator", "Charlie Invented-Chair"
MANAGER, DOCTOR, OFFICER = "Pat Invented-Manager", "Dr Robin Invented", "Sam Invented-Officer"

OF_THE_CHILD = (
    GIVEN,
    FAMILY,
    NHS_NUMBER,
    "999 000 0018",
    POSTCODE,
    "CW12ZZ",
    "3 May 2026",
    "1 September 2026",
    "2026-05-03",
    "2026-09-01",
    "03/05/2026",
    "01/09/2026",
)
"""Words that nobody may read who has not shown that they may know of the child."""
