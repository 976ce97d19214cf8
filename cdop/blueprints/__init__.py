"""The pages, one blueprint per noun."""

from importlib import import_module

from flask import Flask

from cdop.blueprints.neutral_keys import NeutralKey

PAGES = (
    "auth",
    "brand",
    "home",
    "cases",
    "searches",
    "responses",
    "agencies",
    "directory",
    "request_board",
    "requests",
    "request_changes",
    "own_requests",
    "request_contacts",
    "request_contents",
    "moved_requests",
    "comparison",
    "invitations",
    "form_b",
    "form_b_changes",
    "form_b_files",
    "form_b_handling",
    "form_b_release",
    "form_versions",
    "register",
    "figures",
    "workspace",
    "releases",
    "api",
    "api_tokens",
    "reports",
    "report_drafts",
    "review_meetings",
    "outside_steps",
    "routing",
    "analysis",
    "meetings",
    "packs",
    "pack_reader",
    "pack_works",
    "minutes",
    "meeting_dates",
    "meeting_people",
    "meeting_answers",
    "conflicts",
    "discussions",
    "panel_seats",
    "planner",
    "ready_board",
    "actions",
    "themes",
    "themes_of_case",
    "case_groups",
    "recommendations",
    "recommendation_answers",
    "alerts",
    "public_reports",
    "notify",
    "notify_files",
    "notify_return",
    "received_notifications",
    "notifications",
    "triage",
    "scope",
    "awaited",
    "death_lists",
    "joined_cases",
    "holds",
    "deadlines",
    "reminder_steps",
    "factors",
    "waits",
    "reminder_pauses",
    "sensitive_cases",
    "national_submissions",
    "letters",
    "family_contacts",
    "official_letters",
    "my_day",
    "messages",
    "message_wordings",
    "inbox",
    "jobs",
    "calendar",
    "health",
)
"""The modules of this package that have pages."""


def init_pages(app: Flask) -> None:
    """Add every blueprint. They link to each other by `url_for` only."""
    config = app.config["CDOP"]
    app.url_map.converters["neutral"] = NeutralKey
    mailbox = ("mailbox",) if config.is_demo and not config.smtp_url else ()
    for name in (*PAGES, *mailbox):
        app.register_blueprint(import_module(f"cdop.blueprints.{name}").blueprint)
