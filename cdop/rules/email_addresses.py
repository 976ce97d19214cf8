"""The form of an e-mail address. Nothing is asked of the network."""


def parse(text: str) -> str:
    """Return an e-mail address that could exist and that every mail server takes, as it was typed.

    Raises ValueError, with a message for the person who typed it, where it could not.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        # Beyond ASCII an address needs mail servers that few have (RFC 6531); to the others no message can be written.
        text.encode("ascii")
        validate_email(text, check_deliverability=False)
    except (UnicodeEncodeError, EmailNotValidError):
        raise ValueError("An e-mail address looks like name@example.com.") from None
    return text


def organisation(address: str) -> str | None:
    """Return whose address it is, as "cwp.nhs.uk"; None of one that says nothing: a shared service, or no address.

    Bodies of the public sector have the last three parts of their domain, others the last two.
    """
    parts = address.rpartition("@")[2].lower().split(".")
    if len(parts) < 2:
        return None
    found = ".".join(parts[-3:] if ".".join(parts[-2:]) in _SECOND_LEVEL else parts[-2:])
    return None if found in _SHARED | _SECOND_LEVEL else found


_SECOND_LEVEL = frozenset("nhs.uk gov.uk police.uk sch.uk ac.uk co.uk org.uk".split())
_SHARED = frozenset(
    "nhs.net cjsm.net gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk yahoo.com yahoo.co.uk icloud.com "
    "btinternet.com live.co.uk aol.com example.com example.org example.net".split()
)
"""Services at which anybody has a mailbox, and the names that stand in examples (RFC 2606)."""
