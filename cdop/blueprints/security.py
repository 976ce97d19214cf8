"""What every response tells the browser: what may run, who may frame it, what may be kept."""

import re
import secrets

from flask import Flask, Response, abort, current_app, request
from werkzeug.wrappers import Response as BaseResponse

NONCE = "cdop.nonce"
YEAR = 365 * 24 * 60 * 60
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}
# A file in a folder named after its version never changes.
_VERSIONED_FOLDER = re.compile(r"-\d+\.\d+\.\d+/")


def init_security(app: Flask) -> None:
    """Add the headers to every response and `csp_nonce()` to the templates."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.before_request(_refuse_nul)
    app.after_request(_add_headers)


def _refuse_nul() -> None:
    """No database stores a NUL, so no address of ours has one. Forms refuse it themselves, beside its field."""
    asked = request.query_string
    if "\0" in request.path or b"%00" in asked or b"\0" in asked:
        abort(400)


def csp_nonce() -> str:
    """This response's nonce: an inline script that carries it may run."""
    nonce: str = request.environ.setdefault(NONCE, secrets.token_urlsafe(16))
    return nonce


def clear_site_data(response: BaseResponse) -> BaseResponse:
    """Have the browser forget the pages of this site, at the end of a session."""
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _add_headers(response: Response) -> Response:
    """Add what the view did not say itself."""
    said = {name.lower() for name, _value in response.headers}
    for name, value in (*HEADERS.items(), ("Content-Security-Policy", _policy()), ("Cache-Control", "no-store")):
        if name.lower() not in said:
            response.headers.add(name, value)
    if request.endpoint == "static" and response.status_code < 400:
        response.headers["Cache-Control"] = _static_caching()
    if current_app.config["CDOP"].is_https:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
    return response


def _policy() -> str:
    """Nothing but our own files and the one inline script with this response's nonce; no inline style."""
    scripts = f"'self' 'nonce-{request.environ[NONCE]}'" if NONCE in request.environ else "'self'"
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _static_caching() -> str:
    """A year where the address names the version, else ask each time."""
    is_versioned = "v" in request.args or _VERSIONED_FOLDER.search(request.path)
    return f"public, max-age={YEAR}, immutable" if is_versioned else "no-cache"
