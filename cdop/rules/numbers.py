"""Numbers and the words that agree with them: the one place that knows one from many."""


def agreeing(number: float | None, one: str, many: str = "") -> str:
    """Return `one` where the number is 1, else `many`, which is `one` with an s unless given."""
    return one if number == 1 else many or f"{one}s"


def counted(number: int, one: str, many: str = "") -> str:
    """Return "0 cases", "1 case" or "1,204 cases"; `many` where an s is not enough."""
    return f"{number:,} {agreeing(number, one, many)}"
