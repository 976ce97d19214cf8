"""CDOP: the case review system of an English child death overview panel."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from config import Config


def create_app(config: "Config") -> "Flask":
    """Return the application. Refuses to start where a page has no policy."""
    # Imported here, so that the rules can be used without a web framework.
    from flask import Flask
    from werkzeug.middleware.proxy_fix import ProxyFix

    from cdop import blueprints, cli, extensions
    from cdop.blueprints import (
        access,
        errors,
        late_forms,
        layout,
        lists,
        logs,
        respondents,
        security,
        sign_in,
        templates,
        wording,
    )
    from cdop.services import keys, scanning

    app = Flask(__name__)
    app.jinja_environment = templates.Templates
    # No view is a coroutine; Flask asks it of every function of every request.
    app.ensure_sync = _as_it_is  # type: ignore[method-assign]
    app.config.update(config.for_flask())
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = extensions.engine_options(config.database_url)
    app.jinja_options = templates.TEMPLATE_OPTIONS
    if config.proxy_count:
        app.wsgi_app = ProxyFix(app.wsgi_app, *[config.proxy_count] * 3)  # type: ignore[method-assign]
    keys.use_secret(config.secret_key)
    scanning.use(config.scanner)
    logs.init_logs(app, config.log_level)
    extensions.init_database(app)
    extensions.migrate.init_app(app)
    sign_in.init_sign_in(app)
    respondents.init_respondents(app)
    late_forms.init_late_forms(app)
    extensions.csrf.init_app(app)
    for start in (security.init_security, wording.init_wording, lists.init_lists):
        start(app)
    errors.register_errors(app)
    blueprints.init_pages(app)
    cli.init_commands(app)
    access.init_gate(app)
    layout.init_layout(app)
    return app


def _as_it_is(func: Callable[..., Any]) -> Callable[..., Any]:
    return func
