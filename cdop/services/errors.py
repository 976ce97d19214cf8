"""The few ways a verb can refuse. The blueprints turn each into a page."""


class NotFound(Exception):
    """There is no such thing, or the actor may not know of it."""


class Forbidden(Exception):
    """The actor may know of it but not do this."""


class Blocked(Exception):
    """It cannot be done as things stand, perhaps only not yet; `reasons` says why in plain words."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Stale(Exception):
    """Somebody changed it since the page was opened."""


class Invalid(Exception):
    """The values break a rule that holds whatever the page allowed; `faults` maps field to message."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults


class BeingMade(Exception):
    """The job process makes `what` was asked for, of which `done` steps of `whole` are done; ask again after a while.

    `is_late` says that nobody has begun for long; `reasons` say why it could not be made.
    """

    def __init__(self, what: str, *, done: int, whole: int, is_late: bool, reasons: list[str]) -> None:
        super().__init__(f"{done} of {whole}")
        self.what, self.done, self.whole, self.is_late, self.reasons = what, done, whole, is_late, reasons
