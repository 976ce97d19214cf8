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
        form_b_files,
        holds,
        home,
        invitations,
        jobs,
        letters,
        mailbox,
        meetings,
        messages,
        my_day,
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
        form_b_files,
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
        holds,
        letters,
        my_day,
        messages,
        jobs,
    ):
        app.register_blueprint(module.blueprint)
    config = app.config["CDOP"]
    if config.is_demo and not config.smtp_url:
        app.register_blueprint(mailbox.blueprint)
