"""What came of a verb that a form asked for: done, or refused with the reasons on the form."""

from collections.abc import Callable

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.forms.base import BaseForm
from cdop.services.errors import Blocked, Invalid, Stale

BESIDE = (
    "What you typed is still here, and beside each answer that differs stands what is recorded now: "
    "put together what should stand, and save it"
)
"""What a page says to whoever was second, after what somebody else changed; its form goes on beside that."""


def done(form: BaseForm, act: Callable[..., object], *, changed: str | None = None) -> bool:
    """Do it now, and say whether it was done; if not, the form says why, each reason beside its field or above all.

    `changed` is said where somebody else changed the same first. Raises Stale where there is nothing to say of that.
    """
    try:
        act(now=clock.now())
    except Invalid as invalid:
        form.add_faults(invalid.faults)
    except Blocked as blocked:
        form.add_faults({str(number): reason for number, reason in enumerate(blocked.reasons)})
    except Stale:
        if changed is None:
            raise
        form.add_faults({"version": changed})
    else:
        return True
    return False


def pressed(
    act: Callable[..., object], said: str, *, to: str, refused: Callable[[BaseForm], str]
) -> ResponseReturnValue:
    """Do what a button asks for, say so and lead on to an address; or show the page again with the reasons."""
    form = BaseForm()
    if form.validate() and done(form, act):
        flash(said, "success")
        return redirect(to)
    return refused(form), 409
