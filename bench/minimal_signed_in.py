"""The minimal app with a door: a signed-in session looked up at every request, a CSRF token, a form and its faults.

What a good engineer writes with Flask-Login, Flask-WTF and sqlite3 alone. No policy, one-time mark, log or headers.
"""

import os
import secrets

from flask import Flask, Response, flash, redirect, render_template_string
from flask_login import LoginManager, UserMixin, login_required, login_user
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired

from bench.minimal import run, save_note

app = Flask(__name__)
app.config.update(SECRET_KEY=os.environ.get("MINIMAL_SECRET", "minimal"), WTF_CSRF_TIME_LIMIT=None)
CSRFProtect(app)
manager = LoginManager(app)
SCHEMA = "create table if not exists session (token text primary key, name text not null);"
PAGE = """<form method="post"><input name="csrf_token" value="{{ csrf_token() }}">
<input name="email" value=""><input name="text" value=""></form>"""


class Session(UserMixin):  # type: ignore[misc]
    """The row of a session; its token is in the cookie."""

    def __init__(self, token: str, name: str) -> None:
        self.id, self.name = token, name


class NoteForm(FlaskForm):  # type: ignore[misc]
    """A note."""

    text = StringField(validators=[DataRequired()])
    version = StringField(validators=[DataRequired()])


@manager.user_loader
def load(token: str) -> Session | None:
    """Return the session of a token that the database holds."""
    row = run("select token, name from session where token = ?", token).fetchone()
    return Session(*row) if row else None


@app.get("/sign-in")
@app.get("/cases/<number>")
def form(number: str = "") -> str:
    """Show a form with its token."""
    return render_template_string(PAGE)


@app.post("/sign-in")
def sign_in() -> Response:
    """Begin a session. Whose it is does not matter here: checking a password is no part of a save."""
    token = secrets.token_urlsafe(32)
    run("insert into session values (?, 'Bench Coordinator')", token)
    login_user(Session(token, ""))
    return redirect("/cases/case-1")  # type: ignore[return-value]


@app.post("/cases/<int:case_id>/notes")
@login_required  # type: ignore[untyped-decorator]
def save(case_id: int) -> Response | tuple[str, int]:
    """Write a note on a case that is still as it was when the page was shown."""
    note = NoteForm()
    if not note.validate_on_submit():
        return "invalid", 422
    if not save_note(case_id, note.text.data, int(note.version.data)):
        return "stale", 409
    flash("The note was added.")
    return redirect(f"/cases/{case_id}")  # type: ignore[return-value]
