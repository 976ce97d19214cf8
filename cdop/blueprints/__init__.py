"""The pages, one blueprint per noun."""

from flask import Flask


def init_pages(app: Flask) -> None:
    """Add every blueprint. They link to each other by `url_for` only."""
    from cdop.blueprints import auth, brand, cases, figures, home, register, reports

    for module in (auth, brand, home, cases, register, figures, reports):
        app.register_blueprint(module.blueprint)
