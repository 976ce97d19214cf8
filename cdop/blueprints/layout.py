"""What `base.html` shows on every page: who is signed in, their panel, and where they may go."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from cdop.blueprints.access import current_actor, may

SERVICE = "Child death review"


# Text and page; each is shown to those whom the page's own mark lets in.
NAVIGATION = {
    "Notifications": "notifications.index",
    "Cases": "cases.index",
    "Requests": "request_board.index",
    "Our forms": "own_requests.index",
    "Meetings": "meetings.index",
    "Actions": "actions.index",
    "Figures": "figures.index",
    "Reports": "reports.index",
    "Agencies": "agencies.index",
    "Register": "register.index",
}


def init_layout(app: Flask) -> None:
    """Give the templates what the layout needs."""
    versions = _versions(Path(app.static_folder or ""))

    def asset(filename: str) -> str:
        """The address of one of our files; it changes with the file. Error pages need it before routing."""
        return f"{request.script_root}{app.static_url_path}/{filename}?v={versions[filename]}"

    app.jinja_env.globals.update(asset=asset, service_name=SERVICE, is_demo=app.config["CDOP"].is_demo)
    app.context_processor(_context)


def _versions(folder: Path) -> dict[str, str]:
    """The first digits of the digest of each file that a page may ask for."""
    files = (path for path in folder.rglob("*") if path.suffix in (".css", ".js", ".svg"))
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def _context() -> dict[str, Any]:
    return {
        "actor": current_actor(),
        "panel": g.get("panel"),
        "has_other_panels": g.get("has_other_panels", False),
        "has_mailbox": "mailbox" in current_app.blueprints,
        "navigation": _navigation(),
    }


def _navigation() -> list[dict[str, Any]]:
    if "panel" not in g:
        return []
    return [
        {"text": text, "href": url_for(page), "active": request.blueprint == page.split(".")[0]}
        for text, page in NAVIGATION.items()
        if _opens(page)
    ]


def _opens(page: str) -> bool:
    """Whether the person looking may open this page."""
    action = current_app.view_functions[page].mark.action  # type: ignore[union-attr]
    return action is None or may(action)
