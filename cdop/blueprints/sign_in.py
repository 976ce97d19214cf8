"""Who a request is from: the browser's token, looked up among the sessions on the server.

Flask-Login puts the token into the signed cookie and takes it out. What the token opens is decided by its row, so a
copied cookie is dead once the row is ended; the row is asked here, without what else Flask-Login does to find a user.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import UserMixin, login_user
from itsdangerous import BadData

from cdop import clock
from cdop.extensions import login_manager
from cdop.queries import people
from cdop.queries.people import SignedIn
from cdop.rules.digests import secret_digest
from cdop.services import sessions
from cdop.signing import KeptSerializer, kept_serializer

SIGNED_IN = "_user_id"
"""Under what Flask-Login keeps the token in the cookie."""
FORMS = "csrf_token"
"""Under what Flask-WTF keeps in the cookie what the forms of this browser carry, and the field in which they do."""


@dataclass
class Session(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps."""

    token: str

    def get_id(self) -> str:
        """Return the token, which Flask-Login puts into the cookie."""
        return self.token


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookie; what signs it is made once, not twice in each request."""

    def __init__(self, app: Flask) -> None:
        made = super().get_signing_serializer(app)
        if made is None:
            raise RuntimeError("cookies need a secret key")
        options = {"salt": made.salt, "serializer": made.serializer, "signer_kwargs": made.signer_kwargs}
        self._serializer = KeptSerializer(made.secret_keys, **options)

    def get_signing_serializer(self, app: Flask) -> Any:
        """Return what reads and signs the cookies of the app."""
        return self._serializer


def init_sign_in(app: Flask) -> None:
    """Let Flask-Login keep the session of a browser, and let every request know its actor."""
    login_manager.session_protection = None  # the session is a row here; the browser's address may change
    login_manager.init_app(app, add_context_processor=False)  # no template asks for its user
    login_manager.user_loader(Session)
    app.session_interface = Cookies(app)
    app.before_request(_identify)
    config = app.config["CDOP"]
    app.jinja_env.globals.update(idle_minutes=config.idle_minutes, session_hours=config.session_hours)


def begin(token: str) -> None:
    """Give this browser the session of `token`, in which the request goes on."""
    login_user(Session(token))
    session[FORMS] = secret_digest(token)
    g.pop(FORMS, None)
    _identify()


def token() -> str | None:
    """Return the token by which somebody is signed in in this request, None where nobody is."""
    return session.get(SIGNED_IN) if g.get("signed_in") else None


def session_of_form() -> str:
    """Return the digest of the session that this request, or the page whose form it is, belongs to; "" for none.

    A form carries it, signed, so it tells where it was shown also when the browser lost its cookie. It opens nothing:
    a session is opened by what it is the digest of.
    """
    if SIGNED_IN in session:
        return secret_digest(session[SIGNED_IN])
    try:
        forms = kept_serializer(current_app.secret_key, salt="wtf-csrf-token")
        return str(forms.loads(request.form.get(FORMS, "")))
    except BadData:
        return ""


def _signed_in(token: str) -> SignedIn | None:
    config = current_app.config["CDOP"]
    now = clock.now()
    found = people.signed_in(
        secret_digest(token),
        now=now,
        today=clock.today(),
        idle=timedelta(minutes=config.idle_minutes),
        whole=timedelta(hours=config.session_hours),
    )
    if found is not None and now - found.last_seen_at > sessions.SEEN_EVERY:
        sessions.seen(found.actor, token, now=now)
    return found


def _identify() -> None:
    """Before anything else: the actor of the request. A page reads on in this transaction; a verb begins its own."""
    if request.endpoint == "static" or SIGNED_IN not in session:
        return
    found = _signed_in(session[SIGNED_IN])
    g.signed_in = found
    if found is not None:
        g.actor, g.panel, g.has_other_panels = found.actor, found.panel, found.has_other_panels
