"""What a load balancer or a monitor asks: whether the program runs, and whether it can serve."""

import structlog
from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from cdop.blueprints.access import public
from cdop.log_lines import kind_of
from cdop.queries.standing import is_of_this_version

blueprint = Blueprint("health", __name__)
CANNOT_SERVE = 503


@blueprint.get("/healthz")
@public()
def alive() -> Response:
    """Say that the program runs. It asks nothing of the database: to start it again would not mend that."""
    return _said("ok")


@blueprint.get("/readyz")
@public()
def ready() -> Response:
    """Say whether the database answers and has the tables of this version."""
    try:
        return _said("ready") if is_of_this_version() else _said("the database is of another version", CANNOT_SERVE)
    except SQLAlchemyError as fault:
        structlog.get_logger().error("readiness", error=kind_of(fault))
        return _said("the database does not answer", CANNOT_SERVE)


def _said(words: str, status: int = 200) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")
