"""The pages, one blueprint per noun."""

from flask import Flask


def init_pages(app: Flask) -> None:
    """Add every blueprint. They link to each other by `url_for` only."""
    from cdop.blueprints import (
        actions,
        agencies,
        analysis,
        auth,
        brand,
        cases,
        figures,
        form_b,
        home,
        invitations,
        meetings,
        notifications,
        notify,
        register,
        reports,
        requests,
        review_meetings,
        triage,
    )

    for module in (
        auth,
        brand,
        home,
        cases,
        agencies,
        requests,
        invitations,
        form_b,
        register,
        figures,
        reports,
        review_meetings,
        analysis,
        meetings,
        actions,
        notify,
        notifications,
        triage,
    ):
        app.register_blueprint(module.blueprint)
