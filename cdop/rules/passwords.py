"""How long a password is."""

SHORTEST = 12
LONGEST = 200
