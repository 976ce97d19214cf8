"""What `base.html` shows on every page: who is signed in, their panel, and where they may go."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request

from cdop.blueprints.access import current_actor
from cdop.rules.actors import Actor
from cdop.rules.policy import can
from cdop.rules.vocabulary import Action

SERVICE = "Child death review"


# Text and page; each is shown to those whom the page's own mark lets in. What is not here is on one of these pages.
NAVIGATION = {
    "Notifications": "notifications.index",
    "Cases": "cases.index",
    "Requests": "request_board.index",
    "Our forms": "own_requests.index",
    "Meetings": "meetings.index",
    "Actions": "actions.index",
    "Themes": "themes.index",
    "Figures": "figures.index",
    "Reports": "reports.index",
}
# Pages that are reached from one of these and are a part of it, by blueprint.
WITHIN = {
    "workspace": "figures",
    "releases": "figures",
    "api_tokens": "figures",
    **dict.fromkeys(("agencies", "directory", "routing"), "request_board"),
    "register": "cases",
    "awaited": "notifications",
    "death_lists": "notifications",
    "recommendations": "actions",
    "packs": "meetings",
    "pack_reader": "meetings",
    "minutes": "meetings",
    "waits": "cases",
    "themes_of_case": "cases",
    **dict.fromkeys(("report_drafts", "page_words"), "reports"),
    **dict.fromkeys(("case_groups", "learning_notes", "near_deaths"), "themes"),
    **dict.fromkeys(
        ("ready_board", "planner", "panel_seats", "meeting_dates", "meeting_people", "conflicts"), "meetings"
    ),
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A page of the menu, and what somebody must be allowed to do for it to be shown to them."""

    text: str
    path: str
    blueprint: str
    action: Action | None


def init_layout(app: Flask) -> None:
    """Give the templates what the layout needs. After the gate, which has seen that every page is marked."""
    versions = _versions(Path(app.static_folder or ""))
    menu = tuple(_menu_item(app, text, endpoint) for text, endpoint in NAVIGATION.items())

    def asset(filename: str) -> str:
        """The address of one of our files; it changes with the file. Error pages need it before routing."""
        return f"{request.script_root}{app.static_url_path}/{filename}?v={versions[filename]}"

    app.jinja_env.globals.update(asset=asset, service_name=SERVICE, is_demo=app.config["CDOP"].is_demo)
    app.context_processor(lambda: _context(menu))


def _versions(folder: Path) -> dict[str, str]:
    """The first digits of the digest of each file that a page may ask for."""
    files = (path for path in folder.rglob("*") if path.suffix in (".css", ".js", ".svg"))
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:12] for path in files}


def _menu_item(app: Flask, text: str, endpoint: str) -> MenuItem:
    """The item of a page whose address has no parts that vary."""
    rule, view = next(app.url_map.iter_rules(endpoint)), app.view_functions[endpoint]
    return MenuItem(text, rule.rule, endpoint.partition(".")[0], view.mark.action)  # type: ignore[union-attr]


def _context(menu: tuple[MenuItem, ...]) -> dict[str, Any]:
    actor, panel = current_actor(), g.get("panel")
    return {
        "actor": actor,
        "panel": panel,
        "has_account": g.get("has_account", False),
        "has_other_panels": g.get("has_other_panels", False),
        "has_mailbox": "mailbox" in current_app.blueprints,
        "navigation": _navigation(menu, actor) if panel else [],
    }


def _navigation(menu: tuple[MenuItem, ...], actor: Actor) -> list[dict[str, Any]]:
    root, here = request.script_root, WITHIN.get(request.blueprint or "", request.blueprint)
    return [
        {"text": item.text, "href": root + item.path, "active": here == item.blueprint}
        for item in menu
        if item.action is None or can(actor, item.action)
    ]
