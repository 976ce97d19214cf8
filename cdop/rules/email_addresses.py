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
