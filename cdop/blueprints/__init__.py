"""The pages, one blueprint per noun."""

from flask import Flask


def init_pages(app: Flask) -> None:
    """Add every blueprint. They link to each other by `url_for` only."""
    from cdop.blueprints import (
        agencies,
        auth,
        brand,
        cases,
        figures,
        form_b,
        home,
        invitations,
        register,
        reports,
        requests,
    )

    for module in (auth, brand, home, cases, agencies, requests, invitations, form_b, register, figures, reports):
        app.register_blueprint(module.blueprint)
