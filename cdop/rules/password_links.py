"""For how long a link opens by which somebody chooses a password, and how often one is sent."""

from datetime import timedelta

TO_NEW_ACCOUNT = timedelta(days=7)
"""An account is made for people who come once a week."""

WHERE_FORGOTTEN = timedelta(hours=1)
ASKED_WITHIN = timedelta(hours=1)
FOR_ADDRESS, FROM_CALLER = 3, 20
"""So many links an hour are sent to one address, and are asked for from one place."""

ENDED = "This link has ended: it opens once, and not for long. Ask for another"
