"""Who has a reporting form open: the token in this browser's cookie, looked up among the sessions on the server.

It counts on the pages of the form and nowhere else, whoever may be signed in with an account in the same browser. A
page says of which request it is, so that nothing typed about one child is saved on the form of another that was opened
in the same browser meanwhile.
"""

from datetime import timedelta

from flask import Flask, Response, current_app, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from cdop import clock
from cdop.queries import invitations
from cdop.rules.digests import secret_digest
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action, ActorKind
from cdop.services import respondents, unit

# Names within the signed cookie.
TOKEN, BROWSER, SENT, SENT_BY = "respondent", "browser", "sent", "sent_by"
ABOUT = "about"
"""The field of a page that says of which request it is."""
LEAVING = "form_b.leave"
SENDING = ("form_b.check_answers", "form_b.nothing_held")
PAGES = frozenset({"form_b", "form_b_changes", "form_b_files", "form_b_handling", "form_b_release"})


def init_respondents(app: Flask) -> None:
    """Let every request for a page of the form know its actor. After the sign-in, before the gate."""
    app.before_request(_identify)


def token() -> str:
    """Return this browser's token, "" where it has none."""
    return str(session.get(TOKEN, ""))


def _identify() -> ResponseReturnValue | None:
    if request.blueprint not in PAGES:
        return None
    config, now = current_app.config["CDOP"], clock.now()
    idle, whole = timedelta(minutes=config.idle_minutes), timedelta(hours=config.session_hours)
    found = invitations.respondent(secret_digest(token()), now=now, idle=idle, whole=whole)
    g.has_account = "actor" in g and _answers_for_agency()
    if found is not None:
        if request.method == "POST" and request.endpoint != LEAVING and request.form.get(ABOUT) != found.reference:
            return _closed(is_another_open=True)
        g.actor, g.panel, g.form_reference = found.actor, found.panel, found.reference
        if now - found.last_seen_at > respondents.SEEN_EVERY:
            respondents.seen(found.actor, token(), now=now)
        return None
    # Somebody with an account meets the gate, as on any page that their roles do not open; whoever answers for an
    # agency opens the form again.
    is_nobody = "actor" not in g or g.actor.kind is ActorKind.PUBLIC
    return _closed() if is_nobody or g.has_account else None


def _answers_for_agency() -> bool:
    return can(g.actor, Action.OWN_REQUEST_LIST)


def _closed(*, is_another_open: bool = False) -> ResponseReturnValue:
    """The form is not open here (any more): what was typed can be sent once it is open again.

    A page that was sent already, by which the form was closed, leads to its receipt again, and so does one that
    would send it once more. What was typed on another page of a form that was sent is told to be not in it.
    """
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("own_requests.index" if g.has_account else "invitations.closed"))
    was_sent = _was_sent_here(request.form.get(ABOUT, ""))
    if request.form.get("submission_id", "") == session.get(SENT_BY) or (was_sent and request.endpoint in SENDING):
        return redirect(url_for("invitations.received"))
    about = request.form.get(ABOUT, "")
    told = {"typed": _typed(), "about": about, "is_another_open": is_another_open, "was_sent": was_sent}
    return render_template("form_b/closed.html", **told), 401


def typed_before_signing_in() -> Response:
    """The page for what was typed on a form that is open, but in a page from before its writer signed in anew."""
    return make_response(render_template("form_b/closed.html", typed=_typed(), is_open=True), 400)


def _typed() -> list[tuple[str, str]]:
    """What was sent; what another site sends in this browser's name is not taken along."""
    is_ours = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    sent = request.form.items(multi=True) if is_ours else ()
    return [(name, value) for name, value in sent if name != "csrf_token"]


def _was_sent_here(reference: str) -> bool:
    """Say whether the form that a page is about is the one that this browser sent last, and is still sent."""
    receipt = invitations.receipt(session.get(SENT, ""))
    unit.end_reads()
    return receipt is not None and receipt.reference == reference
