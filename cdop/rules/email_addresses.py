"""The form of an e-mail address. Nothing is asked of the network."""


def parse(text: str) -> str:
    """Return an e-mail address that could exist, as it was typed.

    Raises ValueError, with a message for the person who typed it, where it could not.
    """
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("An e-mail address looks like name@example.com.") from None
    return text
